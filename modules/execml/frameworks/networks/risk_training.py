"""The bank's risk model, trained in NumPy; ``sweeps`` trains it at many learning rates at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from execml.course import RiskSplit
from execml.course.bank.ranking import rank_sum_aucs
from execml.course.validation import flag, real, whole
from execml.frameworks.autodiff.elementary import sigmoid
from execml.frameworks.networks.perceptron import NumpyMLP, glorot_weights
from execml.frameworks.training.number_formats import rounded, stochastically_rounded

HIDDEN, BATCH, LEARN = 32, 128, 15_000  # units, clients a step, clients to learn from; the others choose

MakeOptimiser = Callable[[list[NDArray[Any]]], Any]
Rounding = Callable[[NDArray[Any]], NDArray[Any]]


def train_risk_model(
    split: RiskSplit,
    optimiser: MakeOptimiser,
    generator: np.random.Generator,
    epochs: int = 5,
    stored_as: str | None = None,
    learn: int = LEARN,
    stochastic: bool = False,
) -> NumpyMLP:
    """Train a network 30-32-1 on the first training clients and return it.

    It computes in float64, so that five epochs end alike on every machine. What it keeps may be narrower:
    weights, gradient and what the optimiser remembers are then rounded to a 16-bit format at every step.

    Args:
        split: from ``risk_split()``.
        optimiser: makes an optimiser from a list with the one array of all weights.
        generator: draws the first weights and the order of the clients.
        epochs: how often each client is used.
        stored_as: the 16-bit format of what is kept, or None for float64.
        learn: how many clients to learn from; those behind them choose. All 20,000 once settings are chosen.
        stochastic: whether weights and memory are rounded by chance, so right on average, or to nearest. The
            first weights and the order of the clients are the same either way.

    Raises:
        ValueError: if ``epochs`` is not a whole number of at least 1, ``learn`` fills no batch or exceeds the
            training clients, or the format is unknown.
    """
    sizes = (split.train_features.shape[1], HIDDEN, 1)
    model = NumpyMLP(glorot_weights(sizes, generator, "float64"), dtype="float64")
    rule = optimiser([model.vector])
    store, narrow = _stores(stored_as, flag("stochastic", stochastic), generator)
    whole("learn", learn, low=BATCH, high=len(split.train_labels))
    clients, outcomes = split.train_features[:learn].astype(float), split.train_labels[:learn].astype(float)
    for _ in range(whole("epochs", epochs)):
        order = generator.permutation(learn)
        features, labels = clients[order], outcomes[order]
        for first in range(0, learn - BATCH + 1, BATCH):
            batch = slice(first, first + BATCH)
            model.loss_and_gradients(features[batch], labels[batch])
            rule.step([narrow(model.gradient_vector)])
            if stored_as:
                for kept in (model.vector, *rule.remembered):
                    kept[:] = store(kept)
    return model


def _stores(
    stored_as: str | None, stochastic: bool, generator: np.random.Generator
) -> tuple[Rounding, Rounding]:
    """Return what weights and memory, and what a gradient goes through; the chances are drawn apart."""
    if stored_as is None:
        return _as_it_is, _as_it_is
    to_nearest = partial(rounded, name=stored_as)
    if not stochastic:
        return to_nearest, to_nearest
    (chances,) = generator.spawn(1)  # which leaves the generator's own draws as they were
    return partial(stochastically_rounded, name=stored_as, generator=chances), to_nearest


def _as_it_is(numbers: NDArray[Any]) -> NDArray[Any]:
    return numbers


def validation_loss(model: NumpyMLP, split: RiskSplit) -> float:
    """Return the mean cross-entropy on the 5,000 training clients that training did not use."""
    logits = model(split.train_features[LEARN:])[:, 0].astype(float)
    return float(np.mean(np.logaddexp(0, logits) - logits * split.train_labels[LEARN:]))


def auc_on_test_clients(model: NumpyMLP, split: RiskSplit) -> float:
    """Return the AUC on the 10,000 test clients."""
    return float(rank_sum_aucs(model(split.test_features), split.test_labels)[0])


def narrow_storage(
    split: RiskSplit,
    rule: Callable[..., Any],
    rate: float,
    seeds: Sequence[int],
    cutoff: float,
    stored_as: str = "bfloat16",
) -> dict[str, NDArray[np.float64]]:
    """Return what it costs to keep weights, gradient and the optimiser's memory in a 16-bit format.

    Args:
        split: from ``risk_split()``.
        rule: an optimiser's class.
        rate: its learning rate.
        seeds: one run a seed and way of rounding, from the same weights through the same batches.
        cutoff: scores above it are refused; in (0, 1).
        stored_as: the format.

    Returns:
        For rounding ``"to nearest"`` and ``"stochastic"`` an array of shape (seeds, 2): points of AUC lost
        (hundredths), and test clients decided differently, both against training in float64.
    """
    real("cutoff", cutoff, 0, 1)
    logit = np.log(cutoff / (1 - cutoff))

    def scores(seed: int, **storage: Any) -> NDArray[Any]:
        model = train_risk_model(
            split, lambda weights: rule(weights, lr=rate), np.random.default_rng(seed), **storage
        )
        return model(split.test_features)[:, 0]

    found: dict[str, list[tuple[float, int]]] = {"to nearest": [], "stochastic": []}
    for seed in seeds:
        wide = scores(seed)
        for way, rows in found.items():
            narrow = scores(seed, stored_as=stored_as, stochastic=way == "stochastic")
            before, after = rank_sum_aucs(np.column_stack([wide, narrow]), split.test_labels)
            rows.append((100 * (before - after), int(((wide > logit) != (narrow > logit)).sum())))
    return {way: np.array(rows, dtype=float) for way, rows in found.items()}


def pulls(model: NumpyMLP, split: RiskSplit) -> NDArray[np.float64]:
    """Return each client's share of the gradient of the average loss by the logit, shape (clients,).

    For cross-entropy it is (risk − label) / number of clients.
    """
    logits = model(split.train_features)[:, 0].astype(float)
    return (sigmoid(logits) - split.train_labels) / len(logits)
