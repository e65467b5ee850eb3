"""A discrepancy that the defaults audit finds, and the reading of defaults from the installed libraries."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Discrepancy:
    """What two defaults of one name do differently; ``defaults_audit`` describes the fields."""

    kind: str
    name: str
    pytorch: str
    keras: str
    measure: str
    drift: float
    align: str
    aligned_drift: float

    def row(self) -> dict[str, Any]:
        """Return it with the column names of the audit."""
        return {
            "kind": self.kind,
            "name": self.name,
            "PyTorch": self.pytorch,
            "Keras": self.keras,
            "measure": self.measure,
            "drift": self.drift,
            "align": self.align,
            "aligned drift": self.aligned_drift,
        }


def default(function: Callable[..., Any], argument: str) -> Any:
    """Return the default of an argument, as the installed library declares it.

    Raises:
        ValueError: if there is no such argument, or it has no default.

    >>> default(round, "ndigits") is None
    True
    """
    parameter = inspect.signature(function).parameters.get(argument)
    if parameter is None or parameter.default is inspect.Parameter.empty:
        raise ValueError(f"argument={argument!r} of {function!r} has no default")
    return parameter.default


def shown(function: Callable[..., Any], *arguments: str) -> str:
    """Return arguments with their defaults as text.

    >>> shown(round, "ndigits")
    'ndigits=None'
    """
    return ", ".join(f"{argument}={_text(default(function, argument))}" for argument in arguments)


def gap(one: Any, other: Any) -> float:
    """Return the largest absolute difference of two arrays.

    >>> gap([1.0, 2.0], [1.0, 2.5])
    0.5
    """
    return float(np.max(np.abs(np.asarray(one) - np.asarray(other))))


def bank_batches(batches: int, rows: int = 256) -> tuple[np.ndarray, np.ndarray]:
    """Return training clients of the running case: features (batches, rows, 30) and labels, in float64."""
    from execml.course import risk_split

    split, count = risk_split(), batches * rows
    features = split.train_features[:count].astype(np.float64).reshape(batches, rows, -1)
    return features, split.train_labels[:count].astype(np.float64).reshape(batches, rows)


def _text(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
