"""A derivative as a forecast: what it foresees for clients' risk, beside what the model says."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course.arrays import array
from execml.course.bank.risk import FEATURE_NAMES, HIGHEST_LIMIT, LATEST_STATUS, LOWEST_LIMIT
from execml.frameworks.autodiff.transforms import jvp, value_of
from execml.frameworks.networks.risk_network import Weights, checked_risk_weights, scores

if TYPE_CHECKING:
    import pandas as pd

DOUBLING = math.log(2) / math.log(HIGHEST_LIMIT / LOWEST_LIMIT)  # on the limit's logarithmic scale


def risk_forecasts(weights: Weights, features: np.ndarray) -> pd.DataFrame:
    """Return how clients' risk changes with some facts: by the derivative, and by the model itself.

    Only clients take part who paid the last month in time and whose limit may still be multiplied by eight.

    Args:
        weights: of the risk network, as arrays.
        features: float64, shape (clients, 30).

    Returns:
        A frame with the columns ``what changes``, ``the derivative foresees``, ``the model says`` and
        ``average error``: averages over clients, in percentage points of risk; the last of the error's size.

    Raises:
        ValueError: if no client may take part, a shape does not fit, or a number is not finite.
    """
    import pandas as pd

    array("features", features, ("clients", len(checked_risk_weights(weights)[0])))
    limit, late = FEATURE_NAMES.index("limit"), FEATURE_NAMES.index("late_1")
    clients = features[(features[:, late] == 0) & (features[:, limit] + 3 * DOUBLING <= 1)]
    if not len(clients):
        raise ValueError("features holds no punctual client whose limit may be multiplied by eight")
    one_month_late = {"late_1": 1.0, "months_late_1": 1 / LATEST_STATUS}  # two facts that move together
    moves = {
        "limit + 10%": {"limit": DOUBLING * math.log2(1.1)},
        "limit × 2": {"limit": DOUBLING},
        "limit × 8": {"limit": 3 * DOUBLING},
        "last month paid late": one_month_late,
    }
    rows = [(name, *_forecast(weights, clients, move)) for name, move in moves.items()]
    columns = ("what changes", "the derivative foresees", "the model says", "average error")
    return pd.DataFrame(rows, columns=columns)


def _forecast(weights: Weights, clients: np.ndarray, move: dict[str, float]) -> list[float]:
    """Return the average change foreseen, that of the model, and the error's average size, in points."""

    def chance(facts: Any) -> Any:
        return scores(weights, facts).sigmoid()

    way = np.zeros_like(clients)
    for fact, distance in move.items():
        way[:, FEATURE_NAMES.index(fact)] = distance
    before, rates = jvp(chance)(clients, way)
    changes = value_of(chance)(clients + way) - before
    return [100 * float(part.mean()) for part in (rates, changes, np.abs(rates - changes))]
