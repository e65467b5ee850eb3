"""Products of ring elements, ours beside SEAL's inside TenSEAL: the same polynomials, the same answer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from execml.course.measure.rows import Row
from execml.course.measure.timing import least_processor_time
from execml.homomorphic_encryption.lattices.moduli import residues
from execml.homomorphic_encryption.lattices.rings import ring_product
from execml.homomorphic_encryption.libraries import tenseal as library
from execml.homomorphic_encryption.libraries.seal import plain_product

PLAIN_BITS = 20


def rows(repeats: int = 7) -> Iterator[Row]:
    """Time a ciphertext times a plain polynomial: two ring products modulo each data prime.

    Args:
        repeats: how often each is timed; the least counts.

    Raises:
        AssertionError: if a coefficient differs.
    """
    for size in (4_096, 8_192):
        context = library.bfv_context(size, PLAIN_BITS)
        primes = library.data_primes(context)
        values = np.random.default_rng(0).integers(0, 1_000, size)
        multiply, before, plain, after = plain_product(context, values)
        modulus = library.plain_modulus(context)
        factor = residues(plain - modulus * (plain > modulus // 2), primes)
        task = partial(ring_product, before, factor, primes)
        ours, ours_ms = least_processor_time(task, repeats)
        assert (ours == after).all()
        _, theirs_ms = least_processor_time(multiply, repeats)
        name = f"ring product, N = {size:,}, 2 × {len(primes)} primes"
        yield Row(name, "SEAL in TenSEAL", ours_ms, theirs_ms, "every coefficient equal")
