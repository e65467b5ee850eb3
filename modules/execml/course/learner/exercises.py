"""Exercises with feedback: what is off, what to try next, three hints, and never the answer."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from execml.course.answers.functions import MOST, Handed
from execml.course.answers.plain import described, unanswered
from execml.course.answers.verdicts import NotAnswered, NotYet
from execml.course.learner import progress
from execml.course.page.hints import folded
from execml.course.page.prose import emit, say
from execml.course.programme import Module, module_of, root


@dataclass(frozen=True)
class Exercise:
    """One exercise.

    Attributes:
        id: such as ``"dp1.lone_clients"``.
        title: a few words for the progress page.
        difficulty: ``"warm-up"``, ``"core"``, ``"stretch"`` or ``"judgement"``.
        minutes: what it takes a person, in minutes.
        hints: a nudge, a partial answer, nearly the whole way.
        verify: receives the answer; returns when it is right, raises :class:`NotYet` or :class:`NotAnswered`.
        praise: one sentence for a right answer that adds something.
    """

    id: str
    title: str
    difficulty: Literal["warm-up", "core", "stretch", "judgement"]
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


def check(identifier: str, answer: Any) -> None:
    """Say whether an answer is right, what is off in it, and what to try next.

    Args:
        identifier: the exercise's id.
        answer: the learner's value or function; ``...`` means not answered yet.

    Raises:
        ValueError: if there is no such exercise.
    """
    exercise = find(identifier)
    if callable(answer):
        answer = Handed(answer)
    elif isinstance(answer, Iterator):
        answer = list(islice(answer, MOST))
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
    except Exception as error:  # what a learner hands in may trip the check; it is feedback, not a crash
        verdict = f"**Not yet.** {_unread(error, answer)}"
    else:
        say(_with(f"**Correct.** {exercise.praise}", progress.record_attempt(identifier, passed=True)))
        return
    _say_with_hints(_with(verdict, progress.record_attempt(identifier, passed=False)), exercise)


def _with(verdict: str, trouble: str) -> str:
    return f"{verdict}\n\n*{trouble}*" if trouble else verdict


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


def _unread(error: Exception, answer: Any) -> str:
    """Say that a check could not work with an answer; what a function did itself, ``Handed`` has said."""
    first_line = str(error).strip().partition("\n")[0][:200].replace("`", "'")
    what = f"`{type(error).__name__}: {first_line}`" if first_line else f"`{type(error).__name__}`"
    if isinstance(answer, Handed) and answer.called:
        return f"Your function returned {described(answer.last)}, and the check cannot work with it: {what}."
    return f"Your answer is {described(answer)}, and the check cannot work with it: {what}."
