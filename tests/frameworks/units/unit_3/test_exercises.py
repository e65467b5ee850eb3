"""Exercises of unit 3: worked answers pass, and typical mistakes get their own message."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from execml.course.learner.exercises import find
from execml.frameworks.units.unit_3.exercises import COMPARISONS, EXERCISES, READINGS, RUNS


def momentum_steps(shrink: float, target: float, reach: int = 20_000) -> int:
    """Simulate heavy ball from rest along many directions at once, and take the slowest."""
    kappa = (1 + shrink) / (1 - shrink)
    root = math.sqrt(kappa)
    step, momentum = 4 / (root + 1) ** 2, ((root - 1) / (root + 1)) ** 2
    curvatures = np.array([1.0, kappa])
    before = now = np.ones(2)
    size = 1.0
    for count in range(1, reach):
        before, now = now, now + momentum * (now - before) - step * curvatures * now
        size = np.abs(now).max()
        if size <= 1 / target:
            return count
    raise AssertionError(size)


def with_kappa(kappa_of: Callable[[float], float], front: Callable[[float], float]) -> Callable[..., float]:
    def steps(shrink: float, target: float) -> int:
        root, count = math.sqrt(kappa_of(shrink)), 1
        while (1 + front(root) * count) * ((root - 1) / (root + 1)) ** count > 1 / target:
            count += 1
        return count

    return steps


def exact(shrink: float) -> float:
    return (1 + shrink) / (1 - shrink)


STEEPEST, FLATTEST = lambda root: 2 * root / (root + 1), lambda root: 2 / (root + 1)


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("fw3.momentum_steps", momentum_steps),
        ("fw3.momentum_steps", with_kappa(exact, STEEPEST)),
        ("fw3.momentum_steps", lambda shrink, target: [float(with_kappa(exact, STEEPEST)(shrink, target))]),
        ("fw3.longer", ("scorecard", 2_000)),
        ("fw3.longer", [2_000.0, "Scorecard"]),
        ("fw3.longer", pd.Series(["SCORECARD ", 2_000])),
        ("fw3.comparison", ("Cedar", 0.5)),
        ("fw3.comparison", [0.500, "cedar"]),
        ("fw3.comparison", np.array(["CEDAR", 0.5], dtype=object)),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda shrink, target: math.ceil(math.log(target) / -math.log(shrink)), "gradient descent needs"),
        (with_kappa(exact, lambda root: 0), "long-run factor alone"),
        (with_kappa(exact, FLATTEST), "flattest direction"),
        (lambda s, t: with_kappa(exact, STEEPEST)(s, t) - 1, "one step too early"),
        (lambda s, t: with_kappa(exact, STEEPEST)(s, t) + 1, "One step fewer"),
        (with_kappa(lambda shrink: 1 / (1 - shrink), STEEPEST), "about half"),
        (lambda shrink, target: 7, "your function returns"),
        (lambda shrink, target: "soon", "one number"),
    ],
)
def test_momentum_mistakes_get_their_own_message(
    function: Callable[..., Any], words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("fw3.momentum_steps", function)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("fraud", 2_000), "rises"),  # the error on its own clients falls fastest, and a vendor would show it
        (("churn", 2_000), "no longer falls"),
        (("scorecard", 8_000), "worst"),
        (("scorecard", 4_000), "had turned"),
        (("scorecard", 1_000), "still getting better"),
        (("scorecard", 12), "lowest"),
        (("loans", 2_000), "no run"),
        (2_000, "two things"),
    ],
)
def test_longer_mistakes_get_their_own_message(answer: Any, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("fw3.longer", answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("Alder", 24.9), "two defaults"),
        (("Birch", 0.8), "best of 40"),
        (("Dogwood", 1.5), "one side only"),
        (("Cedar", 0.005), "hundredth"),
        (("Cedar", -0.5), "sign"),
        (("Cedar", 0.4), "the bar"),
        (("Cedar", 3), "difference of the two"),
        (("Elm", 0.5), "no supplier"),
        (0.5, "two things"),
    ],
)
def test_comparison_mistakes_get_their_own_message(
    answer: Any, words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("fw3.comparison", answer)


def test_every_supplier_passes_the_bank_s_own_test_and_the_right_one_is_not_the_furthest_ahead() -> None:
    theirs, ours, error = (
        np.array(COMPARISONS[name]) for name in ("AUC, theirs", "AUC, the bank's", "standard error")
    )
    assert (theirs - ours > 2 * error).all()
    assert (theirs - ours).argmin() == COMPARISONS["supplier"].index("Cedar")


def test_one_run_falls_one_is_flat_and_one_turns() -> None:
    others = np.array([RUNS[f"others, {count:,}"] for count in READINGS])
    assert (np.diff(others, axis=0)[-1] < -0.01).tolist() == [True, False, False]
    assert others[:, 1].argmin() == 1 and (np.diff(others[:, 2])[1:] == 0).all()
    learned = np.array([RUNS[f"seen, {count:,}"] for count in READINGS])
    assert (np.diff(learned, axis=0) <= 0).all()


def test_no_message_gives_the_answer_away(feedback: Callable[..., str]) -> None:
    said = [feedback("fw3.longer", ("churn", 2_000)), feedback("fw3.comparison", ("Alder", 24.9))]
    said += [text for exercise in EXERCISES for text in (*exercise.hints, exercise.praise)]
    for secret in ("scorecard", "2,000", "Cedar", "0.5"):
        assert not any(secret in text for text in said)
