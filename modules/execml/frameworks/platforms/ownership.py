"""What a framework costs before it has done anything useful: disk, start, memory, pace, and the licences."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from typing import TYPE_CHECKING

import numpy as np

from execml.course.arrays import array, zeros_and_ones
from execml.course.measure.fresh_process import packed, run_children
from execml.course.validation import instance, one_of, several, shown, text, whole
from execml.frameworks.networks.perceptron import checked_weights

if TYPE_CHECKING:
    import pandas as pd

MEASURED = "execml.frameworks.platforms.fresh_start:measured"

# For each way to run the bank's network: what it is called, what must be installed, Keras' backend if any.
PLATFORMS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "numpy": ("NumPy, by hand", ("numpy",), ""),
    "torch": ("PyTorch", ("torch",), ""),
    "tensorflow": ("TensorFlow with Keras", ("tensorflow", "tensorflow-cpu"), "tensorflow"),
    "jax": ("JAX, jax.jit", ("jax",), ""),
    "keras-torch": ("Keras on PyTorch", ("keras", "torch"), "torch"),
    "onnxruntime": ("onnxruntime, scores only", ("onnxruntime",), ""),
}


@dataclass(frozen=True)
class Footprint:
    """What an installation brings along.

    Attributes:
        packages: distributions, the named ones included.
        megabytes: the size of their files as their records state it.
    """

    packages: int
    megabytes: float


def footprint(*names: str) -> Footprint:
    """Return what some distributions bring along with all that they require here.

    Args:
        names: distributions; those that are not installed count nothing.

    Raises:
        ValueError: if none of the names is installed.

    >>> footprint("numpy").packages
    1
    """
    sizes: dict[str, int] = {}
    for name in names:
        _collect(text("names", name), sizes)
    if not sizes:
        raise ValueError(f"names={names!r} must hold an installed distribution")
    return Footprint(len(sizes), sum(sizes.values()) / 1e6)


def _collect(name: str, sizes: dict[str, int]) -> None:
    """Add a distribution's size, and those of what it requires without an extra."""
    from packaging.requirements import Requirement

    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in sizes:
        return
    try:
        found = distribution(name)
    except PackageNotFoundError:  # not needed on this platform, or not installed
        return
    sizes[key] = sum(file.size or 0 for file in found.files or [])
    for line in found.requires or []:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            _collect(requirement.name, sizes)


def installed(*names: str) -> list[str]:
    """Return those of some distributions that are installed.

    Raises:
        ValueError: if a name is no text.

    >>> installed("numpy", "no-such-package")
    ['numpy']
    """
    found = []
    for name in names:
        with contextlib.suppress(PackageNotFoundError):
            distribution(text("names", name))
            found.append(name)
    return found


def licences(name: str) -> str:
    """Return the licences that an installed distribution names for itself, bundled parts included.

    Args:
        name: a distribution.

    Raises:
        ValueError: if it is not installed.

    >>> licences("scikit-learn")
    'BSD-3-Clause'
    """
    try:
        about = distribution(text("name", name)).metadata
    except PackageNotFoundError:
        raise ValueError(f"name={name!r} must be an installed distribution") from None
    labels = [
        line.rpartition("::")[2].strip() for line in about.get_all("Classifier") or [] if "License" in line
    ]
    named = [(about.get_all(field) or [""])[0].strip() for field in ("License-Expression", "License")]
    stated = named[0] or "; ".join(labels) or named[1]
    return stated.partition("\n")[0] or "not stated"


def cost_of_ownership(
    platforms: Sequence[str],
    weights: Sequence[np.ndarray],
    batch: tuple[np.ndarray, np.ndarray],
    steps: int,
    portable: bytes = b"",
) -> pd.DataFrame:
    """Measure each platform in a fresh process, one after the other, on the same training steps.

    Args:
        platforms: keys of :data:`PLATFORMS`.
        weights: kernels and biases in float32, as :mod:`execml.frameworks.networks.perceptron` lays them out.
        batch: features, float32, shape (rows, columns), and labels 0 and 1, shape (rows,).
        steps: how many steps to time, at least 5.
        portable: an ONNX file, for ``"onnxruntime"``, which scores the batch and trains nothing.

    Returns:
        One row a platform: ``platform``, ``packages``, ``disk MB``, ``ready after s`` (from the start of the
        process), ``first step ms``, ``steps a second``, ``peak memory MB``, ``CPU s`` and ``last``, the loss
        of the last step.

    Raises:
        ValueError: if a platform is unknown, there are fewer than 5 steps, shapes do not fit, or a number is
            not finite.
    """
    import pandas as pd

    several("platforms", platforms)
    parts = checked_weights(weights)
    if len(several("batch", batch, least=0)) != 2:
        raise ValueError(f"batch={shown(batch)} must be features and labels")
    features = array("batch[0]", batch[0], ("rows", len(parts[0])))
    wanted = zeros_and_ones("batch[1]", batch[1], len(features)).astype(np.float32)
    instance("portable", portable, bytes)
    arrays = packed(weights) | {"features": features, "labels": wanted}
    arrays["portable"] = np.frombuffer(portable, dtype=np.uint8)
    rows = []
    for name in platforms:
        title, needs, backend = PLATFORMS[one_of("platforms", name, tuple(PLATFORMS))]
        size = footprint(*needs)
        request = {"framework": name, "steps": whole("steps", steps, low=5), "launched": time.time()}
        found = run_children(MEASURED, [request], arrays, {"KERAS_BACKEND": backend} if backend else {})[0]
        if name == "onnxruntime":
            found |= {"steps a second": np.nan, "last": np.nan}
        rows.append({"platform": title, "packages": size.packages, "disk MB": size.megabytes, **found})
    return pd.DataFrame(rows)
