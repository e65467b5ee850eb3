"""A guess before the figure, and after it how far off the guess was."""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Callable
from typing import Any

from execml.course.learner import forms, progress
from execml.course.page.prose import say
from execml.course.programme import module_of
from execml.course.validation import text

# What a reveal that was shown too early has to do once a guess is committed, by the id of the guess.
_WAITING: dict[str, Callable[[], None]] = {}
WELL_JUDGED = 0.1  # a guess this near, as a share of the value, is called well judged


def predict(identifier: str, question: str, low: float, high: float, unit: str = "") -> None:
    """Ask for a guess before the page computes the figure. The first guess that is committed stands.

    Args:
        identifier: such as ``"dp1.alone"``; :func:`reveal` uses it too.
        question: what to guess, as a sentence.
        low: the smallest guess that makes sense.
        high: the largest.
        unit: what the number counts, such as ``"of 100"``.

    Raises:
        ValueError: if the id is of no unit, the question is empty, or the range is not finite and rising.

    >>> predict("dp1.alone", "Of 100 clients, how many stand alone?", 0, 100, "of 100")
    **Your guess first.** Of 100 clients, how many stand alone?
    <BLANKLINE>
    *Your number, from 0 to 100: … of 100*
    """
    _checked(identifier)
    text("question", question)
    text("unit", unit, empty=True)
    if not _finite(low) or not _finite(high) or low >= high:
        raise ValueError(f"low={low!r} and high={high!r} must be finite numbers, the first below the second")
    bounds = f"from {low:,.10g} to {high:,.10g}"
    say(f"**Your guess first.** {question.strip()}\n\n*{f'Your number, {bounds}: … {unit}'.strip()}*")
    if not forms.live():
        return
    kept = guess(identifier)
    if kept is not None:
        say(f"You said {f'{kept:,.10g} {unit}'.strip()}.")
        return

    def commit(typed: str) -> tuple[bool, str]:
        value = _number(typed, unit)
        if value is None or not low <= value <= high:
            return False, f"Please give a number {bounds}."
        trouble = _store(identifier, value)
        if trouble:
            return False, trouble
        if identifier in _WAITING:
            _WAITING.pop(identifier)()
        return True, f"Kept: {value:,.10g}. The page says below what it is."

    forms.show_guess(question.strip(), unit, commit)


def reveal(identifier: str, value: float, form: str = "{:,.0f}") -> None:
    """Say the figure that was guessed, and if there is a guess, how far off it was.

    Args:
        identifier: that of :func:`predict`.
        value: the figure, in the unit of the guess.
        form: how to write it, such as ``"{:.1f}"``.

    Raises:
        ValueError: if the id is of no unit, the value is not a finite number, or the format does not fit.

    >>> reveal("dp1.alone", 91.2)
    **The number to guess was 91.**
    """
    _checked(identifier)
    if not _finite(value):
        raise ValueError(f"value={value!r} must be a finite number")
    try:
        shown = form.format(value)
    except (AttributeError, ValueError, IndexError, KeyError, TypeError):
        shown = ""
    if not shown or shown == form:
        raise ValueError(f"form={form!r} must be a format of one number, such as '{{:,.0f}}'")
    told = f"**The number to guess was {shown}.**"
    if not progress.recording():
        say(told)
        return
    kept = guess(identifier)
    if kept is not None:
        say(f"{told} {compared(kept, value, form)}")
    elif forms.live():
        _say_and_wait(identifier, told, value, form)
    else:
        say(told)


def compared(given: float, value: float, form: str = "{:,.0f}") -> str:
    """Return how a guess compares with the figure.

    >>> compared(30, 91), compared(90, 91)
    ('You said 30; it is 91: 61 too low.', 'Well judged: you said 90; it is 91.')
    """
    said = f"you said {form.format(given)}; it is {form.format(value)}"
    if form.format(given) == form.format(value):
        return f"Y{said[1:]}: exactly."
    if abs(given - value) <= WELL_JUDGED * abs(value):
        return f"Well judged: {said}."
    side = "low" if given < value else "high"
    return f"Y{said[1:]}: {form.format(abs(value - given))} too {side}."


def guess(identifier: str) -> float | None:
    """Return the guess that was committed under an id, if there is one."""
    rows = progress.rows_of("select id, value from guesses")
    return dict(rows).get(identifier)


def _checked(identifier: str) -> None:
    module = module_of(identifier)
    if not re.fullmatch(rf"{module.prefix}\d+\.\w+", identifier):
        raise ValueError(f"identifier={identifier!r} must be a unit, a dot and a name, such as 'dp1.alone'")


def _finite(value: Any) -> bool:
    try:
        return not isinstance(value, bool | str) and math.isfinite(value)
    except (TypeError, OverflowError):
        return False


def _number(typed: str, unit: str) -> float | None:
    """Return the number that a person typed, with or without separators and its unit.

    >>> _number(" 1,250 of 2000", "of 2000"), _number("30%", ""), _number("many", "")
    (1250.0, 30.0, None)
    """
    bare = typed.strip().removesuffix(unit).strip().removesuffix("%").replace(" ", "").replace("−", "-")
    whole = re.sub(r",(?=\d{3}(?!\d))", "", bare)  # any other comma is a decimal point
    try:
        value = float(whole.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _say_and_wait(identifier: str, told: str, value: float, form: str) -> None:
    """Say the figure, and say it again in the same place, with the comparison, once a guess is committed."""
    from IPython.display import display

    place = display(_bundle(told), raw=True, display_id=True)

    def complete() -> None:
        kept = guess(identifier)
        if place is not None and kept is not None:
            place.update(_bundle(f"{told} {compared(kept, value, form)}"), raw=True)

    _WAITING[identifier] = complete


def _bundle(markdown: str) -> dict[str, str]:
    return {"text/markdown": markdown, "text/plain": markdown}


def _store(identifier: str, value: float) -> str:
    """Keep a first guess, and return a sentence only if that was not possible."""
    try:
        with progress.database() as connection:
            row = (identifier, value, progress.now())
            connection.execute("insert or ignore into guesses values (?, ?, ?)", row)
    except (OSError, sqlite3.Error) as error:
        return f"It could not be kept ({error})."
    return ""
