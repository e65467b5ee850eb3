"""Exercises of unit 4: cutting gradients, the price of tuning, and which stated epsilon can be signed."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from execml.course import POLICY
from execml.course.answers.functions import returned
from execml.course.answers.names import letters
from execml.course.answers.numbers import all_close, half_unit, number, numbers
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise
from execml.differential_privacy.accounting.accountants import epsilon

# What the page states for the second exercise.
RUNS, NOISE_MULTIPLIER, SAMPLE_RATE, STEPS, DELTA = 25, 2.0, 0.05, 600, POLICY.delta.value


def _verify_cut(clipped_sum: Any) -> None:
    """Short gradients stay, long ones keep their direction, one client moves the sum by the bound at most."""
    generator = np.random.default_rng(44)
    _demand_sum(clipped_sum, 0.1 * generator.normal(size=(6, 3)), 5.0, "short")
    _demand_sum(clipped_sum, np.array([[30.0, 40.0], [-60.0, 80.0]]), 5.0, "long")
    mixed = generator.normal(size=(50, 4)) * generator.uniform(0, 9, size=(50, 1))
    mixed[7] = 0
    whole, without = _sum(clipped_sum, mixed, 2.0), _sum(clipped_sum, mixed[1:], 2.0)
    demand(
        bool(np.isfinite(whole).all()),
        "One client's gradient is zero, and your sum is no longer a number: that is a division by a length "
        "of 0. Divide by whichever is larger, the length or the bound.",
    )
    moved = float(np.linalg.norm(whole - without))
    demand(
        moved <= 2.0 * (1 + 1e-6) or all_close(whole, _clipped(mixed, 2.0)),  # a rounded sum may move more
        f"Without the first client your sum moves by {moved:.2f}, and the bound is 2. Cut each row first.",
    )
    _demand_sum(clipped_sum, mixed, 2.0, "mixed")


def _demand_sum(clipped_sum: Any, gradients: np.ndarray, bound: float, case: str) -> None:
    """Compare with the sum that the definition gives, and recognise the usual ways to miss it."""
    lengths = np.maximum(np.linalg.norm(gradients, axis=1, keepdims=True), 1e-300)
    wanted = _clipped(gradients, bound)
    total = gradients.sum(axis=0)
    found = _sum(clipped_sum, gradients, bound)
    if all_close(found, wanted):
        return
    mistakes = (
        (
            (gradients * bound / lengths).sum(axis=0),
            "You bring every gradient to the length of the bound, short ones too. Only those that are longer "
            "are to be cut; the rest stay as they are.",
        ),
        (
            wanted / len(gradients),
            "That is the mean. Return the sum; the divisor comes after the noise.",
        ),
        (total, "Long gradients are still as long as before. Which rows are longer than the bound?"),
        (
            np.clip(gradients, -bound, bound).sum(axis=0),
            "You cut each number on its own. That turns the gradient's direction, and the whole can still be "
            "longer than the bound. Shorten the row as a whole.",
        ),
        (
            total * min(1.0, bound / max(float(np.linalg.norm(total)), 1e-300)),
            "You cut the sum, not the clients. One long gradient can still decide where the sum points. "
            "Shorten each row first, then add.",
        ),
    )
    for mistaken, feedback in mistakes:
        demand(not np.allclose(found, mistaken, rtol=1e-6, atol=1e-9), feedback)
    raise NotYet(
        f"With {len(gradients)} {case} gradients and the bound {bound:g}, your sum is not the one of the "
        "definition. Multiply each row by the smaller of 1 and bound / length, and add the rows."
    )


def _clipped(gradients: np.ndarray, bound: float) -> np.ndarray:
    """Return the sum that the definition gives."""
    lengths = np.maximum(np.linalg.norm(gradients, axis=1, keepdims=True), 1e-300)
    total: np.ndarray = (gradients * np.minimum(1, bound / lengths)).sum(axis=0)
    return total


def _sum(clipped_sum: Any, gradients: np.ndarray, bound: float) -> np.ndarray:
    """Call the learner's function, and check the shape of what it returns."""
    with np.errstate(divide="ignore", invalid="ignore"):
        answer = returned(clipped_sum, gradients, bound)
    return numbers(answer, gradients.shape[1], "Sum over the rows. The sum over clients should be")


def _verify_tuning(epsilon_of_all: Any) -> None:
    """All runs together are one long run: 25 times as many steps at the same noise."""
    found = number(epsilon_of_all, "the ε of all runs")
    run, together = (NOISE_MULTIPLIER, SAMPLE_RATE), RUNS * STEPS
    one, wanted = epsilon(*run, STEPS, DELTA), epsilon(*run, together, DELTA)
    mistakes = (
        (
            one,
            "That is the ε of the run that was kept. The others looked at the same clients, and which run is "
            "best depends on all of them.",
        ),
        (
            RUNS * one,
            "ε times the number of runs is a bound, but far too pessimistic. Runs compose as steps do: how "
            "many steps are all the runs together?",
        ),
        (
            math.sqrt(RUNS) * one,
            "Growth with the root of the number of runs is a rule of thumb. Let the accountant count.",
        ),
    )
    for mistaken, feedback in mistakes:
        demand(not math.isclose(found, mistaken, rel_tol=0.02), feedback)
    rounded = min(half_unit(found), 0.05)
    approximate = epsilon(*run, together, DELTA, accountant="clt")
    demand(
        found >= wanted - rounded and not (rounded < 0.01 and abs(found - approximate) < rounded),
        "That is less than these runs spend, so it may not be stated. An approximation is no bound: ask an "
        "accountant that is one, for every step that touched the clients.",
    )
    valid = epsilon(*run, together, DELTA, accountant="rdp_2017")  # the loosest that anybody would state
    demand(
        found <= valid * 1.001 + rounded,
        "That is not what the accountant gives. Keep noise multiplier and sample rate, and count every step "
        "that touched the clients.",
    )


def _verify_offers(to_sign: Any) -> None:
    """A stated epsilon can be signed if noise, sampling and the number of runs all support it."""
    named = set(letters(to_sign, "ABCD", "vendor"))
    demand(named, "There are four vendors: A, B, C and D. Name at least one.")
    demand(
        "A" not in named,
        "Compute A's ε from its own figures: epsilon(noise_multiplier, sample_rate, steps, delta), with the "
        "expected batch over 20,000 as sample rate. Compare it with what A states.",
    )
    demand(
        "B" not in named,
        "B's noise is the same as another vendor's. But does the theorem speak about batches like B's?",
    )
    demand(
        "C" not in named,
        "C's last run is fine. How many of C's runs touched the clients, and how many are in its ε?",
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="dp4.cut",
        title="The sum of clipped gradients",
        difficulty="core",
        minutes=6,
        hints=(
            "Find the length of each row first: np.linalg.norm with axis=1.",
            "A row longer than the bound is multiplied by bound / length, any other by 1.",
            "bound / np.maximum(lengths, bound) is that factor for every row at once, and never divides by "
            "zero. Keep the lengths as a column (keepdims=True), multiply, and sum over axis 0.",
        ),
        verify=_verify_cut,
        praise="One client more or less now moves the sum by the bound at most, whatever the data hold.",
    ),
    Exercise(
        id="dp4.tuning",
        title="The epsilon of 25 training runs",
        difficulty="core",
        minutes=5,
        hints=(
            "Which runs saw the clients? Those are the ones that spent budget.",
            "For the accountant, two runs of 600 steps are one run of 1,200 steps with the same noise.",
            "Call epsilon with noise multiplier 2, sample rate 0.05, 25 times 600 steps, and delta.",
        ),
        verify=_verify_tuning,
        praise="Had the number of runs been random, and only the best released, it would be much less.",
    ),
    Exercise(
        id="dp4.offers",
        title="Whose epsilon can be signed",
        difficulty="core",
        minutes=6,
        hints=(
            "Three things must hold: the noise gives the stated ε, the batches are those of the proof, and "
            "every run is counted.",
            "epsilon(1.2, 1_000 / 20_000, 600, delta) tells about A; with 2.2 it tells about the others.",
            "One vendor's noise is too small, one's batches were not drawn independently, one left runs out.",
        ),
        verify=_verify_offers,
        praise="Three of the four claims rest on the same noise, and only one of the three is a theorem.",
    ),
)
