"""The clients of an audit: a branch of the running case, one more client, and one who was invented."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from execml.course.validation import whole

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Branch:
    """The clients of an audit: those who are always in the data, and two who are in some runs only.

    Attributes:
        features: shape (clients, inputs).
        labels: 0 or 1 for each client, shape (clients,).
        real: features and label of one more real client.
        invented: features and label of the canary.
    """

    features: Array
    labels: Array
    real: tuple[Array, int]
    invented: tuple[Array, int]


def harbour_branch(clients: int = 300) -> Branch:
    """Return the first training clients of the running case as a branch to audit a trainer on.

    A last input stands for a product that no real client holds; the invented client holds it 100 times, and
    has 0 for everything else.

    Args:
        clients: number of real clients who are always in, below 20,000.

    >>> harbour_branch().features.shape
    (300, 31)
    """
    from execml.course import risk_split

    whole("clients", clients, high=19_999)
    split = risk_split()
    rows = np.column_stack([split.train_features[: clients + 1], np.zeros(clients + 1)])
    labels = split.train_labels
    product_only = np.append(np.zeros(rows.shape[1] - 1), 100.0)
    return Branch(rows[:-1], labels[:clients], (rows[-1], int(labels[clients])), (product_only, 1))
