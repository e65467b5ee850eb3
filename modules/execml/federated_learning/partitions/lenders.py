"""Five lenders, designed from one bank's clients: each serves a band of credit limits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from execml.course.bank.risk import RiskSplit, risk_split

# A design, not data: no such lenders exist. Each serves one band of limits, in New Taiwan dollars.
BANDS: dict[str, tuple[int, int]] = {
    "Anchor": (0, 40_000),
    "Beacon": (40_000, 100_000),
    "Compass": (100_000, 180_000),
    "Dock": (180_000, 300_000),
    "Ensign": (300_000, 10_000_000),
}


@dataclass(frozen=True, eq=False)
class Lender:
    """One lender's clients, a part of the bank's split.

    Attributes:
        name: made up.
        features: of the clients to train on, shape (clients, 30).
        labels: 1 = defaulted, shape (clients,).
        test_features: of the clients to test on.
        test_labels: of the same.
    """

    name: str
    features: NDArray[np.floating]
    labels: NDArray[np.int64]
    test_features: NDArray[np.floating]
    test_labels: NDArray[np.int64]

    @property
    def client(self) -> tuple[NDArray[np.floating], NDArray[np.int64]]:
        """What a federation's client is: features and labels to train on."""
        return self.features, self.labels


def five_lenders(split: RiskSplit | None = None) -> list[Lender]:
    """Return the bank's clients as if they were five lenders', by bands of limits.

    The partition is designed, and says nothing about real partners: one bank's book, cut by one product rule.

    Args:
        split: the bank's split; if not given it is loaded.

    Raises:
        ValueError: if a lender would have no client.

    >>> [(lender.name, len(lender.labels)) for lender in five_lenders()][:2]
    [('Anchor', 2867), ('Beacon', 5503)]
    """
    found = risk_split() if split is None else split
    train, test = (clients["limit"].to_numpy() for clients in (found.train_clients, found.test_clients))
    lenders = []
    for name, (low, high) in BANDS.items():
        rows, others = ((limits > low) & (limits <= high) for limits in (train, test))
        if not rows.any() or not others.any():
            raise ValueError(f"split holds no client for {name}, limits above {low:,} up to {high:,}")
        lenders.append(
            Lender(
                name,
                found.train_features[rows].astype(np.float64),
                found.train_labels[rows],
                found.test_features[others].astype(np.float64),
                found.test_labels[others],
            )
        )
    return lenders
