"""What the clients hold, padded to one array, so that all of them can be trained at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from execml.course.arrays import array, complete
from execml.course.validation import flag, several

# Features and labels of one client: (rows, columns) and (rows,).
Client = tuple[Any, Any]


@dataclass(frozen=True, eq=False)
class Stack:
    """The clients' rows in one array; short clients are padded with rows that carry no weight.

    Attributes:
        features: shape (clients, most rows, columns).
        targets: which class a row has, one-hot, shape (clients, most rows, classes).
        rows: how many rows each client has, shape (clients,).
        classes: the labels that occur anywhere, in order.
    """

    features: NDArray[np.floating]
    targets: NDArray[np.floating]
    rows: NDArray[np.int64]
    classes: NDArray[Any]

    def __len__(self) -> int:
        """Return the number of clients."""
        return len(self.rows)

    def some(self, chosen: NDArray[np.int64]) -> Stack:
        """Return the chosen clients, cut to the rows that the longest of them has."""
        if len(chosen) == len(self):
            return self
        rows = self.rows[chosen]
        most = int(rows.max(initial=1))
        return Stack(self.features[chosen, :most], self.targets[chosen, :most], rows, self.classes)


def stacked(clients: Sequence[Client], *, allow_one_class: bool = False) -> Stack:
    """Return the clients' data as one array, checked.

    Args:
        clients: for each client its features, shape (rows, columns), and its labels, shape (rows,). Single
            precision stays single.
        allow_one_class: whether a client may hold rows of one class only, as where each client is one person,
            or where that skew is what is studied.

    Raises:
        ValueError: if there is no client, a client has no row, shapes do not fit, a number is not finite, a
            label is missing, a client has one class only and that is not allowed, or all have the same one;
            the message names the client.

    >>> stack = stacked([([[0.0], [1.0]], [0, 1]), ([[2.0]], [1])], allow_one_class=True)
    >>> stack.features.shape, stack.rows.tolist(), stack.classes.tolist()
    ((2, 2, 1), [2, 1], [0, 1])
    """
    pairs = [_pair(place, client) for place, client in enumerate(several("clients", clients))]
    columns = pairs[0][0].shape[1]
    for place, (features, labels) in enumerate(pairs):
        if features.shape[1] != columns:
            raise ValueError(
                f"clients[{place}] has {features.shape[1]} columns; it must have {columns}, as clients[0]"
            )
        if _is_text(labels) != _is_text(pairs[0][1]):
            raise ValueError(
                f"clients[{place}] labels must all be text or all numbers, as those of clients[0]"
            )
    classes = np.unique(np.concatenate([labels for _, labels in pairs]))
    codes = [np.searchsorted(classes, labels) for _, labels in pairs]
    if not flag("allow_one_class", allow_one_class):
        for place, code in enumerate(codes):
            if (code == code[0]).all():
                raise ValueError(
                    f"clients[{place}] holds one class only, {classes[code[:1]].tolist()}; it must hold 2. "
                    "Give it rows of another, leave it out, or pass allow_one_class=True if that is meant"
                )
    if len(classes) < 2:
        raise ValueError(f"clients hold one class only, {classes.tolist()}; together they must hold 2")
    rows = np.array([len(labels) for _, labels in pairs])
    precision = np.result_type(*(features.dtype for features, _ in pairs))
    stack = np.zeros((len(pairs), rows.max(), columns), precision)
    targets = np.zeros((*stack.shape[:2], len(classes)), precision)
    for place, (features, labels) in enumerate(pairs):
        stack[place, : len(labels)] = features
        targets[place, np.arange(len(labels)), codes[place]] = 1
    return Stack(stack, targets, rows, classes)


def trained_alone(clients: Sequence[Client]) -> Stack:
    """Return the clients' data as one array, for what each client does without the others' labels.

    Raises:
        ValueError: as :func:`stacked`; no option lets a client of one class pass here.
    """
    for place, (_, labels) in enumerate(_pair(*one) for one in enumerate(several("clients", clients))):
        kinds = np.unique(labels)
        if len(kinds) < 2:
            raise ValueError(
                f"clients[{place}] holds one class only, {kinds.tolist()}; alone it must hold 2. Give it "
                "rows of another, or leave it out"
            )
    return stacked(clients)


def _is_text(labels: NDArray[Any]) -> bool:
    return labels.dtype.kind in "USO"


def _pair(place: int, client: Any) -> tuple[NDArray[np.floating], NDArray[Any]]:
    name = f"clients[{place}]"
    if not isinstance(client, tuple | list) or len(client) != 2:
        raise ValueError(f"{name} must be a pair of features and labels")
    if not len(np.atleast_1d(np.asarray(client[1], dtype=object))):
        raise ValueError(f"{name} has no rows; a client must have at least 1")
    features = array(f"{name} features", client[0], ("rows", "columns"))
    labels = complete(f"{name} labels", client[1])
    if labels.shape != (len(features),):
        raise ValueError(f"{name} labels of shape {labels.shape} must be of shape ({len(features)},)")
    return features if features.dtype == np.float32 else features.astype(np.float64), labels
