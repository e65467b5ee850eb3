"""Training with privacy on batches in order: nothing hides who takes part, and noise that cancels instead.

Kairouz, McMahan, Song, Thakkar, Thakurta and Xu, "Practical and private (deep) learning without sampling
or shuffling" (ICML 2021, arXiv 2103.00039) called the method DP-FTRL; here its noise is that of
:mod:`execml.differential_privacy.mechanisms.prefix_sums`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import generator, positive, real, several, whole
from execml.differential_privacy.mechanisms.gaussian import gaussian_sigma
from execml.differential_privacy.mechanisms.prefix_sums import (
    correlated_noise,
    participation_sensitivity,
    square_root_coefficients,
)
from execml.differential_privacy.training.dp_sgd import checked_data, one_thread
from execml.differential_privacy.training.ghost import clipped_gradient_sum, forward, new_layers

MOST_STEPS = 100_000
MOST_CLIENTS = 10**12


@dataclass(frozen=True)
class OrderedPrivacy:
    """What training on batches in order spent, and under which conditions that number holds.

    Attributes:
        epsilon: the bound.
        delta: what the bound leaves out: P(S) <= e^epsilon Q(S) + delta for every set S of outcomes. It is
            no probability of failure.
        sensitivity: how far one client moves what the noise is added to, in clipping norms.
        noise_multiplier: deviation of the independent noise before it is mixed, in clipping norms.
        steps: number of batches in all passes.
        participations: batches that each client is in.
        bands: steps, the present one among them, that a step's noise is mixed from; 1 is independent.
        sampling: how batches were made.
        adjacency: the pairs of data sets that the bound compares.
    """

    epsilon: float
    delta: float
    sensitivity: float
    noise_multiplier: float
    steps: int
    participations: int
    bands: int
    sampling: str = "in order"
    adjacency: str = "add or remove one client"


@dataclass
class DPFTRLClassifier:
    """A network trained on batches in a fixed order, with noise that cancels in the running sum (DP-FTRL).

    Each client is put into one of ``batches`` batches by a draw of their own, which says nothing about
    anybody else, and every pass goes through the batches in the same order. So an attacker may know when a
    client takes part; DP-SGD gains from the attacker's not knowing it, and this does not. NumPy's generators
    are not cryptographic and the noise is drawn in floating point: good for lessons, not for a release to an
    adversary.

    Attributes:
        epsilon: privacy bound to calibrate the noise to, above 0.
        delta: in (0, 1), and well below 1 / clients.
        batches: batches in one pass over the clients.
        passes: how often each client takes part.
        bands: steps whose noise is mixed; None is ``batches``, 1 is independent noise.
        max_gradient_norm: the length to which each client's gradient is cut, above 0.
        learning_rate: step size, above 0.
        hidden_layers: widths of the hidden layers; ``()`` is logistic regression.
        clients: public number of clients; None declares the number of rows given to ``fit`` public.
        generator: source of all randomness; None draws fresh entropy from the operating system.
        classes_: after ``fit``, the class labels in order.
        layers_: after ``fit``, the trained matrices, the last row of each its bias.
        privacy_: after ``fit``, what was spent.

    >>> rng = np.random.default_rng(1)
    >>> features = rng.normal(size=(2000, 3))
    >>> labels = (features[:, 0] > 0).astype(int)
    >>> model = DPFTRLClassifier(epsilon=2, batches=5, passes=5, learning_rate=2, generator=rng)
    >>> bool((model.fit(features, labels).predict_proba(features)[:, 1] > 0.5).sum() > 0)
    True
    >>> model.privacy_.steps, model.privacy_.participations
    (25, 5)
    """

    epsilon: float
    delta: float = 1e-6
    batches: int = 20
    passes: int = 20
    bands: int | None = None
    max_gradient_norm: float = 1.0
    learning_rate: float = 0.5
    hidden_layers: tuple[int, ...] = (16,)
    clients: int | None = None
    generator: np.random.Generator | None = field(default=None, repr=False)

    def fit(self, X: ArrayLike, y: ArrayLike) -> DPFTRLClassifier:
        """Train on the clients' features and labels, and state the privacy spent in ``privacy_``.

        Args:
            X: features of shape (clients, features), finite, scaled with public bounds.
            y: labels of shape (clients,), of at least two classes, none missing.

        Raises:
            ValueError: if the data are empty, misshapen, not finite, not scaled or of one class, a label is
                missing, or an argument lies outside its range.
        """
        features, labels = checked_data(X, y)
        self.classes_, numbers = np.unique(labels, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(f"y holds one class only, {self.classes_.tolist()}; it must hold at least 2")
        coefficients = self._plan(len(features))
        draws = np.random.default_rng() if self.generator is None else self.generator
        with one_thread():
            sizes = (features.shape[1], *self.hidden_layers, len(self.classes_))
            self.layers_ = new_layers(sizes, draws, features.dtype.type)
            mine = draws.integers(self.batches, size=len(features))
            places = [np.flatnonzero(mine == batch) for batch in range(self.batches)]
            members = [(features[rows], numbers[rows]) for rows in places]  # the same in every pass
            deviation = self.privacy_.noise_multiplier * self.max_gradient_norm
            weights = sum(layer.size for layer in self.layers_)
            for step, noise in enumerate(deviation * correlated_noise(coefficients, weights, draws)):
                self._step(*members[step % self.batches], noise)
        return self

    def _step(self, features: NDArray[Any], labels: NDArray[Any], noise: NDArray[np.float64]) -> None:
        """Move against one sum of clipped gradients and its share of the noise."""
        gradients = clipped_gradient_sum(self.layers_, features, labels, self.max_gradient_norm)
        pace = float(self.learning_rate * self.batches / self._clients)
        start = 0
        for layer, gradient in zip(self.layers_, gradients, strict=True):
            part = noise[start : start + layer.size].reshape(layer.shape)
            layer -= (pace * (gradient + part)).astype(layer.dtype)
            start += layer.size

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the chance of each class, shape (clients, classes), in the order of ``classes_``.

        Raises:
            ValueError: if ``X`` has another number of features than the model was trained on, holds NaN or
                infinity, or nothing was trained.
        """
        if not hasattr(self, "layers_"):
            raise ValueError("predict_proba() comes after fit(): nothing is trained yet")
        features = np.asarray(array("X", X, ("clients", "features")), dtype=self.layers_[0].dtype)
        if features.shape[1] != len(self.layers_[0]) - 1:
            raise ValueError(
                f"X has shape {features.shape}; it must be (clients, {len(self.layers_[0]) - 1})"
            )
        return forward(self.layers_, features)[1].astype(np.float64)

    def _plan(self, rows: int) -> NDArray[np.float64]:
        """Check the arguments, and work out sensitivity and noise before any training."""
        self._clients = whole("clients", rows if self.clients is None else self.clients, high=MOST_CLIENTS)
        batches = whole("batches", self.batches, high=self._clients)
        steps = whole("passes", self.passes, high=MOST_STEPS // batches) * batches
        bands = batches if self.bands is None else whole("bands", self.bands, high=steps)
        positive("epsilon", self.epsilon)
        delta = real("delta", self.delta, 0, min(1.0, 1 / self._clients))
        positive("learning_rate", self.learning_rate)
        positive("max_gradient_norm", self.max_gradient_norm)
        for width in several("hidden_layers", self.hidden_layers, least=0):
            whole("hidden_layers", width, high=MOST_STEPS)
        if self.generator is not None:
            generator("generator", self.generator)
        coefficients = square_root_coefficients(steps, bands)
        sensitivity = participation_sensitivity(coefficients, batches, self.passes)
        noise = gaussian_sigma(self.epsilon, delta, sensitivity)
        if not math.isfinite(noise):
            raise ValueError(f"epsilon={self.epsilon!r} asks for more noise than can be drawn")
        self.privacy_ = OrderedPrivacy(self.epsilon, delta, sensitivity, noise, steps, self.passes, bands)
        return coefficients
