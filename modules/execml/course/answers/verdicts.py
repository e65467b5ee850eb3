"""What a check says by raising: nothing is answered yet, or the answer is not right yet."""

from __future__ import annotations

from typing import Any


class NotAnswered(Exception):
    """Raised by a check when the learner's stub is still untouched."""


class NotYet(Exception):
    """Raised by a check with what is off in the answer and what to try next."""


def demand(condition: Any, feedback: str) -> None:
    """Raise :class:`NotYet` with the feedback unless the condition holds.

    Args:
        condition: a truth value; of an array, every element has to hold.
        feedback: what is off and what to try next.

    >>> demand(2 > 1, "Two is more than one.")
    """
    holds = bool(condition.all()) if hasattr(condition, "all") else bool(condition)
    if not holds:
        raise NotYet(feedback)
