"""Checks of arrays and tables: each returns the value, or raises a ValueError that says what is wanted.

    rows = array("features", features, ("rows", "columns"))
    wanted = zeros_and_ones("labels", labels, len(rows))

NaN, infinity, complex numbers, objects, other shapes and no numbers at all never pass unless asked to.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course.validation import shown

if TYPE_CHECKING:
    import pandas as pd


def array(
    name: str, value: Any, shape: Sequence[int | str] | None = None, finite: bool = True, empty: bool = False
) -> np.ndarray:
    """Return numbers as an array, in the type that they have.

    Args:
        name: the argument's name, for the message.
        value: an array, or nested lists of numbers or truths.
        shape: the length of each axis, or a word where any length will do; any shape if not given.
        finite: whether NaN and infinity are refused.
        empty: whether there may be no number at all.

    Raises:
        ValueError: if the value is not made of real numbers, or breaks a rule above.

    >>> array("features", [[0.5, 1.0]], ("rows", 2))
    array([[0.5, 1. ]])
    """
    wanted = "" if shape is None else f" of shape ({', '.join(map(str, shape))}{',' * (len(shape) == 1)})"
    try:
        values = np.asarray(value)
    except (ValueError, TypeError):  # rows of different lengths
        raise ValueError(f"{name}={shown(value)} must be an array of numbers{wanted}") from None
    if values.dtype.kind not in "biuf":
        told = f" of {values.dtype}" if values.ndim else f"={shown(value)}"
        raise ValueError(f"{name}{told} must be an array of real numbers{wanted}")
    if shape is not None and not _fits(values.shape, shape):
        told = f" of shape {values.shape}" if values.ndim else f"={shown(value)}"
        raise ValueError(f"{name}{told} must be an array{wanted}")
    if not values.size and not empty:
        raise ValueError(f"{name} of shape {values.shape} must hold a number")
    if finite and not all_finite(values):
        raise ValueError(f"{name}{_first_bad(value, values)} must be finite numbers")
    return values


def zeros_and_ones(name: str, value: Any, rows: int | str = "rows") -> np.ndarray:
    """Return labels 0 and 1, in the type that they have, shape (rows,).

    >>> zeros_and_ones("labels", [0, 1, 1])
    array([0, 1, 1])
    """
    values = array(name, value, (rows,))
    others = values[(values != 0) & (values != 1)]
    if others.size:
        raise ValueError(f"{name} holds {others[0].item()!r}; it must hold 0 and 1 only")
    return values


def all_finite(values: np.ndarray) -> bool:
    """Return whether an array holds neither NaN nor infinity; one pass without a copy where that is enough.

    >>> all_finite(np.array([1.0, 2.0])), all_finite(np.array([1.0, np.inf]))
    (True, False)
    """
    if values.dtype.kind != "f" or not values.size:
        return True
    flat = values.ravel() if values.flags.c_contiguous else values.T.ravel()
    return math.isfinite(np.dot(flat, flat)) or bool(np.isfinite(values).all())  # squares may overflow


def frame(name: str, value: Any) -> pd.DataFrame:
    """Return a table.

    Raises:
        ValueError: if it is none, or has no row or no column.
    """
    import pandas as pd

    if not isinstance(value, pd.DataFrame):
        raise ValueError(f"{name}={shown(value)} must be a DataFrame; a Series has to_frame()")
    if not value.size:
        raise ValueError(f"{name} of shape {value.shape} must have a row and a column")
    return value


def _fits(shape: tuple[int, ...], wanted: Sequence[int | str]) -> bool:
    pairs = zip(shape, wanted, strict=False)
    return len(shape) == len(wanted) and all(isinstance(b, str) or a == b for a, b in pairs)


def _first_bad(value: Any, values: np.ndarray) -> str:
    return (
        f"={shown(value)}" if not values.ndim else f" holds {values[~np.isfinite(values)][0].item()!r}; all"
    )
