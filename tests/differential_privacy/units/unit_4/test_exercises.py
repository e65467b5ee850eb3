"""The exercises of unit 4: worked answers pass, and each mistake gets its own message."""

from __future__ import annotations

import math

import numpy as np
import pytest
from execml.course import POLICY
from execml.course.learner.exercises import find
from execml.differential_privacy import epsilon


def lengths(gradients):
    return np.linalg.norm(gradients, axis=1, keepdims=True)


def cut(gradients, bound):
    return (gradients * (bound / np.maximum(lengths(gradients), bound))).sum(axis=0)


def cut_row_by_row(gradients, bound):
    total = np.zeros(gradients.shape[1])
    for row in gradients:
        length = np.linalg.norm(row)
        total += row if length <= bound else row * bound / length
    return total


def cut_the_sum(gradients, bound):
    total = gradients.sum(axis=0)
    return total * min(1, bound / np.linalg.norm(total))


def cut_in_place(gradients, bound):
    gradients *= bound / np.maximum(lengths(gradients), bound)
    return gradients.sum(axis=0)


DELTA = POLICY.delta.value
ONE_RUN = epsilon(2, 0.05, 600, DELTA)
WORKED = {
    "dp4.cut": cut,
    "dp4.tuning": epsilon(2, 0.05, 25 * 600, DELTA),
    "dp4.offers": ["D"],
}
ALSO_RIGHT = [
    ("dp4.cut", cut_row_by_row),
    ("dp4.tuning", round(WORKED["dp4.tuning"], 1)),
    ("dp4.tuning", epsilon(2, 0.05, 25 * 600, DELTA, accountant="rdp")),  # a bound as well
    ("dp4.tuning", epsilon(2, 0.05, 25 * 600, DELTA, accountant="rdp_2017")),
    ("dp4.tuning", np.float64(f"{WORKED['dp4.tuning']:.3g}")),
    ("dp4.offers", "d"),
    ("dp4.offers", ("D",)),
]
MISTAKES = [
    ("dp4.cut", lambda gradients, bound: gradients.sum(axis=0), "still as long"),
    ("dp4.cut", lambda gradients, bound: np.clip(gradients, -bound, bound).sum(axis=0), "each number"),
    ("dp4.cut", cut_the_sum, "cut the sum"),
    ("dp4.cut", cut_in_place, "work on a copy"),
    ("dp4.cut", lambda gradients, bound: cut(gradients, bound) / len(gradients), "mean"),
    ("dp4.cut", lambda gradients, bound: (gradients / lengths(gradients) * bound).sum(axis=0), "short ones"),
    (
        "dp4.cut",
        lambda gradients, bound: (gradients / lengths(gradients) * np.minimum(lengths(gradients), bound)).sum(
            axis=0
        ),
        "length of 0",
    ),
    ("dp4.cut", lambda gradients, bound: gradients * 1.0, "Sum over the rows"),
    ("dp4.cut", lambda gradients, bound: cut(gradients, 2 * bound), "smaller of 1"),
    ("dp4.cut", 3.0, "function itself"),
    ("dp4.tuning", ONE_RUN, "run that was kept"),
    ("dp4.tuning", 25 * ONE_RUN, "too pessimistic"),
    ("dp4.tuning", math.sqrt(25) * ONE_RUN, "rule of thumb"),
    ("dp4.tuning", 7.0, "less than these runs spend"),
    ("dp4.tuning", epsilon(2, 0.05, 25 * 600, DELTA, accountant="clt"), "less than these runs spend"),
    ("dp4.tuning", 30.0, "not what the accountant gives"),
    ("dp4.tuning", "much", "one number"),
    ("dp4.offers", ["A", "D"], "from its own figures"),
    ("dp4.offers", ["B", "D"], "theorem speak"),
    ("dp4.offers", ["C"], "touched the clients"),
    ("dp4.offers", ["E"], "no vendor 'E'"),
    ("dp4.offers", [], "at least one"),
    ("dp4.offers", 4, "letters of the vendors"),
]


@pytest.mark.parametrize(("identifier", "answer"), [*WORKED.items(), *ALSO_RIGHT])
def test_worked_answer_and_its_variants_pass(identifier, answer):
    find(identifier).verify(answer)


@pytest.mark.parametrize(("identifier", "answer", "message"), MISTAKES)
def test_typical_mistake_gets_its_own_message(identifier, answer, message, feedback):
    assert message in feedback(identifier, answer)


def test_no_message_gives_the_answer_away(feedback):
    for identifier, answer, _ in MISTAKES:
        said = feedback(identifier, answer)
        assert f"{WORKED['dp4.tuning']:.1f}" not in said
        assert "only D" not in said


def test_of_the_four_offers_only_the_noise_of_a_falls_short():
    stated = 3
    assert epsilon(1.2, 0.05, 600, DELTA) > 1.5 * stated
    assert stated > epsilon(2.2, 0.05, 600, DELTA)
    assert epsilon(2.2, 0.05, 40 * 600, DELTA) > 5 * stated  # vendor C passes every test of its last run
