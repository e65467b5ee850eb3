"""Counterfactuals: the smallest change, of what a client can change, that turns the decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import at_least_zero, function, mapping, real, whole
from execml.xai_ethics.attribution.exact import predicted

MOST_TRIED = 1_000_000  # combinations of values that are put to the model


@dataclass(frozen=True)
class Change:
    """A change that turns a decision.

    Attributes:
        to: for each changed feature its new value.
        cost: what the change costs.
        output: what the model says afterwards.
    """

    to: Mapping[int, float]
    cost: float
    output: float


def counterfactual(
    predict: Callable[[np.ndarray], Any],
    row: Any,
    cutoff: float,
    allowed: Mapping[int, Sequence[float]],
    scale: Any = None,
    most_changes: int = 2,
) -> Change | None:
    """Return the cheapest allowed change that brings the model's output to the cutoff or below.

    All combinations of the allowed values in up to ``most_changes`` features are tried, so the answer is the
    best there is among them (Wachter, Mittelstadt and Russell, 2018; Ustun, Spangher and Liu, 2019, doi
    10.1145/3287560.3287566, for what can be acted on). A change in the model's input is a promise about the
    model only: whether the world follows is another question.

    Args:
        predict: the model: from an array (n, features) to n outputs, such as risks.
        row: the client, shape (features,).
        cutoff: outputs at or below it are approved.
        allowed: for each feature that the client can change, the values that it may take.
        scale: what one unit of change costs, by feature, 0 or more, shape (features,); 1 each if not given.
        most_changes: features changed together, from 1 to 3.

    Returns:
        the change, an empty one if the client is approved already, or ``None`` if none of them turns it.

    Raises:
        ValueError: if a feature is no column, a value not finite, a cost negative, nothing may be changed, or
            more than a million combinations would be tried.

    >>> counterfactual(lambda x: x[:, 0] + x[:, 1], [1.0, 1.0], 1.2, {0: [0.5, 0.0], 1: [0.9]}).to
    {0: 0.0}
    """
    function("predict", predict)
    one = array("row", row, ("features",)).astype(float)
    limit = real("cutoff", cutoff, -np.inf, np.inf)
    unit = np.ones(one.size) if scale is None else array("scale", scale, (one.size,)).astype(float)
    at_least_zero("scale", float(unit.min()))
    whole("most_changes", most_changes, 1, 3)
    choices = {
        whole("allowed", feature, 0, one.size - 1): array(f"allowed[{feature}]", values, ("values",))
        for feature, values in mapping("allowed", allowed).items()
    }
    sizes_of = [len(values) for values in choices.values()]
    tried_at_most = sum(
        prod(some) for count in range(1, most_changes + 1) for some in combinations(sizes_of, count)
    )
    if tried_at_most > MOST_TRIED:
        raise ValueError(
            f"allowed leads to {tried_at_most:,} combinations, and must lead to at most {MOST_TRIED:,}; "
            "allow fewer values, or fewer changes at once"
        )
    asked: list[np.ndarray] = [one]
    changes: list[dict[int, float]] = [{}]
    for count in range(1, min(most_changes, len(choices)) + 1):
        for features in combinations(choices, count):
            for values in product(*(choices[feature].tolist() for feature in features)):
                if any(value == one[feature] for feature, value in zip(features, values, strict=True)):
                    continue
                moved = one.copy()
                moved[list(features)] = values
                asked.append(moved)
                changes.append(dict(zip(features, values, strict=True)))
    tried = np.array(asked)
    outputs = predicted(predict, tried)
    costs = np.abs(tried - one) @ unit
    turned = np.flatnonzero(outputs <= limit)
    if not turned.size:
        return None
    sizes = np.array([len(change) for change in changes])
    best = int(turned[np.lexsort((outputs[turned], sizes[turned], costs[turned]))[0]])
    return Change(changes[best], float(costs[best]), float(outputs[best]))
