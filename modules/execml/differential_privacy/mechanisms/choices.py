"""Mechanisms that choose at random: a candidate by its score, or a person's own yes or no.

Each guarantee is stated for one release. A seeded ``Generator`` makes a lesson repeatable; a real release
needs cryptographic randomness, used once.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator
from scipy.special import expit, softmax

from execml.course.arrays import array
from execml.course.validation import flag, positive, shown
from execml.differential_privacy.mechanisms.answers import checked_generator, plain


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
    return plain((exponents + checked_generator(generator).gumbel(size=exponents.shape)).argmax(axis=-1))


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
    truth = array("answers", np.asarray(answers) if isinstance(answers, bool) else answers)
    if not np.isin(truth, (0, 1)).all():
        raise ValueError(f"answers={shown(answers)} must be booleans, or the numbers 0 and 1")
    lie = expit(-positive("epsilon", epsilon))
    # random() is a multiple of 2^-53: "<=" rounds the probability of a lie up, so the guarantee holds exactly
    return plain(truth.astype(bool) ^ (checked_generator(generator).random(truth.shape) <= lie))


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
    share = array("reported_share", reported_share)
    if not ((share >= 0) & (share <= 1)).all():
        raise ValueError(f"reported_share={shown(reported_share)} must lie in [0, 1]")
    if lie == 0.5:
        raise ValueError(f"epsilon={epsilon!r} is so small that the answers are chance alone")
    return plain((share - lie) / (1 - 2 * lie))


def _exponents(scores: Any, sensitivity: float, epsilon: float, monotonic: bool) -> np.ndarray:
    quality = array("scores", scores).astype(float)
    if quality.ndim == 0:
        raise ValueError(f"scores={scores!r} must hold one number for each of at least one candidate")
    flag("monotonic", monotonic)
    weight = positive("epsilon", epsilon) / positive("sensitivity", sensitivity) / (1 if monotonic else 2)
    return weight * (quality - quality.max(axis=-1, keepdims=True))
