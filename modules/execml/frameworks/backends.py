"""Run a Keras model on another backend, in a process of its own: Keras chooses when it is imported."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from execml.course.validation import one_of
from execml.frameworks.perceptron import DTYPES, checked_weights

BACKENDS = ("tensorflow", "torch", "jax")
PATIENCE = 300.0  # seconds that the process may take; importing a framework needs a few


def keras_outputs(
    weights: Sequence[np.ndarray],
    features: np.ndarray,
    backend: str = "torch",
    dtypes: Sequence[str] = ("float32", "float64"),
) -> dict[str, np.ndarray]:
    """Build a Keras model from weights on a backend of your choice, and return its outputs.

    Args:
        weights: list ``[kernel, bias, …]``, kernels as (inputs, outputs).
        features: shape (rows, inputs).
        backend: ``"tensorflow"``, ``"torch"`` or ``"jax"``, as far as it is installed.
        dtypes: in which types to compute: ``"float32"``, ``"float64"``.

    Returns:
        for each type an array of shape (rows, outputs).

    Raises:
        ValueError: if the weights do not fit together, or a word is not allowed.
        RuntimeError: if the process fails; the message carries the last line that it wrote.
    """
    one_of("backend", backend, BACKENDS)
    for dtype in dtypes:
        one_of("dtypes", dtype, DTYPES)
    given = checked_weights(weights, "float64")
    with tempfile.TemporaryDirectory() as folder:
        question, answer = Path(folder) / "question.npz", Path(folder) / "answer.npz"
        np.savez(question, *given, features=np.asarray(features, dtype=np.float64))
        command = [sys.executable, "-m", __name__, str(question), str(answer), *dtypes]
        environment = {**os.environ, "KERAS_BACKEND": backend}
        result = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        if result.returncode != 0:
            last = (result.stderr.strip().splitlines() or ["no message"])[-1]
            raise RuntimeError(f"Keras on backend {backend!r} failed: {last}")
        with np.load(answer) as found:
            return {dtype: found[dtype] for dtype in dtypes}


def _answer(question: str, answer: str, dtypes: Sequence[str]) -> None:
    """Do the child's part: read weights and features, write the outputs."""
    import keras

    from execml.frameworks.models import keras_model

    with np.load(question) as given:
        weights = [given[f"arr_{place}"] for place in range(len(given.files) - 1)]
        features = given["features"]
    found = {}
    for dtype in dtypes:
        model = keras_model([part.astype(dtype) for part in weights])
        found[dtype] = keras.ops.convert_to_numpy(model(features.astype(dtype), training=False))
    np.savez(answer, **found)


if __name__ == "__main__":
    _answer(sys.argv[1], sys.argv[2], sys.argv[3:])
