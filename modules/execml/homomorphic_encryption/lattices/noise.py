"""What is drawn: secrets, errors and uniform polynomials. NumPy's generator teaches; it protects nobody."""

from __future__ import annotations

import numpy as np

from execml.homomorphic_encryption.lattices.moduli import Residues, residues

ERROR_DEVIATION = 3.2  # of the tables' assumptions, and what Microsoft SEAL draws
ERROR_BOUND = 19  # six standard deviations, where SEAL cuts


def ternary(shape: tuple[int, ...], generator: np.random.Generator) -> Residues:
    """Return coefficients −1, 0 and 1, each with probability one third.

    >>> sorted(set(ternary((100,), np.random.default_rng(0)).tolist()))
    [-1, 0, 1]
    """
    return generator.integers(-1, 2, size=shape)


def errors(
    shape: tuple[int, ...], generator: np.random.Generator, deviation: float = ERROR_DEVIATION
) -> Residues:
    """Return rounded normal errors, cut at six standard deviations.

    >>> bool(np.abs(errors((1000,), np.random.default_rng(0))).max() <= ERROR_BOUND)
    True
    """
    bound = int(6 * deviation)
    return np.clip(np.rint(generator.normal(0, deviation, size=shape)), -bound, bound).astype(np.int64)


def uniform(shape: tuple[int, ...], moduli: tuple[int, ...], generator: np.random.Generator) -> Residues:
    """Return uniform residues, shape (*shape[:-1], primes, shape[-1])."""
    parts = [generator.integers(0, prime, size=shape) for prime in moduli]
    return np.stack(parts, axis=-2)


def noise_residues(
    shape: tuple[int, ...], moduli: tuple[int, ...], generator: np.random.Generator
) -> Residues:
    """Return errors as residues modulo each prime."""
    return residues(errors(shape, generator), moduli)
