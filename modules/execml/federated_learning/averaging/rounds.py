"""The rounds of a federation: who takes part, what is sent back, how it is combined, and what is stated."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import function, generator, one_of, positive, real, several, whole
from execml.federated_learning.averaging.clients import Client, Stack, stacked
from execml.federated_learning.averaging.local import Work, train
from execml.federated_learning.averaging.network import (
    Layers,
    copies,
    flattened,
    forward,
    new_layers,
    unflattened,
)

AT_ONCE = 500  # clients whose models are held at the same time: memory stays flat, and caches stay warm
Watch = Callable[[int, Layers], Any]
Chosen = NDArray[np.int64]  # numbers of clients
Updates = NDArray[np.floating]  # a row a client
Draw = np.random.Generator


@dataclass
class Federation:
    """What all methods share; use one of its kinds, such as :class:`FedAvg`.

    Attributes:
        hidden_layers: widths of the hidden layers; ``()`` is logistic regression.
        learning_rate: of the clients' steps, above 0.
        local_epochs: passes over its own rows that a client makes in a round.
        batch_size: rows in a local step; None takes all of a client's rows.
        server_learning_rate: what the combined update is multiplied by; 1 replaces the model by the average.
        participation: chance of each client to take part in a round, each by its own coin.
        weighting: ``"rows"`` weighs a client by its number of rows, ``"equal"`` each alike.
        max_update_norm: the length to which each client's whole update is cut.
        noise_multiplier: deviation of the noise on the sum of updates over ``max_update_norm``. Noise goes
            with equal weights, and with the divisor clients times participation, which is public.
        combine: instead of the average: takes updates, shape (clients, numbers), and returns one, such as
            ``coordinate_median``; it sees every client's update, which masks would prevent.
        layers: the model to start with; None draws one.
        classes_: after ``fit``, the labels in order.
        layers_: after ``fit``, the model; the last row of each layer is its bias.
        watched_: after ``fit``, what ``watch`` returned, a round each.
        rejected_: after ``fit``, pairs of round and client whose update was not finite and was left out.
    """

    hidden_layers: tuple[int, ...] = ()
    learning_rate: float = 0.1
    local_epochs: int = 1
    batch_size: int | None = None
    server_learning_rate: float = 1.0
    participation: float = 1.0
    weighting: str = "rows"
    max_update_norm: float = math.inf
    noise_multiplier: float = 0.0
    combine: Callable[[NDArray[Any]], NDArray[Any]] | None = None
    layers: Layers | None = None
    watched_: list[Any] = field(default_factory=list, init=False, repr=False)
    rejected_: list[tuple[int, int]] = field(default_factory=list, init=False, repr=False)

    def fit(
        self,
        clients: Sequence[Client],
        rounds: int,
        generator: np.random.Generator,
        watch: Watch | None = None,
        *,
        allow_one_class: bool = False,
    ) -> Any:
        """Train for some rounds, and return this.

        Args:
            clients: for each its features, (rows, columns), and its labels, (rows,).
            rounds: 1 or more.
            generator: source of all randomness: the first model, orders, coins and noise.
            watch: called after each round with its number, from 1, and the model's layers; what it returns is
                kept in ``watched_``.
            allow_one_class: whether a client may hold rows of one class only; otherwise it is refused by
                name.

        Raises:
            ValueError: if the clients' data or an argument lies outside its range; the message names it. Also
                if in some round no client that came sent finite numbers, which says that training diverges.
        """
        stack = stacked(clients, allow_one_class=allow_one_class)
        whole("rounds", rounds, high=10**6)
        work, random = self._plan(len(stack)), _source(generator)
        if watch is not None:
            function("watch", watch)
        self.classes_, self.watched_, self.rejected_ = stack.classes, [], []
        sizes = (stack.features.shape[2], *self.hidden_layers, len(stack.classes))
        self.layers_ = self._start(sizes, random, stack.features.dtype.type)
        self._prepare(len(stack))
        for number in range(1, rounds + 1):
            came = self._comers(len(stack), random)
            update = self._combined(stack, came, work, random, number)
            self.layers_ = self._served(update, number)
            if watch is not None:
                self.watched_.append(watch(number, self.layers_))
        return self

    def predict_proba(self, X: ArrayLike) -> NDArray[np.floating]:
        """Return the chance of each class, shape (rows, classes), in the order of ``classes_``.

        Raises:
            ValueError: if ``X`` has another number of columns, holds NaN or infinity, or nothing is trained.
        """
        if not hasattr(self, "layers_"):
            raise ValueError("predict_proba() comes after fit(): nothing is trained yet")
        columns = self.layers_[0].shape[0] - 1
        return forward(self.layers_, array("X", X, ("rows", columns)).astype(self.layers_[0].dtype))[1]

    def updates(
        self,
        clients: Sequence[Client],
        layers: Layers,
        generator: np.random.Generator,
        *,
        allow_one_class: bool = False,
    ) -> NDArray[np.floating]:
        """Return what each client would send back in one round, shape (clients, numbers).

        Args:
            clients: as in :meth:`fit`.
            layers: the model that all of them receive.
            generator: source of the orders.
            allow_one_class: as in :meth:`fit`.
        """
        stack = stacked(clients, allow_one_class=allow_one_class)
        work = self._plan(len(stack))
        return self._local(stack, np.arange(len(stack)), layers, work, _source(generator))

    def _plan(self, clients: int) -> Work:
        """Check the arguments before any training."""
        for width in several("hidden_layers", self.hidden_layers, least=0):
            whole("hidden_layers", width, high=100_000)
        positive("learning_rate", self.learning_rate)
        positive("server_learning_rate", self.server_learning_rate)
        whole("local_epochs", self.local_epochs, high=100_000)
        if self.batch_size is not None:
            whole("batch_size", self.batch_size)
        real("participation", self.participation, 0, 1, high_open=False)
        one_of("weighting", self.weighting, ("rows", "equal"))
        real("max_update_norm", self.max_update_norm, 0, math.inf, high_open=False)
        noise = real("noise_multiplier", self.noise_multiplier, 0, math.inf, low_open=False)
        if noise and math.isinf(self.max_update_norm):
            raise ValueError("max_update_norm=inf must be finite when noise is added: it bounds a client")
        if noise and self.weighting != "equal":
            raise ValueError("weighting='rows' must be 'equal' when noise is added: counts are private")
        if self.combine is not None:
            function("combine", self.combine)
        if noise and self.combine is not None:
            raise ValueError("combine must be None when noise is added: its sensitivity is another")
        return Work(self.learning_rate, self.local_epochs, self.batch_size)

    def _start(self, sizes: tuple[int, ...], random: np.random.Generator, precision: Any) -> Layers:
        if self.layers is None:
            return new_layers(sizes, random, precision)
        shapes = [layer.shape for layer in self.layers]
        wanted = [(inputs + 1, outputs) for inputs, outputs in pairwise(sizes)]
        if shapes != wanted:
            raise ValueError(f"layers of shapes {shapes} must have the shapes {wanted}")
        return [np.array(layer, dtype=precision) for layer in self.layers]

    def _prepare(self, clients: int) -> None:
        """Set up what the method keeps between rounds."""

    def _comers(self, clients: int, random: np.random.Generator) -> NDArray[np.int64]:
        if self.participation == 1:
            return np.arange(clients)
        return np.flatnonzero(random.random(clients) < self.participation)

    def _combined(
        self, stack: Stack, came: NDArray[np.int64], work: Work, random: np.random.Generator, number: int
    ) -> NDArray[np.floating]:
        """Return the round's update of the model, as one row of numbers."""
        size = sum(layer.size for layer in self.layers_)
        total, weight, kept = np.zeros(size, self.layers_[0].dtype), 0.0, []
        for start in range(0, len(came), AT_ONCE):
            chosen = came[start : start + AT_ONCE]
            updates = self._local(stack, chosen, self.layers_, work, random)
            whole_ones = np.isfinite(updates).all(axis=1)
            self.rejected_ += [(number, int(client)) for client in chosen[~whole_ones]]
            updates, chosen = self._clipped(updates[whole_ones]), chosen[whole_ones]
            if self.combine is not None:
                kept.append(updates)
                continue
            shares = stack.rows[chosen].astype(float) if self.weighting == "rows" else np.ones(len(chosen))
            total += shares.astype(total.dtype) @ updates
            weight += float(shares.sum())
        lost = [client for when, client in self.rejected_ if when == number]
        if len(came) and len(lost) == len(came):
            raise ValueError(
                f"updates of clients {lost[:9]}, all that came in round {number}, hold NaN or infinity; "
                f"learning_rate={work.learning_rate:g} may be too large"
            )
        if self.combine is not None:
            return self.combine(np.concatenate(kept)) if sum(map(len, kept)) else total
        if math.isfinite(self.max_update_norm):
            total = self._noisy(total, random)
            weight = len(stack) * self.participation
        return total / weight if weight else total

    def _local(self, stack: Stack, chosen: Chosen, layers: Layers, work: Work, random: Draw) -> Updates:
        """Return the updates of some clients, shape (clients, numbers)."""
        received = copies(layers, len(chosen))
        with np.errstate(over="ignore", invalid="ignore"):  # a run that diverges is named, not averaged in
            trained = train(received, stack.some(chosen), work, random)
            return flattened(trained) - flattened(received)

    def _clipped(self, updates: NDArray[np.floating]) -> NDArray[np.floating]:
        if math.isinf(self.max_update_norm):
            return updates
        norms = np.sqrt(np.einsum("kp,kp->k", updates, updates))[:, None]
        return updates * (self.max_update_norm / np.maximum(norms, self.max_update_norm)).astype(
            updates.dtype
        )

    def _noisy(self, total: NDArray[np.floating], random: np.random.Generator) -> NDArray[np.floating]:
        """Return the sum of updates with Gaussian noise, drawn layer by layer."""
        if not self.noise_multiplier:
            return total
        deviation = self.noise_multiplier * self.max_update_norm
        noise = [random.standard_normal(layer.shape, dtype=total.dtype.type) for layer in self.layers_]
        return total + total.dtype.type(deviation) * flattened(noise)

    def _served(self, update: NDArray[np.floating], number: int) -> Layers:
        """Return the next model."""
        steps = unflattened(self.server_learning_rate * update, self.layers_)
        return [layer + step.astype(layer.dtype) for layer, step in zip(self.layers_, steps, strict=True)]


def _source(random: Any) -> np.random.Generator:
    return generator("generator", random)
