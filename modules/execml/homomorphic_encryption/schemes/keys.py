"""Prime chains and keys that both ring schemes share, and key switching with a special prime.

For teaching, not for production: the production path is the library in the room ``libraries``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from execml.course.validation import flag, instance, several, shown, whole
from execml.course.validation import generator as checked_generator
from execml.homomorphic_encryption.lattices.moduli import (
    MOST_BITS,
    Residues,
    centred,
    checked_dimension,
    multiply_modulo,
    residues,
    transform_primes,
)
from execml.homomorphic_encryption.lattices.noise import noise_residues, ternary, uniform
from execml.homomorphic_encryption.lattices.rings import digits_of, product_of, ring_product, substitute
from execml.homomorphic_encryption.lattices.security import check_security
from execml.homomorphic_encryption.schemes.encoding import GENERATOR


class MissingKey(ValueError):
    """What was asked needs a key that is not there; the message says which."""


@dataclass(frozen=True)
class Chain:
    """A ring dimension with its primes.

    Attributes:
        ring_dimension: N.
        primes: of fresh ciphertexts, the one that is dropped first last.
        special: the prime that only key switching uses.
    """

    ring_dimension: int
    primes: tuple[int, ...]
    special: int

    @property
    def all_primes(self) -> tuple[int, ...]:
        """The primes with the special one at the end."""
        return (*self.primes, self.special)

    @property
    def bits(self) -> int:
        """Bits of all primes together, which the security tables limit."""
        return sum(prime.bit_length() for prime in self.all_primes)


@dataclass(frozen=True)
class Parameters:
    """What the public parameters of both schemes have in common.

    Attributes:
        chain: ring dimension and primes.
    """

    chain: Chain

    @property
    def slots(self) -> int:
        """How many numbers one ciphertext holds."""
        raise NotImplementedError


def new_chain(
    ring_dimension: int,
    prime_bits: tuple[int, ...],
    security: int = 128,
    edition: str = "2024",
    adversary: str = "classical",
    toy: bool = False,
) -> Chain:
    """Return the primes for a chain of sizes, the last of which is the special one; TenSEAL takes the same.

    Args:
        ring_dimension: N, a power of two.
        prime_bits: at least two sizes, from 17 to 60 bits.
        security: bits of security that the table must promise.
        edition: of the table.
        adversary: of the table.
        toy: whether the table is left out, for rings that are too small to be safe.

    Raises:
        InsecureParameters: if the table does not allow so many bits.
        ValueError: if an argument lies outside its range.

    >>> new_chain(8192, (60, 40, 60)).bits
    160
    """
    sizes = [
        whole("prime_bits", size, low=17, high=MOST_BITS) for size in several("prime_bits", prime_bits, 2)
    ]
    if not flag("toy", toy):
        check_security(ring_dimension, tuple(sizes), security, edition, adversary)
    checked_dimension(ring_dimension)
    left = {size: list(transform_primes(size, ring_dimension, sizes.count(size))) for size in set(sizes)}
    primes = [left[size].pop() for size in sizes]
    return Chain(ring_dimension, tuple(primes[:-1]), primes[-1])


@dataclass(frozen=True, eq=False)
class SecretKey:
    """What decrypts: N coefficients −1, 0 or 1. It stays with the client.

    Attributes:
        coefficients: shape (N,).
    """

    coefficients: Residues

    def __repr__(self) -> str:
        """Show that there is one, and nothing of it."""
        return f"SecretKey(ring_dimension={len(self.coefficients)})"


@dataclass(frozen=True, eq=False)
class PublicKeys:
    """What may be given away: to encrypt, and what some operations need.

    Attributes:
        encryption: two polynomials, shape (2, primes, N).
        relinearisation: for products of ciphertexts, shape (primes, 2, all primes, N), if there is one.
        rotations: for each exponent of the substitution its key.
    """

    encryption: Residues
    relinearisation: Residues | None = None
    rotations: Mapping[int, Residues] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of all keys, eight a coefficient."""
        parts = [self.encryption, *self.rotations.values()]
        parts += [self.relinearisation] if self.relinearisation is not None else []
        return sum(part.nbytes for part in parts)


def generate_keys(
    context: Parameters,
    generator: np.random.Generator,
    rotations: Sequence[int] = (),
    relinearise: bool = True,
) -> tuple[SecretKey, PublicKeys]:
    """Draw the client's secret key, and the keys that it may give away; in both schemes they are the same.

    Args:
        context: the parameters, of BFV or of CKKS.
        generator: source of randomness; NumPy's, which protects nobody.
        rotations: steps of rotation to make keys for; BFV turns both its rows of N/2 slots at once.
        relinearise: whether products of ciphertexts shall be possible.

    Raises:
        ValueError: if an argument lies outside its range.
    """
    chain = instance("context", context, Parameters).chain
    draw = checked_generator("generator", generator)
    steps = [
        whole("rotations", step, low=-context.slots) for step in several("rotations", rotations, least=0)
    ]
    exponents = tuple({pow(GENERATOR, step, 2 * chain.ring_dimension) for step in steps})
    return generate(chain, draw, flag("relinearise", relinearise), exponents)


def generate(
    chain: Chain, generator: np.random.Generator, relinearise: bool = True, exponents: tuple[int, ...] = ()
) -> tuple[SecretKey, PublicKeys]:
    """Draw a secret key and the keys that go with it.

    Args:
        chain: the primes.
        generator: source of randomness; NumPy's, which protects nobody.
        relinearise: whether to make the key for products of ciphertexts.
        exponents: substitutions to make keys for.
    """
    secret = ternary((chain.ring_dimension,), generator)
    inside = residues(secret, chain.all_primes)
    public = _zero_encryption(chain.primes, inside[: len(chain.primes)], generator)
    relinearisation = None
    if relinearise:
        square = ring_product(inside, inside, chain.all_primes)
        relinearisation = _switching_key(chain, square, inside, generator)
    rotations = {
        exponent: _switching_key(chain, substitute(inside, exponent, chain.all_primes), inside, generator)
        for exponent in exponents
    }
    return SecretKey(secret), PublicKeys(public, relinearisation, rotations)


def _zero_encryption(primes: tuple[int, ...], secret: Residues, generator: np.random.Generator) -> Residues:
    """Return ``(−a·s + e, a)`` with fresh a and e."""
    size, column = (secret.shape[-1],), np.array(primes)[:, None]
    mask = uniform(size, primes, generator)
    hidden = (noise_residues(size, primes, generator) - ring_product(mask, secret, primes)) % column
    return np.stack([hidden, mask])


def _switching_key(
    chain: Chain, source: Residues, secret: Residues, generator: np.random.Generator
) -> Residues:
    """Return for each prime an encryption of special · source, in that prime's residues only."""
    found = []
    for place, prime in enumerate(chain.primes):
        key = _zero_encryption(chain.all_primes, secret, generator)
        shifted = multiply_modulo(source[place], np.array(chain.special % prime), prime)
        key[0, place] = (key[0, place] + shifted) % prime
        found.append(key)
    return np.stack(found)


def switched(part: Residues, key: Residues, chain: Chain) -> Residues:
    """Return what a polynomial under another secret is under the client's: two parts, (2, …, primes, N).

    The polynomial is cut into its residues, each a small number; times the key they give special times the
    result, with noise that the division by the special prime removes (Gentry, Halevi and Smart, 2012, ePrint
    2012/099, section 3.1).

    Args:
        part: residues at some level, shape (…, primes of the level, N).
        key: the switching key, shape (all data primes, 2, all primes, N).
        chain: the primes.
    """
    level = part.shape[-2]
    primes = (*chain.primes[:level], chain.special)
    column = np.array(primes)[:, None]
    keep = [*range(level), len(chain.primes)]
    total: Residues | None = None
    for place in range(level):
        digit = centred(part[..., place, :], primes[place])
        spread = digits_of(residues(digit, primes), column)
        both = np.stack([product_of(spread, digits_of(half[keep], column), column) for half in key[place]])
        total = both if total is None else (total + both) % column
    assert total is not None
    return divided_by_last(total, primes)


def divided_by_last(values: Residues, primes: tuple[int, ...]) -> Residues:
    """Return the nearest whole number to ``values / last prime``, in the residues of the other primes.

    Args:
        values: residues, shape (…, primes, N).
        primes: at least two.

    >>> divided_by_last(np.array([[2], [1]]), (5, 11)).tolist()  # 12 / 11
    [[1]]
    """
    last, others = primes[-1], np.array(primes[:-1])[:, None]
    rest = centred(values[..., -1:, :], last)
    inverses = np.array([[pow(last, -1, prime)] for prime in primes[:-1]], dtype=np.int64)
    return multiply_modulo((values[..., :-1, :] - rest) % others, inverses, others)


def checked_secret(secret: SecretKey, chain: Chain) -> SecretKey:
    """Return a secret key of the right ring.

    Raises:
        MissingKey: if it is none, or one of another ring.
    """
    if not isinstance(secret, SecretKey) or len(secret.coefficients) != chain.ring_dimension:
        raise MissingKey(
            f"secret={shown(secret)} must be a secret key of ring dimension {chain.ring_dimension}"
        )
    return secret


def checked_public(keys: PublicKeys, chain: Chain) -> PublicKeys:
    """Return public keys of the right ring.

    Raises:
        MissingKey: if they are none, or of another ring.
    """
    wanted = (2, len(chain.primes), chain.ring_dimension)
    if not isinstance(keys, PublicKeys) or keys.encryption.shape != wanted:
        raise MissingKey(f"keys={shown(keys)} must be public keys of ring dimension {chain.ring_dimension}")
    return keys
