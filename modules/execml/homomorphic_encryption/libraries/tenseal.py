"""TenSEAL, the production library: contexts, encrypted vectors, bytes, and the polynomials behind them.

Everything here goes through TenSEAL's own calls; what is built from scratch stands in the other rooms.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from execml.course.validation import flag, one_of, real, several, shown, whole
from execml.homomorphic_encryption.lattices.moduli import transform_primes
from execml.homomorphic_encryption.lattices.security import check_security
from execml.homomorphic_encryption.schemes.keys import MissingKey


def tenseal_version() -> str:
    """Return the version of the installed library.

    >>> tenseal_version().count(".")
    2
    """
    import tenseal

    return str(tenseal.__version__)


def ckks_context(
    ring_dimension: int = 8192,
    prime_bits: Sequence[int] = (60, 40, 60),
    scale_bits: float = 40,
    rotations: bool = False,
    automatic: bool = True,
    edition: str = "2024",
    adversary: str = "classical",
) -> Any:
    """Return a fresh CKKS context of TenSEAL with its secret key, if the security table allows the sizes.

    Args:
        ring_dimension: N.
        prime_bits: sizes of the primes, the last for key switching.
        scale_bits: log2 of the global scale.
        rotations: whether to make rotation keys, which ``sum`` and ``dot`` need.
        automatic: whether TenSEAL rescales after each product, as it does unless told otherwise.
        edition: of the security table.
        adversary: of the security table.

    Raises:
        InsecureParameters: if the table does not allow so many bits; TenSEAL itself asks the edition of 2018.
        ValueError: if an argument lies outside its range.
    """
    import tenseal

    sizes = [whole("prime_bits", size, low=17, high=60) for size in several("prime_bits", prime_bits, 2)]
    check_security(ring_dimension, tuple(sizes), 128, edition, adversary)
    context = tenseal.context(tenseal.SCHEME_TYPE.CKKS, ring_dimension, coeff_mod_bit_sizes=sizes)
    context.global_scale = 2.0 ** real("scale_bits", scale_bits, 10, 60, high_open=False)
    context.auto_rescale = flag("automatic", automatic)
    if flag("rotations", rotations):
        context.generate_galois_keys()
    return context


def bfv_context(
    ring_dimension: int = 8192,
    plain_bits: int = 20,
    rotations: bool = False,
    prime_bits: Sequence[int] = (),
    edition: str = "2024",
    adversary: str = "classical",
) -> Any:
    """Return a fresh BFV context of TenSEAL with its secret key.

    Args:
        ring_dimension: N.
        plain_bits: size of the plaintext prime.
        rotations: whether to make rotation keys, which ``sum`` needs.
        prime_bits: sizes of the primes, the last for key switching. Without them the library takes as many
            bits as the classical table of 2018 allows, and that of 2024 refuses them.
        edition: of the security table that given sizes must pass.
        adversary: of the security table.

    Raises:
        InsecureParameters: if sizes are given and the table does not allow so many bits.
        ValueError: if an argument lies outside its range.
    """
    import tenseal

    (plain,) = transform_primes(plain_bits, ring_dimension)
    sizes = [whole("prime_bits", size, low=17, high=60) for size in several("prime_bits", prime_bits, 0)]
    if sizes:
        check_security(ring_dimension, tuple(sizes), 128, edition, adversary)
    context = tenseal.context(
        tenseal.SCHEME_TYPE.BFV, ring_dimension, plain_modulus=plain, coeff_mod_bit_sizes=sizes
    )
    if flag("rotations", rotations):
        context.generate_galois_keys()
    return context


def public_part(context: Any, rotations: bool = False, products: bool = False) -> bytes:
    """Return a context as bytes without its secret key.

    Args:
        context: with a secret key or without.
        rotations: whether rotation keys travel too.
        products: whether the relinearisation key travels too.
    """
    held = context.copy()
    held.make_context_public(generate_galois_keys=False, generate_relin_keys=False)
    return bytes(
        held.serialize(
            save_public_key=True, save_secret_key=False, save_galois_keys=rotations, save_relin_keys=products
        )
    )


def context_from(received: bytes, automatic: bool = True) -> Any:
    """Return the context that somebody sent.

    Args:
        received: what :func:`public_part` gave.
        automatic: whether TenSEAL rescales after each product here.

    Raises:
        ValueError: if it is no context.
    """
    import tenseal

    try:
        context = tenseal.context_from(bytes(received))
    except (ValueError, RuntimeError, TypeError) as error:
        raise ValueError(f"received holds no context of TenSEAL: {error}") from None
    context.auto_rescale = automatic
    return context


def needs_secret(context: Any) -> Any:
    """Return a context that can decrypt.

    Raises:
        MissingKey: if it holds no secret key.
    """
    if not getattr(context, "has_secret_key", lambda: False)():
        raise MissingKey(f"context={shown(context)} holds no secret key: only the client's can decrypt")
    return context


def ckks_vector(context: Any, values: NDArray[np.float64]) -> Any:
    """Return an encrypted row of real numbers, up to N/2 of them."""
    import tenseal

    return tenseal.ckks_vector(context, values.tolist())


def bfv_vector(context: Any, values: NDArray[np.int64]) -> Any:
    """Return an encrypted row of whole numbers, up to N of them."""
    import tenseal

    return tenseal.bfv_vector(context, values.tolist())


def vector_from(context: Any, received: bytes, scheme: str = "ckks") -> Any:
    """Return the encrypted row that somebody sent.

    Args:
        context: of the one who receives it.
        received: bytes of one row.
        scheme: ``"ckks"`` or ``"bfv"``.

    Raises:
        ValueError: if it is none of this context.
    """
    import tenseal

    make = {"ckks": tenseal.ckks_vector_from, "bfv": tenseal.bfv_vector_from}
    try:
        return make[one_of("scheme", scheme, tuple(make))](context, bytes(received))
    except (ValueError, RuntimeError, TypeError) as error:
        raise ValueError(f"received holds no encrypted row of this context: {error}") from None


def scale_of(vector: Any) -> float:
    """Return the scale that TenSEAL believes a row to have."""
    return float(vector.ciphertext()[0].scale)


def data_primes(context: Any) -> tuple[int, ...]:
    """Return the primes of fresh ciphertexts."""
    from tenseal import sealapi  # noqa: F401  (it makes SEAL's own types known to Python)

    parameters = context.seal_context().data.first_context_data().parms()
    return tuple(int(prime.value()) for prime in parameters.coeff_modulus())


def plain_modulus(context: Any) -> int:
    """Return the prime modulo which BFV counts."""
    from tenseal import sealapi  # noqa: F401  (it makes SEAL's own types known to Python)

    return int(context.seal_context().data.first_context_data().parms().plain_modulus().value())


def ring_dimension(context: Any) -> int:
    """Return N."""
    return int(context.seal_context().data.first_context_data().parms().poly_modulus_degree())


def polynomials(vector: Any) -> NDArray[np.int64]:
    """Return the residues of a row's polynomials at the roots of X^N + 1, shape (parts, primes, N).

    Whoever holds a ciphertext holds these: no key is needed. SEAL keeps CKKS ciphertexts transformed.

    Args:
        vector: with one ciphertext.
    """
    held = vector.ciphertext()[0]
    shape = held.size(), held.coeff_modulus_size(), held.poly_modulus_degree()
    count = shape[0] * shape[1] * shape[2]
    return np.fromiter((held[place] for place in range(count)), dtype=np.int64, count=count).reshape(shape)


def all_slots(context: Any, vector: Any) -> NDArray[np.int64]:
    """Return all N slots of a BFV row, beside those that TenSEAL's ``decrypt`` shows.

    Args:
        context: with the secret key.
        vector: with one ciphertext.

    Raises:
        MissingKey: if there is no secret key.
    """
    from tenseal import sealapi

    held, plain = needs_secret(context).seal_context().data, sealapi.Plaintext()
    sealapi.Decryptor(held, context.secret_key().data).decrypt(vector.ciphertext()[0], plain)
    return np.asarray(sealapi.BatchEncoder(held).decode_int64(plain), dtype=np.int64)


def noise_budget(context: Any, vector: Any) -> int:
    """Return the bits of noise that a BFV row can still take, by SEAL's own count.

    Args:
        context: with the secret key.
        vector: with one ciphertext.

    Raises:
        MissingKey: if there is no secret key.
    """
    from tenseal import sealapi

    decryptor = sealapi.Decryptor(needs_secret(context).seal_context().data, context.secret_key().data)
    return int(decryptor.invariant_noise_budget(vector.ciphertext()[0]))


def secret_polynomial(context: Any) -> NDArray[np.int64]:
    """Return the client's secret key as coefficients −1, 0 and 1, shape (N,): to check an attack with.

    Args:
        context: with the secret key.

    Raises:
        MissingKey: if there is none.
    """
    from tenseal import sealapi  # noqa: F401  (it makes SEAL's own types known to Python)

    from execml.homomorphic_encryption.lattices.rings import number_transform

    key = needs_secret(context).secret_key().data.data()
    size, prime = ring_dimension(context), data_primes(context)[0]
    values = np.fromiter((key[place] for place in range(size)), dtype=np.int64, count=size)
    coefficients = number_transform(size, prime).inverse(values)
    return np.asarray(coefficients - prime * (coefficients > prime // 2))


def row_scores(context: Any, rows: list[Any], weights: NDArray[np.float64], intercept: float) -> list[Any]:
    """Return encrypted scores in the layout of TenSEAL's tutorials: a client a row, and ``dot`` for each.

    Args:
        context: with rotation keys.
        rows: encrypted clients.
        weights: of the model.
        intercept: of the model.
    """
    factors = weights.tolist()
    return [row.dot(factors) + intercept for row in rows]
