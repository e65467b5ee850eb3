"""What holds for every exercise and every quiz: open stubs, hints in three steps, quizzes that explain all.

What one unit's exercises say to one answer is tested beside that unit.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import pytest
from execml.course import check, hint
from execml.course.learner.exercises import NotAnswered, exercises_of, find
from execml.course.learner.questions import faults, questions
from execml.course.programme import MODULES, WELCOME, root, unit_names
from execml.pipeline.building.source import read
from execml.pipeline.contract.page import calls, first_text

TOPICS = (WELCOME, *MODULES)
EXERCISES = [exercise for module in TOPICS for exercise in exercises_of(module).values()]
IDENTIFIERS = [exercise.id for exercise in EXERCISES]


def units_with(name: str) -> list[str]:
    """Return the units, such as ``"dp1"``, that have a file of that name."""
    units = [(module, number) for module in TOPICS for number in module.unit_numbers(root())]
    return [
        f"{module.prefix}{number}"
        for module, number in units
        if (module.unit_helpers(root(), number) / name).exists()
    ]


UNITS, QUIZZES = units_with("exercises.py"), units_with("quiz.yaml")


def stubs_of_the_pages() -> Iterator[tuple[str, Any]]:
    """Yield each exercise's id with the answer that its page checks while the stub is still open."""
    for name in unit_names(root()):
        stub = ""
        for cell in read(root(), name).cells:
            stub = cell.text if "exercise" in cell.tags else stub
            for function, call in calls(cell.text) if cell.kind == "code" else ():
                if function == "check":
                    yield first_text(call), eval(ast.unparse(call.args[1]), open_names(stub))


def open_names(stub: str) -> dict[str, Any]:
    """Run those statements of a stub that leave something open, and return the names that they bind."""
    tree = ast.parse(stub)
    tree.body = [node for node in tree.body if any(_is_dots(part) for part in ast.walk(node))]
    names: dict[str, Any] = {}
    exec(compile(tree, "<stub>", "exec"), names)
    return names


def _is_dots(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


STUBS = dict(stubs_of_the_pages())
FUNCTIONS = [identifier for identifier, stub in STUBS.items() if callable(stub)]


def test_every_unit_has_exercises_a_stub_for_each_and_a_quiz() -> None:
    assert len(set(IDENTIFIERS)) == len(IDENTIFIERS)
    assert UNITS
    assert {identifier.partition(".")[0] for identifier in IDENTIFIERS} == set(UNITS)
    assert set(STUBS) == set(IDENTIFIERS)
    assert FUNCTIONS
    assert set(QUIZZES) == {unit for unit in UNITS if not unit.startswith(WELCOME.prefix)}


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_an_open_stub_is_invited_to_answer(identifier: str, capsys: pytest.CaptureFixture[str]) -> None:
    for stub in (..., (..., ...), STUBS[identifier]):
        check(identifier, stub)
        assert capsys.readouterr().out.startswith("**Your turn.**")


@pytest.mark.parametrize("result", [..., None, (..., ...), (1.0, ...)], ids=str)
@pytest.mark.parametrize("identifier", FUNCTIONS)
def test_an_open_function_counts_as_unanswered(identifier: str, result: Any) -> None:
    with pytest.raises(NotAnswered):
        find(identifier).verify(lambda *given: result)


@pytest.mark.parametrize("exercise", EXERCISES, ids=IDENTIFIERS)
def test_hints_are_shown_in_three_different_steps(exercise, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(set(exercise.hints)) == 3
    for step in (1, 2, 3):
        hint(exercise.id, step)
        assert f"Hint {step} of 3" in capsys.readouterr().out


@pytest.mark.parametrize("unit", QUIZZES)
def test_each_of_three_quiz_questions_has_one_right_option_and_explains_all(unit: str) -> None:
    asked = questions(unit)
    assert faults(asked) == []
    assert len(asked) == 3
    for question in asked:
        assert [option["right"] for option in question["options"]].count(True) == 1
        assert all(len(option["why"].split()) > 5 for option in question["options"])
