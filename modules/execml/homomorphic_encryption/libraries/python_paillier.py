"""python-paillier, an oracle for tests and benchmarks: its keys from our primes, its raw ciphertexts."""

from __future__ import annotations

from typing import Any


def python_paillier_keys(n: int, p: int, q: int) -> tuple[Any, Any]:
    """Return the library's public and private key for a modulus and its two primes."""
    from phe import PaillierPrivateKey, PaillierPublicKey

    public = PaillierPublicKey(n)
    return public, PaillierPrivateKey(public, p, q)


def python_paillier_number(public: Any, value: int) -> Any:
    """Return the library's encrypted number for a ciphertext that came from elsewhere."""
    from phe import EncryptedNumber

    return EncryptedNumber(public, value)
