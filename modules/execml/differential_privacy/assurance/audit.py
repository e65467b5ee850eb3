"""Auditing a privacy claim: what an attack that was run proves about epsilon, and with which confidence.

An (epsilon, delta)-private mechanism limits every attack that tells runs with a client from runs without:

    TPR <= e^epsilon FPR + delta        and        1 - FPR <= e^epsilon (1 - TPR) + delta,

with TPR the share of runs with the client that the attack flags, and FPR the share of runs without the client
that it flags. An attack that was seen to do better refutes the claim. Rates are only estimated, from a finite
number of runs, so each is replaced by the end of its Clopper-Pearson interval that makes the attack look
worse.

Sources: Kairouz, Oh and Viswanath (2015), "The Composition Theorem for Differential Privacy", ICML, arXiv
1311.0776 (the two inequalities as hypothesis tests); Jagielski, Ullman and Oprea (2020), "Auditing
Differentially Private Machine Learning", NeurIPS, arXiv 2006.07709 (the bound from Clopper-Pearson
intervals).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv

from execml.course.arrays import array
from execml.course.validation import real, shown, whole
from execml.differential_privacy.attacks.membership import checked_scores

# A threshold is searched among at most so many candidates; more would cost time and gain nothing.
CANDIDATES = 500


@dataclass(frozen=True)
class Audit:
    """What an audit proves: with ``confidence``, no epsilon below ``lower_bound`` is true at this ``delta``.

    Attributes:
        lower_bound: the proven lower bound on epsilon, 0 if nothing was proven.
        confidence: probability, over the trials, that the bound is true.
        delta: the delta of the claim that was tested.
        threshold: the attack flags a run whose score is at least this.
        true_positive_rate: lower confidence bound on the share of runs with the client that are flagged.
        false_positive_rate: upper confidence bound on the share of runs without the client that are flagged.
        trials: runs with and runs without the client that the two bounds rest on (not those that chose the
            threshold).
        flagged: how many of those runs were flagged, with and without the client.
        ceiling: what a perfect attack would have proven with so many trials; no audit of this size can prove
            more.
    """

    lower_bound: float
    confidence: float
    delta: float
    threshold: float
    true_positive_rate: float
    false_positive_rate: float
    trials: tuple[int, int]
    flagged: tuple[int, int]
    ceiling: float

    def refutes(self, epsilon: float) -> bool:
        """Return whether the audit contradicts a claim of ``epsilon`` at this delta.

        >>> audit_epsilon([1.0] * 100, [0.0] * 100, threshold=0.5).refutes(3.0)
        True
        """
        return self.lower_bound > real("epsilon", epsilon, 0, math.inf, low_open=False)


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
    hits, runs = _alike("successes", successes, "trials", trials)
    whole_numbers = (hits == np.floor(hits)) & (runs == np.floor(runs)) & np.isfinite(runs)
    if not bool(np.all(whole_numbers & (hits >= 0) & (hits <= runs) & (runs >= 1))):
        raise ValueError(
            f"successes={successes!r} must be whole numbers in [0, trials], with trials={trials!r} whole and "
            "at least 1"
        )
    # An end that lies at 0 or 1 has no beta quantile: the other count is kept above 0 and the value replaced.
    low = np.where(hits > 0, betaincinv(np.maximum(hits, 1), runs - hits + 1, tail), 0.0)
    high = np.where(hits < runs, betaincinv(hits + 1, np.maximum(runs - hits, 1), 1 - tail), 1.0)
    return low, high


def audit_epsilon(
    scores_with: ArrayLike,
    scores_without: ArrayLike,
    delta: float = 0.0,
    confidence: float = 0.95,
    threshold: float | Sequence[float] | None = None,
    selection: float = 0.3,
) -> Audit:
    """Return a lower bound on epsilon, true with the given confidence, from the scores of an attack.

    Both rates are bounded at level (1 - confidence) / 2, so both hold together with the confidence stated,
    and with them both inequalities of the module's text. The threshold must not be picked on the trials that
    are counted, or the bound is wrong more often than promised. There are three honest ways:

    - ``threshold`` is one number, fixed before the trials were seen;
    - ``threshold`` is a sequence of k numbers, fixed before: the best counts, each at level (1 - confidence)
      / k (Bonferroni);
    - ``threshold`` is ``None``: the first share ``selection`` of the trials of each kind, in the order given,
      chooses it, and only the others are counted. The order must then be the order of the runs, not a sorted
      one.

    Args:
        scores_with: one score for each independent run with the client; a high score says "was in".
        scores_without: the same for independent runs without the client; the two numbers of runs may differ.
        delta: the claim's delta, in [0, 1).
        confidence: probability that the bound is true, in (0, 1).
        threshold: see above.
        selection: share of the trials that choose the threshold, in (0, 1); used if ``threshold`` is
            ``None``.

    Raises:
        ValueError: if scores are not a finite sequence, there are too few of them, or a number is outside its
            range.

    >>> import numpy as np
    >>> generator = np.random.default_rng(1)  # Laplace noise of scale 1 on a count: epsilon is 1
    >>> with_client, without = 1 + generator.laplace(size=4000), generator.laplace(size=4000)
    >>> found = audit_epsilon(with_client, without, threshold=1.0)
    >>> found.refutes(1.0), found.lower_bound > 0.8, round(found.ceiling, 2)
    (False, True, 6.99)
    """
    delta = real("delta", delta, 0, 1, low_open=False)
    real("confidence", confidence, 0, 1)
    flags = checked_scores("scores_with", scores_with)
    clean = checked_scores("scores_without", scores_without)
    real("selection", selection, 0, 1)
    if threshold is None:
        share = real("selection", selection, 0, 1)
        (choosing, flags), (choosing_clean, clean) = _split(flags, share), _split(clean, share)
        candidates = _candidates(choosing, choosing_clean)
        # A stricter level here keeps a threshold from winning by one lucky run; it costs no validity.
        bounds = _count(choosing, choosing_clean, candidates, delta, 1 - (1 - confidence) / 10)["epsilon"]
        fixed = candidates[[int(np.argmax(bounds))]]
    else:
        fixed = np.atleast_1d(array("threshold", threshold)).astype(float)
        if fixed.ndim != 1:
            raise ValueError(f"threshold={shown(threshold)} must be a number, a list of numbers, or None")
    level = 1 - (1 - confidence) / fixed.size
    counted = _count(flags, clean, fixed, delta, level)
    best = int(np.argmax(counted["epsilon"]))
    return Audit(
        lower_bound=max(0.0, float(counted["epsilon"][best])),
        confidence=confidence,
        delta=delta,
        threshold=float(fixed[best]),
        true_positive_rate=float(1 - counted["miss"][best]),
        false_positive_rate=float(counted["false"][best]),
        trials=(flags.size, clean.size),
        flagged=(int(counted["hits"][best]), int(counted["alarms"][best])),
        ceiling=audit_ceiling((flags.size, clean.size), delta, level),
    )


def audit_ceiling(trials: int | tuple[int, int], delta: float = 0.0, confidence: float = 0.95) -> float:
    """Return the most that a perfect attack can prove about epsilon with so many trials of each kind.

    With no error in n runs of each kind, and alpha = 1 - confidence, both intervals end at (alpha/2)^(1/n),
    so for delta = 0 the ceiling is log(p / (1 - p)) with p = (alpha/2)^(1/n), which is close to log(n /
    ln(2/alpha)).

    Args:
        trials: runs with the client and as many without, or the two numbers.
        delta: the claim's delta, in [0, 1).
        confidence: probability that the bound is true, in (0, 1).

    Raises:
        ValueError: if an argument lies outside its range.

    >>> [round(audit_ceiling(trials), 2) for trials in (100, 1000, 10000)]
    [3.28, 5.6, 7.9]
    """
    present, absent = trials if isinstance(trials, tuple) else (trials, trials)
    delta = real("delta", delta, 0, 1, low_open=False)
    _, miss = clopper_pearson(0, whole("trials", present), confidence)
    _, false = clopper_pearson(0, whole("trials", absent), confidence)
    return max(0.0, float(epsilon_bound(1 - miss, false, delta)))


def epsilon_bound(true_positive_rate: ArrayLike, false_positive_rate: ArrayLike, delta: float = 0.0) -> Any:
    """Return the least epsilon that permits an attack with these two rates; negative if any epsilon does.

    Args:
        true_positive_rate: share of runs with the client that are flagged (for a bound: its lower end).
        false_positive_rate: share of runs without the client that are flagged (for a bound: its upper end).
        delta: the claim's delta, in [0, 1).

    Raises:
        ValueError: if a rate lies outside [0, 1], ``delta`` outside [0, 1), or the shapes differ.

    >>> round(float(epsilon_bound(0.6, 0.2)), 4)  # both inequalities: 0.6 / 0.2 = 3 and 0.8 / 0.4 = 2
    1.0986
    """
    real("delta", delta, 0, 1, low_open=False)
    caught, false = _alike(
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


def _alike(
    name: str, values: ArrayLike, other_name: str, others: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return both as arrays of one shape; only a single number stands for all of the other."""
    first, second = array(name, values).astype(float), array(other_name, others).astype(float)
    if first.shape != second.shape and first.ndim and second.ndim:
        raise ValueError(f"{other_name} has shape {second.shape} and must have that of {name}, {first.shape}")
    first, second = np.broadcast_arrays(first, second)
    return first, second


def _split(scores: NDArray[np.float64], share: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    first = round(share * scores.size)
    if not 0 < first < scores.size:
        raise ValueError(f"selection={share!r} of {scores.size} trials must leave at least 1 on each side")
    return scores[:first], scores[first:]


def _candidates(flags: NDArray[np.float64], clean: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return thresholds halfway between neighbouring scores, dense in both tails, where ratios are large."""
    values = np.unique(np.concatenate([flags, clean]))
    if values.size == 1:
        return values
    middles = values[:-1] + np.diff(values) / 2
    if middles.size <= CANDIDATES:
        return middles
    last = middles.size - 1
    tail = np.geomspace(1, last, CANDIDATES // 3).astype(int)
    ranks = np.concatenate([tail, last - tail, np.linspace(0, last, CANDIDATES // 3).astype(int)])
    return middles[np.unique(ranks)]


def _count(
    flags: NDArray[np.float64],
    clean: NDArray[np.float64],
    thresholds: NDArray[np.float64],
    delta: float,
    level: float,
) -> dict[str, NDArray[np.float64]]:
    """Count what each threshold flags, and bound rates and epsilon; an array has one entry a threshold."""
    hits = flags.size - np.searchsorted(np.sort(flags), thresholds, side="left")
    alarms = clean.size - np.searchsorted(np.sort(clean), thresholds, side="left")
    _, miss = clopper_pearson(flags.size - hits, flags.size, level)
    _, false = clopper_pearson(alarms, clean.size, level)
    return {
        "hits": hits,
        "alarms": alarms,
        "miss": miss,
        "false": false,
        "epsilon": epsilon_bound(1 - miss, false, delta),
    }
