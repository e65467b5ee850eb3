"""The plain rivals: what anybody gets on the bank's split without tuning, measured once for all pages."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course.validation import one_of, whole

if TYPE_CHECKING:
    import pandas as pd

    from execml.course.bank.delong import Interval

SEEDS = tuple(range(10))
NOTHING = "the base rate"


def _logistic(seed: int) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression())


def _forest(seed: int) -> Any:
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(random_state=seed)


def _boosted(seed: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(random_state=seed)


def _nothing(seed: int) -> Any:
    from sklearn.dummy import DummyClassifier

    return DummyClassifier()


MODELS: dict[str, tuple[str, Callable[[int], Any]]] = {
    NOTHING: ("DummyClassifier()", _nothing),
    "logistic regression": ("StandardScaler() | LogisticRegression()", _logistic),
    "random forest": ("RandomForestClassifier(random_state=seed)", _forest),
    "boosted trees": ("HistGradientBoostingClassifier(random_state=seed)", _boosted),
}
MEASURED_WITH = "scikit-learn 1.9"

# AUC on the test clients after training on all 20,000, a number a seed. `risks` computes them again, and a
# test compares: to 0.001 each, a sixth of the error that comes from the choice of the test clients.
AUCS: dict[str, tuple[float, ...]] = {
    NOTHING: (0.5,),
    "logistic regression": (0.76596,),
    "random forest": (
        *(0.75585, 0.75849, 0.75850, 0.75704, 0.75894),
        *(0.76013, 0.75534, 0.75760, 0.75942, 0.75755),
    ),
    "boosted trees": (
        *(0.77648, 0.77735, 0.77725, 0.77717, 0.77770),
        *(0.77693, 0.77778, 0.77786, 0.77560, 0.77649),
    ),
}
# Standard error over the test clients (DeLong and others, 1988), of the first seed.
ERRORS = {NOTHING: 0.0, "logistic regression": 0.00603, "random forest": 0.00618, "boosted trees": 0.0058}


@dataclass(frozen=True)
class Rival:
    """A model that costs nothing but a line of code.

    Attributes:
        name: what pages call it.
        call: the call that makes it.
        version: of the library that measured it.
        aucs: on the test clients, one a seed; a single one if no seed enters.
        error: standard error of one AUC over the test clients.
    """

    name: str
    call: str
    version: str
    aucs: tuple[float, ...]
    error: float

    @property
    def auc(self) -> float:
        """The mean over the seeds."""
        return float(np.mean(self.aucs))

    @property
    def spread(self) -> float:
        """Standard deviation over the seeds; 0 where there is one."""
        return float(np.std(self.aucs, ddof=1)) if len(self.aucs) > 1 else 0.0

    def interval(self) -> tuple[float, float]:
        """Return a 95% interval for one training: over the test clients, and over seeds where there are any.

        >>> low, high = rivals()["logistic regression"].interval()
        >>> round(low, 3), round(high, 3)
        (0.754, 0.778)
        """
        reach = 1.96 * math.hypot(self.error, self.spread)
        return self.auc - reach, self.auc + reach


def rivals() -> dict[str, Rival]:
    """Return the rivals by name, from the worst to the best, as measured on the bank's split.

    >>> list(rivals())[-1], round(rivals()["the base rate"].auc, 1)
    ('boosted trees', 0.5)
    """
    found = [Rival(name, MODELS[name][0], MEASURED_WITH, AUCS[name], ERRORS[name]) for name in MODELS]
    return {rival.name: rival for rival in sorted(found, key=lambda rival: rival.auc)}


def rivals_frame() -> pd.DataFrame:
    """Return the rivals as a table: name, call, version, AUC, its interval, and the spread over seeds.

    >>> rivals_frame()["model"].tolist()
    ['the base rate', 'random forest', 'logistic regression', 'boosted trees']
    """
    import pandas as pd

    rows = [
        {
            "model": rival.name,
            "call": rival.call,
            "library": rival.version,
            "AUC": rival.auc,
            "low": rival.interval()[0],
            "high": rival.interval()[1],
            "seeds": len(rival.aucs),
            "spread over seeds": rival.spread,
        }
        for rival in rivals().values()
    ]
    return pd.DataFrame(rows)


@cache
def risks(name: str, seed: int = 0, clients: int = 20_000) -> np.ndarray:
    """Return what a rival says of the test clients, after training on the first clients of the split.

    Args:
        name: one of :data:`MODELS`.
        seed: of the model; the logistic regression and the base rate ignore it.
        clients: how many to train on, from 100 to 20,000.

    Returns:
        risks of default, read-only, shape (10000,).

    Raises:
        ValueError: if the name is unknown, or a number lies outside its range.

    >>> risks("logistic regression", clients=500).shape
    (10000,)
    """
    from execml.course.bank.risk import TRAIN_ROWS, risk_split

    one_of("name", name, tuple(MODELS))
    whole("seed", seed, low=0)
    if whole("clients", clients, low=100) > TRAIN_ROWS:
        raise ValueError(f"clients={clients!r} must be a whole number from 100 to {TRAIN_ROWS}")
    split = risk_split()
    model = MODELS[name][1](seed).fit(split.train_features[:clients], split.train_labels[:clients])
    found = np.asarray(model.predict_proba(split.test_features)[:, 1], dtype=float)
    found.setflags(write=False)
    return found


def measured(name: str, seed: int = 0, clients: int = 20_000) -> Interval:
    """Return the AUC of a rival on the test clients with its 95% interval, trained anew.

    Args:
        name: one of :data:`MODELS`.
        seed: of the model.
        clients: how many to train on, from 100 to 20,000.

    Raises:
        ValueError: as :func:`risks`.

    >>> round(measured("logistic regression").estimate, 3)
    0.766
    """
    from execml.course.bank.delong import auc_interval
    from execml.course.bank.risk import risk_split

    return auc_interval(risk_split().test_labels, risks(name, seed, clients))
