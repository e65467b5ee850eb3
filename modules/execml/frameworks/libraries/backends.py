"""Run a Keras model on another backend, in a process of its own: Keras chooses when it is imported."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.measure.fresh_process import ChildFailed, packed, run_children, unpacked
from execml.course.validation import one_of, several
from execml.frameworks.networks.perceptron import DTYPES, checked_weights

BACKENDS = ("tensorflow", "torch", "jax")
EXTRAS = ("matplotlib", "pandas", "sklearn")  # Keras imports them where it can: half of the child's time
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
        for each type an array of shape (rows, outputs). JAX computes in float32 whatever it is told, with a
        warning, until its 64 bits are switched on; ``"float64, 64 bits"`` holds its outputs after that.

    Raises:
        ValueError: if a shape does not fit, a number is not finite, or a word is not allowed.
        RuntimeError: if the process fails; the message carries the last line that it wrote.
    """
    one_of("backend", backend, BACKENDS)
    for dtype in several("dtypes", dtypes):
        one_of("dtypes", dtype, DTYPES)
    parts = checked_weights(weights, "float64")
    rows = array("features", features, ("rows", len(parts[0])))
    arrays = packed(parts) | {"features": rows.astype(np.float64)}
    try:
        request, variables = {"dtypes": list(dtypes)}, {"KERAS_BACKEND": backend}
        (found,) = run_children(f"{__name__}:keras_share", [request], arrays, variables, PATIENCE)
    except ChildFailed as failure:
        raise RuntimeError(f"Keras on backend {backend!r} failed: {failure}") from None
    return {name: np.array(values, name.partition(",")[0]) for name, values in found.items()}


def keras_share(request: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> dict[str, Any]:
    """Do the child's part: return the outputs in each type as lists; doubles survive JSON to the last bit."""
    for name in EXTRAS:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # as if it were not installed
    import keras

    from execml.frameworks.libraries.models import keras_model

    def computed(dtype: str) -> list[Any]:
        model = keras_model([part.astype(dtype) for part in unpacked(arrays)])
        outputs = model(arrays["features"].astype(dtype), training=False)
        return keras.ops.convert_to_numpy(outputs).tolist()

    found = {dtype: computed(dtype) for dtype in request["dtypes"]}
    if keras.backend.backend() == "jax" and "float64" in request["dtypes"]:
        import jax

        jax.config.update("jax_enable_x64", True)
        found["float64, 64 bits"] = computed("float64")
    return found
