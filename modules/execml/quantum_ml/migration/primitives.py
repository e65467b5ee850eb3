"""Cryptographic algorithms by name: what each is for, and what is known to break it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

from execml.course.validation import shown


@dataclass(frozen=True)
class Primitive:
    """One algorithm with its parameters.

    Attributes:
        name: as an inventory writes it.
        kind: CycloneDX's word, such as ``"pke"`` (public-key encryption) or ``"signature"``.
        functions: CycloneDX's words for what it is used for.
        classical_bits: nominal strength against ordinary computers, in bits; None where no standard states
            it.
        quantum_level: NIST's category 1 to 5, or 0 for none.
        attack: the quantum algorithm that breaks or weakens it; empty if none is known.
        falls: whether that attack breaks it, and does not merely weaken it.
        successor: what to migrate to, if it falls.
    """

    name: str
    kind: str
    functions: tuple[str, ...]
    classical_bits: int | None
    quantum_level: int
    attack: str
    falls: bool
    successor: str = ""


_ENCRYPT, _SIGN, _AGREE = ("encrypt", "decrypt"), ("sign", "verify"), ("keygen", "keyderive")
_CAPSULE = ("encapsulate", "decapsulate")
_SHOR, _GROVER = "Shor", "Grover"
# Strengths of RSA and curves: NIST SP 800-57 part 1, revision 5, table 2; of AES and SHA the categories by
# which NIST defines its levels; of ML-KEM and ML-DSA: FIPS 203 and 204.
PRIMITIVES = {
    found.name: found
    for found in (
        Primitive("RSA-2048", "pke", _ENCRYPT, 112, 0, _SHOR, True, "ML-KEM-768"),
        Primitive("RSA-2048 signature", "signature", _SIGN, 112, 0, _SHOR, True, "ML-DSA-65"),
        Primitive(
            "Paillier-2048", "pke", _ENCRYPT, 112, 0, _SHOR, True, "CKKS or BFV, if sums must be encrypted"
        ),
        Primitive("DH-2048", "key-agree", _AGREE, 112, 0, _SHOR, True, "X25519 with ML-KEM-768"),
        Primitive("X25519", "key-agree", _AGREE, 128, 0, _SHOR, True, "X25519 with ML-KEM-768"),
        Primitive("ECDH P-256", "key-agree", _AGREE, 128, 0, _SHOR, True, "X25519 with ML-KEM-768"),
        Primitive("ECDSA P-256", "signature", _SIGN, 128, 0, _SHOR, True, "ML-DSA-65"),
        Primitive("Ed25519", "signature", _SIGN, 128, 0, _SHOR, True, "ML-DSA-65"),
        Primitive("ML-KEM-768", "kem", _CAPSULE, 192, 3, "", False),
        Primitive("ML-DSA-65", "signature", _SIGN, 192, 3, "", False),
        Primitive("AES-128", "block-cipher", _ENCRYPT, 128, 1, _GROVER, False),
        Primitive("AES-256", "block-cipher", _ENCRYPT, 256, 5, _GROVER, False),
        Primitive("SHA-256", "hash", ("digest",), 128, 2, _GROVER, False),
        # Parameters are chosen by the table of the Homomorphic Encryption Standard, which has quantum
        # columns.
        Primitive("CKKS", "pke", _ENCRYPT, 128, 0, "", False),
        Primitive("BFV", "pke", _ENCRYPT, 128, 0, "", False),
    )
}


def primitive(name: Any) -> Primitive:
    """Return an algorithm by its name.

    Raises:
        ValueError: if it is not listed; the message offers the nearest names.

    >>> primitive("X25519").attack
    'Shor'
    """
    if isinstance(name, str) and name in PRIMITIVES:
        return PRIMITIVES[name]
    near = difflib.get_close_matches(name, PRIMITIVES, 3, 0.4) if isinstance(name, str) else []
    raise ValueError(f"algorithm={shown(name)} is not listed; perhaps: {', '.join(near or PRIMITIVES)}")
