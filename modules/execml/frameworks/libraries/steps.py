"""One training step in every way that the programme knows: the same network, batch, loss and update rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from execml.course.libraries.torch_network import torch_network
from execml.frameworks.libraries.models import keras_model
from execml.frameworks.libraries.ports import weights_of
from execml.frameworks.networks.perceptron import NumpyMLP, glorot_weights, run_layers
from execml.frameworks.training.optimisers import SGD

SIZES, BATCH, RATE = (20, 64, 64, 1), 128, 0.05

Weights = list[NDArray[np.float32]]
Batch = tuple[Any, Any]


@dataclass
class Way:
    """One way to train.

    Attributes:
        step: makes one step on a batch in the library's own type.
        weights: returns the present weights as NumPy arrays, kernels of shape (inputs, outputs).
        batches: the batches in the library's own type; steps go round them.
        made: how many steps were made.
    """

    step: Callable[[Any, Any], Any]
    weights: Callable[[], list[NDArray[Any]]]
    batches: list[Batch]
    made: int = field(default=0)

    def run(self, steps: int) -> None:
        """Make so many steps."""
        for _ in range(steps):
            self.step(*self.batches[self.made % len(self.batches)])
            self.made += 1


def problem(generator: np.random.Generator, rows: int = 16 * BATCH) -> tuple[Weights, list[Batch]]:
    """Return starting weights and batches of a made-up regression: 20 normal inputs, a smooth target, noise.

    >>> weights, batches = problem(np.random.default_rng(0))
    >>> len(batches), batches[0][0].shape, batches[0][1].shape
    (16, (128, 20), (128, 1))
    """
    inputs = generator.standard_normal((rows, SIZES[0]), dtype=np.float32)
    signal = np.sin(inputs[:, 0]) + inputs[:, 1] * inputs[:, 2] / 2
    target = (signal + 0.1 * generator.standard_normal(rows))[:, None].astype(np.float32)
    parts = range(0, rows, BATCH)
    batches = [(inputs[first : first + BATCH], target[first : first + BATCH]) for first in parts]
    return glorot_weights(SIZES, generator), batches


def loss_of(weights: Sequence[NDArray[Any]], batches: Sequence[Batch]) -> float:
    """Return the mean squared error of some weights over all batches, in float64."""
    model = NumpyMLP(weights, loss="squared", dtype="float64")
    inputs, target = (np.concatenate(part) for part in zip(*batches, strict=True))
    return float(np.mean((model(inputs) - target) ** 2))


def numpy_way(weights: Weights, batches: list[Batch]) -> Way:
    """Train with the gradient written out by hand, and our SGD."""
    model = NumpyMLP(weights, loss="squared")
    optimiser = SGD([model.vector], lr=RATE)

    def step(inputs: Any, target: Any) -> None:
        model.loss_and_gradients(inputs, target)
        optimiser.step([model.gradient_vector])

    return Way(step, lambda: model.parameters, batches)


def tensor_way(weights: Weights, batches: list[Batch]) -> Way:
    """Train with the gradient from our own automatic differentiation, and our SGD."""
    from execml.frameworks.autodiff.tensor import Tensor

    parts = [Tensor(part.copy()) for part in weights]
    optimiser = SGD([part.data for part in parts], lr=RATE)

    def step(inputs: Any, target: Any) -> None:
        error = run_layers(inputs, parts, Tensor.relu) - target
        for part in parts:
            part.grad = None
        (error * error).mean().backward()
        optimiser.step([part.grad for part in parts])

    return Way(step, lambda: [part.data for part in parts], batches)


def torch_way(
    weights: Weights, batches: list[Batch], compiled: bool = False, deterministic: bool = False
) -> Way:
    """Train with PyTorch's layers, loss and optimiser.

    Args:
        weights: where to start from.
        batches: inputs and targets.
        compiled: whether network and loss pass through PyTorch's compiler.
        deterministic: whether each step runs under ``torch.use_deterministic_algorithms``.
    """
    import torch

    model, loss = torch_network(weights), torch.nn.MSELoss()
    optimiser = torch.optim.SGD(model.parameters(), lr=RATE)

    def error(inputs: Any, target: Any) -> Any:
        return loss(model(inputs), target)

    # with no pool of processes at work, so that its whole cost is seen
    measured = torch.compile(error, options={"compile_threads": 1}) if compiled else error

    def step(inputs: Any, target: Any) -> None:
        optimiser.zero_grad()
        measured(inputs, target).backward()
        optimiser.step()

    def strict_step(inputs: Any, target: Any) -> None:
        torch.use_deterministic_algorithms(True)
        try:
            step(inputs, target)
        finally:
            torch.use_deterministic_algorithms(False)

    return Way(
        strict_step if deterministic else step,
        lambda: weights_of(model),
        [(torch.from_numpy(inputs), torch.from_numpy(target)) for inputs, target in batches],
    )


def tensorflow_way(weights: Weights, batches: list[Batch], mode: str = "eager", bare: bool = False) -> Way:
    """Train with a gradient tape.

    Args:
        weights: where to start from.
        batches: inputs and targets.
        mode: ``"eager"``, ``"traced"`` (``tf.function``) or ``"compiled"`` (``tf.function`` through XLA).
        bare: with TensorFlow's operations alone, instead of Keras' layers and optimiser.
    """
    import tensorflow as tf

    step, present = (_bare_tensorflow if bare else _keras_layers)(weights)
    if mode != "eager":
        step = tf.function(step, jit_compile=mode == "compiled")
    return Way(step, present, [tuple(map(tf.constant, batch)) for batch in batches])


def _keras_layers(weights: Weights) -> tuple[Callable[[Any, Any], Any], Callable[[], list[NDArray[Any]]]]:
    import keras
    import tensorflow as tf

    model, optimiser = keras_model(weights), keras.optimizers.SGD(learning_rate=RATE)
    optimiser.build(model.trainable_variables)

    def step(inputs: Any, target: Any) -> None:
        with tf.GradientTape() as tape:
            error = tf.reduce_mean(tf.square(model(inputs, training=True) - target))
        optimiser.apply(tape.gradient(error, model.trainable_variables))

    return step, model.get_weights


def _bare_tensorflow(weights: Weights) -> tuple[Callable[[Any, Any], Any], Callable[[], list[NDArray[Any]]]]:
    import tensorflow as tf

    parts = [tf.Variable(part) for part in weights]

    def step(inputs: Any, target: Any) -> None:
        with tf.GradientTape() as tape:
            error = tf.reduce_mean(tf.square(run_layers(inputs, parts, tf.nn.relu) - target))
        for part, slope in zip(parts, tape.gradient(error, parts), strict=True):
            part.assign_sub(RATE * slope)

    return step, lambda: [part.numpy() for part in parts]


def keras_way(weights: Weights, batches: list[Batch]) -> Way:
    """Train with Keras' own loop: ``compile`` and ``train_on_batch``."""
    import keras

    model = keras_model(weights)
    model.compile(optimizer=keras.optimizers.SGD(learning_rate=RATE), loss="mean_squared_error")
    return Way(model.train_on_batch, model.get_weights, batches)


def jax_way(weights: Weights, batches: list[Batch], compiled: bool = True) -> Way:
    """Train with ``jax.grad``.

    Args:
        weights: where to start from.
        batches: inputs and targets.
        compiled: whether the step goes through ``jax.jit``, or each operation is dispatched by itself.
    """
    import jax
    import jax.numpy as jnp

    def error(parts: list[Any], inputs: Any, target: Any) -> Any:
        return jnp.mean((run_layers(inputs, parts, jax.nn.relu) - target) ** 2)

    def moved(parts: list[Any], inputs: Any, target: Any) -> list[Any]:
        slopes = jax.grad(error)(parts, inputs, target)
        return [part - RATE * slope for part, slope in zip(parts, slopes, strict=True)]

    update = jax.jit(moved) if compiled else moved
    state = [jnp.asarray(part) for part in weights]

    def step(inputs: Any, target: Any) -> None:
        state[:] = jax.block_until_ready(update(state, inputs, target))

    return Way(
        step,
        lambda: [np.asarray(part) for part in state],
        [(jnp.asarray(inputs), jnp.asarray(target)) for inputs, target in batches],
    )
