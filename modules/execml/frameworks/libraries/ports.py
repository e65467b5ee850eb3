"""Ask a model the same questions whatever it is built in: outputs, weights, gradients, steps of training.

A model is a :class:`NumpyMLP`, a PyTorch ``Sequential`` of ``Linear`` and activations, or a Keras model of
``Dense`` layers. Answers are NumPy arrays in one layout, kernels as (inputs, outputs).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import function, several, shown
from execml.frameworks.autodiff.elementary import sigmoid
from execml.frameworks.networks.perceptron import NumpyMLP, checked_batch
from execml.frameworks.training.optimiser_base import Optimiser


def framework_of(model: Any, name: str = "model") -> str:
    """Return ``"numpy"``, ``"torch"`` or ``"keras"``.

    Raises:
        ValueError: if the model is none of the three.

    >>> framework_of(NumpyMLP([np.ones((2, 1)), np.ones(1)]))
    'numpy'
    """
    if isinstance(model, NumpyMLP):
        return "numpy"
    for ancestor in type(model).__mro__:
        if ancestor.__module__.startswith("torch.nn"):
            return "torch"
        if ancestor.__module__.startswith("keras"):
            return "keras"
    raise ValueError(f"{name}={shown(model)} must be a NumpyMLP, a PyTorch module or a Keras model")


def outputs(model: Any, features: np.ndarray) -> np.ndarray:
    """Return what the model puts out, shape (rows, outputs), in the type that it computes in.

    Raises:
        ValueError: if the model is of no framework known here, or the features are not finite numbers of
            shape (rows, inputs).
    """
    kind = framework_of(model)
    features = array("features", features, ("rows", _inputs(model)))
    if kind == "numpy":
        return model.forward(features)
    if kind == "torch":
        import torch

        with torch.no_grad():
            return model(_torch(features, model)).numpy()
    import keras

    return keras.ops.convert_to_numpy(model(np.asarray(features, _keras_type(model)), training=False))


def probabilities(logits: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + e^-logit), without overflow, in the type of the logits; NaN stays NaN.

    Raises:
        ValueError: if the logits are not real numbers.

    >>> probabilities(np.array([-1000.0, 0.0, 1000.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    with np.errstate(invalid="ignore"):  # what is not a number stays so, without a warning
        values = array("logits", logits, finite=False)
        return sigmoid(values if values.dtype.kind == "f" else values.astype(float))


def weights_of(model: Any) -> list[np.ndarray]:
    """Return a copy of kernels and biases, kernels as (inputs, outputs)."""
    kind = framework_of(model)
    if kind == "numpy":
        return [part.copy() for part in model.parameters]
    if kind == "torch":
        return [part.detach().numpy().T.copy() for part in model.parameters()]
    return [part.copy() for part in model.get_weights()]


def set_weights(model: Any, weights: list[np.ndarray]) -> None:
    """Write kernels (inputs, outputs) and biases into a model.

    Raises:
        ValueError: if a shape does not fit, or a number is not finite.
    """
    given = [array(f"weights[{place}]", part) for place, part in enumerate(several("weights", weights))]
    restore(model, given)


def restore(model: Any, weights: list[np.ndarray]) -> None:
    """Write weights into a model, which may be NaN by now, as those of a model that has diverged.

    Raises:
        ValueError: if a shape does not fit.
    """
    kind = framework_of(model)
    wanted = [part.shape for part in weights_of(model)]
    if len(weights) != len(wanted):
        raise ValueError(f"weights has {len(weights)} arrays; the model has {len(wanted)}")
    for place, (part, shape) in enumerate(zip(weights, wanted, strict=True)):
        if part.shape != shape:
            raise ValueError(f"weights[{place}] of shape {part.shape} must have the shape {shape}")
    if kind == "keras":
        model.set_weights(weights)
        return
    own = [part.data.numpy() for part in model.parameters()] if kind == "torch" else model.parameters
    for mine, part in zip(own, weights, strict=True):
        target = mine.T if kind == "torch" else mine
        target[...] = part


def gradients_of(model: Any, features: np.ndarray, labels: np.ndarray) -> list[np.ndarray]:
    """Return the gradient of the mean cross-entropy of labels 0 and 1 with the model's logits.

    Args:
        model: a model with one output, a logit.
        features: shape (rows, inputs).
        labels: zeros and ones, shape (rows,).

    Raises:
        ValueError: if a shape does not fit, a number is not finite, or a label is neither 0 nor 1.
    """
    kind = framework_of(model)
    features, labels = checked_batch(features, labels, _inputs(model))
    if kind == "numpy":
        return [part.copy() for part in model.loss_and_gradients(features, labels)[1]]
    if kind == "torch":
        import torch

        loss = _torch_loss(model, features, labels)
        return [part.numpy().T.copy() for part in torch.autograd.grad(loss, list(model.parameters()))]
    import tensorflow as tf

    batch, wanted = (tf.constant(values, _keras_type(model)) for values in (features, labels[:, None]))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(wanted, model(batch)))
    return [part.numpy() for part in tape.gradient(loss, [part.value for part in model.trainable_weights])]


def train(
    model: Any,
    make_optimiser: Callable[..., Any],
    features: np.ndarray,
    labels: np.ndarray,
    batches: Iterable[np.ndarray],
    watch: Callable[[Any], None] | None = None,
) -> None:
    """Train a model in place, on the mean cross-entropy of its logits.

    Args:
        model: a model with one output, a logit.
        make_optimiser: for Keras a function of nothing, such as ``keras.optimizers.Adam``; otherwise a
            function of the parameters, such as ``torch.optim.Adam``. A class of
            :mod:`execml.frameworks.training.optimisers`, or a ``functools.partial`` of one, trains a PyTorch
            model too: the arrays share the tensors' memory.
        features: shape (rows, inputs).
        labels: zeros and ones, shape (rows,).
        batches: the rows of each step.
        watch: called with the model after each step.

    Raises:
        ValueError: if a shape does not fit, a number is not finite, a label is neither 0 nor 1, or a step has
            other than numbers of rows.
    """
    kind = framework_of(model)
    function("make_optimiser", make_optimiser)
    if watch is not None:
        function("watch", watch)
    if not isinstance(batches, Iterable) or isinstance(batches, str):
        raise ValueError(f"batches={shown(batches)} must give the rows of each step")
    features, labels = checked_batch(features, labels, _inputs(model))
    step = _STEPS[kind](model, make_optimiser, features, labels)
    begun = False
    for rows in batches:
        begun = True
        step(_row_numbers(rows, len(labels)))
        if watch is not None:
            watch(model)
    if not begun:
        raise ValueError("batches must give the rows of one step at least")


def _row_numbers(rows: np.ndarray, count: int) -> np.ndarray:
    """Return the rows of a step, after checking that there are such rows."""
    numbers = array("batches", rows, ("rows",))
    if numbers.dtype.kind not in "iu" or numbers.min() < 0 or numbers.max() >= count:
        raise ValueError(f"batches must hold whole numbers from 0 to {count - 1}, the rows of each step")
    return numbers


def _inputs(model: Any) -> int:
    """Return how many features a model takes."""
    kind = framework_of(model)
    if kind == "numpy":
        return len(model.parameters[0])
    return int(next(model.parameters()).shape[1] if kind == "torch" else model.weights[0].shape[0])


def _numpy_step(
    model: NumpyMLP, make: Callable[..., Any], features: np.ndarray, labels: np.ndarray
) -> Callable[[np.ndarray], None]:
    optimiser = make([model.vector])

    def step(rows: np.ndarray) -> None:
        model.loss_and_gradients(features[rows], labels[rows])
        optimiser.step([model.gradient_vector])

    return step


def _torch_step(
    model: Any, make: Callable[..., Any], features: np.ndarray, labels: np.ndarray
) -> Callable[[np.ndarray], None]:
    import torch

    parameters = list(model.parameters())
    rule = getattr(make, "func", make)  # the class behind a functools.partial
    ours = isinstance(rule, type) and issubclass(rule, Optimiser)
    optimiser = make([part.data.numpy() for part in parameters] if ours else parameters)

    inputs, wanted = _torch(features, model), _torch(labels[:, None], model)
    loss = torch.nn.functional.binary_cross_entropy_with_logits

    def step(rows: np.ndarray) -> None:
        chosen = torch.from_numpy(rows.astype(np.int64))
        gradients = torch.autograd.grad(loss(model(inputs[chosen]), wanted[chosen]), parameters)
        if ours:
            optimiser.step([gradient.numpy() for gradient in gradients])
            return
        for part, gradient in zip(parameters, gradients, strict=True):
            part.grad = gradient
        optimiser.step()

    return step


def _keras_step(
    model: Any, make: Callable[..., Any], features: np.ndarray, labels: np.ndarray
) -> Callable[[np.ndarray], None]:
    import keras

    dtype = _keras_type(model)
    features, labels = features.astype(dtype), labels.astype(dtype)
    # A loss computes in float32 unless it is told otherwise.
    loss = keras.losses.BinaryCrossentropy(from_logits=True, dtype=dtype)
    model.compile(optimizer=make(), loss=loss)

    def step(rows: np.ndarray) -> None:
        model.train_on_batch(features[rows], labels[rows, None])

    return step


_STEPS: dict[str, Callable[..., Callable[[np.ndarray], None]]] = {
    "numpy": _numpy_step,
    "torch": _torch_step,
    "keras": _keras_step,
}


def _torch_loss(model: Any, features: np.ndarray, labels: np.ndarray) -> Any:
    import torch

    logits, wanted = model(_torch(features, model)), _torch(labels[:, None], model)
    return torch.nn.functional.binary_cross_entropy_with_logits(logits, wanted)


def _torch(values: np.ndarray, model: Any) -> Any:
    import torch

    return torch.as_tensor(values, dtype=next(model.parameters()).dtype)


def _keras_type(model: Any) -> str:
    """Return the type of the weights: a ``Sequential`` itself reports the global default."""
    return str(model.weights[0].dtype)
