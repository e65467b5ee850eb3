"""A model that is made to be read from: sent to one lender, while all others receive a dead one.

Every unit of the trap's first layer looks along one direction and wakes above its own threshold. Two
neighbouring thresholds catch the records between them, and the difference of the two units' gradients
belongs to those records alone; if it is one, a division reads it (Fowl et al., ICLR 2022, arXiv
2110.13057). The others' units never wake, so that their updates of these numbers are zero and a perfect
secure sum is the victim's own update (Pasquini et al., CCS 2022, arXiv 2111.07380).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import positive, whole
from execml.federated_learning.averaging.network import Layers

ASLEEP = 1e6  # a bias below minus this wakes for no record of the bank's scale


def trap_model(
    direction: ArrayLike, thresholds: ArrayLike, n_classes: int = 2, gain: float = 1.0
) -> tuple[Layers, Layers]:
    """Return the two models of a dishonest operator: the victim's, and everybody else's.

    Args:
        direction: what the units look along, shape (features,).
        thresholds: where they wake, rising, shape (units,); good ones part the victim's records evenly.
        n_classes: outputs of the model, 2 or more.
        gain: what the second layer multiplies by; it multiplies all that can be read, and so lifts it above
            the grid on which masked numbers are rounded.

    Returns:
        layers of the trap and of the dead model, of the same shapes: (features + 1, units) and (units + 1,
        classes).

    Raises:
        ValueError: if thresholds do not rise, or an argument lies outside its range.

    >>> trap, dead = trap_model([1.0, 0.0], [0.0, 0.5], n_classes=2)
    >>> [layer.shape for layer in trap], bool((dead[0][:-1] == trap[0][:-1]).all())
    ([(3, 2), (3, 2)], True)
    """
    along = array("direction", direction, ("features",)).astype(float)
    edges = array("thresholds", thresholds, ("units",)).astype(float)
    if not (np.diff(edges) > 0).all():
        raise ValueError("thresholds must rise from one to the next")
    whole("n_classes", n_classes, low=2, high=10_000)
    strength = positive("gain", gain)
    first = np.vstack([np.repeat(along[:, None], len(edges), axis=1), -edges])
    # Every unit pulls the classes apart alike, and so little that the model's answers hardly move.
    second = np.zeros((len(edges) + 1, n_classes))
    second[:-1, 0] = strength
    # The offset balances what awake units add at the middle threshold, so that no answer is certain.
    middle = float(np.maximum(np.median(edges) - edges, 0).sum())
    second[-1, 0] = -strength * middle
    dead = np.vstack([first[:-1], np.full((1, len(edges)), -ASLEEP)])
    return [first, second], [dead, second.copy()]


def read_trap(first_layer: ArrayLike, least: float = 1e-12) -> NDArray[np.float64]:
    """Return what the sum of updates gives away: the records between each two neighbouring units.

    Args:
        first_layer: the summed update or gradient of the trap's first layer, shape (features + 1, units).
        least: differences of bias gradients of at most this size are taken as empty.

    Returns:
        shape (candidates, features): the mean of the records between two thresholds, weighted by their
        errors, which is the record itself where there is one.

    Raises:
        ValueError: if the shape is another, or a number is not finite.
    """
    found = array("first_layer", first_layer, ("features and bias", "units")).astype(float)
    between = found - np.column_stack([found[:, 1:], np.zeros(len(found))])
    caught = np.abs(between[-1]) > least
    return (between[:-1, caught] / between[-1, caught]).T


def plausible(candidates: ArrayLike, binary: ArrayLike, tolerance: float = 0.02) -> NDArray[np.bool_]:
    """Return which candidates can be a record: blends of several have columns between 0 and 1.

    The operator needs no truth for this, only the list of columns that are 0 or 1.

    Args:
        candidates: shape (candidates, features).
        binary: which columns are 0 or 1, shape (features,).
        tolerance: how far from 0 or 1 such a column may be.
    """
    rows = array("candidates", candidates, ("candidates", "features"), empty=True)
    flags = rows[:, np.asarray(binary, dtype=bool)]
    return (np.minimum(np.abs(flags), np.abs(flags - 1)) <= tolerance).all(axis=1)


def records_found(
    candidates: ArrayLike, records: ArrayLike, tolerance: float = 0.005
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which records were read, and which candidates are right: all features within a tolerance.

    Args:
        candidates: shape (candidates, features).
        records: the truth, shape (records, features).
        tolerance: largest difference of any feature.

    Returns:
        for each record whether a candidate gives it, and for each candidate whether it is a record.

    >>> found, right = records_found([[0.0, 1.0], [0.5, 0.5]], [[0.0, 1.0], [1.0, 1.0]])
    >>> found.tolist(), right.tolist()
    ([True, False], [True, False])
    """
    truth = array("records", records, ("records", "features"))
    rows = array("candidates", candidates, ("candidates", truth.shape[1]), empty=True)
    if not len(rows):
        return np.zeros(len(truth), dtype=bool), np.zeros(0, dtype=bool)
    from scipy.spatial.distance import cdist

    same = cdist(truth, rows, "chebyshev") <= positive("tolerance", tolerance)
    return same.any(axis=1), same.any(axis=0)
