"""Every exercise takes its worked answer in any container, to three digits, and blames nobody wrongly."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
from execml.automl import expected_best, expected_best_of, expected_improvement
from execml.course import check
from execml.course.answers import functions
from execml.course.answers.verdicts import NotYet
from execml.course.learner.exercises import exercises_of, find
from execml.course.programme import MODULES, WELCOME
from execml.differential_privacy import epsilon

ROOT = math.sqrt


def worked_momentum(shrink: float, target: float) -> int:
    root = ROOT((1 + shrink) / (1 - shrink))
    return math.ceil(math.log(target) / -math.log((root - 1) / (root + 1)))


def worked_enough(scores: np.ndarray, tolerance: float) -> int:
    goal = expected_best(scores, len(scores)) - tolerance
    return next(count for count in range(1, len(scores) + 1) if expected_best(scores, count) >= goal)


def worked_share(reported: float, bound: float) -> float:
    lie = 1 / (1 + math.exp(bound))
    return (reported - lie) / (1 - 2 * lie)


def worked_sum(gradients: np.ndarray, bound: float) -> np.ndarray:
    lengths = np.linalg.norm(gradients, axis=1, keepdims=True)
    return np.asarray((gradients * (bound / np.maximum(lengths, bound))).sum(axis=0))


def worked_bound(hits: float, alarms: float, delta: float) -> float:
    mirrored = math.log(max(1 - alarms - delta, 1e-12) / (1 - hits))
    return max(math.log(max(hits - delta, 1e-12) / alarms), mirrored, 0.0)


# Where an answer is one number: what is right, and whether it is a count, whose every digit is wanted.
NUMBERS: dict[str, tuple[float, bool]] = {
    "wl0.default_rate": (0.2212, False),
    "fw1.segments": (24, True),
    "am4.clients_needed": (math.ceil(math.log(2 * 50 / 0.05) / (2 * 0.02**2)), True),
    "dp1.coarse_share": (0.006033333333333333, False),
    "dp2.suspicion": (1.65, False),
    "dp3.releases": (134, True),
    "dp4.tuning": (epsilon(2, 0.05, 25 * 600, 1e-5), False),
    "dp5.monthly_noise": (10, True),
}
# A name and a number.
PAIRS: dict[str, tuple[str, float]] = {
    "fw1.report": ("B", 1e-2),
    "fw3.worth_compiling": ("quarterly retraining", 310),
    "fw4.exit_price": ("open", 0.375),
    "am1.vendor": ("B", 0.779 - 0.771),
    "am2.licence": ("no", 80),
    "am4.four_reports": ("C", expected_best_of(500, 400, 0.7)),
    "dp1.riskier_model": ("B", 35),
}
# Letters, of which the order does not count.
LETTERS: dict[str, str] = {"am2.front": "ACDF", "am3.board_lines": "CE", "dp3.offers": "B", "dp4.offers": "D"}
# Several things in an order.
ROWS: dict[str, tuple[Any, ...]] = {
    "fw2.suppliers": ("C", "B"),
    "fw3.counters": (2**8, 2**11, 2**24),
    "dp5.files": ("sign", "refuse", "ask", "ask"),
}
COUNTS = ("fw3.momentum_steps", "fw4.exposed", "am1.draws", "am3.enough")
SCALARS: dict[str, Callable[..., Any]] = {
    "fw3.momentum_steps": worked_momentum,
    "fw4.exposed": lambda scores, cutoff, gap: np.sum(np.abs(scores - cutoff) <= gap),
    "am1.draws": lambda share, confidence: math.ceil(math.log(1 - confidence) / math.log(1 - share)),
    "am2.higher": lambda mean, deviation, best: expected_improvement(-mean, deviation, -best),
    "am3.difference_error": lambda a, b, correlation: ROOT(a**2 + b**2 - 2 * correlation * a * b),
    "am3.enough": worked_enough,
    "dp1.newcomer": lambda before, after, count: (count + 1) * after - count * before,
    "dp2.scale": lambda bound, clients, epsilon: bound / clients / epsilon,
    "dp2.debias": worked_share,
    "dp3.sampling": lambda epsilon, rate: math.log(1 - rate + rate * math.exp(epsilon)),
    "dp5.bound": worked_bound,
}
VECTORS: dict[str, Callable[..., Any]] = {
    "fw1.quotient": lambda bill, rate, limit, other: (bill / limit, (rate - bill / limit * other) / limit),
    "fw2.batch_norm": lambda momentum, epsilon: (1 - momentum, epsilon),
    "fw4.whole_gradient": lambda gradients, sizes: sizes / sizes.sum() @ gradients,
    "dp4.cut": worked_sum,
}
KERNELS = {"fw2.to_pytorch": lambda weights: [part.T for part in weights]}
FUNCTIONS = {**SCALARS, **VECTORS, **KERNELS}


def short(value: float) -> float:
    return float(f"{float(value):.3g}")


Dress = Callable[[Any], Any]
IN_ONE: dict[str, Dress] = {
    "plain": lambda x: x,
    "list": lambda x: [x],
    "tuple": lambda x: (x,),
    "set": lambda x: {x},
    "frozenset": lambda x: frozenset({x}),
    "0-d array": lambda x: np.array(float(x)),
    "array": lambda x: np.array([[float(x)]]),
    "column": lambda x: pd.Series([float(x)], index=[7]),
    "table": lambda x: pd.DataFrame({"a": [float(x)]}),
    "single precision": lambda x: np.float32(x),
    "tensor": lambda x: torch.tensor(float(x)),
    "parameter": lambda x: torch.nn.Parameter(torch.tensor([float(x)])),
    "text": lambda x: f" {float(x)!r} ",
    "decimal": lambda x: Decimal(repr(float(x))),
    "fraction": lambda x: Fraction(float(x)),
}
DIGITS: dict[str, Dress] = {
    "three digits": lambda x: short(x),
    "three digits, text": lambda x: f"{float(x):.3g}",
}
IN_ROW: dict[str, Dress] = {
    "tuple": tuple,
    "list": list,
    "column": lambda row: pd.Series(list(row), index=range(5, 5 + len(row))),
    "objects": lambda row: np.array(list(row), dtype=object),
    "generator": lambda row: (part for part in row),
    "texts": lambda row: np.array([str(part) for part in row]),
}


def taken(identifier: str, answer: Any) -> None:
    """Assert that an exercise takes an answer, by the words that a learner reads."""
    try:
        find(identifier).verify(answer if not isinstance(answer, Iterator) else list(answer))
    except NotYet as feedback:
        pytest.fail(f"{identifier} refuses {answer!r}: {feedback}")


def test_the_tables_hold_every_exercise_once() -> None:
    tables = (NUMBERS, PAIRS, LETTERS, ROWS, FUNCTIONS)
    listed = [identifier for table in tables for identifier in table]
    assert sorted(listed) == sorted(i for module in (WELCOME, *MODULES) for i in exercises_of(module))


@pytest.mark.parametrize("dress", [*IN_ONE, *DIGITS])
def test_a_number_is_taken_in_any_dress(dress: str) -> None:
    for identifier, (value, count) in NUMBERS.items():
        if dress in IN_ONE or not count or short(value) == value:
            taken(identifier, (IN_ONE | DIGITS)[dress](value))


def test_a_count_in_three_digits_is_asked_for_more_of_them(feedback: Callable[..., str]) -> None:
    for identifier, answer, given in (
        ("am4.clients_needed", 9_500, "9,500"),
        ("fw3.counters", (256, 2048, 16_800_000), "float32: 16,800,000"),
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
    verdicts = dict(zip("ABCD", ROWS["dp5.files"], strict=True))
    for answer in (verdicts, pd.Series(verdicts), {name.lower(): v for name, v in verdicts.items()}):
        taken("dp5.files", answer)
    taken("dp5.files", list(verdicts.items()))
    taken("fw3.counters", {"float32": 2**24, "float16": 2**11, "bfloat16": 2**8})


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
        (lambda: 1.0, "arguments and cannot take them"),
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
    if not (identifier == "fw2.to_pytorch" and words in ("a list of 2",)):
        assert words in said or "list of 2" in words


CHANGED = {
    identifier: FUNCTIONS[identifier]
    for identifier in ("fw4.exposed", "fw4.whole_gradient", "am3.enough", "dp4.cut")
}


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
