"""What a refused client could have done: the cheapest change within reach, and who is helped by it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from execml.course.arrays import array
from execml.xai_ethics.effects.recourse import Change, counterfactual
from execml.xai_ethics.scrutiny.desk import Desk

PAYMENT, BILL = 0.9, 0.25  # quantiles of the training clients: so much paid at most, so low a bill at least


def within_reach(bank: Desk, row: np.ndarray) -> Mapping[int, list[float]]:
    """Return what a client could have had otherwise last month: no delay, a larger payment, a smaller bill.

    Age, sex, education, marriage, the limit and all earlier months stay as they are.

    Args:
        bank: the desk, whose training clients say what is a large payment and a small bill.
        row: the client's features, shape (features,).
    """
    values = array("row", row, (len(bank.families),)).astype(float)
    place = bank.split.feature_names.index
    found: dict[int, list[float]] = {}
    for name in ("late_1", "months_late_1"):
        if values[place(name)] > 0:
            found[place(name)] = [0.0]
    payment, bill = place("payment_1"), place("bill_1")
    middle, most = np.quantile(bank.split.train_features[:, payment], [0.5, PAYMENT]).tolist()
    least = float(np.quantile(bank.split.train_features[:, bill], BILL))
    larger = [value for value in (middle, most) if value > values[payment]]
    if larger:
        found[payment] = larger
    if least < values[bill]:
        found[bill] = [least]
    return found


def way_out(bank: Desk, row: np.ndarray) -> Change | None:
    """Return the cheapest change within reach that turns a refusal, ``None`` if there is none.

    Up to three columns change together, so a month's delay, which is two columns, and one amount.

    Raises:
        ValueError: if the row is none of the bank's.
    """
    allowed = within_reach(bank, row)
    wanted = np.asarray(row, dtype=float)
    return counterfactual(bank.risk, wanted, bank.cutoff, allowed, most_changes=3) if allowed else None


def delay_cleared(bank: Desk) -> tuple[np.ndarray, np.ndarray]:
    """Return who would be approved without last month's delay, among all test clients refused with one.

    Args:
        bank: the desk; not only its random clients, but all whom it refuses.

    Returns:
        approved then, bool, and who is a woman, bool; both of shape (clients refused with a delay,).

    >>> from execml.xai_ethics.scrutiny.desk import desk
    >>> approved, woman = delay_cleared(desk(0))
    >>> approved.shape == woman.shape, bool(0 < approved.mean() < 1)
    (True, True)
    """
    place = bank.split.feature_names.index
    tested = bank.split.test_features
    late = tested[(bank.risk(tested) > bank.cutoff) & (tested[:, place("late_1")] > 0.5)]
    cleared = late.copy()
    cleared[:, [place("late_1"), place("months_late_1")]] = 0
    return bank.risk(cleared) <= bank.cutoff, late[:, place("female")] > 0.5
