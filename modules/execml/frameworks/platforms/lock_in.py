"""What a model file leaves behind, and what it takes to rebuild that elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from execml.course.validation import instance
from execml.frameworks.autodiff.record import lines_of_code
from execml.frameworks.networks.perceptron import checked_weights
from execml.frameworks.platforms.portability import PortableModel

if TYPE_CHECKING:
    import pandas as pd


def left_behind(portable: PortableModel, weights: Sequence[np.ndarray]) -> pd.DataFrame:
    """Return one row for each part of the bank's system: its size, and whether the exported file holds it.

    Args:
        portable: an exported model.
        weights: kernels and biases of the network whose training is counted.

    Raises:
        ValueError: if the file is no exported model, or the weights do not fit together.
    """
    instance("portable", portable, PortableModel)
    checked_weights(weights)
    import pandas as pd

    from execml.course.bank.risk import risk_features
    from execml.course.libraries.torch_network import torch_network
    from execml.frameworks.libraries.models import keras_model
    from execml.frameworks.platforms.fresh_start import STARTERS

    by_torch = lines_of_code(torch_network, STARTERS["torch"])
    by_keras = lines_of_code(keras_model, STARTERS["tensorflow"])
    remembered, trained = adam_memory(weights), sum(part.size for part in weights)
    rows = [
        ("graph and weights", f"{portable.numbers} numbers, {len(portable.operators)} operators", "yes"),
        ("preparing the features", f"{lines_of_code(risk_features)} lines and their constants", "no"),
        ("the cutoff", "1 number, agreed by a committee", "no"),
        ("model and training step, PyTorch", f"{by_torch} lines, written for PyTorch", "no"),
        ("model and training step, Keras", f"{by_keras} lines, the same for each backend", "no"),
        ("the optimiser's memory (Adam)", f"{remembered:,} numbers for {trained:,} weights", "no"),
    ]
    return pd.DataFrame(rows, columns=["part of the system", "size here", "in the file"])


def adam_memory(weights: Sequence[np.ndarray]) -> int:
    """Return how many numbers PyTorch's Adam keeps between two steps, counters included.

    Args:
        weights: kernels and biases of a network.

    >>> adam_memory([np.ones((3, 2), dtype=np.float32), np.zeros(2, dtype=np.float32)])
    18
    """
    import torch

    from execml.course.libraries.torch_network import torch_network

    network = torch_network(weights)
    adam = torch.optim.Adam(network.parameters())
    network(torch.ones(1, len(weights[0]))).sum().backward()
    adam.step()
    return sum(part.numel() for state in adam.state.values() for part in state.values())
