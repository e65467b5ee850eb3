"""How far apart the frameworks are when they compute one network from the same weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from execml.course.validation import one_of
from execml.frameworks.libraries.backends import keras_outputs
from execml.frameworks.libraries.models import same_weights
from execml.frameworks.libraries.ports import gradients_of, outputs
from execml.frameworks.networks.perceptron import checked_batch, checked_weights
from execml.frameworks.networks.rounding import largest_difference, usual_output_error, worst_output_error

if TYPE_CHECKING:
    import pandas as pd

NAMES = {"jax": "Keras on JAX", "torch": "Keras on PyTorch"}
DOUBLES = "float64, JAX's 64 bits switched on"


def framework_gaps(weights: Sequence[np.ndarray], features: np.ndarray, backend: str = "jax") -> pd.DataFrame:
    """Compute one network in NumPy, PyTorch and Keras, and Keras once more on another backend.

    Keras chooses its backend when it is imported, so that one runs in a process of its own.

    Args:
        weights: list ``[kernel, bias, …]``, kernels as (inputs, outputs).
        features: shape (rows, inputs), exact in float32.
        backend: ``"jax"`` or ``"torch"``.

    Returns:
        One row a type, named by it, and for JAX a third, float64 with JAX's 64 bits switched on: for each of
        ``PyTorch``, ``Keras on TensorFlow`` and the other backend the largest gap of an output to NumPy's;
        ``usual error``, the largest standard deviation of :func:`usual_output_error`; and ``guaranteed``,
        twice the largest :func:`worst_output_error`. What the third row shares with the second is NaN.

    Raises:
        ValueError: if a shape does not fit, a number is not finite, or a word is not allowed.
        RuntimeError: if the other backend fails.
    """
    import pandas as pd

    one_of("backend", backend, NAMES)
    elsewhere, rows = keras_outputs(weights, features, backend), {}
    for dtype in ("float32", "float64"):
        models = same_weights(weights, dtype)
        others = [outputs(models.torch, features), outputs(models.keras, features), elsewhere[dtype]]
        ours = outputs(models.numpy, features)
        rows[dtype] = [float(np.abs(ours - other).max()) for other in others] + [
            float(usual_output_error(models.weights, features, dtype).max()),
            2 * float(worst_output_error(models.weights, features, dtype).max()),
        ]
    if backend == "jax":
        gap = float(np.abs(ours - elsewhere["float64, 64 bits"]).max())
        rows[DOUBLES] = [np.nan, np.nan, gap, np.nan, np.nan]
    columns = ["PyTorch", "Keras on TensorFlow", NAMES[backend], "usual error", "guaranteed"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


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
