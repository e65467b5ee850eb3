"""Where "autodiff is exact" needs a footnote: what our Tensor, PyTorch and TensorFlow answer there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course.validation import real
from execml.frameworks.autodiff.tensor import Tensor

if TYPE_CHECKING:
    import pandas as pd


def delicate_derivatives() -> pd.DataFrame:
    """Return what each framework answers where a derivative is delicate.

    Returns:
        A frame with the columns ``function``, ``at``, ``calculus`` (the derivative with respect to the first
        input, or NaN where there is none), ``ours``, ``PyTorch`` and ``TensorFlow``. Length is each library's
        own norm, and here the root of the sum of squares, which gives NaN in PyTorch, too.
    """
    import pandas as pd

    theirs, others, nothing = _torch_cases(), _tensorflow_cases(), float("nan")
    with np.errstate(all="ignore"):
        ours = _own_cases()
    rows = [
        ("relu(x)", "0", nothing),
        ("relu(x) − relu(−x), which is x", "0", 1.0),
        ("max of (x, y)", "x = y = 3", nothing),
        ("max of (x, y) along an axis", "x = y = 3", nothing),
        ("length of (x, y)", "x = y = 0", nothing),
        ("log(1 + exp x), guarded by one where", "800", 1.0),
        ("log(1 + exp x), guarded by two", "800", 1.0),
        ("softplus(x), the library's own", "800", 1.0),
    ]
    columns = ("function", "at", "calculus", "ours", "PyTorch", "TensorFlow")
    answers = zip(rows, ours, theirs, others, strict=True)
    return pd.DataFrame([(*row, *found) for row, *found in answers], columns=columns)


def cancelling_slope(x: float = 1e-9) -> float:
    """Return the derivative of (exp(x) - 1) / x as autodiff computes it; calculus says 1/2 + x/3 + … near 0.

    The program divides a difference that has lost its digits by x², and autodiff differentiates the program.

    Args:
        x: other than 0, in (-700, 700).

    Raises:
        ValueError: if it lies outside.

    >>> abs(cancelling_slope(1e-9) - 0.5) > 10
    True
    >>> round(cancelling_slope(1e-2), 6)
    0.503346
    """
    if real("x", x, -700, 700) == 0:  # beyond, the exponential overflows
        raise ValueError(f"x={x!r} must not be 0, where the program divides 0 by 0")
    point = Tensor(float(x))
    ((point.exp() - 1.0) / point).backward()
    return float(point.grad)


def _own_cases() -> list[float]:
    def slope(function: Callable[[Tensor], Tensor], *at: float) -> float:
        point = Tensor(list(at))
        function(point).sum().backward()
        return float(point.grad[0])

    def guarded(x: Tensor) -> Tensor:
        return Tensor.where(x < 20.0, (x.exp() + 1.0).log(), x)

    def guarded_twice(x: Tensor) -> Tensor:
        return Tensor.where(x < 20.0, (Tensor.where(x < 20.0, x, 0.0).exp() + 1.0).log(), x)

    return [
        slope(Tensor.relu, 0.0),
        slope(lambda x: x.relu() - (-x).relu(), 0.0),
        slope(Tensor.max, 3.0, 3.0),
        slope(lambda x: x.max(axis=0), 3.0, 3.0),
        slope(lambda x: (x * x).sum() ** 0.5, 0.0, 0.0),
        slope(guarded, 800.0),
        slope(guarded_twice, 800.0),
        slope(Tensor.softplus, 800.0),
    ]


def _torch_cases() -> list[float]:
    import torch

    def slope(function: Callable[[Any], Any], *at: float) -> float:
        point = torch.tensor(at, dtype=torch.float64, requires_grad=True)
        function(point).sum().backward()
        return float(point.grad[0])  # type: ignore[index]

    def guarded_twice(x: Any) -> Any:
        return torch.where(x < 20, torch.log(1 + torch.exp(torch.where(x < 20, x, 0.0))), x)

    return [
        slope(torch.relu, 0.0),
        slope(lambda x: torch.relu(x) - torch.relu(-x), 0.0),
        slope(torch.max, 3.0, 3.0),
        slope(lambda x: torch.max(x, dim=0).values, 3.0, 3.0),
        slope(torch.linalg.vector_norm, 0.0, 0.0),
        slope(lambda x: torch.where(x < 20, torch.log(1 + torch.exp(x)), x), 800.0),
        slope(guarded_twice, 800.0),
        slope(torch.nn.functional.softplus, 800.0),
    ]


def _tensorflow_cases() -> list[float]:
    import tensorflow as tf

    def slope(function: Callable[[Any], Any], *at: float) -> float:
        point = tf.Variable(at, dtype=tf.float64)
        with tf.GradientTape() as tape:
            result = function(point)
        return float(tape.gradient(result, point)[0])

    def guarded_twice(x: Any) -> Any:
        return tf.where(x < 20, tf.math.log(1 + tf.exp(tf.where(x < 20, x, tf.zeros_like(x)))), x)

    return [
        slope(tf.nn.relu, 0.0),
        slope(lambda x: tf.nn.relu(x) - tf.nn.relu(-x), 0.0),
        slope(tf.reduce_max, 3.0, 3.0),
        slope(lambda x: tf.reduce_max(x, axis=0), 3.0, 3.0),
        slope(tf.norm, 0.0, 0.0),
        slope(lambda x: tf.where(x < 20, tf.math.log(1 + tf.exp(x)), x), 800.0),
        slope(guarded_twice, 800.0),
        slope(tf.nn.softplus, 800.0),
    ]
