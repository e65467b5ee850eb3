"""Exact intervals of a probability from counts, and the epsilon that two rates need."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv

from execml.course.arrays import array
from execml.course.validation import real


def clopper_pearson(successes: ArrayLike, trials: ArrayLike, confidence: float = 0.95) -> tuple[Any, Any]:
    """Return the exact two-sided confidence interval of a probability, from ``successes`` in ``trials`` runs.

    The lower end p solves P(at least k successes | p) = alpha/2, the upper end P(at most k | p) = alpha/2; a
    binomial tail is an incomplete beta function, so both ends are beta quantiles. Each end alone is wrong
    with probability at most alpha/2, whatever the truth is.

    Source: Clopper and Pearson (1934), Biometrika 26(4), 404-413, doi 10.1093/biomet/26.4.404.

    Args:
        successes: whole numbers k, any shape.
        trials: whole numbers n >= k: one for all, or of the shape of ``successes``.
        confidence: 1 - alpha, in (0, 1).

    Raises:
        ValueError: if ``confidence`` lies outside (0, 1), a count is not a whole number in [0, trials], or
            the shapes differ.

    >>> low, high = clopper_pearson(0, 100)
    >>> round(float(low), 4), round(float(high), 4)
    (0.0, 0.0362)
    """
    tail = (1 - real("confidence", confidence, 0, 1)) / 2
    hits, runs = alike("successes", successes, "trials", trials)
    whole_numbers = (hits == np.floor(hits)) & (runs == np.floor(runs)) & np.isfinite(runs)
    if not bool(np.all(whole_numbers & (hits >= 0) & (hits <= runs) & (runs >= 1))):
        raise ValueError(
            f"successes={successes!r} must be whole numbers in [0, trials], with trials={trials!r} whole and "
            "at least 1"
        )
    return lower_end(hits, runs, tail), 1 - lower_end(runs - hits, runs, tail)


def lower_end(successes: NDArray[np.float64], trials: NDArray[np.float64], error: float) -> Any:
    """Return the p at which so many successes or more have the probability ``error``; 0 for none.

    Args:
        successes: whole numbers from 0 to ``trials``.
        trials: whole numbers from 1.
        error: probability, in (0, 1), that the end lies above the truth.

    >>> round(float(lower_end(np.array(100.0), np.array(100.0), 0.05)), 4)  # p^100 = 0.05
    0.9705
    """
    # An end that lies at 0 has no beta quantile: the count is kept above 0 and the value replaced.
    return np.where(successes > 0, betaincinv(np.maximum(successes, 1), trials - successes + 1, error), 0.0)


def epsilon_bound(true_positive_rate: ArrayLike, false_positive_rate: ArrayLike, delta: float = 0.0) -> Any:
    """Return the least epsilon that permits an attack with these two rates; negative if any epsilon does.

    The definition, applied to the outcomes that an attack flags and to those that it does not, says

        TPR <= e^epsilon FPR + delta        and        1 - FPR <= e^epsilon (1 - TPR) + delta.

    Args:
        true_positive_rate: share of runs with the client that are flagged.
        false_positive_rate: share of runs without the client that are flagged.
        delta: the claim's delta, in [0, 1).

    Raises:
        ValueError: if a rate lies outside [0, 1], ``delta`` outside [0, 1), or the shapes differ.

    >>> round(float(epsilon_bound(0.6, 0.2)), 4)  # both inequalities: 0.6 / 0.2 = 3 and 0.8 / 0.4 = 2
    1.0986
    """
    real("delta", delta, 0, 1, low_open=False)
    caught, false = alike(
        "true_positive_rate", true_positive_rate, "false_positive_rate", false_positive_rate
    )
    for name, rates in (("true_positive_rate", caught), ("false_positive_rate", false)):
        if not ((rates >= 0) & (rates <= 1)).all():
            raise ValueError(f"{name}={rates.tolist()!r} must lie in [0, 1]")
    with np.errstate(divide="ignore", invalid="ignore"):
        forward = np.log(np.maximum(caught - delta, 0)) - np.log(false)
        mirrored = np.log(np.maximum(1 - false - delta, 0)) - np.log1p(-caught)
    # 0 against 0 says nothing about epsilon, so a NaN counts as "nothing proven".
    forward, mirrored = (np.where(np.isnan(bound), -np.inf, bound) for bound in (forward, mirrored))
    return np.maximum(forward, mirrored)


def alike(
    name: str, values: ArrayLike, other_name: str, others: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return both as arrays of one shape; only a single number stands for all of the other."""
    first, second = array(name, values).astype(float), array(other_name, others).astype(float)
    if first.shape != second.shape and first.ndim and second.ndim:
        raise ValueError(f"{other_name} has shape {second.shape} and must have that of {name}, {first.shape}")
    first, second = np.broadcast_arrays(first, second)
    return first, second
