"""The plan of a halving in words, and what a set of plans starts and spends."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from execml.automl.search.halving import Rung
from execml.course.validation import finite, several, whole


def in_words(rungs: Sequence[Rung]) -> str:
    """Return the rungs of one halving as configurations × resource; a resource is rounded down.

    >>> from execml.automl.search.halving import halving_schedule
    >>> in_words(halving_schedule(9, 100, 3))
    '9 × 11 → 3 × 33 → 1 × 100'
    """
    _check("rungs", rungs)
    return " → ".join(f"{count} × {math.floor(resource):,}" for count, resource in rungs)


def started_and_spent(brackets: Sequence[Sequence[Rung]]) -> tuple[int, Fraction]:
    """Return how many configurations a set of brackets starts and how much resource its rungs give in all.

    >>> from execml.automl.search.halving import hyperband_brackets
    >>> started, spent = started_and_spent(hyperband_brackets(81, 3))
    >>> started, int(spent)
    (143, 1902)
    """
    for rungs in several("brackets", brackets):
        _check("brackets", rungs)
    started = sum(rungs[0][0] for rungs in brackets)
    spent = sum((Fraction(count * each) for rungs in brackets for count, each in rungs), Fraction(0))
    return started, spent


def _check(name: str, rungs: Sequence[Rung]) -> None:
    """Check that each rung is a number of configurations and what each of them is given."""
    for rung in several(name, rungs):
        count, each = several(name, rung, least=2)
        whole(name, count)
        finite(name, each)
