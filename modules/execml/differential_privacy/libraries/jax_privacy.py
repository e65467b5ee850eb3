"""JAX Privacy (Google DeepMind): what it says about noise that is mixed over steps."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def jax_privacy_sensitivity(coefficients: ArrayLike, gap: int, most: int | None = None) -> float:
    """Return the sensitivity by ``jax_privacy.matrix_factorization.toeplitz.minsep_sensitivity_squared``.

    Args:
        coefficients: first column of the strategy matrix, shape (steps,).
        gap: steps from one participation of a client to the next.
        most: largest number of participations; None is as many as fit.
    """
    import jax

    with jax.enable_x64(True):
        from jax_privacy.matrix_factorization import toeplitz

        column = jax.numpy.asarray(coefficients, dtype="float64")
        return float(np.sqrt(toeplitz.minsep_sensitivity_squared(column, gap, most)))


def jax_privacy_deviations(coefficients: ArrayLike) -> NDArray[np.float64]:
    """Return the deviation of the noise in each running sum by ``toeplitz.per_query_error``, shape (steps,).

    Args:
        coefficients: first column of the strategy matrix, shape (steps,).
    """
    import jax

    with jax.enable_x64(True):
        from jax_privacy.matrix_factorization import toeplitz

        column = jax.numpy.asarray(coefficients, dtype="float64")
        return np.sqrt(np.asarray(toeplitz.per_query_error(strategy_coef=column)))
