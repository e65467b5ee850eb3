"""What an argument of the machine must be, and whether an array was changed behind its back."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from execml.course.validation import function as function_named
from execml.course.validation import shown


def floating(data: Any, name: str = "data") -> Any:
    """Return data as an array of float64 or float32; whatever behaves like such an array is passed through.

    Raises:
        ValueError: if the elements are of another type.

    >>> floating([0.5, 1.0]).dtype
    dtype('float64')
    """
    try:
        values = data if hasattr(data, "__array_function__") and hasattr(data, "dtype") else np.asarray(data)
    except ValueError:  # rows of different lengths
        raise ValueError(f"{name}={shown(data)} must be an array of floats") from None
    if values.dtype not in (np.float64, np.float32):
        advice = (
            "convert it with .astype(float), or write 1.0 for 1: a derivative needs a continuous quantity"
        )
        told = name if np.ndim(values) else f"{name}={shown(data)}"
        raise ValueError(f"{told} has dtype {values.dtype}, and must be float64 or float32; {advice}")
    return values


def differentiable(function: Any) -> Callable[..., Any]:
    """Return a function, or raise a ValueError that names it.

    >>> differentiable(len) is len
    True
    """
    return function_named("function", function)


def alike(values: Sequence[Any], tangents: Sequence[Any], point: Any, direction: Any) -> None:
    """Refuse a direction whose arrays have other shapes than the point's.

    Raises:
        ValueError: if a shape differs.
    """
    wanted, given = [value.shape for value in values], [tangent.shape for tangent in tangents]
    if wanted != given:
        told = f"point={shown(point)}, direction={shown(direction)}"
        shapes = f"the direction has the shapes {given}, and must have those of the point, {wanted}"
        raise ValueError(f"{shapes}: {told}")


def pair(value: Any, tangent: Any) -> None:
    """Refuse what cannot be a value with its tangent: two shapes, or other than real numbers.

    Raises:
        ValueError: if so.
    """
    if value.shape != tangent.shape:
        shapes = f"tangent has shape {tangent.shape}, and must have the value's, {value.shape}"
        raise ValueError(f"{shapes}: value={shown_part(value)}, tangent={shown_part(tangent)}")
    for name, part in (("value", value), ("tangent", tangent)):
        if part.dtype.kind not in "fiub":
            raise ValueError(f"{name}={shown_part(part)} has dtype {part.dtype}, and must hold real numbers")


def of_shape(name: str, given: Any, shape: tuple[int, ...]) -> None:
    """Refuse an array of another shape than the result that it belongs to.

    Raises:
        ValueError: if the shape differs.
    """
    if np.shape(given) != shape:
        told = f"{name}={shown(given)}" if np.ndim(given) == 0 else name
        raise ValueError(f"{told} has shape {np.shape(given)}, and the result {shape}")


def shown_part(part: Any) -> str:
    """Return an array as a message shows it, a single number by its value."""
    return shown(part.item() if part.ndim == 0 and hasattr(part, "item") else part)


def read_only(data: Any) -> Any:
    """Return a view of an array that refuses to be changed; the array itself stays as it is.

    >>> read_only(np.ones(2)).flags.writeable
    False
    """
    return locked(data.view()) if isinstance(data, np.ndarray) else data


def locked(data: Any) -> Any:
    """Make an array, or both parts of a dual number, refuse to be changed in place, and return it."""
    for part in (data.value, data.tangent) if hasattr(data, "tangent") else (data,):
        part.flags.writeable = False
    return data


def fingerprint(data: Any) -> int:
    """Return a checksum of an array's bytes, by which a change in place is noticed.

    Another array has the same one with a chance of 1 in 4 billion, and never if a single number differs.

    >>> values = np.array([1.0, 2.0])
    >>> fingerprint(values) == fingerprint(values[::-1])
    False
    """
    found = 0
    for part in (data.value, data.tangent) if hasattr(data, "tangent") else (data,):
        found = zlib.crc32(np.ascontiguousarray(part).view(np.ndarray).tobytes(), found)
    return found


def seen(data: Any, edges: Any) -> tuple[Any, tuple[int | None, ...]]:
    """Lock what an operation computed, and return it with fingerprints of the inputs among its operands."""
    prints = tuple(None if operand._edges else fingerprint(operand.data) for operand, _ in edges)
    return locked(data), prints


def untouched(node: Any) -> None:
    """Refuse a result whose data were replaced, or one of whose inputs changed since an operation used it.

    Raises:
        RuntimeError: if so: the derivative would be that of neither value.
    """
    data, prints = node._used
    if node.data is not data:
        raise RuntimeError("data of a result was replaced after the forward pass: compute anew")
    for (operand, _), print_then in zip(node._edges, prints, strict=True):
        if print_then is not None and fingerprint(operand.data) != print_then:
            raise RuntimeError(
                "data of an input was changed in place since an operation used it: compute anew"
            )
