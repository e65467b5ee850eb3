"""What a framework costs before it has done anything useful: disk, start, memory, pace, and the licences.

Starting every framework in a process of its own takes ten seconds and more, so the page prints a record with
its date. ``python -m execml.frameworks.platforms.ownership`` measures this machine and prints such a record.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course.arrays import array, zeros_and_ones
from execml.course.measure.fresh_process import packed, run_children
from execml.course.validation import instance, one_of, several, shown, text, whole
from execml.frameworks.networks.perceptron import checked_weights

if TYPE_CHECKING:
    import pandas as pd

MEASURED = "execml.frameworks.platforms.fresh_start:measured"

_VERSIONED = ("numpy", "torch", "tensorflow", "tensorflow-cpu", "keras", "jax", "onnxruntime")
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
        One row a platform: ``platform``, ``packages``, ``disk MB``, ``start s`` (processor time
        until the first step), ``first step ms``, ``steps a second``, ``peak memory MB``, ``CPU s`` (processor
        time in all) and ``last``, the loss of the last step.

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
        request = {"framework": name, "steps": whole("steps", steps, low=5)}
        found = run_children(MEASURED, [request], arrays, {"KERAS_BACKEND": backend} if backend else {})[0]
        if name == "onnxruntime":
            found |= {"steps a second": np.nan, "last": np.nan}
        rows.append({"platform": title, "packages": size.packages, "disk MB": size.megabytes, **found})
    return pd.DataFrame(rows)


@cache
def recorded_costs() -> dict[str, Any]:
    """Return what was measured once: ``date``, ``machine``, ``versions``, and ``rows``, one a platform.

    >>> recorded_costs()["rows"][0]["platform"]
    'NumPy, by hand'
    """
    import yaml

    text = files("execml.frameworks.platforms").joinpath("ownership.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


def measured_costs(turns: int = 3, steps: int = 200) -> dict[str, Any]:
    """Measure this machine as :func:`recorded_costs` recorded one, with the best of several turns.

    Args:
        turns: how often each platform is started; whatever else the machine does only ever slows it down.
        steps: as in :func:`cost_of_ownership`.

    Raises:
        ValueError: if a number is not whole or too small.
    """
    import platform
    from datetime import date

    import pandas as pd

    from execml.course import risk_split
    from execml.frameworks.networks.perceptron import glorot_weights
    from execml.frameworks.platforms.eight_bits import portable_network

    split, weights = risk_split(), glorot_weights((30, 32, 1), np.random.default_rng(0))
    batch = split.train_features[:128].astype(np.float32), split.train_labels[:128]
    names, portable = (
        ["numpy", "torch", "tensorflow", "jax", "onnxruntime"],
        portable_network(weights).content,
    )
    found = pd.concat([
        cost_of_ownership(names, weights, batch, steps, portable) for _ in range(whole("turns", turns))
    ])  # fmt: skip
    best = found.groupby("platform", sort=False).min()
    best["steps a second"] = found.groupby("platform", sort=False)["steps a second"].max()
    rows = best.astype(object).where(best.notna(), None).reset_index().to_dict("records")
    return {
        "date": date.today(),
        "machine": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "versions": {name: distribution(name).version for name in installed(*_VERSIONED)},
        "rows": [{name: _short(value) for name, value in row.items()} for row in rows],
    }


def _short(value: Any) -> Any:
    return float(f"{value:.5g}") if isinstance(value, float) else value


def main() -> None:
    """Measure, and print the record."""
    import yaml

    print(yaml.safe_dump(measured_costs(), sort_keys=False, allow_unicode=True, width=110))


if __name__ == "__main__":
    main()
