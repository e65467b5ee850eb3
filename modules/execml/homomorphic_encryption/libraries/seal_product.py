"""One product of a BFV ciphertext with a plain polynomial, by SEAL inside TenSEAL."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from execml.homomorphic_encryption.libraries.tenseal import bfv_vector, polynomials


def plain_product(context: Any, values: NDArray[np.int64]) -> tuple[Any, NDArray, NDArray, NDArray]:
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
    row = bfv_vector(context, values)
    source, evaluator = row.ciphertext()[0], sealapi.Evaluator(held)

    def multiply() -> None:
        evaluator.multiply_plain(source, factor, product)

    multiply()
    plain = np.array([factor[place] for place in range(factor.coeff_count())], dtype=np.int64)
    shape = polynomials(row).shape
    after = np.fromiter((product[place] for place in range(int(np.prod(shape)))), dtype=np.int64)
    return multiply, polynomials(row), plain, after.reshape(shape)
