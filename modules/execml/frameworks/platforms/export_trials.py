"""Models that are hard to export, and what becomes of each attempt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import instance, mapping, real, shown, whole
from execml.frameworks.networks.perceptron import checked_batch, checked_weights
from execml.frameworks.platforms.portability import ExportRefused, PortableModel, round_trip

if TYPE_CHECKING:
    import keras
    import pandas as pd
    import torch

Exporter = Callable[[Any, Any], PortableModel]


def attempts(
    example: torch.Tensor, trials: Mapping[str, tuple[Exporter, torch.nn.Module]]
) -> dict[str, PortableModel | ExportRefused]:
    """Try to export some models; a refusal is a result like any other.

    Args:
        example: the features that each exporter gets.
        trials: for each name the exporter and the model.

    Raises:
        ValueError: if the example is no tensor, or a trial is no exporter with a model.
    """
    import torch

    instance("example", example, torch.Tensor)
    for name, trial in mapping("trials", trials).items():
        if not isinstance(trial, tuple) or len(trial) != 2 or not callable(trial[0]):
            raise ValueError(f"trials[{name!r}]={shown(trial)} must be an exporter and a model")
    results: dict[str, PortableModel | ExportRefused] = {}
    for name, (exporter, model) in trials.items():
        try:
            results[name] = exporter(model, example)
        except ExportRefused as refusal:
            results[name] = refusal
    return results


def outcomes(
    results: Mapping[str, PortableModel | ExportRefused],
    before: np.ndarray,
    features: np.ndarray,
    cutoff: float,
) -> pd.DataFrame:
    """Return one row an attempt: whether there is a file, and how many decisions it changes.

    Args:
        results: as :func:`attempts` returns them.
        before: scores in the framework, shape (clients,).
        features: of the same clients, shape (clients, columns).
        cutoff: scores above it are refused; in (0, 1).

    Raises:
        ValueError: if an argument is of another kind, shapes do not fit, or a number is out of range.
    """
    import pandas as pd

    real("cutoff", cutoff, 0, 1)
    array("before", before, (len(array("features", features, ("clients", "columns"))),))
    rows = []
    for name, result in mapping("results", results).items():
        instance(f"results[{name!r}]", result, (PortableModel, ExportRefused))
        if isinstance(result, PortableModel):
            changed: int | None = round_trip(before, result.scorer()(features), cutoff).changed
            rows.append((name, "writes a file", changed))
        else:
            rows.append((name, "refuses", None))
    return pd.DataFrame(rows, columns=["the model", "the exporter", "decisions changed"])


def round_trips(
    moves: Mapping[str, tuple[np.ndarray, PortableModel]], features: np.ndarray, cutoff: float
) -> pd.DataFrame:
    """Return one row a model: what its file is, and what became of its scores in onnxruntime.

    Args:
        moves: for each name the scores in its framework, shape (clients,), and the exported file.
        features: of the same clients, shape (clients, columns).
        cutoff: scores above it are refused; in (0, 1).

    Raises:
        ValueError: if an argument is of another kind, shapes do not fit, or a number is out of range.
    """
    import pandas as pd

    real("cutoff", cutoff, 0, 1)
    clients = len(array("features", features, ("clients", "columns")))
    rows = []
    for name, move in mapping("moves", moves).items():
        if not isinstance(move, tuple) or len(move) != 2:
            raise ValueError(f"moves[{name!r}]={shown(move)} must be scores and an exported file")
        before, file = array(f"moves[{name!r}][0]", move[0], (clients,)), move[1]
        instance(f"moves[{name!r}][1]", file, PortableModel)
        trip = round_trip(before, file.scorer()(features), cutoff)
        rows.append({
            "made by": name,
            "operators": len(file.operators),
            "operator sets": ", ".join(f"{key} {version}" for key, version in sorted(file.opsets.items())),
            "kilobytes": len(file.content) / 1000,
            "largest gap": trip.gap,
            "decisions changed": trip.changed,
            "close to the cutoff": trip.exposed,
        })  # fmt: skip
    return pd.DataFrame(rows)


def scorecard(features: np.ndarray, labels: np.ndarray) -> torch.nn.Linear:
    """Fit a logistic regression to the last digits, by Newton's method, and return it as a PyTorch layer.

    Args:
        features: shape (clients, columns).
        labels: 0 and 1, shape (clients,).

    Returns:
        A layer from features to the logit of the risk, shape (rows, 1).

    >>> scorecard(np.array([[0.0], [1.0], [0.0], [1.0]]), np.array([0, 1, 1, 0])).weight.shape
    torch.Size([1, 1])
    """
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(solver="newton-cholesky", tol=1e-10).fit(features.astype(float), labels)
    return linear_layer(fitted.coef_, fitted.intercept_)


def scorecards(
    features: np.ndarray, labels: np.ndarray, column: int
) -> tuple[torch.nn.Linear, torch.nn.Linear]:
    """Fit one scorecard to the clients whose feature is at most 0, and one to those where it is above.

    Args:
        features: shape (clients, columns).
        labels: 0 and 1, shape (clients,).
        column: the feature that parts them.

    Raises:
        ValueError: if shapes do not fit, a number is not finite, or on one side there are not both classes.
    """
    features, labels = checked_batch(features, labels)
    above = features[:, whole("column", column, low=0, high=features.shape[1] - 1)] > 0
    for words, side in (("at most 0", ~above), ("above 0", above)):
        if len(np.unique(labels[side])) < 2:
            raise ValueError(f"column={column!r} leaves one class where it is {words}; both are needed")
    return scorecard(features[~above], labels[~above]), scorecard(features[above], labels[above])


def linear_layer(coefficients: np.ndarray, intercept: np.ndarray) -> torch.nn.Linear:
    """Return a fitted linear model as a PyTorch layer in float32.

    Args:
        coefficients: shape (1, columns).
        intercept: shape (1,).

    >>> linear_layer(np.ones((1, 3)), np.zeros(1)).in_features
    3
    """
    import torch

    from execml.course.libraries.torch_network import torch_network

    (layer,) = torch_network([coefficients.T.astype(np.float32), intercept.astype(np.float32)])
    assert isinstance(layer, torch.nn.Linear)
    return layer


def keras_scorer(weights: Sequence[np.ndarray]) -> keras.Sequential:
    """Return the bank's network in Keras, with the sigmoid that turns its logit into a score.

    Args:
        weights: kernels and biases, as :mod:`execml.frameworks.networks.perceptron` lays them out.

    Raises:
        ValueError: if the weights do not fit together.
    """
    checked_weights(weights)
    import keras

    from execml.frameworks.libraries.models import keras_model

    return keras.Sequential([keras_model(weights), keras.layers.Activation("sigmoid")])


def rounded_scores(card: torch.nn.Linear) -> torch.nn.Module:
    """Return a model whose last step is an operator of the bank's own.

    Args:
        card: a scorecard, from features to a logit.

    Raises:
        ValueError: if it is no module of PyTorch's.
    """
    import torch

    instance("card", card, torch.nn.Module)

    class Rounded(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.card = card

        def forward(self, clients: torch.Tensor) -> torch.Tensor:
            return round_up_to_percent(torch.sigmoid(self.card(clients)))

    return Rounded()


def round_up_to_percent(scores: torch.Tensor) -> torch.Tensor:
    """Round scores up to whole per cent, by an operator of the bank's own that no other program knows.

    Args:
        scores: any shape.

    >>> import torch
    >>> round_up_to_percent(torch.tensor([0.501])).item() == torch.tensor(0.51).item()
    True
    """
    import torch

    if not hasattr(torch.ops.harbour, "round_up"):

        def round_up(scores: torch.Tensor) -> torch.Tensor:
            return torch.ceil(scores * 100) / 100

        operator = torch.library.custom_op(
            "harbour::round_up", round_up, mutates_args=(), schema="(Tensor scores) -> Tensor"
        )
        operator.register_fake(torch.empty_like)
    return torch.ops.harbour.round_up(scores)
