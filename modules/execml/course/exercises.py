"""Exercises with feedback: what is off, what to try next, three hints, and never the answer."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from execml.course import progress
from execml.course.programme import module_of
from execml.course.prose import say


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


def exercises_of(package: str) -> dict[str, Exercise]:
    """Return the exercises of a topic package by id, in the order of the units."""
    found = importlib.import_module(f"execml.{package}.exercises").EXERCISES
    return {exercise.id: exercise for exercise in found}


def find(identifier: str) -> Exercise:
    """Return an exercise by id.

    Raises:
        ValueError: if there is none; the message lists those of the module.
    """
    known = exercises_of(module_of(identifier).package)
    if identifier not in known:
        raise ValueError(f"identifier={identifier!r} is not an exercise; there are: {', '.join(known)}")
    return known[identifier]


def unanswered(answer: Any) -> bool:
    """Return whether an answer is still the stub's ``...`` (alone, or as a value in a collection).

    >>> unanswered(...), unanswered((3, ...)), unanswered(0.5)
    (True, True, False)
    """
    if isinstance(answer, tuple | list):
        return any(unanswered(part) for part in answer)
    if isinstance(answer, dict):
        return any(unanswered(part) for part in answer.values())
    return answer is ... or answer is None


def check(identifier: str, answer: Any) -> None:
    """Say whether an answer is right, what is off in it, and what to try next.

    Args:
        identifier: the exercise's id.
        answer: the learner's value or function; ``...`` means not answered yet.
    """
    exercise = find(identifier)
    try:
        if unanswered(answer):
            raise NotAnswered
        exercise.verify(answer)
    except NotAnswered:
        say(
            f"**Your turn.** {exercise.title}: {exercise.difficulty}, about {exercise.minutes} minutes. "
            f"Replace `...` above and run both cells again; `hint(\"{identifier}\")` helps."
        )
    except NotYet as feedback:
        progress.record_attempt(identifier, passed=False)
        say(f"**Not yet.** {feedback} For a hint: `hint(\"{identifier}\")`.")
    except Exception as error:  # the learner's own function may raise anything; show it as feedback
        progress.record_attempt(identifier, passed=False)
        say(f"**Not yet.** Your answer stopped with `{type(error).__name__}: {error}`. For a hint: `hint(\"{identifier}\")`.")
    else:
        progress.record_attempt(identifier, passed=True)
        say(f"**Correct.** {exercise.praise}")


def hint(identifier: str, step: int = 1) -> None:
    """Show a hint: step 1 is a nudge, step 2 a part of the way, step 3 nearly all of it.

    Raises:
        ValueError: if ``step`` is not 1, 2 or 3.
    """
    if step not in (1, 2, 3):
        raise ValueError(f"step={step!r} must be 1, 2 or 3")
    further = f" More: `hint(\"{identifier}\", {step + 1})`." if step < 3 else ""
    say(f"**Hint {step} of 3.** {find(identifier).hints[step - 1]}{further}")


def demand(condition: bool, feedback: str) -> None:
    """Raise :class:`NotYet` with the feedback unless the condition holds."""
    if not condition:
        raise NotYet(feedback)


def number(answer: Any, what: str = "the answer") -> float:
    """Return an answer as a float, or say that a number is wanted.

    >>> number("12.5")
    12.5
    """
    try:
        return float(answer)
    except (TypeError, ValueError):
        raise NotYet(f"{what.capitalize()} should be one number, and this is a {type(answer).__name__}.") from None
