"""One multilayer perceptron three times, in NumPy, PyTorch and Keras, from one list of weights.

The list is ``[kernel, bias, kernel, bias, …]`` with kernels of shape (inputs, outputs), as Keras has them;
PyTorch stores the transpose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course.libraries.torch_network import torch_network
from execml.course.validation import generator as checked_generator
from execml.course.validation import one_of, several
from execml.frameworks.networks.perceptron import NumpyMLP, checked_weights, glorot_weights

if TYPE_CHECKING:
    import keras
    import torch

FRAMEWORKS = ("numpy", "torch", "keras")


@dataclass(frozen=True)
class SameWeights:
    """One network in up to three frameworks; what was not asked for is None.

    Attributes:
        weights: the kernels and biases that all started from.
        numpy: the model in NumPy.
        torch: a ``torch.nn.Sequential`` of ``Linear`` and ``ReLU``.
        keras: a ``keras.Sequential`` of ``Dense`` layers.
    """

    weights: list[np.ndarray]
    numpy: NumpyMLP
    torch: torch.nn.Sequential
    keras: keras.Sequential


def same_weights(
    weights_or_sizes: Sequence[Any],
    dtype: str = "float32",
    loss: str = "logistic",
    generator: np.random.Generator | None = None,
    frameworks: Sequence[str] = FRAMEWORKS,
) -> SameWeights:
    """Build one network in NumPy, PyTorch and Keras from one list of weights.

    Args:
        weights_or_sizes: kernels and biases as :func:`checked_weights` describes them, or sizes such as
            (30, 64, 64, 1), for which Glorot weights are drawn.
        dtype: ``"float32"`` or ``"float64"``.
        loss: the loss of the NumPy model, ``"logistic"`` or ``"squared"``; the others get theirs in training.
        generator: where the weights are drawn from; needed if sizes are given.
        frameworks: which to build, of ``"numpy"``, ``"torch"`` and ``"keras"``; the others are not imported.

    Raises:
        ValueError: if shapes do not fit, a word is not allowed, or sizes come without a generator.

    >>> models = same_weights((3, 5, 1), generator=np.random.default_rng(0), frameworks=("numpy", "torch"))
    >>> models.torch[0].weight.shape, models.numpy.parameters[0].shape
    (torch.Size([5, 3]), (3, 5))
    """
    for name in several("frameworks", frameworks):
        one_of("frameworks", name, FRAMEWORKS)
    if generator is not None:
        checked_generator("generator", generator)
    several("weights_or_sizes", weights_or_sizes)
    if all(isinstance(part, int | np.integer) for part in weights_or_sizes):
        if generator is None:
            raise ValueError(f"generator={generator!r} must be a numpy.random.Generator when sizes are given")
        weights = glorot_weights(weights_or_sizes, generator, dtype)
    else:
        weights = checked_weights(weights_or_sizes, dtype, "weights_or_sizes")
    built: dict[str, Any] = {
        "numpy": NumpyMLP(weights, loss, dtype) if "numpy" in frameworks else None,
        "torch": torch_network(weights) if "torch" in frameworks else None,
        "keras": keras_model(weights) if "keras" in frameworks else None,
    }
    return SameWeights(weights, **built)


def keras_model(weights: Sequence[np.ndarray]) -> keras.Sequential:
    """Return the network in Keras, on the backend in use; its layout is that of the list."""
    import keras

    dtype, hidden = weights[0].dtype.name, len(weights) // 2 - 1
    options: dict[str, Any] = {"dtype": dtype, "kernel_initializer": "zeros"}
    layers = [keras.Input((len(weights[0]),), dtype=dtype)]
    for place, bias in enumerate(weights[1::2]):
        layers.append(keras.layers.Dense(len(bias), "relu" if place < hidden else None, **options))
    model = keras.Sequential(layers)
    model.set_weights(list(weights))
    return model
