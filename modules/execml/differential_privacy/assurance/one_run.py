"""Auditing a trainer in one run: many invented clients at once, each in or out by a coin of its own.

The auditor invents m clients, tosses a coin for each, trains once on those who are in, and guesses of some of
them whether they are. Under (epsilon, delta)-privacy the number of right guesses is no larger than that of
coins which show heads with probability e^epsilon / (1 + e^epsilon), but for what delta excuses, although the
guesses are not independent.

Source: Steinke, Nasr and Jagielski (2023), "Privacy Auditing with One (1) Training Run", NeurIPS, arXiv
2305.08846: the main theorem, and the p-value of its appendix.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit
from scipy.stats import binom

from execml.course.validation import generator as checked_source
from execml.course.validation import instance, one_of, real, whole
from execml.differential_privacy.assurance.branch import Branch
from execml.differential_privacy.assurance.canary import (
    FAULTS,
    Training,
    likelihood_score,
    released_sum,
    steadiness_score,
)

ATTACKS = ("every update", "change of updates")
LARGEST = 50.0  # epsilon that is looked for


def one_run_epsilon(
    right: int, guesses: int, canaries: int, delta: float = 0.0, confidence: float = 0.95
) -> float:
    """Return the lower bound on epsilon that one run's guesses prove, 0 if none.

    Args:
        right: how many guesses were right.
        guesses: how many were made; their number must be fixed before, or follow from the scores alone.
        canaries: invented clients, those included of whom nothing was guessed.
        delta: the claim's delta, in [0, 1).
        confidence: probability that the bound is true, in (0, 1).

    Raises:
        ValueError: if a count is not a whole number in its range, or a number lies outside its own.

    >>> round(one_run_epsilon(200, 200, 1000), 2), round(one_run_epsilon(600, 600, 1000, delta=1e-5), 2)
    (4.19, 5.27)
    """
    whole("canaries", canaries)
    whole("guesses", guesses, high=canaries)
    whole("right", right, low=0, high=guesses)
    delta = real("delta", delta, 0, 1, low_open=False)
    alpha = 1 - real("confidence", confidence, 0, 1)

    def surplus(epsilon: float) -> float:
        return _p_value(right, guesses, canaries, delta, epsilon) - alpha

    if surplus(0.0) >= 0:
        return 0.0
    return float(brentq(surplus, 0.0, LARGEST, xtol=1e-9))


def _p_value(right: int, guesses: int, canaries: int, delta: float, epsilon: float) -> float:
    """Return the largest probability of so many right guesses or more under (epsilon, delta)."""
    coin = float(expit(epsilon))
    tail = float(binom.sf(right - 1, guesses, coin))
    if delta == 0 or right == 0:
        return tail
    fewer = np.arange(1, right + 1)
    below = np.cumsum(binom.pmf(right - fewer, guesses, coin))  # from right - i to right - 1
    return min(1.0, tail + 2 * canaries * delta * float((below / fewer).max()))


def one_run_scores(
    branch: Branch,
    canaries: int,
    training: Training,
    generator: np.random.Generator,
    fault: str = "follows the proof",
    attack: str = "every update",
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Train once on a branch and on those of many invented clients whose coin said "in".

    Each invented client alone holds one product, so the updates along their directions do not mix.

    Args:
        branch: the clients who are in for certain.
        canaries: how many clients are invented, at most 10,000.
        training: the settings that were promised.
        generator: source of randomness.
        fault: one of :data:`execml.differential_privacy.assurance.canary.FAULTS`.
        attack: "every update", or "change of updates", which finds noise that is repeated.

    Returns:
        who was in, and the score of each, both of shape (canaries,); a high score says "was in".

    Raises:
        ValueError: if an argument lies outside its range.
    """
    instance("branch", branch, Branch)
    whole("canaries", canaries, high=10_000)
    instance("training", training, Training)
    checked_source("generator", generator)
    one_of("fault", fault, tuple(FAULTS))
    one_of("attack", attack, ATTACKS)
    people, inputs = branch.features.shape
    rows = np.zeros((people + canaries, inputs + canaries + 1))
    rows[:people, :inputs], rows[:, -1] = branch.features, 1.0
    products = np.arange(canaries)
    rows[people + products, inputs + products] = branch.invented[0].max()
    answers = np.append(branch.labels, np.ones(canaries))
    attends = np.append(np.ones(people, dtype=bool), generator.random(canaries) < 0.5)
    lengths = np.linalg.norm(rows, axis=1)
    batch = training.sample_rate * people  # public: the invented clients are not counted
    weights, updates = np.zeros((1, rows.shape[1])), np.empty((canaries, training.steps))
    first_noise = generator.standard_normal((1, rows.shape[1]))
    for step in range(training.steps):
        same = fault == "repeats the noise" or step == 0
        noise = first_noise if same else generator.standard_normal((1, rows.shape[1]))
        drawn = attends & (generator.random(len(rows)) < training.sample_rate)
        errors = (expit(weights @ rows.T) - answers) * drawn
        released = released_sum(errors, rows, lengths, noise, batch, training, fault)
        updates[:, step] = -released[0, inputs:-1] / training.clip  # the gradient of a default points back
        weights -= training.learning_rate / batch * released
    steady = attack == "change of updates"
    return attends[people:], steadiness_score(updates) if steady else likelihood_score(updates, training)
