"""Train one network in a framework of your choice and keep its path; measure what chance alone changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course.arrays import array, zeros_and_ones
from execml.course.validation import generator as checked_generator
from execml.course.validation import one_of, real, several, shown, whole
from execml.frameworks.acceptance.verdict import decisions_changed
from execml.frameworks.libraries.models import FRAMEWORKS, same_weights
from execml.frameworks.libraries.ports import outputs, probabilities, train, weights_of
from execml.frameworks.networks.perceptron import (
    DTYPES,
    MOST_UNITS,
    NumpyMLP,
    checked_weights,
    glorot_weights,
)
from execml.frameworks.networks.rounding import largest_difference, same_shapes

if TYPE_CHECKING:
    import pandas as pd


MOST = 100_000_000  # clients or passes


def shuffled_batches(
    count: int, generator: np.random.Generator, passes: int = 2, rows: int = 128
) -> np.ndarray:
    """Return the rows of each step of training: each pass takes all clients in an order of its own.

    Args:
        count: how many clients there are.
        generator: where the orders come from.
        passes: how often each client is seen, up to a rest that fills no batch.
        rows: clients in a batch, at most ``count``.

    Returns:
        Row numbers, shape (steps, rows).

    Raises:
        ValueError: if a number is not whole and at least 1, or a batch is larger than ``count``.

    >>> shuffled_batches(10, np.random.default_rng(0), passes=3, rows=4).shape
    (6, 4)
    """
    count, passes = whole("count", count, high=MOST), whole("passes", passes, high=MOST)
    rows = whole("rows", rows)
    checked_generator("generator", generator)
    if rows > count:
        raise ValueError(f"rows={rows} must be at most count={count}")
    kept = count // rows * rows
    return np.concatenate([generator.permutation(count)[:kept].reshape(-1, rows) for _ in range(passes)])


def trained(
    framework: str,
    weights: Sequence[np.ndarray],
    make_optimiser: Callable[..., Any],
    features: np.ndarray,
    labels: np.ndarray,
    batches: np.ndarray,
    dtype: str = "float64",
) -> tuple[Any, list[list[np.ndarray]]]:
    """Build a network from weights, train it, and return it with its weights after each step.

    Args:
        framework: ``"numpy"``, ``"torch"`` or ``"keras"``.
        weights: list ``[kernel, bias, …]``, kernels as (inputs, outputs).
        make_optimiser: as :func:`execml.frameworks.libraries.ports.train` takes it.
        features: shape (rows, inputs).
        labels: zeros and ones, shape (rows,).
        batches: the rows of each step, shape (steps, rows).
        dtype: ``"float32"`` or ``"float64"``.

    Raises:
        ValueError: if a word is not allowed, shapes do not fit, or a number is not finite.
    """
    one_of("framework", framework, FRAMEWORKS)
    array("batches", batches, ("steps", "rows"))
    checked_weights(weights)
    model = getattr(same_weights(weights, dtype, frameworks=[framework]), framework)
    path: list[list[np.ndarray]] = []
    train(model, make_optimiser, features, labels, batches, lambda now: path.append(weights_of(now)))
    return model, path


def gaps_along(path: Sequence[list[np.ndarray]], other: Sequence[list[np.ndarray]]) -> np.ndarray:
    """Return the largest gap between two weights after each step of two trainings.

    Raises:
        ValueError: if the two have not as many steps, or differ in a shape.

    >>> gaps_along([[np.zeros(2)], [np.ones(2)]], [[np.zeros(2)], [np.array([1.0, 0.5])]]).tolist()
    [0.0, 0.5]
    """
    if len(several("path", path)) != len(several("other", other)):
        raise ValueError(f"other has {len(other)} steps, and path {len(path)}; they must have as many")
    for step, (mine, theirs) in enumerate(zip(path, other, strict=True)):
        same_shapes(f"path[{step}]", mine, f"other[{step}]", theirs)
    return np.array([largest_difference(*pair) for pair in zip(path, other, strict=True)])


def decision_noise(
    rules: tuple[Callable[..., Any], Callable[..., Any]],
    training: tuple[np.ndarray, np.ndarray],
    clients: np.ndarray,
    refuse_above: float,
    generators: Sequence[np.random.Generator],
    hidden: Sequence[int] = (64, 64),
    dtype: str = "float64",
) -> pd.DataFrame:
    """Count the decisions that another rule of learning changes, and those that another order changes.

    Each generator gives a start and two orders. A network is trained, in NumPy, by the first rule
    in the first order; then by the second rule in the same order; then by the first rule in the second order.

    Args:
        rules: two optimisers of :mod:`execml.frameworks.training.optimisers`, or partials of them.
        training: features, shape (rows, inputs), and labels 0 and 1.
        clients: whom to decide about, shape (clients, inputs).
        refuse_above: clients with a higher risk are refused; in (0, 1).
        generators: one for each repetition.
        hidden: units of each hidden layer.
        dtype: what to train in; float32 takes half the time, and chance changes as many decisions in it.

    Returns:
        One row a repetition; the columns ``other rule`` and ``other order`` count changed decisions.

    Raises:
        ValueError: if an argument is of another kind, shapes do not fit, or a number is out of range.
    """
    import pandas as pd

    if len(several("rules", rules)) != 2 or not all(map(callable, rules)):
        raise ValueError(f"rules={shown(rules)} must be two optimisers")
    if len(several("training", training, least=0)) != 2:
        raise ValueError(f"training={shown(training)} must be features and labels")
    features = array("training[0]", training[0], ("rows", "inputs"))
    labels = zeros_and_ones("training[1]", training[1], len(features))
    array("clients", clients, ("clients", features.shape[1]))
    real("refuse_above", refuse_above, 0, 1)
    one_of("dtype", dtype, DTYPES)
    units = [whole("hidden", width, high=MOST_UNITS) for width in several("hidden", hidden, least=0)]
    for generator in several("generators", generators):
        checked_generator("generators", generator)
    rows = []
    features = features.astype(dtype)
    for generator in generators:
        start = glorot_weights((features.shape[1], *units, 1), generator, dtype)
        first, second = (shuffled_batches(len(labels), generator) for _ in range(2))
        risks = []
        for rule, order in ((rules[0], first), (rules[1], first), (rules[0], second)):
            model = NumpyMLP(start, dtype=dtype)
            train(model, rule, features, labels, order)
            risks.append(probabilities(outputs(model, clients)))
        rows.append([decisions_changed(risks[0], risk, refuse_above) for risk in risks[1:]])
    return pd.DataFrame(rows, columns=["other rule", "other order"])
