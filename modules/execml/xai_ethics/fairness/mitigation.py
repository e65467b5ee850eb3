"""Weights before training and thresholds after it; a constraint in training is left to a library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from execml.course.arrays import array, zeros_and_ones
from execml.course.validation import one_of, share
from execml.xai_ethics.fairness.groups import places

GOALS = ("demographic_parity", "equal_opportunity")


def reweigh(labels: Any, group: Any) -> np.ndarray:
    """Return weights that make label and group independent: P(g) P(y) / P(g, y) for each client.

    Kamiran and Calders (2012, doi 10.1007/s10115-011-0463-8). With them a model sees the same base rate in
    every group; what other columns tell about the group stays.

    Args:
        labels: 0 or 1, shape (clients,).
        group: labels of any kind, shape (clients,).

    Returns:
        shape (clients,), with mean 1.

    Raises:
        ValueError: if shapes differ, or a group lacks one of the two labels.

    >>> reweigh([1, 0, 0, 0], ["A", "A", "B", "B"])
    Traceback (most recent call last):
        ...
    ValueError: group 'B' has no client with label 1, and no weight can make up for that
    """
    truth = zeros_and_ones("labels", labels).astype(np.int64)
    names, place = places(group, len(truth))
    joint = np.bincount(2 * place + truth, minlength=2 * len(names)).reshape(-1, 2)
    for name, counts in zip(names, joint, strict=True):
        if not counts.all():
            lacking = int(counts.argmin())
            raise ValueError(
                f"group {name!r} has no client with label {lacking}, and no weight can make up for that"
            )
    expected = np.outer(joint.sum(axis=1), joint.sum(axis=0)) / len(truth)
    return np.asarray((expected / joint)[place, truth])


@dataclass(frozen=True)
class Thresholds:
    """A threshold for each group; who is above it is flagged.

    Attributes:
        goal: one of :data:`GOALS`.
        of: the threshold by group.
        everybody: the share of all clients that is flagged with them.
    """

    goal: str
    of: Mapping[Any, float]
    everybody: float

    def decide(self, risks: Any, group: Any) -> np.ndarray:
        """Return who is flagged, 0 or 1, shape (clients,). The group must be known for each decision.

        Raises:
            ValueError: if shapes differ or a group has no threshold.
        """
        values = array("risks", risks, ("clients",))
        names, place = places(group, len(values))
        unknown = [name for name in names if name not in self.of]
        if unknown:
            raise ValueError(
                f"group={unknown[0]!r} has no threshold; there are: {', '.join(map(str, self.of))}"
            )
        limits = np.array([self.of[name] for name in names])
        return (values > limits[place]).astype(np.int64)


def threshold_mitigation(risks: Any, group: Any, goal: str, flagged: float, labels: Any = None) -> Thresholds:
    """Return thresholds that flag the same share of each group, or of each group's positives or negatives.

    ``"demographic_parity"`` flags the share ``flagged`` of every group. ``"equal_opportunity"`` flags the
    share ``flagged`` of those in each group who would pay (label 0): refused though good, alike everywhere
    (Hardt, Price and Srebro, 2016, arXiv 1610.02413, for the opposite coding). Ties at a threshold are not
    split, so equality holds up to the clients that share a risk.

    Args:
        risks: larger means more likely to be flagged, shape (clients,).
        group: labels of any kind, shape (clients,).
        goal: one of :data:`GOALS`.
        flagged: the common share, in [0, 1].
        labels: 0 or 1, shape (clients,); needed for ``"equal_opportunity"``, and checked wherever given.

    Raises:
        ValueError: if an argument lies outside its range, shapes differ, or a group has nobody to count.

    >>> rule = threshold_mitigation([0.1, 0.2, 0.5, 0.9], ["A", "A", "B", "B"], "demographic_parity", 0.5)
    >>> rule.decide([0.1, 0.2, 0.5, 0.9], ["A", "A", "B", "B"]).tolist()
    [0, 1, 0, 1]
    """
    values = array("risks", risks, ("clients",)).astype(float)
    names, place = places(group, len(values))
    one_of("goal", goal, GOALS)
    wanted = share("flagged", flagged)
    counted = np.ones(len(values), dtype=bool)
    truth = None if labels is None else zeros_and_ones("labels", labels, len(values))
    if goal == "equal_opportunity":
        if truth is None:
            raise ValueError("labels=None must be 0 or 1 for each client where the goal is equal_opportunity")
        counted = truth == 0
    limits = {}
    for code, name in enumerate(names):
        inside = np.sort(values[(place == code) & counted])
        if not inside.size:
            raise ValueError(f"group {name!r} has nobody who would pay: its rate is undefined")
        kept = round((1 - wanted) * inside.size)
        limits[name] = float(inside[kept - 1]) if kept else -np.inf
    rule = Thresholds(goal, limits, 0.0)
    return Thresholds(goal, limits, float(rule.decide(values, group).mean()))
