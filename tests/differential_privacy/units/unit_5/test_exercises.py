"""Unit 5: the worked answers pass, and each mistake gets its own message."""

from __future__ import annotations

import math

import numpy as np
import pytest
from execml.course.learner.exercises import find
from execml.differential_privacy import (
    epsilon,
    gaussian_epsilon,
    gaussian_sigma,
    noise_multiplier,
    participation_sensitivity,
    square_root_coefficients,
)


def reach(mixing, steps):
    return np.linalg.norm(mixing[:, steps].sum(axis=1))


def reach_by_loop(mixing, steps):
    total = 0
    for step in steps:
        total = total + np.asarray(mixing)[:, step]
    return float(math.sqrt(sum(number**2 for number in total)))


def reach_of_a_changed_matrix(mixing, steps):
    mixing *= 0
    return np.linalg.norm(mixing[:, steps].sum(axis=1))


def failing(mixing, steps):
    raise KeyError("steps")


TRUE = gaussian_epsilon(4.0, 1e-6, math.sqrt(10))
RIGHT = [
    ("dp5.reach", reach),
    ("dp5.reach", reach_by_loop),
    ("dp5.true_epsilon", TRUE),
    ("dp5.true_epsilon", round(TRUE, 2)),
    ("dp5.true_epsilon", np.array(TRUE)),
    ("dp5.true_epsilon", [TRUE]),
    ("dp5.offers", ["A", "C"]),
    ("dp5.offers", ("c", "a")),
    ("dp5.offers", np.array(["A", "C"])),
]
MISTAKES = [
    ("dp5.reach", lambda mixing, steps: np.linalg.norm(mixing[:, steps], axis=0).max(), "takes part"),
    ("dp5.reach", lambda mixing, steps: np.linalg.norm(mixing[:, steps], axis=0).sum(), "loose one"),
    ("dp5.reach", lambda mixing, steps: np.linalg.norm(mixing[:, steps]), "do not overlap"),
    ("dp5.reach", lambda mixing, steps: reach(mixing, steps) ** 2, "squared length"),
    ("dp5.reach", lambda mixing, steps: reach(mixing.T, steps), "took rows"),
    ("dp5.reach", lambda mixing, steps: 77.0, "sum of the columns"),
    ("dp5.reach", reach_of_a_changed_matrix, "copy"),
    ("dp5.reach", failing, "KeyError"),
    ("dp5.true_epsilon", epsilon(4.0, 0.05, 200, 1e-6), "drawn batches"),
    ("dp5.true_epsilon", gaussian_epsilon(4.0, 1e-6), "one batch"),
    ("dp5.true_epsilon", gaussian_epsilon(4.0, 1e-6, 10), "Squares add up"),
    ("dp5.true_epsilon", 10 * gaussian_epsilon(4.0, 1e-6), "too pessimistic"),
    ("dp5.true_epsilon", 3.0, "not it"),
    ("dp5.offers", ["A", "B", "C"], "lower bound"),
    ("dp5.offers", ["A", "C", "D"], "one pass"),
    ("dp5.offers", ["A"], "another one too"),
    ("dp5.offers", [], "at least one"),
    ("dp5.offers", ["E"], "no supplier 'E'"),
]


@pytest.mark.parametrize(("identifier", "answer"), RIGHT)
def test_the_worked_answer_in_any_form_passes(identifier, answer):
    find(identifier).verify(answer)


@pytest.mark.parametrize(("identifier", "answer", "message"), MISTAKES)
def test_typical_mistake_gets_its_own_message(identifier, answer, message, feedback):
    assert message in feedback(identifier, answer)


def test_of_the_four_offers_the_noise_says_what_the_table_says():
    # 20 passes of 20 batches, ε = 3, δ = 1e-6; noise drawn: A 1.8, B 1.8, C 10, D 2.5
    mixed = square_root_coefficients(400, 20)
    needed = gaussian_sigma(3, 1e-6, participation_sensitivity(mixed, 20))
    assert noise_multiplier(3, 1e-6, 0.05, 400) < 1.8 < gaussian_sigma(3, 1e-6, math.sqrt(20))
    assert gaussian_sigma(3, 1e-6, participation_sensitivity(mixed, 20, 1)) < 2.5 < needed < 10
