"""Where a model runs: the same lines use a graphics card where there is one, and the processor where not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from execml.course.arrays import array
from execml.course.validation import instance, shown

if TYPE_CHECKING:
    import torch


def pick_device() -> torch.device:
    """Return the fastest device that PyTorch finds here: CUDA, else Apple's MPS, else the processor.

    >>> pick_device().type in ("cuda", "mps", "cpu")
    True
    """
    import torch

    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def score_on(device: torch.device | str, model: torch.nn.Module, features: np.ndarray) -> np.ndarray:
    """Return a model's scores, computed on a device; the model is left where it was.

    Args:
        device: as :func:`pick_device` returns it, or a name such as ``"cpu"``.
        model: from features of shape (rows, columns) to scores of shape (rows, 1).
        features: float32, shape (rows, columns); MPS has no float64.

    Returns:
        Scores of shape (rows,), in the processor's memory.

    Raises:
        ValueError: if the features are not finite float32 of two axes, or the device or the model is none.

    >>> import torch
    >>> score_on("cpu", torch.nn.Identity(), np.ones((2, 1), dtype=np.float32)).tolist()
    [1.0, 1.0]
    """
    import copy

    import torch

    instance("model", model, torch.nn.Module)
    try:
        device = torch.device(device)
    except (RuntimeError, TypeError, ValueError):
        raise ValueError(f"device={shown(device)} must be a device of PyTorch's, such as 'cpu'") from None
    features = array("features", features, ("rows", "columns"))
    if features.dtype != np.float32:
        raise ValueError(
            f"features of {features.dtype} {features.shape} must be float32 of shape (rows, columns)"
        )
    there = copy.deepcopy(model).to(device).eval()
    with torch.inference_mode():
        return there(torch.from_numpy(features).to(device)).cpu().numpy()[:, 0]


def score_one_by_one(model: torch.nn.Module, features: np.ndarray) -> np.ndarray:
    """Return a model's scores on the processor, asked for one client at a time, as a counter would.

    Args:
        model: from features of one client, shape (1, columns), to its score.
        features: shape (clients, columns).

    Returns:
        Scores of shape (clients,).

    Raises:
        ValueError: if the features are not finite numbers of two axes, or the model is none of PyTorch's.

    >>> import torch
    >>> score_one_by_one(torch.nn.Identity(), np.ones((2, 1), dtype=np.float32)).tolist()
    [1.0, 1.0]
    """
    import torch

    instance("model", model, torch.nn.Module)
    features = array("features", features, ("clients", "columns"))
    with torch.inference_mode():
        return np.array([model(client).item() for client in torch.from_numpy(features)[:, None]])
