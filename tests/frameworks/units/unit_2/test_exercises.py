"""Exercises of unit 2: worked answers pass, and typical mistakes get their own message."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from execml.course.learner.exercises import find
from execml.frameworks.units.unit_2.exercises import EXERCISES, REPORTS


def to_pytorch(weights: list[np.ndarray]) -> list[np.ndarray]:
    return [part.T for part in weights]


def only_rectangular(weights: list[np.ndarray]) -> list[np.ndarray]:
    return [part if part.ndim == 1 or len(set(part.shape)) == 1 else part.T for part in weights]


def in_place(weights: list[np.ndarray]) -> list[np.ndarray]:
    weights[0] *= 2
    return to_pytorch(weights)


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("fw2.to_pytorch", to_pytorch),
        ("fw2.to_pytorch", lambda weights: tuple(np.ascontiguousarray(part.T) for part in weights)),
        ("fw2.batch_norm", lambda momentum, epsilon: (1 - momentum, epsilon)),
        ("fw2.to_pytorch", lambda weights: [torch.from_numpy(part.T).float() for part in weights]),
        ("fw2.batch_norm", lambda momentum, epsilon: np.array([1 - momentum, epsilon])),
        ("fw2.suppliers", ("C", "E")),
        ("fw2.suppliers", ["c", "supplier e"]),
        ("fw2.batch_norm", lambda momentum, epsilon: torch.tensor([1 - momentum, epsilon])),
        ("fw2.batch_norm", lambda momentum, epsilon: [torch.tensor(1 - momentum), f"{epsilon:.3g}"]),
    ],
)
def test_right_answers_pass(identifier: str, answer: Any) -> None:
    find(identifier).verify(answer)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda weights: weights, "You left kernel 0 as it was"),
        (only_rectangular, "A square kernel fits either way"),
        (
            lambda weights: [part.reshape(part.shape[::-1]) for part in weights],
            "Rows have to become columns",
        ),
        (lambda weights: [part.T[::-1] for part in weights], "expects (8, 30)"),
        (lambda weights: [part.T if part.ndim > 1 else part[::-1] for part in weights], "is a bias"),
        (lambda weights: weights[::2], "Return a list of 4 arrays"),
        (in_place, "changes the list"),
    ],
)
def test_layout_mistakes_get_their_own_message(
    function: Callable[..., Any], words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("fw2.to_pytorch", function)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda momentum, epsilon: (momentum, epsilon), "what is kept, or what is new"),
        (lambda momentum, epsilon: (epsilon, 1 - momentum), "wrong order"),
        (lambda momentum, epsilon: (1 - momentum, 1e-5), "hand it over unchanged"),
        (lambda momentum, epsilon: (0.1, epsilon), "Yours gives"),
        (lambda momentum, epsilon: 1 - momentum, "Return two numbers"),
        (lambda momentum, epsilon: ("much", epsilon), "one number"),
    ],
)
def test_setting_mistakes_get_their_own_message(
    function: Callable[..., Any], words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("fw2.batch_norm", function)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("D", "E"), "looks good in float32"),
        (("C", "D"), "looks good in float32"),
        (("E", "C"), "wrong way round"),
        (("E", "B"), "where its whole training ends"),
        (("B", "E"), "not take the same 20 steps"),
        (("A", "B"), "not take the same 20 steps"),
        (("C", "B"), "fails in the last column"),
        (("C", "A"), "fails in the last column"),
        (("C", "C"), "fails in the last column"),
        (("F", "B"), "choose among"),
        ("C", "two letters"),
    ],
)
def test_supplier_mistakes_get_their_own_message(
    answer: Any, words: str, feedback: Callable[..., str]
) -> None:
    assert words in feedback("fw2.suppliers", answer)


def test_the_reports_hide_the_difference_from_the_auc() -> None:
    assert len(set(REPORTS["AUC of both"])) == 1


def test_no_message_gives_the_answer_away(feedback: Callable[..., str]) -> None:
    said = [text for exercise in EXERCISES for text in exercise.hints]
    said += [feedback("fw2.batch_norm", lambda momentum, epsilon: (0.1, epsilon))]
    said += [feedback("fw2.suppliers", ("A", "D")), feedback("fw2.suppliers", ("A", "A"))]
    for secret in ("1 - momentum, ", "supplier C", '("C", "E")', "C may", "supplier E"):
        assert not any(secret in text for text in said)


def test_the_fooling_report_passes_what_twenty_steps_can_see() -> None:
    columns = [np.array(REPORTS[name]) for name in list(REPORTS)[3:]]
    place = REPORTS["supplier"].index("E")
    assert all(column[place] < 1e-12 for column in columns[:-1]) and columns[-1][place] > 1e-3
