"""Mechanisms that add noise: just as much as a privacy guarantee asks for.

Every guarantee below is stated for one release, on two neighbouring inputs whose answers differ by no more
than ``sensitivity``. Whether neighbours differ by one record added or removed, or by one record replaced, is
decided where the sensitivity is computed: for a count it is 1 either way, for a clipped sum in [0, B] it is B
either way, and for a mean over a public number n of clients it is B / n when a record is replaced.

A seeded ``Generator`` makes a lesson repeatable. A real release needs cryptographic randomness, used once.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.random import Generator

from execml.course.validation import positive, whole
from execml.differential_privacy.mechanisms.answers import (
    checked_generator,
    finite_numbers,
    plain,
    whole_numbers,
)
from execml.differential_privacy.mechanisms.discrete import sample_discrete_gaussian, sample_discrete_laplace
from execml.differential_privacy.mechanisms.gaussian import gaussian_sigma


def laplace(value: Any, sensitivity: float, epsilon: float, generator: Generator) -> Any:
    """Add Laplace noise of scale sensitivity / epsilon: epsilon-private in exact arithmetic.

    For a vector, ``sensitivity`` is in the L1 norm. Floating-point noise leaks through its last bits (Mironov
    2012; see :mod:`execml.differential_privacy.attacks.floating_point`): for a real release use
    :func:`discrete_laplace`.

    Source: Dwork, McSherry, Nissim and Smith (2006), "Calibrating Noise to Sensitivity in Private Data
    Analysis".

    Args:
        value: the true answer, a number or an array of any shape.
        sensitivity: largest L1 distance between the answers on neighbouring inputs, in the answer's unit.
        epsilon: privacy parameter, above 0.
        generator: source of randomness.

    Returns:
        A float, or an array of the shape of ``value``.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> round(laplace(100.0, sensitivity=1, epsilon=0.5, generator=np.random.default_rng(1)), 3)
    100.048
    """
    answer = finite_numbers(value)
    scale = positive("sensitivity", sensitivity) / positive("epsilon", epsilon)
    return plain(answer + checked_generator(generator).laplace(0.0, scale, answer.shape))


def geometric(value: Any, sensitivity: int, epsilon: float, generator: Generator) -> Any:
    """Add two-sided geometric noise to counts: epsilon-private, and exact on a computer.

    The noise is z with probability proportional to e^(-epsilon |z| / sensitivity), sampled without rounding.

    Source: Ghosh, Roughgarden and Sundararajan (2012), "Universally Utility-Maximizing Privacy Mechanisms",
    SIAM Journal on Computing 41(6); sampled as in Canonne, Kamath and Steinke (2020).

    Args:
        value: the true count or counts, whole numbers.
        sensitivity: largest L1 distance between the counts on neighbouring inputs, a whole number from 1.
        epsilon: privacy parameter, above 0.
        generator: source of randomness.

    Returns:
        An int, or an int64 array of the shape of ``value``.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> geometric(100, sensitivity=1, epsilon=0.5, generator=np.random.default_rng(1))
    98
    """
    counts = whole_numbers(value)
    rate = Fraction(positive("epsilon", epsilon)) / whole("sensitivity", sensitivity)
    noise = sample_discrete_laplace(rate, counts.size, checked_generator(generator))
    return _add(counts, noise, f"sensitivity={sensitivity!r} over epsilon={epsilon!r}")


def discrete_laplace(
    value: Any, sensitivity: float, epsilon: float, generator: Generator, granularity: float = 1.0
) -> Any:
    """Round answers to a grid and add discrete Laplace noise on it: epsilon-private, and exact on a computer.

    Rounding halves up is monotone and commutes with whole steps, so two answers at most ``sensitivity`` apart
    are at most ceil(sensitivity / granularity) steps apart on the grid. (For a vector, that holds coordinate
    by coordinate: pass the L1 sensitivity plus one ``granularity`` for each coordinate that may change.)
    ``sensitivity`` must hold for the answers as computed: where a floating-point mean or sum is not exact,
    its rounding error counts.

    Source: Balcer and Vadhan (2018), "Differential Privacy on Finite Computers", for the idea of a grid;
    sampled as in Canonne, Kamath and Steinke (2020).

    Args:
        value: the true answer or answers.
        sensitivity: largest L1 distance between the answers on neighbouring inputs, in the answer's unit.
        epsilon: privacy parameter, above 0.
        generator: source of randomness.
        granularity: step of the grid, a power of two (1, 0.25, 1024 ...), chosen without looking at the data.

    Returns:
        A float on the grid, or an array of the shape of ``value``.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> discrete_laplace(167484.3, sensitivity=33.4, epsilon=0.1, generator=np.random.default_rng(1))
    165950.0
    """
    if math.frexp(positive("granularity", granularity))[0] != 0.5:
        raise ValueError(f"granularity={granularity!r} must be a power of two")
    steps = finite_numbers(value) / granularity  # exact, because the divisor is a power of two
    nearest = np.floor(steps) + (steps - np.floor(steps) >= 0.5)
    if np.any(np.abs(nearest) > 2.0**52):
        raise ValueError(f"granularity={granularity!r} must be coarser: the values take more than 2^52 steps")
    span = math.ceil(Fraction(positive("sensitivity", sensitivity)) / Fraction(granularity))
    if span / positive("epsilon", epsilon) > 2.0**55:
        raise ValueError(f"sensitivity={sensitivity!r} over epsilon={epsilon!r} must be smaller")
    return plain(geometric(nearest.astype(np.int64), span, epsilon, generator) * np.asarray(granularity))


def gaussian_mechanism(
    value: Any, sensitivity: float, epsilon: float, delta: float, generator: Generator
) -> Any:
    """Add the least Gaussian noise that is (epsilon, delta)-private in exact arithmetic.

    Source: Balle and Wang (2018), "Improving the Gaussian Mechanism for Differential Privacy", ICML,
    Algorithm 1.

    Args:
        value: the true answer, a number or an array of any shape.
        sensitivity: largest L2 distance between the answers on neighbouring inputs, in the answer's unit.
        epsilon: privacy parameter, above 0.
        delta: privacy parameter in (0, 1).
        generator: source of randomness.

    Returns:
        A float, or an array of the shape of ``value``.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> generator = np.random.default_rng(1)
    >>> round(gaussian_mechanism(100.0, sensitivity=1, epsilon=0.5, delta=1e-5, generator=generator), 2)
    102.43
    """
    answer = finite_numbers(value)
    sigma = gaussian_sigma(epsilon, delta, sensitivity)
    return plain(answer + checked_generator(generator).normal(0.0, sigma, answer.shape))


def discrete_gaussian(value: Any, sigma: float, generator: Generator) -> Any:
    """Add discrete Gaussian noise to counts: private as Gaussian noise is, and exact on a computer.

    For counts of L2 sensitivity s it is s^2 / (2 sigma^2)-zCDP (rho-zCDP: concentrated differential privacy).

    Source: Canonne, Kamath and Steinke (2020), "The Discrete Gaussian for Differential Privacy".

    Args:
        value: the true count or counts, whole numbers.
        sigma: parameter of the noise, nearly its standard deviation.
        generator: source of randomness.

    Returns:
        An int, or an int64 array of the shape of ``value``.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> discrete_gaussian(100, sigma=4.0, generator=np.random.default_rng(1))
    102
    """
    counts = whole_numbers(value)
    noise = sample_discrete_gaussian(
        Fraction(positive("sigma", sigma)) ** 2, counts.size, checked_generator(generator)
    )
    return _add(counts, noise, f"sigma={sigma!r}")


def _add(counts: np.ndarray, noise: np.ndarray, asked: str) -> Any:
    """Add noise to counts without overflow on the way; a sum beyond 64 bits raises a ValueError."""
    total = counts.ravel().astype(object) + noise
    if total.size and not -(2**63) <= min(total) <= max(total) < 2**63:
        raise ValueError(f"{asked} must be smaller: the noise that it asks for exceeds 64 bits")
    return plain(total.astype(np.int64).reshape(counts.shape))
