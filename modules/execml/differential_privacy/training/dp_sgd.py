"""Training with differential privacy: DP-SGD, a small network, and a statement of what was spent."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array, complete
from execml.course.validation import generator, positive, real, several, shown, whole
from execml.differential_privacy.accounting import accountants
from execml.differential_privacy.training.ghost import clipped_gradient_sum, forward, new_layers

WIDEST = 100_000  # units of a hidden layer
MOST_EPOCHS = 1e6
MOST_NOISE = 1e6  # that the accountant composes
LARGEST_FEATURE = 1e4  # beyond, squared gradients could overflow single precision


@dataclass(frozen=True)
class PrivacySpent:
    """What one training run spent, and the conditions under which that number holds.

    Attributes:
        noise_multiplier: standard deviation of the noise divided by the clipping norm.
        sample_rate: chance of each client to be in any one batch.
        steps: number of batches.
        delta: what the bound leaves out: P(S) <= e^epsilon Q(S) + delta for every set S of outcomes. It is
            no probability of failure; a mechanism that never fails badly has one as well.
        epsilon: the bound; infinite where no noise was added or nothing was clipped.
        sampling: how batches were drawn.
        adjacency: the pairs of data sets that the bound compares.
        accountant: how epsilon was computed.
        nominal: whether sample rate and steps follow from a public constant. If not, they follow from the
            number of rows, and the bound holds only where that number is public.
    """

    noise_multiplier: float
    sample_rate: float
    steps: int
    delta: float
    epsilon: float
    sampling: str = "poisson"
    adjacency: str = "add or remove one client"
    accountant: str = "pld"
    nominal: bool = True


@dataclass
class DPSGDClassifier:
    """A network trained by DP-SGD (Abadi et al., CCS 2016, arXiv 1607.00133, algorithm 1).

    Each step draws a batch in which every client takes part with the same small chance, cuts each client's
    gradient to ``max_gradient_norm``, adds Gaussian noise to the sum, and divides by a public constant.

    Give either ``epsilon`` (the noise is calibrated to it) or ``noise_multiplier``. With
    ``noise_multiplier=0`` and ``max_gradient_norm=math.inf`` it is plain stochastic gradient descent, the
    baseline without privacy.

    Sample rate, number of steps and divisor must not depend on whose data are present. They follow from
    ``clients``, ``batch_size`` and ``epochs``, so ``clients`` is a public number: a constant of about the
    right size, such as 20,000, fixed before anybody is counted. It need not be the number of rows. A divisor
    computed from the private head count is what issues 571 and 819 of meta-pytorch/opacus report. The set of
    class labels is taken as public too. NumPy's generators are not cryptographic and the noise is drawn in
    floating point: good for lessons and audits, not for a release to an adversary.

    Attributes:
        epsilon: privacy bound to calibrate the noise to, above 0.
        delta: below 1 / clients, and better well below: publishing one client in full would pass at that.
        noise_multiplier: noise deviation divided by ``max_gradient_norm``, at least 0.
        max_gradient_norm: the length to which each client's gradient is cut, above 0.
        batch_size: expected number of clients in a batch, and the divisor of the noisy sum.
        epochs: expected number of times that each client is seen, above 0, at most a million.
        learning_rate: step size, above 0.
        hidden_layers: widths of the hidden layers; ``()`` is logistic regression.
        clients: nominal number of clients, public; None declares the number of rows given to ``fit`` public,
            and ``privacy_.nominal`` is then False.
        generator: source of all randomness; None draws fresh entropy from the operating system.
        classes_: after ``fit``, the class labels in order.
        layers_: after ``fit``, the trained matrices, the last row of each its bias.
        privacy_: after ``fit``, what was spent.

    >>> rng = np.random.default_rng(1)
    >>> features = rng.normal(size=(2000, 3))
    >>> labels = (features[:, 0] > 0).astype(int)
    >>> model = DPSGDClassifier(epsilon=2, batch_size=200, epochs=5, learning_rate=2, generator=rng)
    >>> bool((model.fit(features, labels).predict(features) == labels).mean() > 0.9)
    True
    >>> round(model.privacy_.epsilon, 2), model.privacy_.steps
    (2.0, 50)
    """

    epsilon: float | None = None
    delta: float = 1e-6
    noise_multiplier: float | None = None
    max_gradient_norm: float = 1.0
    batch_size: int = 256
    epochs: float = 20.0
    learning_rate: float = 0.5
    hidden_layers: tuple[int, ...] = (64, 64)
    clients: int | None = None
    generator: np.random.Generator | None = field(default=None, repr=False)

    def fit(self, X: ArrayLike, y: ArrayLike) -> DPSGDClassifier:
        """Train on the clients' features and labels, and state the privacy spent in ``privacy_``.

        Args:
            X: features of shape (clients, features), finite, scaled with public bounds. Single precision
                (float32) is faster; in double a seed gives the same digits on any processor.
            y: labels of shape (clients,), of at least two classes, none missing.

        Raises:
            ValueError: if the data are empty, misshapen, not finite, not scaled or of one class, a label is
                missing, or an argument lies outside its range.
        """
        features, labels = checked_data(X, y)
        self.classes_ = np.unique(labels)
        if len(self.classes_) < 2:
            raise ValueError(f"y holds one class only, {self.classes_.tolist()}; it must hold at least 2")
        self.privacy_ = self._plan(len(features))
        self.n_features_in_ = features.shape[1]
        sizes = (self.n_features_in_, *self.hidden_layers, len(self.classes_))
        numbers = np.searchsorted(self.classes_, labels)
        generator = np.random.default_rng() if self.generator is None else self.generator
        with one_thread():
            self.layers_ = new_layers(sizes, generator, features.dtype.type)
            for _ in range(self.privacy_.steps):
                batch = poisson_sample(len(features), self.privacy_.sample_rate, generator)
                self._step(features[batch], numbers[batch], generator)
        return self

    def _step(self, features: NDArray[Any], labels: NDArray[Any], generator: np.random.Generator) -> None:
        """Move against one noisy sum of clipped gradients; an empty batch is a step of noise alone."""
        gradients = clipped_gradient_sum(self.layers_, features, labels, self.max_gradient_norm)
        for layer, gradient in zip(self.layers_, gradients, strict=True):
            if self.privacy_.noise_multiplier > 0:
                noise = generator.standard_normal(gradient.shape, dtype=gradient.dtype.type)
                noise *= float(self.privacy_.noise_multiplier * self.max_gradient_norm)
                gradient += noise
            gradient *= float(self.learning_rate / self.batch_size)
            layer -= gradient

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the chance of each class, shape (clients, classes), in the order of ``classes_``.

        Raises:
            ValueError: if ``X`` has another number of features than the model was trained on, holds NaN or
                infinity, or nothing was trained.
        """
        if not hasattr(self, "layers_"):
            raise ValueError("predict_proba() comes after fit(): nothing is trained yet")
        features = _floats(array("X", X, ("clients", "features")))
        if features.ndim != 2 or features.shape[1] != self.n_features_in_:
            raise ValueError(f"X has shape {features.shape}; it must be (clients, {self.n_features_in_})")
        return forward(self.layers_, features)[1].astype(np.float64)

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """Return the most probable class of each row, shape (clients,)."""
        return self.classes_[self.predict_proba(X).argmax(axis=1)]

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the constructor's arguments (scikit-learn's convention)."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    def set_params(self, **params: Any) -> DPSGDClassifier:
        """Change constructor arguments by name (scikit-learn's convention).

        Raises:
            ValueError: if a name is not an argument of the constructor.
        """
        for name, value in params.items():
            if name not in self.get_params():
                raise ValueError(f"{name!r} is not an argument; there are: {', '.join(self.get_params())}")
            setattr(self, name, value)
        return self

    def _plan(self, rows: int) -> PrivacySpent:
        """Check the arguments, and work out noise, sample rate, steps and epsilon before any training."""
        clients = whole("clients", rows if self.clients is None else self.clients)
        batch_size = real("batch_size", whole("batch_size", self.batch_size), 1, clients, False, False)
        sample_rate = batch_size / clients
        epochs = real("epochs", self.epochs, 0, MOST_EPOCHS, high_open=False)
        steps = max(1, round(epochs / sample_rate))
        delta = real("delta", self.delta, 0, 1)
        positive("learning_rate", self.learning_rate)
        for width in several("hidden_layers", self.hidden_layers, least=0):
            whole("hidden_layers", width, high=WIDEST)
        if self.generator is not None:
            generator("generator", self.generator)
        norm = real("max_gradient_norm", self.max_gradient_norm, 0, math.inf, high_open=False)
        noise = self._noise(delta, sample_rate, steps)
        if noise == 0:
            return PrivacySpent(noise, sample_rate, steps, delta, math.inf, nominal=self.clients is not None)
        if delta * clients >= 1:
            raise ValueError(
                f"delta={self.delta!r} must be below 1 / clients, which is {1 / clients:.3g} for "
                f"clients={clients}"
            )
        if math.isinf(norm):
            raise ValueError("max_gradient_norm=inf must be finite when noise is added: it bounds a client")
        spent = accountants.epsilon(noise, sample_rate, steps, delta)
        return PrivacySpent(noise, sample_rate, steps, delta, spent, nominal=self.clients is not None)

    def _noise(self, delta: float, sample_rate: float, steps: int) -> float:
        given = (self.epsilon, self.noise_multiplier)
        if (self.epsilon is None) == (self.noise_multiplier is None):
            raise ValueError(f"epsilon={given[0]!r}, noise_multiplier={given[1]!r}: give one of the two")
        if self.epsilon is None:
            return real(
                "noise_multiplier", self.noise_multiplier, 0, MOST_NOISE, low_open=False, high_open=False
            )
        return accountants.noise_multiplier(positive("epsilon", self.epsilon), delta, sample_rate, steps)


def poisson_sample(clients: int, sample_rate: float, generator: np.random.Generator) -> NDArray[np.intp]:
    """Return the row numbers of one batch: each client takes part by chance, independently of the others.

    The batch size is random, and 0 is possible. This, not shuffling, is what the accountants' proofs assume
    (Mironov, Talwar and Zhang, 2019, arXiv 1908.10530).

    Args:
        clients: number of rows to draw from.
        sample_rate: chance of each row.
        generator: source of randomness.

    >>> len(poisson_sample(20_000, 0.01, np.random.default_rng(1)))
    191
    """
    # The gaps between those who take part are geometric: one draw for each of them, and not for each row.
    expected = clients * sample_rate
    gaps = generator.geometric(sample_rate, math.ceil(expected + 6 * math.sqrt(expected) + 6))
    places = np.cumsum(gaps) - 1
    while places[-1] < clients:  # once in a billion batches
        places = np.append(places, places[-1] + np.cumsum(generator.geometric(sample_rate, 100)))
    return places[: np.searchsorted(places, clients)]


def one_thread() -> Any:
    """Return a context in which matrix products use one thread, so that a seed repeats bit for bit."""
    from threadpoolctl import threadpool_limits

    return threadpool_limits(limits=1)


def _floats(X: ArrayLike) -> NDArray[np.floating]:
    """Return features in the precision that they have: single if they are float32, double otherwise."""
    features = np.asarray(X)
    return features if features.dtype == np.float32 else features.astype(np.float64)


def checked_data(X: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.floating], NDArray[Any]]:
    """Return features, in their own precision, and labels, if nothing is missing, misshapen or unscaled."""
    features, given = _floats(array("X", X, ("clients", "features"), finite=False)), np.asarray(y)
    if given.shape != (len(features),):
        told = f"y has shape {given.shape}" if given.ndim else f"y={shown(y)}"
        raise ValueError(f"{told}; it must be of shape ({len(features)},), one label a row of X")
    labels = complete("y", y)
    if labels.dtype.kind == "c" or (labels.dtype.kind == "f" and not np.isfinite(labels).all()):
        raise ValueError(f"y of type {labels.dtype} holds what names no class; labels must be finite")
    # An undefined or overflowing gradient would pass through clipping as it is, and no noise hides that.
    if not (np.abs(features) <= LARGEST_FEATURE).all():
        raise ValueError(
            f"X holds NaN, infinite or unscaled values; all must lie in "
            f"[-{LARGEST_FEATURE:g}, {LARGEST_FEATURE:g}]"
        )
    return features, labels
