"""Exercises with feedback: what is off, what to try next, three hints, and never the answer."""

from __future__ import annotations

import importlib
import math
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from execml.course.learner import progress
from execml.course.page.hints import folded
from execml.course.page.prose import emit, say
from execml.course.programme import Module, module_of, root


class NotAnswered(Exception):
    """Raised by a check when the learner's stub is still untouched."""


class NotYet(Exception):
    """Raised by a check with what is off in the answer and what to try next."""


@dataclass(frozen=True)
class Exercise:
    """One exercise.

    Attributes:
        id: such as ``"dp1.lone_clients"``.
        title: a few words for the progress page.
        difficulty: ``"warm-up"``, ``"core"`` or ``"stretch"``.
        minutes: what it takes a person, in minutes.
        hints: a nudge, a partial answer, nearly the whole way.
        verify: receives the answer; returns when it is right, raises :class:`NotYet` or :class:`NotAnswered`.
        praise: one sentence for a right answer that adds something.
    """

    id: str
    title: str
    difficulty: Literal["warm-up", "core", "stretch"]
    minutes: int
    hints: tuple[str, str, str]
    verify: Callable[[Any], None]
    praise: str


def exercises_of(module: Module) -> dict[str, Exercise]:
    """Return the exercises of a module by id, in the order of its units.

    The file ``exercises.py`` of each unit holds its own in ``EXERCISES``.
    """
    units = [module.unit(number) for number in module.unit_numbers(root())]
    files = [importlib.import_module(f"{unit}.exercises") for unit in units]
    return {exercise.id: exercise for file in files for exercise in file.EXERCISES}


def find(identifier: str) -> Exercise:
    """Return an exercise by id.

    Raises:
        ValueError: if there is none; the message lists those of the module.
    """
    known = exercises_of(module_of(identifier))
    if identifier not in known:
        listed = ", ".join(known) or "none in this module yet"
        raise ValueError(f"identifier={identifier!r} is not an exercise; there are: {listed}")
    return known[identifier]


def unanswered(answer: Any) -> bool:
    """Return whether an answer is still the stub's ``...``, alone or anywhere in a collection.

    A function is not called here: its check calls it and raises :class:`NotAnswered`.

    >>> unanswered(...), unanswered((3, ...)), unanswered({"epsilon": ...}), unanswered(0.5)
    (True, True, True, False)
    """
    if isinstance(answer, dict):
        return any(unanswered(part) for part in answer.values())
    if isinstance(answer, tuple | list | set | frozenset):
        return any(unanswered(part) for part in answer)
    if getattr(getattr(answer, "dtype", None), "kind", "") == "O" and hasattr(answer, "tolist"):
        return unanswered(answer.tolist())  # an array or a column may have been made from the stub
    return answer is ... or answer is None


def check(identifier: str, answer: Any) -> None:
    """Say whether an answer is right, what is off in it, and what to try next.

    Args:
        identifier: the exercise's id.
        answer: the learner's value or function; ``...`` means not answered yet.

    Raises:
        ValueError: if there is no such exercise.
    """
    exercise = find(identifier)
    try:
        if unanswered(answer):
            raise NotAnswered
        exercise.verify(answer)
    except NotAnswered:
        _say_with_hints(
            f"**Your turn.** {exercise.title} ({exercise.difficulty}, about {exercise.minutes} minutes). "
            "Replace `...` above and run both cells again.",
            exercise,
        )
        return
    except NotYet as feedback:
        verdict = f"**Not yet.** {feedback}"
    except Exception as error:  # what a learner hands in may raise anything; it is feedback, not a crash
        verdict = f"**Not yet.** {_explain(error, answer)}"
    else:
        progress.record_attempt(identifier, passed=True)
        say(f"**Correct.** {exercise.praise}")
        return
    progress.record_attempt(identifier, passed=False)
    _say_with_hints(verdict, exercise)


def _say_with_hints(verdict: str, exercise: Exercise) -> None:
    """Say a verdict with the hints folded below it; a terminal, which cannot fold, names the call."""
    emit(
        {
            "text/markdown": f"{verdict}\n\n{folded(exercise.hints)}",
            "text/plain": f'{verdict} For a hint: `hint("{exercise.id}")`.',
        }
    )


def hint(identifier: str, step: int = 1) -> None:
    """Show a hint: step 1 is a nudge, step 2 a part of the way, step 3 nearly all of it.

    Raises:
        ValueError: if ``step`` is not 1, 2 or 3, or there is no such exercise.
    """
    if not isinstance(step, int) or isinstance(step, bool) or step not in (1, 2, 3):
        raise ValueError(f"step={step!r} must be 1, 2 or 3")
    further = f' More: `hint("{identifier}", {step + 1})`.' if step < 3 else ""
    say(f"**Hint {step} of 3.** {find(identifier).hints[step - 1]}{further}")


def demand(condition: Any, feedback: str) -> None:
    """Raise :class:`NotYet` with the feedback unless the condition holds.

    Args:
        condition: a truth value; of an array, every element has to hold.
        feedback: what is off and what to try next.
    """
    holds = bool(condition.all()) if hasattr(condition, "all") else bool(condition)
    if not holds:
        raise NotYet(feedback)


def number(answer: Any, what: str = "the answer") -> float:
    """Return an answer as a finite float, or say that a number is wanted.

    Args:
        answer: what the learner gave.
        what: how to call it in the feedback.

    Raises:
        NotYet: if it is not one finite number.

    >>> number("12.5")
    12.5
    """
    subject = what[:1].upper() + what[1:]
    if getattr(answer, "size", 0) == 1 and hasattr(answer, "item"):
        answer = answer.item()
    if isinstance(answer, bool):
        raise NotYet(f"{subject} should be one number, and this is {answer}.")
    try:
        value = float(answer)
    except (TypeError, ValueError, OverflowError):
        raise NotYet(f"{subject} should be one number, and this is {described(answer)}.") from None
    if not math.isfinite(value):
        cause = (
            "it comes from dividing zero by zero, or from a missing value"
            if math.isnan(value)
            else "it is infinite"
        )
        raise NotYet(f"{subject} should be a finite number, and this is {value}: {cause}.")
    return value


def several(answer: Any, count: int, feedback: str) -> list[Any]:
    """Return the parts of an answer that has several: a tuple, a list or an array.

    Args:
        answer: what the learner gave.
        count: how many parts are wanted.
        feedback: what to say otherwise.

    Raises:
        NotYet: if it is one thing, a text, or has another number of parts.

    >>> several(("A", 0.5), 2, "Answer with two things.")
    ['A', 0.5]
    """
    listed = isinstance(answer, Sequence) or getattr(answer, "ndim", 0) == 1
    demand(listed and not isinstance(answer, str) and len(answer) == count, feedback)
    return list(answer)


def returned(function: Any, *arguments: Any) -> Any:
    """Call the learner's function and return what it gives back.

    Raises:
        NotYet: if the answer is not a function.
        NotAnswered: if it returns the stub's ``...``, or nothing.
    """
    if not callable(function):
        raise NotYet("The answer should be the function itself, without brackets after its name.")
    result = function(*arguments)
    if unanswered(result):
        raise NotAnswered
    return result


def number_returned(function: Any, *arguments: Any) -> float:
    """Call the learner's function, as :func:`returned` does, and return the one number that it gives back."""
    return number(returned(function, *arguments), "what the function returns")


def recognised(given: float, mistakes: Iterable[tuple[float, str]], within: float = 1e-9) -> str:
    """Return what is said to the first typical mistake whose result an answer is; empty if it is none.

    Args:
        given: the answer.
        mistakes: for each mistake the value that it leads to, and its feedback.
        within: how close to that value the answer has to be.

    >>> recognised(0.25, [(0.5, "That is the half."), (0.25, "That is the half of it.")])
    'That is the half of it.'
    """
    return next((feedback for wrong, feedback in mistakes if abs(given - wrong) < within), "")


def described(answer: Any) -> str:
    """Say in plain words what kind of thing an answer is.

    >>> described([1, 2, 3]), described("three"), described(round)
    ('a list of 3', 'the text "three"', 'a function (is it called, with brackets?)')
    """
    if isinstance(answer, str):
        return f'the text "{answer[:40]}"'
    if isinstance(answer, bool):
        return str(answer)
    if isinstance(answer, int | float):
        return "a number"
    if hasattr(answer, "shape"):
        kinds = {"DataFrame": "a table", "Series": "a column"}
        size = " by ".join(str(length) for length in answer.shape)
        return f"{kinds.get(type(answer).__name__, 'an array')} of {size}" if size else "a number"
    if isinstance(answer, list | tuple | set | dict):
        return f"a {type(answer).__name__} of {len(answer)}"
    if callable(answer):
        return "a function (is it called, with brackets?)"
    return f"of the type {type(answer).__name__}"


def _explain(error: Exception, answer: Any) -> str:
    """Say where an answer stopped: in the learner's own function, or when the check looked at it."""
    first_line = str(error).strip().partition("\n")[0][:200].replace("`", "'")
    what = f"`{type(error).__name__}: {first_line}`" if first_line else f"`{type(error).__name__}`"
    code = getattr(answer, "__code__", None)
    steps = traceback.extract_tb(error.__traceback__)
    own = [step for step in steps if code is not None and step.filename == code.co_filename]
    if own:
        number_in_cell, source = own[-1].lineno, (own[-1].line or "").strip().replace("`", "'")
        return f"Your function stopped with {what} in line {number_in_cell} of its cell: `{source}`."
    if callable(answer):
        return f"Your function stopped with {what}."
    return f"Your answer is {described(answer)}, and the check cannot work with it: {what}."
