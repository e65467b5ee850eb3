"""What random search promises, exactly: how many draws reach the top, and what a grid reaches."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from execml.course.arrays import array
from execml.course.validation import generator as generator_of
from execml.course.validation import instance, real, several, whole

if TYPE_CHECKING:
    from execml.automl.search.trials import Trial
    from execml.automl.spaces.search_space import SearchSpace


def chance_of_top(share: float, draws: int) -> float:
    """Return the chance that at least one of some independent draws falls into a share of the space.

    The share is by probability under the distribution that is drawn from: 1 − (1 − share) ** draws.

    Args:
        share: of the draws that count as good, between 0 and 1.
        draws: how many, independent of each other.

    Raises:
        ValueError: if the share is not inside (0, 1), or there is no draw.

    >>> round(chance_of_top(0.05, 59), 4), round(chance_of_top(0.05, 58), 4)
    (0.9515, 0.949)
    """
    return -math.expm1(whole("draws", draws) * math.log1p(-real("share", share, 0, 1)))


def draws_needed(share: float, confidence: float) -> int:
    """Return the fewest independent draws of which one is in the top share with that confidence.

    Shares and confidences count as the decimal numbers that they are written as, and the last step is exact.

    Args:
        share: of the draws that count as good, at least 0.0001 and below 1.
        confidence: the chance wanted, between 0 and 1.

    Raises:
        ValueError: if an argument is outside its range.

    >>> draws_needed(0.05, 0.95), draws_needed(0.01, 0.95), draws_needed(0.5, 0.75)
    (59, 299, 2)
    """
    miss = 1 - Fraction(str(real("share", share, 1e-4, 1, low_open=False)))
    accepted = 1 - Fraction(str(real("confidence", confidence, 0, 1)))
    draws = max(1, math.ceil(math.log(accepted) / math.log(miss)) - 1)
    while miss**draws > accepted:  # the logarithms are rounded; the powers are not
        draws += 1
    return draws


def chance_of_grid(levels: int, width: float) -> float:
    """Return the largest chance that a grid hits the good part of the one setting that matters.

    The good part is an interval of the setting's range, of this width and placed uniformly at random within
    it. However many models a grid trains, it holds only ``levels`` values of any one setting, and each lies
    in the interval with a chance of at most width / (1 − width).

    Args:
        levels: different values of each setting.
        width: of the good part, as a share of the range.

    Raises:
        ValueError: if the width is not inside (0, 1), or there is no level.

    >>> round(chance_of_grid(4, 0.05), 3)
    0.211
    """
    width = real("width", width, 0, 1)
    return min(1.0, whole("levels", levels) * width / (1 - width))


def expected_best(scores: ArrayLike, draws: int, worth: ArrayLike | None = None) -> float:
    """Return what the best of so many fresh draws from the space scores on average, estimated from trials.

    It averages over all choices of k of the N recorded trials, by :func:`chances_to_win`: the estimate is
    unbiased for a search of k independent draws (Tang and others, 2020, arXiv:2004.13705, section 3.2).
    Drawing the trials with replacement instead, as Dodge and others (2019, arXiv:1909.03004) do, describes
    the record and is too low for the search, the more so the nearer k is to N. The price is variance, largest
    at k = N, where the estimate is the best trial itself (Dodge and others, 2021, arXiv:2110.00613).

    Args:
        scores: one a trial, by which the search chooses; a failed trial (NaN) has no place in the order:
            leave it out, or give it the worst score.
        draws: k, how many trials one search may run, at most as many as there are scores.
        worth: what each trial is worth on other clients, if that of the winner is wanted and not its score.

    Raises:
        ValueError: if there is no score, one is NaN, the shapes differ, or ``draws`` exceeds the trials.

    >>> round(expected_best([0, 1, 2], 2), 3), expected_best([0, 1], 2, worth=[0.4, 0.6])
    (1.667, 0.6)
    """
    values = array("scores", scores, ("trials",)).astype(float)
    gains = values if worth is None else array("worth", worth, values.shape).astype(float)
    order = np.argsort(values, kind="stable")
    return float(chances_to_win(values.size, draws) @ gains[order])


def chances_to_win(candidates: int, draws: int) -> np.ndarray:
    """Return the chance of each candidate, from the worst to the best, to be the best of some draws.

    Each choice of k of the N candidates is equally likely. The i-th smallest is the best of one if the other
    k − 1 are among the i − 1 below it: C(i−1, k−1) of C(N, k) choices.

    Args:
        candidates: N, how many there are, no two of them equal.
        draws: k, how many are drawn, without replacement; at most N.

    Returns:
        float64, shape (candidates,), adding up to 1.

    Raises:
        ValueError: if an argument is below 1, or ``draws`` exceeds ``candidates``.

    >>> chances_to_win(3, 2).round(3).tolist()
    [0.0, 0.333, 0.667]
    """
    count, drawn = whole("candidates", candidates, high=10**7), whole("draws", draws)
    if drawn > count:
        raise ValueError(
            f"draws={draws!r} must be at most candidates={candidates!r}: the record says no more"
        )
    places = np.arange(count, 1, -1)
    ratios = np.maximum(places - drawn, 0) / (places - 1)  # C(i−2, k−1) / C(i−1, k−1)
    return (drawn / count * np.cumprod(np.concatenate([[1.0], ratios])))[::-1]


def expected_rank(candidates: int, draws: int) -> float:
    """Return the mean rank, 1 for the best, of the best of some draws without replacement.

    The smallest of k different ranks out of 1 … N is (N + 1) / (k + 1) on average, if every choice of k is
    equally likely.

    Args:
        candidates: N, how many there are, no two of them equal.
        draws: k, how many are drawn, at most N.

    Raises:
        ValueError: if ``draws`` is not from 1 to ``candidates``.

    >>> expected_rank(27, 4), expected_rank(27, 27)
    (5.6, 1.0)
    """
    if whole("draws", draws) > whole("candidates", candidates):
        raise ValueError(f"draws={draws!r} must be at most candidates={candidates!r}")
    return (candidates + 1) / (draws + 1)


def neighbour_correlation(space: SearchSpace, trials: Sequence[Trial]) -> float:
    """Return the rank correlation of each trial's score with that of the configuration most like it.

    Likeness is the Euclidean distance of :meth:`SearchSpace.encode`; of equally near ones the first counts.

    Args:
        space: encodes the configurations.
        trials: at least three, none failed.

    Raises:
        ValueError: if there are fewer than three trials, or one has no score.
    """
    scores, nearest = _scores_and_nearest(space, trials)
    return _rank_correlation(scores, scores[nearest])


def dealt_correlations(
    space: SearchSpace, trials: Sequence[Trial], generator: np.random.Generator, deals: int
) -> np.ndarray:
    """Return what :func:`neighbour_correlation` would be if the scores were dealt out at random.

    Args:
        space: encodes the configurations.
        trials: at least three, none failed.
        generator: shuffles the scores.
        deals: how often.

    Returns:
        float64, shape (deals,).

    Raises:
        ValueError: as :func:`neighbour_correlation`; if there is no deal.
    """
    generator_of("generator", generator)
    whole("deals", deals, high=10**6)
    scores, nearest = _scores_and_nearest(space, trials)
    dealt = (generator.permutation(scores) for _ in range(whole("deals", deals)))
    return np.array([_rank_correlation(values, values[nearest]) for values in dealt])


def _scores_and_nearest(space: SearchSpace, trials: Sequence[Trial]) -> tuple[np.ndarray, np.ndarray]:
    from execml.automl.search.trials import Trial
    from execml.automl.spaces.search_space import SearchSpace

    instance("space", space, SearchSpace)
    for trial in several("trials", trials, least=3):
        instance("trials", trial, Trial)
    scores = np.array([trial.score for trial in trials], dtype=float)
    if len(scores) < 3 or np.isnan(scores).any():
        raise ValueError(f"trials={len(trials)} must be at least 3, with one score each and none missing")
    places = np.array([space.encode(trial.configuration) for trial in trials])
    distances = ((places[:, None] - places[None]) ** 2).sum(axis=2)
    np.fill_diagonal(distances, np.inf)
    return scores, distances.round(9).argmin(axis=1)  # rounded: on a grid many are equally near


def _rank_correlation(first: np.ndarray, second: np.ndarray) -> float:
    from scipy.stats import spearmanr

    return float(spearmanr(first, second).statistic)
