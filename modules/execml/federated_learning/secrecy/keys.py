"""Keys that two clients agree on through the server, masks that grow out of them, and sealed notes.

Diffie and Hellman's agreement is one power, masks are the output of SHAKE-256 with 256 bits of seed, and
a seal is a mask with a keyed hash beside it: the hashes are Python's own. A group of 2,048 bits counts as
112 bits of strength (NIST SP 800-57 part 1), less than the seeds have.
"""

from __future__ import annotations

import hashlib
import hmac

import numpy as np
from numpy.typing import NDArray

from execml.federated_learning.secrecy.shamir import random_below

# RFC 3526, group 14: a safe prime of 2,048 bits, built from the digits of π, and the generator 2.
GROUP = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AACAA68FFFFFFFFFFFFFFFF",
    16,
)
BASE = 2
SECRET_BITS = 256
TAG = 32


def new_secret(generator: np.random.Generator) -> int:
    """Return a private key, or a seed: 256 random bits."""
    return random_below(1 << SECRET_BITS, generator)


def public_key(secret: int) -> int:
    """Return 2^secret modulo the group's prime: from it nobody is known to find the secret."""
    return _power(BASE, secret)


def agreed_seed(secret: int, other_public: int) -> bytes:
    """Return the 32 bytes that two clients share: a hash of (2^a)^b = (2^b)^a.

    Raises:
        ValueError: if the other's key is one of the few that would make the result guessable.
    """
    if not isinstance(other_public, int) or not 1 < other_public < GROUP - 1:
        raise ValueError("other_public must lie strictly between 1 and the group's prime less one")
    return hashlib.sha256(_power(other_public, secret).to_bytes(256, "big")).digest()


def seed_bytes(secret: int) -> bytes:
    """Return a seed of a client's own as 32 bytes."""
    return secret.to_bytes(SECRET_BITS // 8, "big")


def mask(seed: bytes, length: int, bits: int) -> NDArray[np.uint64]:
    """Return numbers that nobody without the seed can tell from uniform ones modulo 2^bits.

    Args:
        seed: 32 bytes; two of them that differ anywhere give unrelated masks.
        length: how many numbers.
        bits: of the modulus, at most 64.

    >>> mask(bytes(32), 2, 8).tolist() == mask(bytes(32), 3, 8)[:2].tolist()
    True
    """
    stream = hashlib.shake_256(b"mask" + seed).digest(8 * length)
    return np.frombuffer(stream, dtype="<u8").astype(np.uint64) >> np.uint64(64 - bits)


def one_way(seed: bytes, sender: int, recipient: int) -> bytes:
    """Return the seed for notes from one client to another; the way back has its own."""
    return hashlib.sha256(seed + sender.to_bytes(4, "big") + recipient.to_bytes(4, "big")).digest()


def seal(seed: bytes, note: bytes) -> bytes:
    """Return a note that only who shares the seed can read, and that nobody else can change unseen.

    A seed seals one note each way; a second one under the same seed would give both away.
    """
    stream = hashlib.shake_256(b"seal" + seed).digest(len(note))
    hidden = bytes(a ^ b for a, b in zip(note, stream, strict=True))
    return hidden + hmac.digest(seed, hidden, "sha256")


def unseal(seed: bytes, sealed: bytes) -> bytes:
    """Return the note.

    Raises:
        ValueError: if it was changed on its way, or sealed under another seed.
    """
    hidden, tag = sealed[:-TAG], sealed[-TAG:]
    if not hmac.compare_digest(hmac.digest(seed, hidden, "sha256"), tag):
        raise ValueError("sealed must carry the tag of its seed: the note was changed, or is another's")
    stream = hashlib.shake_256(b"seal" + seed).digest(len(hidden))
    return bytes(a ^ b for a, b in zip(hidden, stream, strict=True))


def word(seed: bytes, sender: int, recipient: int, listed: bytes) -> bytes:
    """Return the tag by which one client vouches to another for a list, checked by who shares the seed."""
    return hmac.digest(one_way(b"list" + seed, sender, recipient), listed, "sha256")


def _power(base: int, exponent: int) -> int:
    """Return a power modulo the group's prime; gmpy2 takes a tenth of the time of Python's own ``pow``."""
    import gmpy2

    return int(gmpy2.powmod(base, exponent, GROUP))
