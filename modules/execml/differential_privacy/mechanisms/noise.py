"""The mechanisms: each adds the noise, or makes the random choice, that a privacy guarantee asks for.

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
from scipy.special import expit, softmax

from execml.course.validation import positive, whole
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
    answer = _numbers(value)
    scale = positive("sensitivity", sensitivity) / positive("epsilon", epsilon)
    return _like(answer + _checked(generator).laplace(0.0, scale, answer.shape))


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
    counts = _whole_numbers(value)
    rate = Fraction(positive("epsilon", epsilon)) / whole("sensitivity", sensitivity)
    noise = sample_discrete_laplace(rate, counts.size, _checked(generator))
    return _add(counts, noise)


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
    steps = _numbers(value) / granularity  # exact, because the divisor is a power of two
    nearest = np.floor(steps) + (steps - np.floor(steps) >= 0.5)
    if np.any(np.abs(nearest) > 2.0**52):
        raise ValueError(f"granularity={granularity!r} must be coarser: the values take more than 2^52 steps")
    span = math.ceil(Fraction(positive("sensitivity", sensitivity)) / Fraction(granularity))
    return _like(geometric(nearest.astype(np.int64), span, epsilon, generator) * np.asarray(granularity))


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
    answer = _numbers(value)
    sigma = gaussian_sigma(epsilon, delta, sensitivity)
    return _like(answer + _checked(generator).normal(0.0, sigma, answer.shape))


def discrete_gaussian(value: Any, sigma: float, generator: Generator) -> Any:
    """Add discrete Gaussian noise to counts: private as Gaussian noise is, and exact on a computer.

    For counts of L2 sensitivity s it is s^2 / (2 sigma^2)-zCDP (rho-zCDP: concentrated differential privacy);
    for one count, ``discrete_gaussian_delta`` of ``mechanisms.discrete`` gives its exact
    exact (epsilon, delta).

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
    counts = _whole_numbers(value)
    noise = sample_discrete_gaussian(
        Fraction(positive("sigma", sigma)) ** 2, counts.size, _checked(generator)
    )
    return _add(counts, noise)


def exponential(
    scores: Any, sensitivity: float, epsilon: float, generator: Generator, monotonic: bool = False
) -> Any:
    """Choose a candidate, the better the likelier: epsilon-private in exact arithmetic.

    Candidate c is chosen with probability proportional to e^(epsilon score(c) / (2 sensitivity)), by adding
    standard Gumbel noise to the exponents and reporting the largest ("report noisy max").

    Source: McSherry and Talwar (2007), "Mechanism Design via Differential Privacy", FOCS.

    Args:
        scores: quality of each candidate, shape (..., candidates); one choice is made for each leading index.
        sensitivity: largest change of any one score between neighbouring inputs.
        epsilon: privacy parameter, above 0.
        generator: source of randomness.
        monotonic: whether one client moves all scores in one direction (counts, when a record is added or
            removed); the factor 2 is then not needed.

    Returns:
        The index of the candidate, an int or an int64 array.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> exponential([10, 12, 30], sensitivity=1, epsilon=1, generator=np.random.default_rng(1))
    2
    """
    exponents = _exponents(scores, sensitivity, epsilon, monotonic)
    return _like((exponents + _checked(generator).gumbel(size=exponents.shape)).argmax(axis=-1))


def exponential_probabilities(
    scores: Any, sensitivity: float, epsilon: float, monotonic: bool = False
) -> np.ndarray:
    """Return the probabilities with which :func:`exponential` chooses, same shape as ``scores``.

    >>> exponential_probabilities([10, 12], sensitivity=1, epsilon=1).round(4).tolist()
    [0.2689, 0.7311]
    """
    return softmax(_exponents(scores, sensitivity, epsilon, monotonic), axis=-1)


def randomised_response(answers: Any, epsilon: float, generator: Generator) -> Any:
    """Let each person flip their yes or no with probability 1 / (1 + e^epsilon): epsilon-private for each.

    Local model: nobody sees the true answers, and any two answers of a person are neighbours.

    Source: Warner (1965), "Randomized Response", JASA 60(309); as a private mechanism, Kasiviswanathan, Lee,
    Nissim, Raskhodnikova and Smith (2011), "What Can We Learn Privately?".

    Args:
        answers: booleans (or 0 and 1), any shape.
        epsilon: privacy parameter, above 0.
        generator: source of randomness.

    Returns:
        A bool, or a boolean array of the shape of ``answers``.

    Raises:
        ValueError: if an answer is neither 0 nor 1, or ``epsilon`` is not above 0.

    >>> randomised_response([True, False, True], epsilon=1.0, generator=np.random.default_rng(1)).tolist()
    [True, False, False]
    """
    truth = np.asarray(answers)
    if truth.dtype.kind not in "biuf" or not np.isin(truth, (0, 1)).all():
        raise ValueError("answers must be booleans, or the numbers 0 and 1")
    lie = expit(-positive("epsilon", epsilon))
    # random() is a multiple of 2^-53: "<=" rounds the probability of a lie up, so the guarantee holds exactly
    return _like(truth.astype(bool) ^ (_checked(generator).random(truth.shape) <= lie))


def randomised_response_share(reported_share: Any, epsilon: float) -> Any:
    """Return the unbiased estimate of the true share of yes from the reported share.

    If a share p is true, a share p (1 - f) + (1 - p) f is reported, with f = 1 / (1 + e^epsilon); solve for
    p. The estimate may fall outside [0, 1]: cutting it off there would make it biased.

    Args:
        reported_share: share of yes among the randomised answers, a number or an array.
        epsilon: the privacy parameter that the answers were randomised with.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> round(randomised_response_share(0.6, epsilon=1.0), 4)
    0.7164
    """
    lie = expit(-positive("epsilon", epsilon))
    return _like((_numbers(reported_share) - lie) / (1 - 2 * lie))


def _exponents(scores: Any, sensitivity: float, epsilon: float, monotonic: bool) -> np.ndarray:
    quality = _numbers(scores)
    if quality.ndim == 0 or quality.shape[-1] == 0:
        raise ValueError(f"scores={scores!r} must hold one number for each of at least one candidate")
    weight = positive("epsilon", epsilon) / positive("sensitivity", sensitivity) / (1 if monotonic else 2)
    return weight * (quality - quality.max(axis=-1, keepdims=True))


def _numbers(value: Any) -> np.ndarray:
    answer = np.asarray(value)
    if answer.dtype.kind not in "iuf" or not np.isfinite(answer).all():
        raise ValueError(f"value={value!r} must be finite numbers")
    return answer.astype(float)


def _whole_numbers(value: Any) -> np.ndarray:
    counts = np.asarray(value)
    if counts.dtype.kind not in "iu":
        raise ValueError(f"value={value!r} must be whole numbers")
    return counts


def _add(counts: np.ndarray, noise: np.ndarray) -> Any:
    """Add noise to counts without overflow on the way; a sum beyond 64 bits raises OverflowError."""
    return _like((counts.ravel().astype(object) + noise).astype(np.int64).reshape(counts.shape))


def _checked(generator: Any) -> Generator:
    if not isinstance(generator, Generator):
        raise ValueError(f"generator={generator!r} must be a numpy.random.Generator, from default_rng(seed)")
    return generator


def _like(result: Any) -> Any:
    """Return a Python number for a single answer, an array for several."""
    return result.item() if np.ndim(result) == 0 else result
