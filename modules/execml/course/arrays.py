"""Checks of arrays and tables: each returns the value, or raises a ValueError that says what is wanted.

    rows = array("features", features, ("rows", "columns"))
    wanted = zeros_and_ones("labels", labels, len(rows))

NaN, infinity, complex numbers, objects, other shapes and no numbers at all never pass unless asked to.
"""

from __future__ import annotations

import numbers
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
    if values.dtype.kind not in "biuf" or isinstance(value, bool):
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


def complete(name: str, value: Any) -> np.ndarray:
    """Return labels of any kind as an array; a missing label is no class of its own.

    Raises:
        ValueError: if one is NaN, NaT, None or pandas' NA.

    >>> complete("y", ["paid", "late"]).tolist()
    ['paid', 'late']
    """
    values = np.asarray(value)
    if values.dtype == object:
        missing = sum(_is_missing(item) for item in values.ravel().tolist())
    else:
        missing = int((values != values).sum()) if values.dtype.kind in "fcmM" else 0
    if missing:
        raise ValueError(f"{name} holds {missing} missing values of {values.size}; every one must be known")
    return values


def _is_missing(item: Any) -> bool:
    nothing = item is None or type(item).__name__ in ("NAType", "NaTType")
    return nothing or (isinstance(item, numbers.Number) and item != item)


def all_finite(values: np.ndarray) -> bool:
    """Return whether an array holds neither NaN nor infinity; whole numbers and truths never do.

    >>> all_finite(np.array([1.0, 2.0])), all_finite(np.array([1.0, np.inf]))
    (True, False)
    """
    return values.dtype.kind != "f" or bool(np.isfinite(values).all())


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
