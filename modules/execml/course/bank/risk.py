"""The one model-ready split of the running case: every module trains and tests on the same clients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from execml.course.arrays import all_finite, array, frame, zeros_and_ones
from execml.course.bank.data import load
from execml.course.validation import several, text

if TYPE_CHECKING:
    import pandas as pd

# Bounds that do not depend on the clients: they are decided beforehand, so that scaling with them reveals
# nothing about anybody. What lies outside is moved to the bound.
LOWEST_LIMIT, HIGHEST_LIMIT = 10_000, 1_000_000  # New Taiwan dollars; the scale between them is logarithmic
YOUNGEST, OLDEST = 20, 80  # years
LATEST_STATUS = 9  # months; the codebook's scale ends at "nine months and above"
HIGHEST_AMOUNT = 1_000_000  # New Taiwan dollars, of a bill or a payment
SMALL_AMOUNT = 1_000  # New Taiwan dollars: where the scale of amounts turns from linear to logarithmic

MONTHS = tuple(range(1, 7))  # 1 = September 2005, back to 6 = April 2005
FEATURE_NAMES = (
    "limit",
    "age",
    "female",
    "graduate_school",
    "university",
    "married",
    *(f"months_late_{month}" for month in MONTHS),
    *(f"late_{month}" for month in MONTHS),
    *(f"bill_{month}" for month in MONTHS),
    *(f"payment_{month}" for month in MONTHS),
)

TRAIN_ROWS = 20_000
SEED = 350  # the number of the data set in the UCI repository


@dataclass(frozen=True, eq=False)
class RiskSplit:
    """Clients to train on and clients to test on.

    Attributes:
        train_features: float32, shape (20000, 30), each between -1 and 1.
        train_labels: int64, shape (20000,); 1 = defaulted in October 2005.
        test_features: float32, shape (10000, 30).
        test_labels: int64, shape (10000,).
        feature_names: names of the 30 columns of the features.
        train_clients: the rows of ``load("credit")`` behind the training features, in their order.
        test_clients: the rows of ``load("credit")`` behind the test features, in the same order.
    """

    train_features: np.ndarray
    train_labels: np.ndarray
    test_features: np.ndarray
    test_labels: np.ndarray
    feature_names: tuple[str, ...]
    train_clients: pd.DataFrame
    test_clients: pd.DataFrame

    def __post_init__(self) -> None:
        """Check that the parts fit.

        Raises:
            ValueError: if a shape does not fit, a number is not finite, or a label is neither 0 nor 1.
        """
        columns = len([text("feature_names", name) for name in several("feature_names", self.feature_names)])
        for part in ("train", "test"):
            rows = len(array(f"{part}_features", getattr(self, f"{part}_features"), ("clients", columns)))
            zeros_and_ones(f"{part}_labels", getattr(self, f"{part}_labels"), rows)
            if len(frame(f"{part}_clients", getattr(self, f"{part}_clients"))) != rows:
                raise ValueError(f"{part}_clients must have as many rows as {part}_features, {rows}")


def risk_split() -> RiskSplit:
    """Return the split that every module uses: 20,000 clients to train on and 10,000 to test on.

    The share of defaulters is the same in both parts, and the order of the rows is random; a seed fixes both.
    Nothing is learned from the clients on the way: see :func:`risk_features`.

    >>> split = risk_split()
    >>> split.train_features.shape, split.test_features.shape
    ((20000, 30), (10000, 30))
    >>> round(float(split.train_labels.mean()), 4), round(float(split.test_labels.mean()), 4)
    (0.2212, 0.2212)
    """
    clients = load("credit")
    train, test = _stratified(clients["default"].to_numpy(), TRAIN_ROWS, np.random.default_rng(SEED))
    features, labels = risk_features(clients), clients["default"].to_numpy(dtype=np.int64)
    return RiskSplit(
        train_features=features[train],
        train_labels=labels[train],
        test_features=features[test],
        test_labels=labels[test],
        feature_names=FEATURE_NAMES,
        train_clients=clients.iloc[train],
        test_clients=clients.iloc[test],
    )


def risk_features(clients: pd.DataFrame) -> np.ndarray:
    """Return the model's 30 features of some clients, scaled by public bounds.

    Limits are on a logarithmic scale from 0 to 1, ages on a linear one. A repayment status becomes the months
    of delay as a share of nine, and 1 if there was any delay. Bills and payments keep their sign and are on a
    logarithmic scale from -1 to 1. Other education or marriage than those named counts as 0.

    Args:
        clients: rows of ``load("credit")``.

    Returns:
        float32, shape (number of clients, 30); the columns are ``FEATURE_NAMES``.

    Raises:
        ValueError: if it is no table of clients, or a number in it is missing or infinite.

    >>> risk_features(load("credit").head(1)).round(2)[0, :8].tolist()
    [0.15000000596046448, 0.07000000029802322, 1.0, 0.0, 1.0, 1.0, 0.2199999988079071, 0.2199999988079071]
    """
    limit = np.log(_known(clients)["limit"] / LOWEST_LIMIT) / np.log(HIGHEST_LIMIT / LOWEST_LIMIT)
    age = (clients["age"] - YOUNGEST) / (OLDEST - YOUNGEST)
    person = [
        clients["sex"] == "female",
        clients["education"] == "graduate school",
        clients["education"] == "university",
        clients["marriage"] == "married",
    ]
    delay = clients[[f"repayment_{month}" for month in MONTHS]].clip(0, LATEST_STATUS)
    bills = clients[[f"bill_{month}" for month in MONTHS]]
    payments = clients[[f"payment_{month}" for month in MONTHS]]
    money = [_signed_logarithm(amounts.to_numpy(dtype=float)) for amounts in (bills, payments)]
    columns = [limit.clip(0, 1), age.clip(0, 1), *person, delay / LATEST_STATUS, delay >= 1, *money]
    return _finite(np.column_stack([np.asarray(column, dtype=np.float32) for column in columns]))


def _known(clients: pd.DataFrame) -> pd.DataFrame:
    """Return clients that have the bank's facts."""
    missing = {"limit", "age", "sex", "education", "marriage"} - set(frame("clients", clients).columns)
    if missing:
        raise ValueError(f"clients lacks the columns {sorted(missing)} of load('credit')")
    return clients


def _finite(features: np.ndarray) -> np.ndarray:
    if not all_finite(features):
        raise ValueError("clients hold NaN or infinity; all amounts, ages and delays must be finite")
    return features


def _signed_logarithm(amounts: np.ndarray) -> np.ndarray:
    """Scale amounts to [-1, 1]: linear around zero, logarithmic above ``SMALL_AMOUNT``."""
    size = np.log1p(np.abs(amounts) / SMALL_AMOUNT) / np.log1p(HIGHEST_AMOUNT / SMALL_AMOUNT)
    return np.sign(amounts) * np.minimum(size, 1)


def _stratified(
    labels: np.ndarray, rows: int, generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return row numbers of a first part of so many rows and of the rest, with equal shares of the labels."""
    classes = [generator.permutation(np.flatnonzero(labels == label)) for label in np.unique(labels)]
    cuts = [round(len(members) * rows / len(labels)) for members in classes]
    first = np.concatenate([members[:cut] for members, cut in zip(classes, cuts, strict=True)])
    rest = np.concatenate([members[cut:] for members, cut in zip(classes, cuts, strict=True)])
    return generator.permutation(first), generator.permutation(rest)
