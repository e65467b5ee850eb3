"""The discrete Laplace and Gaussian distributions, sampled exactly: integers and fair bits, no rounding.

Arrays of dtype ``object`` hold Python integers, which never overflow; a parameter enters as a ``Fraction``,
and ``Fraction(0.1)`` is exactly the number that the computer stores. Only the bits themselves are assumed
perfect.

Source: Canonne, Kamath and Steinke (2020), "The Discrete Gaussian for Differential Privacy", NeurIPS,
arXiv:2004.00010, algorithms 1 to 3.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.random import Generator

from execml.course.validation import positive

Integers = np.ndarray[Any, np.dtype[np.object_]]


def sample_discrete_laplace(rate: Fraction, size: int, generator: Generator) -> Integers:
    """Return integers z with probability proportional to e^(-rate |z|), exactly.

    Args:
        rate: 1 / scale, above 0; for noise of an epsilon-private count it is epsilon / sensitivity.
        size: how many.
        generator: source of randomness.

    Source: Canonne, Kamath and Steinke (2020), algorithm 2.

    >>> sample_discrete_laplace(Fraction(1, 2), 5, np.random.default_rng(1)).tolist()
    [-3, -1, -1, 7, 0]
    """

    def propose(count: int) -> Integers:
        remainder = _uniform_below(rate.denominator, count, generator)
        remainder = remainder[bernoulli_exp(remainder, rate.denominator, generator)]
        steps = remainder + rate.denominator * _unit_geometric(len(remainder), generator)
        magnitude = steps // rate.numerator
        negative = generator.integers(0, 2, len(magnitude)).astype(bool)
        signed = np.where(negative, -magnitude, magnitude)
        return signed[~(negative & (magnitude == 0))]  # or else zero would come up twice as often

    return _fill(size, propose)


def sample_discrete_gaussian(variance: Fraction, size: int, generator: Generator) -> Integers:
    """Return integers z with probability proportional to e^(-z^2 / (2 variance)), exactly.

    Args:
        variance: the parameter sigma^2, above 0 (the variance itself is a little smaller when sigma is below
            1).
        size: how many.
        generator: source of randomness.

    Source: Canonne, Kamath and Steinke (2020), algorithm 3: discrete Laplace proposals, thinned.

    >>> sample_discrete_gaussian(Fraction(4), 5, np.random.default_rng(1)).tolist()
    [1, -4, -3, -2, 0]
    """
    scale = math.isqrt(math.floor(variance)) + 1
    numerator, denominator = variance.numerator, variance.denominator

    def propose(count: int) -> Integers:
        drawn = sample_discrete_laplace(Fraction(1, scale), count, generator)
        excess = (abs(drawn) * scale * denominator - numerator) ** 2
        return drawn[bernoulli_exp(excess, 2 * numerator * denominator * scale**2, generator)]

    return _fill(size, propose)


def bernoulli_exp(numerators: Integers, denominator: int, generator: Generator) -> np.ndarray:
    """Return True with probability e^(-numerator / denominator) for each numerator, exactly.

    Args:
        numerators: whole numbers from 0 (dtype ``object``).
        denominator: one whole number from 1.
        generator: source of randomness.

    Source: Canonne, Kamath and Steinke (2020), algorithm 1, after von Neumann and Forsythe: with A_k true
    with probability x / k, the first k at which A_k fails is odd with probability e^(-x), for x in [0, 1].
    """
    wholes = numerators // denominator
    accepted = _unit_geometric(len(numerators), generator) >= wholes  # probability e^(-wholes)
    fractions, running = numerators - wholes * denominator, np.flatnonzero(accepted)
    step = 1
    while running.size:
        below = _uniform_below(denominator * step, running.size, generator) < fractions[running]
        accepted[running[~below]] = step % 2 == 1
        running, step = running[below], step + 1
    return accepted


def discrete_laplace_pmf(points: Any, rate: float) -> np.ndarray:
    """Return the probabilities tanh(rate / 2) e^(-rate |z|) of whole numbers z.

    >>> discrete_laplace_pmf([0, 1], rate=1.0).round(4).tolist()
    [0.4621, 0.17]
    """
    return math.tanh(positive("rate", rate) / 2) * np.exp(-rate * np.abs(np.asarray(points)))


def _unit_geometric(size: int, generator: Generator) -> np.ndarray:
    """Return how often in a row an event of probability e^(-1) happens: k or more with probability e^(-k)."""
    counts, running = np.zeros(size, dtype=object), np.arange(size)
    while running.size:
        step, alive = 1, np.arange(running.size)
        happened = np.zeros(running.size, dtype=bool)
        while alive.size:  # bernoulli_exp for the exponent 1: A_k is true with probability 1 / k
            below = generator.integers(0, step, alive.size) == 0
            happened[alive[~below]] = step % 2 == 1
            alive, step = alive[below], step + 1
        running = running[happened]
        counts[running] += 1
    return counts


def _uniform_below(bound: int, size: int, generator: Generator) -> Integers:
    """Return whole numbers below ``bound``, each equally likely, however long ``bound`` is."""
    if bound <= 2**62:
        return generator.integers(0, bound, size).astype(object)
    bits = (bound - 1).bit_length()

    def propose(count: int) -> Integers:
        words = generator.integers(0, 2**32, (-(-bits // 32), count)).astype(object)
        places = np.array([2 ** (32 * place) for place in range(len(words))], dtype=object)
        drawn = (places[:, None] * words).sum(axis=0) % 2**bits
        return drawn[drawn < bound]

    return _fill(size, propose)


def _fill(size: int, propose: Callable[[int], Integers]) -> Integers:
    """Return ``size`` accepted proposals, asking for as many as are still missing."""
    kept: list[Integers] = [np.empty(0, dtype=object)]
    missing = size
    while missing > 0:
        kept.append(propose(missing + 8)[:missing])
        missing -= len(kept[-1])
    return np.concatenate(kept)
