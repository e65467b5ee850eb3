"""A multilayer perceptron in NumPy, with its gradient written out by hand.

Its weights are a list ``[kernel, bias, kernel, bias, …]``. A kernel has the shape (inputs, outputs), so a
layer is ``features @ kernel + bias``. Hidden layers end in a ReLU, and the last layer is left as it is: one
logit, or one regression value, per row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from execml.course.arrays import all_finite, array, zeros_and_ones
from execml.course.validation import generator as checked_generator
from execml.course.validation import one_of, several, shown, whole

DTYPES = ("float32", "float64")
LOSSES = ("logistic", "squared")
MOST_UNITS = 1_000_000


def checked_weights(weights: Any, dtype: str = "float32", name: str = "weights") -> list[np.ndarray]:
    """Return a list of kernels and biases, copied to one type, after checking that it describes a network.

    Args:
        weights: kernel of shape (inputs, outputs), bias of shape (outputs,), and so on, layer by layer.
        dtype: ``"float32"`` or ``"float64"``.
        name: what the caller calls them.

    Raises:
        ValueError: if a kernel or a bias is missing, is no array of finite numbers, or does not fit what
            stands before it.

    >>> [part.shape for part in checked_weights([np.ones((30, 8)), np.ones(8), np.ones((8, 1)), np.ones(1)])]
    [(30, 8), (8,), (8, 1), (1,)]
    """
    one_of("dtype", dtype, DTYPES)
    given = several(name, weights, least=0)
    if not given or len(given) % 2:
        raise ValueError(f"{name} has {len(given)} arrays; it must hold a kernel and a bias for each layer")
    parts = [
        array(f"{name}[{place}]", part, ("inputs", "outputs") if place % 2 == 0 else None)
        for place, part in enumerate(given)
    ]
    width = len(parts[0])
    for place in range(0, len(parts), 2):
        width = _checked_layer(name, place, parts[place], parts[place + 1], width)
    return [part.astype(dtype) for part in parts]


def _checked_layer(name: str, place: int, kernel: np.ndarray, bias: np.ndarray, inputs: int) -> int:
    """Return the number of outputs of a layer that fits the width before it."""
    if kernel.shape[0] != inputs:
        advice = " (transpose it: PyTorch stores (outputs, inputs))" if kernel.shape[1] == inputs else ""
        raise ValueError(f"{name}[{place}] of shape {kernel.shape} must have {inputs} rows{advice}")
    if bias.shape != kernel.shape[1:]:
        raise ValueError(f"{name}[{place + 1}] of shape {bias.shape} must have the shape {kernel.shape[1:]}")
    return kernel.shape[1]


def checked_batch(
    features: Any, labels: Any, columns: int | str = "columns"
) -> tuple[np.ndarray, np.ndarray]:
    """Return features and labels as arrays, in their types, after checking that they fit.

    Args:
        features: finite numbers, shape (rows, columns).
        labels: 0 and 1, shape (rows,).
        columns: how many there must be; any number if it is a word.

    Raises:
        ValueError: if a shape does not fit, a number is not finite, or a label is neither 0 nor 1.
    """
    rows = array("features", features, ("rows", columns))
    return rows, zeros_and_ones("labels", labels, len(rows))


def glorot_weights(
    sizes: Sequence[int], generator: np.random.Generator, dtype: str = "float32"
) -> list[np.ndarray]:
    """Draw kernels uniform on ±√(6 / (inputs + outputs)) and zero biases (Glorot and Bengio, 2010, eq. 16).

    Args:
        sizes: number of features, of units in each hidden layer, and of outputs; such as (30, 64, 64, 1).
        generator: where the random numbers come from.
        dtype: ``"float32"`` or ``"float64"``.

    Raises:
        ValueError: if there are fewer than two sizes, or one is not a whole number from 1 to a million.

    >>> kernel, bias = glorot_weights((20, 64), np.random.default_rng(0))
    >>> kernel.shape, bool(np.abs(kernel).max() < (6 / 84) ** 0.5)
    ((20, 64), True)
    """
    if len(several("sizes", sizes, least=0)) < 2:
        raise ValueError(f"sizes={sizes!r} must hold at least two numbers: features and outputs")
    checked_generator("generator", generator)
    widths = [whole(f"sizes[{place}]", size, high=MOST_UNITS) for place, size in enumerate(sizes)]
    weights = []
    for inputs, outputs in pairwise(widths):
        bound = np.sqrt(6 / (inputs + outputs))
        weights += [generator.uniform(-bound, bound, size=(inputs, outputs)), np.zeros(outputs)]
    return checked_weights(weights, dtype)


def run_layers(values: Any, weights: Sequence[Any], relu: Callable[[Any], Any]) -> Any:
    """Return the last layer's values, in the arrays of whatever library the weights and the ReLU are from.

    Args:
        values: features, shape (rows, inputs).
        weights: list ``[kernel, bias, …]`` of arrays that know ``@`` and ``+``.
        relu: the positive part, by the same library.

    >>> weights = [np.array([[1.0, -1.0]]), np.zeros(2), np.array([[2.0], [3.0]]), np.ones(1)]
    >>> run_layers(np.array([[5.0]]), weights, lambda sums: np.maximum(sums, 0))
    array([[11.]])
    """
    for place in range(0, len(weights), 2):
        values = values @ weights[place] + weights[place + 1]
        if place + 2 < len(weights):
            values = relu(values)
    return values


class NumpyMLP:
    """A multilayer perceptron whose gradient is written out by hand.

    Attributes:
        parameters: list ``[kernel, bias, …]``; change the arrays in place and the model changes.
        vector: all parameters in one flat array; ``parameters`` are views of it. A rule that treats every
            number alike, as all optimisers here do, is fastest on this one array: ``SGD([model.vector])``.
        gradients: what :meth:`loss_and_gradients` wrote last, laid out like ``parameters``.
        gradient_vector: the same gradients in one flat array.

    >>> undecided = NumpyMLP([np.ones((3, 5)), np.ones(5), np.zeros((5, 1)), np.zeros(1)])
    >>> loss, gradients = undecided.loss_and_gradients(np.eye(3), np.array([0, 1, 1]))
    >>> round(loss, 4), [gradient.shape for gradient in gradients]  # log 2: every client at one half
    (0.6931, [(3, 5), (5,), (5, 1), (1,)])
    """

    def __init__(self, weights: Sequence[Any], loss: str = "logistic", dtype: str = "float32") -> None:
        """Copy the weights into one flat array and lay the gradients out beside it.

        Args:
            weights: as :func:`checked_weights` describes them; they are copied.
            loss: ``"logistic"``, the mean cross-entropy of labels 0 and 1 with a logit, or ``"squared"``,
                the mean squared error.
            dtype: ``"float32"`` or ``"float64"``; everything is computed in it.

        Raises:
            ValueError: if the weights do not fit together, or a word is not allowed.
        """
        self.loss = one_of("loss", loss, LOSSES)
        given = checked_weights(weights, dtype)
        self.vector, self.parameters = _flat(given)
        self.gradient_vector, self.gradients = _flat([np.zeros_like(part) for part in given])
        self.dtype = self.vector.dtype
        self._layers = list(zip(self.parameters[::2], self.parameters[1::2], strict=True))
        self._values: list[np.ndarray] = []  # what each layer puts out, for the batch size seen last
        self._errors: list[np.ndarray] = []  # derivative of the loss with respect to each layer's sum
        self._zeros: list[np.ndarray] = []
        self._ones = np.empty(0)

    def forward(self, features: Any) -> np.ndarray:
        """Return the last layer's values, shape (rows, outputs), in a new array.

        Raises:
            ValueError: if the features do not have the shape (rows, inputs), or are not finite.
        """
        values = self._features(features)
        for place, (kernel, bias) in enumerate(self._layers, 1):
            values = values @ kernel
            values += bias
            if place < len(self._layers):
                np.maximum(values, 0, out=values)
        return values

    __call__ = forward

    def loss_and_gradients(self, features: Any, targets: Any) -> tuple[float, list[np.ndarray]]:
        """Return the mean loss of a batch, and its gradient with respect to each parameter.

        The gradients are ``self.gradients``: the next call overwrites them, so copy what must last.

        Args:
            features: shape (rows, inputs).
            targets: shape (rows,) or (rows, outputs): labels 0 and 1, or the values to predict.

        Raises:
            ValueError: if a shape does not fit, or a number is not finite.
        """
        batch = self._features(features)
        wanted = self._targets(targets, len(batch))
        self._reserve(len(batch))
        self._run_forward(batch)
        loss = self._loss(wanted)
        self._run_backward(batch)
        return loss, self.gradients

    def _run_forward(self, values: np.ndarray) -> None:
        for place, ((kernel, bias), out) in enumerate(zip(self._layers, self._values, strict=True), 1):
            np.dot(values, kernel, out=out)
            out += bias
            if place < len(self._layers):
                np.maximum(out, self._zeros[place - 1], out=out)  # thrice as fast as with a plain 0
            values = out

    def _loss(self, wanted: np.ndarray) -> float:
        """Return the mean loss and write its derivative to the last of the errors."""
        output, error = self._values[-1], self._errors[-1]
        if self.loss == "squared":
            np.subtract(output, wanted, out=error)
            loss = float(np.vdot(error, error)) / error.size
            error *= 2 / error.size
            return loss
        # log(1 + e^z) - y z, with the exponential of -|z| so that nothing overflows
        decay = np.exp(-np.abs(output))
        loss = float(np.mean(np.maximum(output, 0) - output * wanted + np.log1p(decay)))
        np.divide(np.where(output >= 0, 1, decay), 1 + decay, out=error)  # the probability
        error -= wanted
        error /= error.size
        return loss

    def _run_backward(self, batch: np.ndarray) -> None:
        for place in range(len(self._layers) - 1, -1, -1):
            before, error = self._values[place - 1] if place else batch, self._errors[place]
            np.dot(before.T, error, out=self.gradients[2 * place])
            np.dot(self._ones, error, out=self.gradients[2 * place + 1])  # the sum over the rows
            if place:
                np.dot(error, self._layers[place][0].T, out=self._errors[place - 1])
                self._errors[place - 1] *= before > 0  # the ReLU's derivative; 0 at the kink, as in PyTorch

    def _reserve(self, rows: int) -> None:
        if not self._values or len(self._values[0]) != rows:
            widths = [len(bias) for _, bias in self._layers]
            self._values = [np.empty((rows, width), self.dtype) for width in widths]
            self._errors = [np.empty((rows, width), self.dtype) for width in widths]
            self._ones = np.ones(rows, self.dtype)
            self._zeros = [np.zeros((rows, width), self.dtype) for width in widths]

    def _features(self, features: Any) -> np.ndarray:
        values = _plain("features", features, self.dtype)
        inputs = len(self.parameters[0])
        if values.ndim != 2 or values.shape[1] != inputs or not len(values):
            told = f" of shape {values.shape}" if values.ndim else f"={shown(features)}"
            raise ValueError(f"features{told} must have the shape (rows, {inputs})")
        if not all_finite(values):
            raise ValueError("features hold NaN or infinity; all must be finite numbers")
        return values

    def _targets(self, targets: Any, rows: int) -> np.ndarray:
        values, outputs = _plain("targets", targets, self.dtype), len(self.parameters[-1])
        if values.ndim == 1 and outputs == 1:
            values = values[:, None]
        if values.shape != (rows, outputs):
            told = f" of shape {values.shape}" if values.ndim else f"={shown(targets)}"
            raise ValueError(f"targets{told} must have the shape ({rows}, {outputs})")
        if not all_finite(values):
            raise ValueError("targets hold NaN or infinity; all must be finite numbers")
        return values


def _plain(name: str, value: Any, dtype: np.dtype) -> np.ndarray:
    """Return numbers in the network's type; what is no array of real numbers is named."""
    known = isinstance(value, np.ndarray) and value.dtype.kind in "fiub"
    return np.asarray(value if known else array(name, value), dtype=dtype)


def _flat(parts: Sequence[np.ndarray]) -> tuple[np.ndarray, list[np.ndarray]]:
    """Return one array that holds all parts, and views of it in their shapes."""
    vector = np.concatenate([part.ravel() for part in parts])
    ends = np.cumsum([part.size for part in parts])
    views = np.split(vector, ends[:-1])
    return vector, [view.reshape(part.shape) for view, part in zip(views, parts, strict=True)]
