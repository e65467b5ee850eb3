"""What an adversary can conclude from a private release: the power of a test, the largest suspicion."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.special import log_ndtr, ndtri

from execml.course.arrays import array
from execml.course.validation import positive, real


def largest_power(false_positive_rate: Any, epsilon: float, delta: float = 0.0) -> np.ndarray:
    """Return the largest true-positive rate of any test that tells two neighbouring inputs apart.

    A mechanism is (epsilon, delta)-private exactly when no test, for either order of the two neighbours,
    beats min(e^epsilon a + delta, 1 - e^-epsilon (1 - delta - a), 1) at any false-positive rate a.

    Source: Wasserman and Zhou (2010), "A statistical framework for differential privacy" (the first term,
    for delta = 0); Kairouz, Oh and Viswanath (2015), "The composition theorem for differential privacy" (the
    whole region, both ways).

    Args:
        false_positive_rate: probabilities in [0, 1], any shape.
        epsilon: privacy parameter, 0 or more.
        delta: privacy parameter in [0, 1].

    Raises:
        ValueError: if an argument lies outside its range.

    >>> largest_power([0.0, 0.05, 0.5], epsilon=1.0).round(3).tolist()
    [0.0, 0.136, 0.816]
    """
    rate = _probabilities("false_positive_rate", false_positive_rate)
    growth = math.exp(real("epsilon", epsilon, 0, 700, low_open=False))
    delta = real("delta", delta, 0, 1, low_open=False, high_open=False)
    return np.clip(np.minimum(growth * rate + delta, 1 - (1 - delta - rate) / growth), 0, 1)


def laplace_power(false_positive_rate: Any, epsilon: float) -> np.ndarray:
    """Return the power of the best test against the Laplace mechanism: it touches the bound at both ends.

    The likelihood ratio is monotone, so by Neyman and Pearson the best test compares the output with a
    threshold.

    Args:
        false_positive_rate: probabilities in [0, 1], any shape.
        epsilon: sensitivity / scale of the noise, in (0, 700).

    Raises:
        ValueError: if an argument lies outside its range.

    >>> laplace_power([0.05, 0.5], epsilon=1.0).round(3).tolist()
    [0.136, 0.816]
    """
    rate = _probabilities("false_positive_rate", false_positive_rate)
    epsilon = real("epsilon", epsilon, 0, 700)
    middle = 1 - math.exp(-epsilon) / (4 * np.maximum(rate, 1e-300))
    low = np.exp(epsilon) * rate
    high = 1 - math.exp(-epsilon) * (1 - rate)
    return np.where(rate < math.exp(-epsilon) / 2, low, np.where(rate <= 0.5, middle, high))


def gaussian_power(false_positive_rate: Any, sigma: float, sensitivity: float = 1.0) -> np.ndarray:
    """Return the power of the best test against the Gaussian mechanism, Phi(Phi^-1(a) + sensitivity / sigma).

    Source: Dong, Roth and Su (2022), "Gaussian differential privacy", JRSS B 84(1), where the trade-off
    function G_mu gives the misses, 1 minus this.

    Args:
        false_positive_rate: probabilities in [0, 1], any shape.
        sigma: standard deviation of the noise.
        sensitivity: largest distance between neighbouring answers, in the same unit.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> gaussian_power([0.05, 0.5], sigma=1.0).round(3).tolist()
    [0.26, 0.841]
    """
    rate = _probabilities("false_positive_rate", false_positive_rate)
    distance = positive("sensitivity", sensitivity) / positive("sigma", sigma)
    return np.exp(log_ndtr(ndtri(rate) + distance))


def largest_posterior(prior: Any, epsilon: float) -> np.ndarray:
    """Return the highest suspicion that an epsilon-private release can leave, given the suspicion before it.

    Bayes' rule multiplies odds by the likelihood ratio of the release, which is at most e^epsilon (delta = 0)
    for claims about one record and an adversary who knows all others, or holds them independent of it. Where
    the records are thought correlated, the release also tells what the others tell.

    Args:
        prior: probability before the release, in [0, 1], any shape.
        epsilon: privacy parameter, 0 or more.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> largest_posterior([0.01, 0.5], epsilon=1.0).round(3).tolist()
    [0.027, 0.731]
    """
    before = _probabilities("prior", prior)
    growth = math.exp(real("epsilon", epsilon, 0, 700, low_open=False))
    return growth * before / (growth * before + 1 - before)


def _probabilities(name: str, values: Any) -> np.ndarray:
    """Return the values as an array, or say which argument is no probability."""
    rates = array(name, values).astype(float)
    if not np.all((rates >= 0) & (rates <= 1)):
        raise ValueError(f"{name}={values!r} must lie in [0, 1]")
    return rates
