"""How far apart the frameworks are when they compute one network from the same weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from execml.frameworks.libraries.backends import keras_outputs
from execml.frameworks.libraries.models import same_weights
from execml.frameworks.libraries.ports import gradients_of, outputs
from execml.frameworks.networks.perceptron import checked_batch, checked_weights
from execml.frameworks.networks.rounding import largest_difference, usual_output_error, worst_output_error

if TYPE_CHECKING:
    import pandas as pd

COMPARED = ("PyTorch", "Keras on TensorFlow", "Keras on PyTorch")


def framework_gaps(weights: Sequence[np.ndarray], features: np.ndarray) -> pd.DataFrame:
    """Compute one network in NumPy, PyTorch and Keras, in float32 and float64; Keras on PyTorch in a process.

    Args:
        weights: list ``[kernel, bias, …]``, kernels as (inputs, outputs).
        features: shape (rows, inputs), exact in float32.

    Returns:
        One row a type, named by it: for each of ``PyTorch``, ``Keras on TensorFlow`` and ``Keras on PyTorch``
        the largest gap of an output to NumPy's; ``usual error``, the largest standard deviation of
        :func:`usual_output_error`; and ``guaranteed``, twice the largest :func:`worst_output_error`.

    Raises:
        ValueError: if a shape does not fit, or a number is not finite.
        RuntimeError: if Keras on PyTorch fails.
    """
    import pandas as pd

    on_torch, rows = keras_outputs(weights, features, backend="torch"), {}
    for dtype in ("float32", "float64"):
        models = same_weights(weights, dtype)
        others = [outputs(models.torch, features), outputs(models.keras, features), on_torch[dtype]]
        ours = outputs(models.numpy, features)
        rows[dtype] = [float(np.abs(ours - other).max()) for other in others] + [
            float(usual_output_error(models.weights, features, dtype).max()),
            2 * float(worst_output_error(models.weights, features, dtype).max()),
        ]
    return pd.DataFrame.from_dict(rows, orient="index", columns=[*COMPARED, "usual error", "guaranteed"])


def gradient_gap(weights: Sequence[np.ndarray], features: np.ndarray, labels: np.ndarray) -> float:
    """Return the largest gap, in float64, of a gradient by PyTorch or Keras to the one written out by hand.

    Args:
        weights: list ``[kernel, bias, …]``, kernels as (inputs, outputs); one output, a logit.
        features: shape (rows, inputs).
        labels: zeros and ones, shape (rows,).

    Raises:
        ValueError: if a shape does not fit, a number is not finite, or a label is neither 0 nor 1.
    """
    features, labels = checked_batch(features, labels, len(checked_weights(weights)[0]))
    models = same_weights(weights, "float64")
    ours, *others = [
        gradients_of(model, features, labels) for model in (models.numpy, models.torch, models.keras)
    ]
    return max(largest_difference(ours, other) for other in others)
