"""A network of ours as a PyTorch module, from the same weights: written once for every topic.

Weights are a list ``[kernel, bias, kernel, bias, …]``. A kernel has the shape (inputs, outputs), so a layer
is ``features @ kernel + bias``; hidden layers end in a ReLU, and the last is left as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from execml.course.arrays import array
from execml.course.validation import several

if TYPE_CHECKING:
    import torch


def torch_network(weights: Sequence[np.ndarray]) -> torch.nn.Sequential:
    """Return the network in PyTorch: each kernel transposed, because ``Linear`` stores (outputs, inputs).

    Args:
        weights: kernels of shape (inputs, outputs) and biases of shape (outputs,), layer by layer. The module
            holds copies, in the type of the biases.

    Raises:
        ValueError: if there is no layer, a bias is missing, a shape does not fit, or a number is not finite.

    >>> network = torch_network([np.full((3, 2), 2.0), np.ones(2)])
    >>> network[0].weight.shape, network[0].weight.dtype
    (torch.Size([2, 3]), torch.float64)
    """
    import torch

    layers: list[torch.nn.Module] = []
    for kernel, bias in _layers(weights):
        # skip_init leaves the weights unset, so that PyTorch's random numbers are not used up
        linear = torch.nn.utils.skip_init(torch.nn.Linear, *kernel.shape, dtype=torch.from_numpy(bias).dtype)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(kernel.T.copy()))
            linear.bias.copy_(torch.from_numpy(bias))
        layers += [linear, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def _layers(weights: Sequence[np.ndarray]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return each layer's kernel and bias, after checking that they fit."""
    width: int | str = "inputs"
    for place, part in enumerate(several("weights", weights, least=2)):
        if place % 2 == 0:
            width = array(f"weights[{place}]", part, (width, "outputs")).shape[1]
        else:
            array(f"weights[{place}]", part, (width,))
    if len(weights) % 2:
        raise ValueError(
            f"weights has {len(weights)} arrays; it must hold a kernel and a bias for each layer"
        )
    return list(zip(weights[::2], weights[1::2], strict=True))
