"""What every search does with a candidate that may fail: record why, and go on."""

from __future__ import annotations

import contextlib
import math
import warnings
from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from execml.course.limits import TimeUp, ended_after

PATIENCE = 600.0  # seconds of wall time that a candidate may take in this process


class MayFail(Protocol):
    """A candidate that was tried; ``error`` is empty if it has a score."""

    @property
    def error(self) -> str:
        """The kind and text of what went wrong."""


Tried = TypeVar("Tried", bound=MayFail)


def attempt(
    measure: Callable[[], Iterable[float]], kind: str = "score", seconds: float | None = PATIENCE
) -> tuple[tuple[float, ...], str]:
    """Return what a candidate's measures are, or none and the error in words.

    What it warns of is not shown: what a bad candidate is worth, its score says. One that wants to leave the
    program is a failure like any other.

    Args:
        measure: builds, trains and scores the candidate; the score comes first.
        kind: what the first measure is, for the message.
        seconds: wall time after which one that is in Python is ended; ``None`` where another limit holds.

    >>> attempt(lambda: (0.75, 3))
    ((0.75, 3.0), '')
    >>> attempt(lambda: (math.nan,)), attempt(lambda: (1 / 0,))
    (((), 'the score is nan'), ((), 'ZeroDivisionError: division by zero'))
    """
    try:
        with warnings.catch_warnings(), _limited(seconds):
            warnings.simplefilter("ignore")
            values = tuple(float(value) for value in measure())
    except TimeUp:
        return (), "TimeUp: it was ended by a limit in time"
    except (Exception, SystemExit) as failure:  # whatever a candidate does, the search goes on without it
        return (), f"{type(failure).__name__}: {failure}"
    if not all(math.isfinite(value) for value in values):
        return (), f"the {kind} is {values[0]}"
    return values, ""


def _limited(seconds: float | None) -> contextlib.AbstractContextManager[None]:
    return contextlib.nullcontext() if seconds is None else ended_after(seconds)


def succeeded(attempts: Iterable[Tried], kind: str) -> list[Tried]:
    """Return the candidates that have a score.

    Args:
        attempts: all that were tried.
        kind: their name for the message, such as ``"trials"``.

    Raises:
        ValueError: if there is none; the message holds the first error.
    """
    tried = list(attempts)
    scored = [one for one in tried if not one.error]
    if not scored:
        first = f"; the first error: {tried[0].error}" if tried else ""
        raise ValueError(f"none of {len(tried)} {kind} succeeded{first}")
    return scored
