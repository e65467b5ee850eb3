"""Paillier's scheme: whoever holds the public key can add numbers that only the private key opens.

Paillier (1999), "Public-key cryptosystems based on composite degree residuosity classes", EUROCRYPT,
doi:10.1007/3-540-48910-X_16, with g = n + 1. This implementation teaches and is not for production: it is not
constant in time, and a quantum computer that factors n opens everything ever encrypted.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from execml.course.validation import instance, shown, whole
from execml.homomorphic_encryption.additive.arithmetic import checked_primes, joined, random_prime
from execml.homomorphic_encryption.additive.ciphertexts import Ciphertext as Ciphertext
from execml.homomorphic_encryption.additive.ciphertexts import checked_plain


def generate_keypair(bits: int = 2048, primes: tuple[int, int] | None = None) -> tuple[PublicKey, PrivateKey]:
    """Return a public and a private key whose modulus has so many bits.

    Args:
        bits: of n, an even number of at least 16; 2048 counts as 112 bits of security against a classical
            computer, and as none against a large quantum one.
        primes: two primes to make it from, for an example that can be repeated; they then fix the bits.

    Raises:
        ValueError: if ``bits`` is odd or too small, or the primes are not fit.

    >>> public_key, private_key = generate_keypair(128)
    >>> private_key.decrypt(public_key.encrypt(20) + public_key.encrypt(22))
    42
    """
    if whole("bits", bits, low=16, high=16_384) % 2:
        raise ValueError(f"bits={bits} must be even: two primes of half as many")
    if primes is not None:
        pair = checked_primes(primes)
    else:
        while len(set(pair := (random_prime(bits // 2), random_prime(bits // 2)))) < 2:
            pass
    public_key = PublicKey(pair[0] * pair[1])
    return public_key, PrivateKey(public_key, *pair)


@dataclass(frozen=True)
class PublicKey:
    """What encrypts and adds.

    Attributes:
        n: the product of two primes that the public does not know.
    """

    n: int

    def __post_init__(self) -> None:
        """Check the modulus."""
        whole("n", self.n, low=15)

    @cached_property
    def _square(self) -> Any:
        import gmpy2

        return gmpy2.mpz(self.n) ** 2

    @property
    def largest(self) -> int:
        """The largest number, of either sign, that is not taken for another one."""
        return self.n // 3

    def encrypt(self, m: int, r: int | None = None) -> Ciphertext:
        """Encrypt a whole number: c = (1 + m n) rⁿ modulo n².

        Args:
            m: between −n/3 and n/3.
            r: the randomness, between 1 and n − 1 and coprime to n; drawn by the system if not given. One
                that is used twice shows which ciphertexts hold the same number.

        Raises:
            ValueError: if an argument lies outside its range.

        >>> public_key, private_key = generate_keypair(primes=(11, 17))
        >>> public_key.encrypt(42, r=23).value
        32781
        """
        import gmpy2

        blind = gmpy2.powmod(self.randomness(r), self.n, self._square)
        return Ciphertext(self._opened(m) * blind % self._square, self)

    def randomness(self, r: int | None = None) -> int:
        """Return the r of an encryption, drawn by the system, until it is coprime to n, if it is not given.

        Raises:
            ValueError: if it is not coprime to n, or outside 1 to n − 1.
        """
        import gmpy2

        if r is not None:
            if gmpy2.gcd(whole("r", r, high=self.n - 1), self.n) != 1:
                raise ValueError(f"r={shown(r)} must have no factor in common with n")
            return int(r)
        while gmpy2.gcd(chosen := secrets.randbelow(self.n - 1) + 1, self.n) != 1:
            pass  # often for a key of a lesson, never for one of real size
        return chosen

    def _opened(self, m: int, name: str = "m") -> Any:
        """Return 1 + m n modulo n², which is (n + 1)ᵐ by the binomial theorem."""
        number = checked_plain(name, m, self)
        return (1 + number % self.n * self.n) % self._square

    def ciphertext(self, value: int) -> Ciphertext:
        """Return the ciphertext with a value that was received from somebody.

        Raises:
            ValueError: if it is no whole number between 1 and n² − 1, or has a factor in common with n, as
                no encryption has.
        """
        import gmpy2

        number = gmpy2.mpz(whole("value", value, high=int(self._square) - 1))
        if gmpy2.gcd(number, self.n) != 1:
            raise ValueError(f"value={shown(value)} must have no factor in common with n")
        return Ciphertext(number, self)


@dataclass(frozen=True, repr=False)
class PrivateKey:
    """What decrypts; it knows the two primes.

    Attributes:
        public_key: the key that belongs to it.
        p: one prime.
        q: the other.
    """

    public_key: PublicKey
    p: int
    q: int

    def __post_init__(self) -> None:
        """Check that the primes make the public key."""
        n = instance("public_key", self.public_key, PublicKey).n
        if whole("p", self.p, low=3) * whole("q", self.q, low=3) != n:
            raise ValueError(f"p={shown(self.p)} and q={shown(self.q)} must multiply to the n of public_key")

    def __repr__(self) -> str:
        """Show how long it is, and nothing of it."""
        return f"PrivateKey({self.public_key.n.bit_length()} bits)"

    @cached_property
    def _parts(self) -> tuple[tuple[Any, Any, Any], ...]:
        """Return for each prime it, its square, and the inverse of L((n + 1)^(prime − 1))."""
        import gmpy2

        found = []
        for prime in (gmpy2.mpz(self.p), gmpy2.mpz(self.q)):
            square = prime * prime
            part = (gmpy2.powmod(self.public_key.n + 1, prime - 1, square) - 1) // prime
            found.append((prime, square, gmpy2.invert(part, prime)))
        return tuple(found)

    @cached_property
    def _inverses(self) -> tuple[Any, Any]:
        """Return the inverse of q modulo p, and of q² modulo p²."""
        import gmpy2

        return gmpy2.invert(self.q, self.p), gmpy2.invert(self._parts[1][1], self._parts[0][1])

    def decrypt(self, c: Ciphertext) -> int:
        """Return the number, between −n/3 and n/3, working modulo p² and q² (section 7 of the paper).

        Args:
            c: a ciphertext of this key.

        Raises:
            ValueError: if it belongs to another key, or holds a sum that has wrapped around.

        >>> public_key, private_key = generate_keypair(primes=(11, 17))
        >>> private_key.decrypt(public_key.encrypt(-5))
        -5
        """
        import gmpy2

        if instance("c", c, Ciphertext).public_key != self.public_key:
            raise ValueError("c was encrypted under another public key")
        p_rest, q_rest = (
            (gmpy2.powmod(c._held % square, prime - 1, square) - 1) // prime * inverse % prime
            for prime, square, inverse in self._parts
        )
        largest = self.public_key.largest
        number = int(joined(p_rest, q_rest, (self.p, self.q), self._inverses[0]))
        if number > largest:
            number -= self.public_key.n
            if number < -largest:
                raise ValueError("c holds a number past n/3 in size: a sum has wrapped around")
        return number

    def encrypt(self, m: int, r: int | None = None) -> Ciphertext:
        """Encrypt as the owner of the private key, faster: rⁿ is computed modulo p² and q².

        Modulo p², rⁿ depends on r modulo p only, and is yᵖ with y = r^q modulo p. For a random r that y is as
        random, so it is drawn directly.

        Args:
            m: between −n/3 and n/3.
            r: the randomness, as for the public key; drawn by the system if not given.

        Raises:
            ValueError: if an argument lies outside its range.

        >>> public_key, private_key = generate_keypair(primes=(11, 17))
        >>> private_key.encrypt(42, r=23) == public_key.encrypt(42, r=23)
        True
        """
        import gmpy2

        opened, blinds = self.public_key._opened(m), []
        given = None if r is None else self.public_key.randomness(r)
        for prime, square, _ in self._parts:
            other = self.public_key.n // prime
            drawn = secrets.randbelow(int(prime) - 1) + 1
            start = drawn if given is None else gmpy2.powmod(given, other, prime)
            blinds.append(gmpy2.powmod(start, prime, square))
        blind = joined(blinds[0], blinds[1], (self._parts[0][1], self._parts[1][1]), self._inverses[1])
        return Ciphertext(opened * blind % self.public_key._square, self.public_key)
