"""Auditing a privacy claim: what guesses that were made prove about epsilon, and with which confidence.

In each run a fair coin decides whether a client is in the data. The auditor sees the run's score and guesses
"in" or "out", or abstains. Under an (epsilon, 0)-private mechanism no score changes the odds of the coin by
more than e^epsilon, so a guess is right with probability

    e^epsilon / (1 + e^epsilon)        at most,

whatever the attack. Of r independent guesses, no more are right than of r tosses of a coin with that
probability, and a binomial tail says which epsilon makes the number that was seen an accident. An auditor
without an error in n runs of each kind has the p-value (1 + e^-epsilon)^-2n. That is also the largest
probability of such a record under any (epsilon, 0)-private mechanism, so no valid count of guesses proves
more about epsilon alone. A supplier who states the noise as well promises a whole curve, which fewer runs can
refute: :meth:`Audit.rates` and :meth:`execml.differential_privacy.PrivacyLabel.findings` compare with it.

With delta > 0 a run may disclose the coin with probability delta: `excused` right guesses are taken off.

The theorem asks for the coin. Here the numbers of runs with and without the client are fixed and equal; the
tests enumerate the exact error of that design and find it never larger.

Sources: Kairouz, Oh and Viswanath (2015), "The Composition Theorem for Differential Privacy", ICML, arXiv
1311.0776 (a mechanism as a hypothesis test); Jagielski, Ullman and Oprea (2020), "Auditing Differentially
Private Machine Learning", NeurIPS, arXiv 2006.07709 (bounds from attacks that were run); Steinke, Nasr and
Jagielski (2023), "Privacy Auditing with One (1) Training Run", NeurIPS, arXiv 2305.08846 (guesses that may
abstain, and the binomial tail).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binom

from execml.course.arrays import array
from execml.course.validation import one_of, real, shown, whole
from execml.differential_privacy.assurance.intervals import alike, clopper_pearson, lower_end
from execml.differential_privacy.attacks.membership import checked_scores

Scores = NDArray[np.float64]
Guesses = Literal["both", "in", "out"]

MOST_RUNS = 10**12
CANDIDATES = 400  # thresholds that are searched; more would cost time and gain nothing
ABSTAINING = 30  # thresholds of which all pairs are searched, to abstain between
EXCUSED_SHARE = 0.05  # of the permitted error that pays for runs which delta lets disclose the client
LEAST_ERROR = 1e-12  # permitted, and least confidence; beyond, 1 - confidence is rounding


class Rule(NamedTuple):
    """When the auditor guesses: "in" from one score on, "out" below another, and nothing in between."""

    guess_in_from: float
    guess_out_below: float


@dataclass(frozen=True)
class Audit:
    """What an audit proves: with ``confidence``, no epsilon below ``lower_bound`` is true at this ``delta``.

    Attributes:
        lower_bound: the proven lower bound on epsilon, 0 if nothing was proven.
        confidence: probability, over the trials, that the bound is true.
        delta: the delta of the claim that was tested.
        rule: when the auditor guesses "in", and when "out".
        right: how many guesses were right.
        guesses: how many were made.
        trials: runs with and runs without the client that were counted (not those that chose the rule).
        flagged: in how many of those runs the guess was "in", with and without the client.
        ceiling: what an attack without an error would have proven with so many trials.
        rules: how many rules were tried on these runs, and share the permitted error.
    """

    lower_bound: float
    confidence: float
    delta: float
    rule: Rule
    right: int
    guesses: int
    trials: tuple[int, int]
    flagged: tuple[int, int]
    ceiling: float
    rules: int = 1

    def rates(self) -> tuple[float, float]:
        """Return the least share of hits and the largest of false alarms that the counts leave possible.

        Exact ends (Clopper and Pearson, 1934), each wrong with half of the permitted error at most.

        >>> hits, alarms = audit_epsilon([1.0] * 100, [0.0] * 100, threshold=0.5).rates()
        >>> round(hits, 3), round(alarms, 3)
        (0.964, 0.036)
        """
        level = 1 - (1 - self.confidence) / self.rules
        (hits, alarms), (runs, others) = self.flagged, self.trials
        return (
            float(clopper_pearson(hits, runs, level)[0]),
            float(clopper_pearson(alarms, others, level)[1]),
        )

    def refutes(self, epsilon: float) -> bool:
        """Return whether the audit contradicts a claim of ``epsilon`` at this delta.

        >>> audit_epsilon([1.0] * 100, [0.0] * 100, threshold=0.5).refutes(4.0)
        True
        """
        return self.lower_bound > real("epsilon", epsilon, 0, math.inf, low_open=False)


def audit_epsilon(
    scores_with: ArrayLike,
    scores_without: ArrayLike,
    delta: float = 0.0,
    confidence: float = 0.95,
    threshold: float | Sequence[float] | None = None,
    selection: float = 0.3,
    guesses: Guesses = "both",
) -> Audit:
    """Return a lower bound on epsilon, true with the given confidence, from the scores of an attack.

    The rule of guessing must not be picked on the trials that are counted, or the bound is wrong more often
    than promised. There are three honest ways:

    - ``threshold`` is one number, fixed before the trials were seen: "in" from it on, "out" below;
    - ``threshold`` is a sequence of k numbers, fixed before: the best counts, each at the k-th part of the
      permitted error (Bonferroni);
    - ``threshold`` is ``None``: the first share ``selection`` of the trials of each kind, in the order given,
      chooses the rule, and only the others are counted. The order must then be that of the runs, not sorted.

    The bound must hold for every (epsilon, delta)-private mechanism, so honest ones err less often than 5% or
    whatever is permitted. Randomised response, the worst, errs nearly so often; frequent guesses of one kind
    about half as often, as fixed numbers of runs vary less than coins; a Gaussian at its own (epsilon, delta)
    far below 1% (of the order of 0.05%): its odds exceed e^epsilon in the tail only, where guesses are few.
    :meth:`Audit.rates` has two ends, which share the error.

    Args:
        scores_with: one score for each independent run with the client; a high score says "was in".
        scores_without: the same for independent runs without. As many of each kind are counted as of the
            rarer one: with unequal numbers, "in" or "out" would be a good guess without any attack.
        delta: the claim's delta, in [0, 1).
        confidence: probability that the bound is true, in (0, 1).
        threshold: see above.
        selection: share of the trials that choose the rule, in (0, 1); used if ``threshold`` is ``None``.
        guesses: for thresholds fixed before: whether only "in" is guessed, only "out", or both.

    Raises:
        ValueError: if scores are not a finite sequence, there are too few of them, or a number is outside its
            range.

    >>> import numpy as np
    >>> generator = np.random.default_rng(1)  # Laplace noise of scale 1 on a count: epsilon is 1
    >>> with_client, without = 1 + generator.laplace(size=4000), generator.laplace(size=4000)
    >>> found = audit_epsilon(with_client, without)
    >>> found.refutes(1.0), found.lower_bound > 0.7, round(found.ceiling, 2)
    (False, True, 7.53)
    """
    delta = real("delta", delta, 0, 1, low_open=False)
    real("confidence", confidence, LEAST_ERROR, 1 - LEAST_ERROR)
    real("selection", selection, 0, 1)
    one_of("guesses", guesses, ("both", "in", "out"))
    present = checked_scores("scores_with", scores_with)
    absent = checked_scores("scores_without", scores_without)
    runs = min(present.size, absent.size)
    present, absent = present[:runs], absent[:runs]
    if threshold is None:
        first = _first(runs, selection)
        rules = _candidates(present[:first], absent[:first])
        # A stricter level here keeps a rule from winning by one lucky run; it costs no validity.
        strict = 1 - (1 - confidence) / 10
        chosen = _bounds(present[:first], absent[:first], rules, delta, strict)[0]
        rules = rules[[int(np.argmax(chosen))]]
        present, absent = present[first:], absent[first:]
    else:
        rules = _fixed(threshold, guesses)
    level = 1 - (1 - confidence) / len(rules)
    bounds, right, made, hits, alarms = _bounds(present, absent, rules, delta, level)
    best = int(np.argmax(bounds))
    return Audit(
        lower_bound=max(0.0, float(bounds[best])),
        confidence=confidence,
        delta=delta,
        rule=Rule(*rules[best].tolist()),
        right=int(right[best]),
        guesses=int(made[best]),
        trials=(present.size, absent.size),
        flagged=(int(hits[best]), int(alarms[best])),
        ceiling=audit_ceiling(present.size, delta, level),
        rules=len(rules),
    )


def audit_ceiling(trials: int, delta: float = 0.0, confidence: float = 0.95) -> float:
    """Return what an attack without an error proves about epsilon with so many trials of each kind.

    With alpha = 1 - confidence and delta = 0 it is log(p / (1 - p)) with p = alpha^(1 / 2n), close to
    log(2n / ln(1/alpha)): the largest epsilon at which the p-value (1 + e^-epsilon)^-2n is still alpha.

    Args:
        trials: runs with the client, and as many without.
        delta: the claim's delta, in [0, 1).
        confidence: probability that the bound is true, in (0, 1).

    Raises:
        ValueError: if an argument lies outside its range.

    >>> [round(audit_ceiling(trials), 2) for trials in (100, 1000, 10000)]
    [4.19, 6.5, 8.81]
    """
    runs = 2 * whole("trials", trials, high=MOST_RUNS)
    return max(0.0, float(guessing_bound(runs, runs, runs, delta, confidence)))


def guessing_bound(
    right: ArrayLike, guesses: ArrayLike, runs: int, delta: float = 0.0, confidence: float = 0.95
) -> Any:
    """Return the epsilon that so many right guesses prove; minus infinity if they prove none.

    The lower end p of the exact one-sided binomial interval for right guesses, turned round: epsilon = log(p
    / (1 - p)). With delta > 0, a right guess may be the work of a run that disclosed the client, which
    happens in each run with probability delta at most. ``excused`` of them are taken off, so many that more
    happen with a twentieth of the permitted error only; the rest of it is left for the interval.

    Args:
        right: right guesses, any shape.
        guesses: guesses made, of that shape.
        runs: all runs, those included in which nothing was guessed.
        delta: the claim's delta, in [0, 1).
        confidence: probability that the bound is true, in (0, 1).

    Raises:
        ValueError: if a count or a number lies outside its range.

    >>> round(float(guessing_bound(200, 200, 200)), 2), round(float(guessing_bound(150, 200, 200)), 2)
    (4.19, 0.82)
    """
    whole("runs", runs, high=2 * MOST_RUNS)
    delta = real("delta", delta, 0, 1, low_open=False)
    alpha = 1 - real("confidence", confidence, LEAST_ERROR, 1 - LEAST_ERROR)
    won, made = alike("right", right, "guesses", guesses)
    counts = (won == np.floor(won)) & (made == np.floor(made)) & (won >= 0) & (won <= made) & (made <= runs)
    if not bool(np.all(counts)):
        raise ValueError(
            f"right={shown(right)} and guesses={shown(guesses)} must be whole numbers, 0 <= right <= guesses "
            f"<= runs={runs!r}"
        )
    excused = int(binom.isf(EXCUSED_SHARE * alpha, runs, delta)) if delta else 0
    level = alpha - (float(binom.sf(excused, runs, delta)) if delta else 0.0)
    won, made = np.maximum(won - excused, 0), np.maximum(made - excused, 1)
    share = lower_end(won, made, level)
    with np.errstate(divide="ignore"):
        return np.log(share) - np.log1p(-share)


def _fixed(threshold: float | Sequence[float], guesses: Guesses) -> Scores:
    """Return the rules of thresholds that were fixed beforehand, shape (rules, 2)."""
    given = np.atleast_1d(array("threshold", threshold)).astype(float)
    if given.ndim != 1:
        raise ValueError(f"threshold={shown(threshold)} must be a number, a list of numbers, or None")
    never = np.full(given.size, math.inf)
    return np.column_stack([never if guesses == "out" else given, -never if guesses == "in" else given])


def _first(runs: int, share: float) -> int:
    first = round(share * runs)
    if not 0 < first < runs:
        raise ValueError(f"selection={share!r} of {runs} trials must leave at least 1 on each side")
    return first


def _candidates(present: Scores, absent: Scores) -> Scores:
    """Return rules to choose from: each threshold for "in", for "out" and for both, and pairs between."""
    values = np.unique(np.concatenate([present, absent]))
    middles = values[:-1] + np.diff(values) / 2 if values.size > 1 else values
    last = middles.size - 1
    if middles.size > CANDIDATES:  # dense in both tails, where odds are large
        tail = np.geomspace(1, last, CANDIDATES // 3).astype(int)
        ranks = np.concatenate([tail, last - tail, np.linspace(0, last, CANDIDATES // 3).astype(int)])
        middles = middles[np.unique(ranks)]
    never = np.full(middles.size, math.inf)
    few = middles[np.unique(np.linspace(0, middles.size - 1, ABSTAINING).astype(int))]
    low, high = np.triu_indices(few.size, 1)
    rules = ((middles, middles), (middles, -never), (never, middles), (few[high], few[low]))
    return np.concatenate([np.column_stack(pair) for pair in rules])


def _bounds(
    present: Scores, absent: Scores, rules: Scores, delta: float, level: float
) -> tuple[NDArray[Any], ...]:
    """Return for each rule its bound, right guesses, guesses, and how many runs of each kind it flags."""
    present, absent = np.sort(present), np.sort(absent)
    hits, alarms = (kind.size - np.searchsorted(kind, rules[:, 0], side="left") for kind in (present, absent))
    missed, cleared = (np.searchsorted(kind, rules[:, 1], side="left") for kind in (present, absent))
    right, made = hits + cleared, hits + cleared + alarms + missed
    bounds = guessing_bound(right, made, present.size + absent.size, delta, level)
    return bounds, right, made, hits, alarms
