"""Every exercise takes its worked answer in any container, and to three digits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
from execml.course.answers.verdicts import NotYet
from execml.course.learner.exercises import exercises_of, find
from execml.course.programme import MODULES, WELCOME, root

from .worked import (
    COUNTS,
    DIGITS,
    ELSEWHERE,
    FUNCTIONS,
    IN_ONE,
    IN_ROW,
    LETTERS,
    NUMBERS,
    PAIRS,
    ROWS,
    SCALARS,
    VECTORS,
    Dress,
    short,
)


def taken(identifier: str, answer: Any) -> None:
    """Assert that an exercise takes an answer, by the words that a learner reads."""
    try:
        find(identifier).verify(answer if not isinstance(answer, Iterator) else list(answer))
    except NotYet as feedback:
        pytest.fail(f"{identifier} refuses {answer!r}: {feedback}")


def test_the_tables_hold_every_exercise_once() -> None:
    tables = (NUMBERS, PAIRS, LETTERS, ROWS, FUNCTIONS)
    listed = [identifier for table in tables for identifier in table]
    there = [identifier for module in (WELCOME, *MODULES) for identifier in exercises_of(module)]
    assert set(listed) <= set(there) and len(set(listed)) == len(listed)
    tried = "".join(file.read_text("utf-8") for file in (root() / "tests").rglob("units/*/test_exercises.py"))
    missing = set(there) - set(listed)
    assert all(name.startswith(ELSEWHERE) and tried.count(f'"{name}"') >= 4 for name in missing), missing


@pytest.mark.parametrize("dress", [*IN_ONE, *DIGITS])
def test_a_number_is_taken_in_any_dress(dress: str) -> None:
    for identifier, (value, count) in NUMBERS.items():
        if dress in IN_ONE or not count or short(value) == value:
            taken(identifier, (IN_ONE | DIGITS)[dress](value))


def test_a_count_in_three_digits_is_asked_for_more_of_them(feedback: Callable[..., str]) -> None:
    for identifier, answer, given in (
        ("am4.clients_needed", 9_500, "9,500"),
        ("fw4.counters", (256, 2048, 16_800_000), "float32: 16,800,000"),
    ):
        said = feedback(identifier, answer)
        assert said.startswith(f"{given} is right as far as it goes")


@pytest.mark.parametrize("number", [*IN_ONE, *DIGITS])
def test_a_name_and_a_number_are_taken_in_any_dress(number: str) -> None:
    for identifier, (name, value) in PAIRS.items():
        dressed = (IN_ONE | DIGITS)[number](value)
        for letter in (name, name.upper(), f" {name.lower()} ", np.str_(name), [name]):
            for row in ((letter, dressed), [dressed, letter]):
                taken(identifier, row)


@pytest.mark.parametrize("dress", [*IN_ROW, "set", "frozenset"])
def test_a_name_and_a_number_are_taken_in_any_container(dress: str) -> None:
    unordered: dict[str, Dress] = {"set": set, "frozenset": frozenset}
    for identifier, pair in PAIRS.items():
        taken(identifier, (IN_ROW | unordered)[dress](pair))


@pytest.mark.parametrize("identifier", LETTERS)
def test_letters_are_taken_in_any_container_and_case(identifier: str) -> None:
    right = LETTERS[identifier]
    texts = (right, right.lower(), ", ".join(right), " and ".join(right), " ".join(right.lower()))
    containers = (set, frozenset, pd.Index, lambda row: dict.fromkeys(row, True), lambda row: {*row, *row})
    for answer in (*texts, *(dress(list(right)) for dress in (*IN_ROW.values(), *containers))):
        taken(identifier, answer)
    taken(identifier, [f"Vendor {letter.lower()} " for letter in right])


@pytest.mark.parametrize("identifier", ROWS)
def test_things_in_order_are_taken_in_any_container(identifier: str) -> None:
    row = ROWS[identifier]
    for dress in IN_ROW.values():
        taken(identifier, dress(row))
    if isinstance(row[0], str):
        taken(identifier, [text.title() for text in row])
        taken(identifier, [f" {text.upper()} " for text in row])


def test_a_verdict_for_each_name_is_taken_by_name() -> None:
    verdicts = dict(zip("ABCDE", ROWS["dp6.files"], strict=True))
    for answer in (verdicts, pd.Series(verdicts), {name.lower(): v for name, v in verdicts.items()}):
        taken("dp6.files", answer)
    taken("dp6.files", list(verdicts.items()))
    taken("fw4.counters", {"float32": 2**24, "float16": 2**11, "bfloat16": 2**8})


@pytest.mark.parametrize("dress", [*IN_ONE, *DIGITS])
@pytest.mark.parametrize("identifier", SCALARS)
def test_a_function_may_return_its_number_in_any_dress(identifier: str, dress: str) -> None:
    if dress in DIGITS and identifier in COUNTS:
        return
    worked = SCALARS[identifier]
    taken(identifier, lambda *given: (IN_ONE | DIGITS)[dress](worked(*given)))


ROW_OF_NUMBERS: dict[str, Dress] = {
    **{name: dress for name, dress in IN_ROW.items()},
    "single precision": lambda row: np.asarray(row, dtype=np.float32),
    "tensor": lambda row: torch.tensor(np.asarray(row)),
    "parameter": lambda row: torch.nn.Parameter(torch.tensor(np.asarray(row, dtype=np.float32))),
    "tensors": lambda row: [torch.tensor(float(part)) for part in row],
    "three digits": lambda row: [short(part) for part in row],
    "decimals": lambda row: [Decimal(repr(float(part))) for part in row],
}


@pytest.mark.parametrize("dress", ROW_OF_NUMBERS)
@pytest.mark.parametrize("identifier", VECTORS)
def test_a_function_may_return_its_numbers_in_any_container(identifier: str, dress: str) -> None:
    taken(identifier, lambda *given: ROW_OF_NUMBERS[dress](VECTORS[identifier](*given)))


@pytest.mark.parametrize(
    "dress",
    [
        tuple,
        iter,
        lambda arrays: [torch.nn.Parameter(torch.tensor(part.copy())) for part in arrays],
        lambda arrays: [part.tolist() for part in arrays],
        lambda arrays: [part.astype(np.float32) for part in arrays],
    ],
)
def test_weights_are_taken_in_any_container(dress: Dress) -> None:
    taken("fw2.to_pytorch", lambda weights: dress([part.T for part in weights]))
