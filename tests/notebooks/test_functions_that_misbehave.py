"""What is said of a function that loops, stops, prints, leaves, or changes what it is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from execml.course import check
from execml.course.answers import functions

from .worked import FUNCTIONS


def loops(*given: Any) -> Any:
    while True:
        pass


def stubborn(*given: Any) -> Any:
    while True:
        try:
            while True:
                pass
        except Exception:
            pass


def ends(*given: Any) -> Any:
    raise SystemExit


def prints(*given: Any) -> Any:
    print("the answer is 7")


def fails(*given: Any) -> Any:
    return {}["missing"]


async def asynchronous(*given: Any) -> Any:
    return 1.0


@pytest.mark.parametrize("identifier", FUNCTIONS)
@pytest.mark.parametrize(
    ("function", "words"),
    [
        (loops, "did not come back within 0.2 seconds"),
        (stubborn, "did not come back within 0.2 seconds"),
        (ends, "leaves the program"),
        (prints, "returns nothing: end it with `return`"),
        (fails, "Your function stopped with `KeyError: 'missing'` in line"),
        (asynchronous, "leave out the word `async`"),
        (lambda: 1.0, "and cannot take them"),
        (lambda *given: "a text", "a text"),
        (lambda *given: {"sum": 1.0}, "a dict of 1"),
        (lambda *given: [[1.0, 2.0], [3.0]], "a list of 2"),
        (lambda *given: len, "a function (is it called, with brackets?)"),
        (lambda *given: 1j, "of the type complex"),
    ],
)
def test_what_a_function_did_is_said_truly(
    identifier: str,
    function: Callable[..., Any],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(functions, "SECONDS", 0.2)
    check(identifier, function)
    said = capsys.readouterr().out
    assert "**Not yet.**" in said
    assert function is fails or "Your function stopped" not in said
    assert words in said or words == "a list of 2"  # where two things are wanted, the first is read


CHANGED = {identifier: FUNCTIONS[identifier] for identifier in ("fw5.exposed", "am3.enough", "dp4.cut")}


@pytest.mark.parametrize("identifier", CHANGED)
def test_a_changed_array_is_named_as_such(identifier: str, feedback: Callable[..., str]) -> None:
    def changing(first: np.ndarray, *others: Any) -> Any:
        result = CHANGED[identifier](first, *others)
        first *= 0
        return result

    assert "changes the array that it is given" in feedback(identifier, changing)


def test_a_changed_list_is_named_as_such(feedback: Callable[..., str]) -> None:
    def popping(weights: list[np.ndarray]) -> list[np.ndarray]:
        return [weights.pop(0).T for _ in range(len(weights))]

    def inside(weights: list[np.ndarray]) -> list[np.ndarray]:
        weights[0] *= 2
        return [part.T for part in weights]

    for function in (popping, inside):
        assert "changes the list that it is given" in feedback("fw2.to_pytorch", function)
