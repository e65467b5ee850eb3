"""Nine letters over ten trainings of three kinds of model: measured once, and measured again by a test."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from execml.course.measure.runs import Repeats
from execml.course.validation import one_of
from execml.xai_ethics.scrutiny.desk import KINDS as KINDS
from execml.xai_ethics.scrutiny.desk import desk
from execml.xai_ethics.scrutiny.letters import Multiverse, flips, multiverse

MEASURES = ("several", "main", "age", "redrawn", "main flips", "all flip", "unstated flips")

# A row a training, 300 refused clients each; the columns are MEASURES.
RUNS: dict[str, tuple[tuple[float, ...], ...]] = {
    "boosted trees": (
        (0.7433, 0.1333, 0.2833, 0.2633, 0.9067, 1.0, 0.0567),
        (0.8133, 0.1233, 0.31, 0.37, 0.91, 1.0, 0.09),
        (0.7, 0.1933, 0.25, 0.1733, 0.9033, 1.0, 0.0767),
        (0.8033, 0.0933, 0.2567, 0.2333, 0.8967, 1.0, 0.12),
        (0.72, 0.16, 0.23, 0.1633, 0.89, 1.0, 0.1267),
        (0.82, 0.1167, 0.2733, 0.21, 0.9233, 1.0, 0.1267),
        (0.7733, 0.11, 0.2633, 0.26, 0.9233, 1.0, 0.0433),
        (0.7267, 0.0867, 0.2667, 0.17, 0.9367, 1.0, 0.04),
        (0.8467, 0.0767, 0.3033, 0.32, 0.9167, 1.0, 0.07),
        (0.7633, 0.1233, 0.28, 0.1933, 0.9033, 1.0, 0.1267),
    ),
    "gradient boosting": (
        (0.7433, 0.1233, 0.2767, 0.2133, 0.9333, 1.0, 0.1067),
        (0.7133, 0.1067, 0.2567, 0.3167, 0.9333, 1.0, 0.0667),
        (0.7733, 0.11, 0.2867, 0.1533, 0.9233, 1.0, 0.0767),
        (0.72, 0.0833, 0.31, 0.21, 0.9267, 0.9967, 0.12),
        (0.7433, 0.0767, 0.32, 0.21, 0.93, 1.0, 0.12),
        (0.74, 0.0967, 0.2533, 0.16, 0.9, 1.0, 0.1167),
        (0.7433, 0.0767, 0.26, 0.2, 0.9367, 1.0, 0.1133),
        (0.7533, 0.12, 0.3133, 0.28, 0.9233, 1.0, 0.0967),
        (0.71, 0.09, 0.28, 0.33, 0.9467, 1.0, 0.09),
        (0.7, 0.0933, 0.2333, 0.1733, 0.9367, 1.0, 0.1533),
    ),
    "forest of depth 6": (
        (0.78, 0.1567, 0.3233, 0.1467, 1.0, 1.0, 0.0267),
        (0.7933, 0.0833, 0.3433, 0.27, 0.9967, 1.0, 0.0767),
        (0.8067, 0.0767, 0.3267, 0.1667, 1.0, 1.0, 0.0233),
        (0.7633, 0.15, 0.3067, 0.24, 1.0, 1.0, 0.0933),
        (0.7467, 0.1567, 0.3433, 0.2133, 0.9933, 1.0, 0.0433),
        (0.8267, 0.1467, 0.3567, 0.1267, 0.9933, 1.0, 0.15),
        (0.8033, 0.1833, 0.38, 0.2267, 1.0, 1.0, 0.0233),
        (0.75, 0.1067, 0.2833, 0.1333, 1.0, 1.0, 0.0167),
        (0.78, 0.1167, 0.3633, 0.23, 1.0, 1.0, 0.0267),
        (0.85, 0.1133, 0.3433, 0.2133, 0.9967, 1.0, 0.19),
    ),
}


def measure(seed: int, kind: str) -> dict[str, float]:
    """Return what nine settings do to the letters of one model's refused clients, as shares of them.

    Args:
        seed: of the model, the clients and the backgrounds.
        kind: one of ``desk.KINDS``.

    Returns:
        ``several``: more than one set of four reasons; ``main``: more than one first reason; ``age``: age
        stated under some settings only; ``redrawn``: another set once the background is drawn anew;
        ``main flips``, ``all flip``: acting on the first, on all reasons of the first setting turns the
        decision; ``unstated flips``: a family that is not in that letter would have done so alone.
    """
    bank = desk(seed, kind)
    found = multiverse(bank.settings(), bank.rows)
    drawn = Multiverse(found.values[:2], found.reasons[:2])
    acted = flips(bank.risk, bank.rows, bank.typical, bank.families, found.reasons[0], bank.cutoff)
    shares = (
        found.sets > 1,
        found.main > 1,
        found.sometimes(1),
        drawn.sets > 1,
        acted["main"],
        acted["all"],
        acted["unstated"],
    )
    return {name: float(np.mean(each)) for name, each in zip(MEASURES, shares, strict=True)}


def repeats(kind: str, name: str) -> Repeats:
    """Return one measure over ten trainings of a kind of model.

    Raises:
        ValueError: if there is no such kind or measure.

    >>> len(repeats("boosted trees", "several"))
    10
    """
    return stored(name, MEASURES, RUNS[one_of("kind", kind, RUNS)])


def stored(name: str, measures: Sequence[str], rows: Sequence[Sequence[float]]) -> Repeats:
    """Return one column of what was measured over the seeds 0, 1, 2 ….

    Args:
        name: one of the measures.
        measures: names of the columns.
        rows: one a seed, shape (seeds, measures).

    Raises:
        ValueError: if there is no such measure.

    >>> stored("b", ("a", "b"), [(1.0, 2.0), (3.0, 4.0)]).mean
    3.0
    """
    column = tuple(measures).index(one_of("name", name, measures))
    return Repeats(np.array([row[column] for row in rows]), {"seed": tuple(range(len(rows)))})
