"""One model, one ε, four places for the noise: what is protected, and who is trusted, decide.

All places train the same logistic regression by full-batch steps. In each, somebody's message is cut to a
length C and Gaussian noise of deviation σ C is added to it, so σ, the number of rounds and δ give the
same ε everywhere: the accounting is that of one Gaussian mechanism a round. What differs is whose message
it is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from execml.course.validation import generator as source
from execml.course.validation import one_of, positive, real, whole
from execml.federated_learning.averaging.clients import Client, stacked

# By place: whose contribution is cut and hidden, and who must not look before the noise is on.
PLACES: dict[str, tuple[str, str]] = {
    "central": ("a person", "the operator, who sees all records"),
    "distributed": ("a person", "as many lenders as the threshold, not to collude"),
    "each person alone": ("a person", "nobody"),
    "each lender's book": ("a lender", "as many lenders as the threshold, not to collude"),
}


def private_weights(
    clients: Sequence[Client],
    place: str,
    noise_multiplier: float,
    rounds: int,
    generator: np.random.Generator,
    learning_rate: float = 2.0,
    max_norm: float = 1.0,
    repeats: int = 1,
    *,
    allow_one_class: bool = False,
) -> NDArray[np.float64]:
    """Return logistic weights trained with noise in one place, several independent runs at once.

    * ``"central"``: each person's gradient is cut to C, and the operator adds noise σ C to the sum:
      DP-SGD with batches of everybody (Abadi et al., 2016, arXiv 1607.00133).
    * ``"distributed"``: each lender cuts its persons' gradients and adds noise σ C / √lenders to its own sum;
      under masks only the total is seen, and its noise is the same as in the centre.
    * ``"each person alone"``: each person adds noise σ C to their own gradient before anybody sees it, so the
      sum of n carries σ C √n. It is drawn as one number, which has the same distribution.
    * ``"each lender's book"``: each lender's mean gradient is cut to C, and noise σ C is added to the sum
      over lenders: hiding whether a lender took part at all.

    Args:
        clients: one a lender, features with bounds that do not depend on the data, labels 0 and 1.
        place: one of the four.
        noise_multiplier: σ, 0 or more.
        rounds: steps, each of them one release.
        generator: source of the noise.
        learning_rate: on the mean gradient.
        max_norm: C.
        repeats: how many runs.
        allow_one_class: whether a lender may hold rows of one class only.

    Returns:
        shape (repeats, features + 1), the bias last.

    Raises:
        ValueError: if there are not two classes, a lender has one only, or an argument lies outside its
            range.
    """
    stack = stacked(clients, allow_one_class=allow_one_class)
    if len(stack.classes) != 2:
        raise ValueError(f"clients hold {len(stack.classes)} classes; this is for 2")
    one_of("place", place, PLACES)
    noise = real("noise_multiplier", noise_multiplier, 0, np.inf, low_open=False)
    bound, rate = positive("max_norm", max_norm), positive("learning_rate", learning_rate)
    runs, draw = whole("repeats", repeats, high=10_000), source("generator", generator)
    parts = [
        (np.column_stack([stack.features[k, :n], np.ones(n)]), stack.targets[k, :n, 1])
        for k, n in enumerate(stack.rows.tolist())
    ]
    weights = np.zeros((parts[0][0].shape[1], runs))
    for _ in range(whole("rounds", rounds, high=100_000)):
        if place == "each lender's book":
            step = _lenders(parts, weights, bound, noise, draw)
        else:
            step = _persons(parts, weights, bound, noise, draw, place)
        weights -= rate * step
    return weights.T


def _persons(
    parts: list[tuple[NDArray[np.floating], NDArray[np.floating]]],
    weights: NDArray[np.float64],
    bound: float,
    noise: float,
    draw: np.random.Generator,
    place: str,
) -> NDArray[np.float64]:
    """Return the noisy mean of persons' gradients, each cut to the bound; the head count is public."""
    people = sum(len(labels) for _, labels in parts)
    shares = {"central": 0.0, "distributed": 1 / len(parts)}
    total = np.zeros_like(weights)
    for rows, labels in parts:
        errors = _errors(rows, labels, weights)
        norms = (
            np.abs(errors) * np.linalg.norm(rows, axis=1)[:, None]
        )  # |error| |row| is the gradient's length
        total += rows.T @ (errors * (bound / np.maximum(norms, bound)))
        variance = shares.get(place, len(labels))  # of a lender's sum, in units of (σ C)²
        if variance:
            total += noise * bound * np.sqrt(variance) * draw.standard_normal(weights.shape)
    if place == "central":
        total += noise * bound * draw.standard_normal(weights.shape)
    return total / people


def _lenders(
    parts: list[tuple[NDArray[np.floating], NDArray[np.floating]]],
    weights: NDArray[np.float64],
    bound: float,
    noise: float,
    draw: np.random.Generator,
) -> NDArray[np.float64]:
    """Return the noisy mean of lenders' mean gradients, each cut to the bound."""
    total = np.zeros_like(weights)
    for rows, labels in parts:
        mean = rows.T @ _errors(rows, labels, weights) / len(labels)
        norms = np.linalg.norm(mean, axis=0)
        total += mean * (bound / np.maximum(norms, bound))
    total += noise * bound * draw.standard_normal(weights.shape)
    return total / len(parts)


def _errors(
    rows: NDArray[np.floating], labels: NDArray[np.floating], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return predicted risk less outcome, shape (rows, runs)."""
    return 1 / (1 + np.exp(-np.clip(rows @ weights, -500, 500))) - labels[:, None]
