"""cryptography (PyCA): ML-KEM and ML-DSA run beside X25519 and RSA, in bytes and in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from execml.course.measure.timing import least_processor_time
from execml.course.validation import instance, whole


@dataclass(frozen=True)
class Exchange:
    """A shared key agreed on between two parties.

    Attributes:
        name: of the algorithm.
        public_bytes: what the receiver sends first.
        answer_bytes: what the sender sends back.
        agreed: whether both ended with the same key.
        milliseconds: processor time of making the keys and of both sides, together.
    """

    name: str
    public_bytes: int
    answer_bytes: int
    agreed: bool
    milliseconds: float


@dataclass(frozen=True)
class Signing:
    """A message signed and checked.

    Attributes:
        name: of the algorithm.
        public_bytes: of the key that checks, in the form sent.
        signature_bytes: of the signature.
        verified: whether the signature was accepted, and one of a changed message refused.
        sign_milliseconds: processor time of one signature.
        verify_milliseconds: processor time of one check.
    """

    name: str
    public_bytes: int
    signature_bytes: int
    verified: bool
    sign_milliseconds: float
    verify_milliseconds: float


def exchanges(repeats: int = 20) -> list[Exchange]:
    """Agree on a key by X25519 and by ML-KEM-768, for real.

    Args:
        repeats: runs of each; the least time counts.
    """
    whole("repeats", repeats)
    found = []
    for name, agree in (("X25519", _x25519), ("ML-KEM-768", _ml_kem)):
        (public, answer, agreed), spent = least_processor_time(agree, repeats)
        found.append(Exchange(name, public, answer, agreed, spent))
    return found


def signings(message: bytes, repeats: int = 20) -> list[Signing]:
    """Sign a message by RSA-2048 and ML-DSA-65, and check both it and a changed one.

    Args:
        message: what is signed.
        repeats: runs of each; the least time counts.
    """
    content = instance("message", message, bytes)
    whole("repeats", repeats)
    found = []
    for name, make in (("RSA-2048", _rsa), ("ML-DSA-65", _ml_dsa)):
        public_bytes, sign, verify = make()
        signature, signing = least_processor_time(lambda sign=sign: sign(content), repeats)  # type: ignore[misc]
        accepted, checking = least_processor_time(
            lambda verify=verify, signature=signature: _accepts(verify, signature, content),  # type: ignore[misc]
            repeats,
        )
        verified = accepted and not _accepts(verify, signature, content + b"!")
        found.append(Signing(name, public_bytes, len(signature), verified, signing, checking))
    return found


def encapsulated_key() -> tuple[bytes, bytes, bytes]:
    """Return a key of ML-KEM-768 as the sender has it, its ciphertext, and as the receiver has it."""
    from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey

    private = MLKEM768PrivateKey.generate()
    shared, ciphertext = private.public_key().encapsulate()
    return shared, ciphertext, private.decapsulate(ciphertext)


def _x25519() -> tuple[int, int, bool]:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    ours, theirs = X25519PrivateKey.generate(), X25519PrivateKey.generate()
    sent = len(ours.public_key().public_bytes_raw()), len(theirs.public_key().public_bytes_raw())
    return *sent, ours.exchange(theirs.public_key()) == theirs.exchange(ours.public_key())


def _ml_kem() -> tuple[int, int, bool]:
    from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey

    private = MLKEM768PrivateKey.generate()
    public = private.public_key()
    shared, ciphertext = public.encapsulate()
    return len(public.public_bytes_raw()), len(ciphertext), private.decapsulate(ciphertext) == shared


def _rsa() -> tuple[int, Callable[[bytes], bytes], Callable[[bytes, bytes], Any]]:
    from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    private = generate_private_key(65_537, 2_048)
    public = private.public_key()
    rules = PSS(MGF1(SHA256()), 32), SHA256()
    size = len(public.public_bytes(Encoding.DER, PublicFormat.PKCS1))
    return (
        size,
        lambda content: private.sign(content, *rules),
        lambda signature, content: public.verify(signature, content, *rules),
    )


def _ml_dsa() -> tuple[int, Callable[[bytes], bytes], Callable[[bytes, bytes], Any]]:
    from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey

    private = MLDSA65PrivateKey.generate()
    public = private.public_key()
    return len(public.public_bytes_raw()), private.sign, public.verify


def _accepts(verify: Callable[[bytes, bytes], Any], signature: bytes, content: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        verify(signature, content)
    except InvalidSignature:
        return False
    return True
