"""Microsoft SEAL inside TenSEAL: its own product of a ciphertext with a plain polynomial."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from execml.homomorphic_encryption.libraries import tenseal


def plain_product(
    context: Any, values: NDArray[np.int64]
) -> tuple[Callable[[], None], NDArray, NDArray, NDArray]:
    """Return what SEAL's product of a BFV ciphertext with a plain polynomial takes, and what it gives.

    Args:
        context: BFV.
        values: whole numbers of both factors, up to N.

    Returns:
        a function that multiplies once; the ciphertext's polynomials, shape (2, primes, N); the plain
        polynomial, shape (N,); and the product's polynomials.
    """
    from tenseal import sealapi

    held = context.seal_context().data
    factor, product = sealapi.Plaintext(), sealapi.Ciphertext()
    sealapi.BatchEncoder(held).encode(values.tolist(), factor)
    row = tenseal.bfv_vector(context, values)
    source, evaluator = row.ciphertext()[0], sealapi.Evaluator(held)

    def multiply() -> None:
        evaluator.multiply_plain(source, factor, product)

    multiply()
    plain = np.array([factor[place] for place in range(factor.coeff_count())], dtype=np.int64)
    shape = tenseal.polynomials(row).shape
    after = np.fromiter((product[place] for place in range(int(np.prod(shape)))), dtype=np.int64)
    return multiply, tenseal.polynomials(row), plain, after.reshape(shape)
