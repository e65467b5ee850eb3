"""Model files that run code when they are opened, planted by ourselves in a folder of our own.

The planted code writes one file into that folder, and nothing else. What is tried is whether opening a model
lets it do so.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from execml.course.measure.scratch import scratch_folder

if TYPE_CHECKING:
    import pandas as pd


class Planted:
    """An object whose unpickling opens a file for writing, in place of what an attacker would call."""

    def __init__(self, trace: Path) -> None:
        """Name the file that will appear.

        Args:
            trace: the file.
        """
        self.trace = str(trace)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[str, str]]:
        """Tell whoever unpickles this to call ``open``: pickle's own rule, and its weakness."""
        return open, (self.trace, "w")


def opened_checkpoints() -> pd.DataFrame:
    """Open planted model files in the ways that the libraries offer, and see whether the plant ran.

    Returns:
        One row a trial: ``file``, ``opened by``, ``the planted code`` (``"ran"`` or ``"did not run"``) and
        ``the library`` (``"opens it"`` or ``"refuses"``).
    """
    import pandas as pd

    rows = []
    with scratch_folder() as name, patch.dict(os.environ, EXECML_TRACE=str(Path(name) / "trace")):
        folder = Path(name)
        made = (*_torch_trials(folder), *_safetensors_trials(folder), *_joblib_trials(folder))
        for file, call, opening in made:
            rows.append((file, call, *_outcome(folder / "trace", opening)))
        for call, opening in _keras_trials(folder):
            rows.append((".keras", call, *_outcome(folder / "trace", opening)))
    return pd.DataFrame(rows, columns=["file", "opened by", "the planted code", "the library"])


def _outcome(trace: Path, opening: Callable[[], object]) -> tuple[str, str]:
    trace.unlink(missing_ok=True)
    try:
        opening()
        verdict = "opens it"
    except Exception:  # each library has its own
        verdict = "refuses"
    return "ran" if trace.exists() else "did not run", verdict


def _torch_trials(folder: Path) -> list[tuple[str, str, Callable[[], object]]]:
    import torch

    file = folder / "planted.pt"
    torch.save({"weight": torch.ones(3), "notes": Planted(folder / "trace")}, file)

    def trusting() -> None:
        found = torch.load(file, weights_only=False)
        found["notes"].close()

    return [
        (".pt", "torch.load(…)", lambda: torch.load(file)),
        (".pt", "torch.load(…, weights_only=False)", trusting),
    ]


def _safetensors_trials(folder: Path) -> list[tuple[str, str, Callable[[], object]]]:
    import torch
    from safetensors.torch import load_file, save_file

    def planted() -> None:
        parts: dict[str, Any] = {"weight": torch.ones(3), "notes": Planted(folder / "trace")}
        save_file(parts, folder / "planted.safetensors")

    good = folder / "good.safetensors"
    save_file({"weight": torch.ones(3)}, good)
    return [
        (".safetensors", "save_file(…), to plant it", planted),
        (".safetensors", "load_file(…), weights only", lambda: load_file(good)),
    ]


def _joblib_trials(folder: Path) -> list[tuple[str, str, Callable[[], object]]]:
    """scikit-learn's usual way to store a model: a pickle, without a switch."""
    import joblib

    file = folder / "planted.joblib"
    joblib.dump({"notes": Planted(folder / "trace")}, file)
    return [(".joblib", "scikit-learn: joblib.load(…)", lambda: joblib.load(file)["notes"].close())]


def _keras_trials(folder: Path) -> list[tuple[str, Callable[[], object]]]:
    import keras

    file = folder / "planted.keras"
    plant = keras.layers.Lambda(  # its code travels in the file, so it takes the folder from the surroundings
        lambda values: (
            __import__("pathlib").Path(__import__("os").environ["EXECML_TRACE"]).write_bytes(b"") or values
        )
    )
    model = keras.Sequential([keras.Input((3,)), plant])
    model.save(file)
    return [
        ("keras: load_model(…)", lambda: keras.saving.load_model(file)),
        (
            "keras: load_model(…, safe_mode=False)",
            lambda: keras.saving.load_model(file, safe_mode=False),
        ),
    ]
