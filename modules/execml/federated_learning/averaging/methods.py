"""Four ways to federate one model: plain averaging, and three answers to clients that pull apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from execml.course.validation import at_least_zero, positive, real
from execml.federated_learning.averaging.clients import Stack
from execml.federated_learning.averaging.local import Work, steps_taken, train
from execml.federated_learning.averaging.network import Layers, copies, flattened, unflattened
from execml.federated_learning.averaging.rounds import Chosen, Draw, Federation, Updates


@dataclass
class FedAvg(Federation):
    """Federated averaging (McMahan et al., AISTATS 2017, arXiv 1602.05629, algorithm 1).

    Each round every client that takes part starts from the server's model, runs ``local_epochs`` on its own
    rows, and returns the difference; the server adds the average, weighted by rows. With one epoch of full
    batches that is gradient descent on the pooled rows. With ``max_update_norm`` and ``noise_multiplier`` it
    is DP-FedAvg (McMahan et al., 2018, arXiv 1710.06963), which protects one *client's* whole data set.

    >>> draw = np.random.default_rng(1)
    >>> features = draw.normal(size=(90, 2))
    >>> clients = [(rows, rows[:, 0] > 0) for rows in np.split(features, 3)]
    >>> model = FedAvg(learning_rate=1.0, local_epochs=5).fit(clients, rounds=10, generator=draw)
    >>> bool((model.predict_proba(features)[:, 1].round() == (features[:, 0] > 0)).mean() > 0.9)
    True
    """


@dataclass
class FedProx(Federation):
    """FedAvg whose clients are pulled back to the received model (Li et al., 2020, arXiv 1812.06127).

    Attributes:
        proximal: μ, the weight of half the squared distance to the received model; 0 is FedAvg exactly.
    """

    proximal: float = 0.1

    def _plan(self, clients: int) -> Work:
        work = super()._plan(clients)
        pull = at_least_zero("proximal", self.proximal)
        return Work(work.learning_rate, work.epochs, work.batch_size, pull)


@dataclass
class Scaffold(Federation):
    """SCAFFOLD (Karimireddy et al., ICML 2020, arXiv 1910.06378, algorithm 1, option II).

    Each client keeps a control, an estimate of its own gradient, and the server the weighted mean of all.
    A local step subtracts the client's and adds the mean, so that clients move in the common direction.
    It sends twice the numbers both ways. Controls start at zero, so the first round is FedAvg's.
    """

    def _prepare(self, clients: int) -> None:
        self._own = [np.zeros((clients, *layer.shape), layer.dtype) for layer in self.layers_]
        self._mean = [np.zeros_like(layer) for layer in self.layers_]

    def _combined(
        self, stack: Stack, came: NDArray[np.int64], work: Work, random: np.random.Generator, number: int
    ) -> NDArray[np.floating]:
        update = super()._combined(stack, came, work, random, number)
        shares = (
            stack.rows / stack.rows.sum() if self.weighting == "rows" else np.full(len(stack), 1 / len(stack))
        )
        self._mean = [np.tensordot(shares.astype(own.dtype), own, axes=1) for own in self._own]
        return update

    def _local(self, stack: Stack, chosen: Chosen, layers: Layers, work: Work, random: Draw) -> Updates:
        received, some = copies(layers, len(chosen)), stack.some(chosen)
        if not hasattr(self, "_own"):
            return super()._local(stack, chosen, layers, work, random)
        extra = [mean - own[chosen] for mean, own in zip(self._mean, self._own, strict=True)]
        with np.errstate(over="ignore", invalid="ignore"):
            trained = train(received, some, work, random, extra)
        reach = (work.learning_rate * steps_taken(some.rows, work))[:, None, None]
        sound = np.isfinite(flattened(trained)).all(axis=1)
        for own, start, end, correction in zip(self._own, received, trained, extra, strict=True):
            fresh = ((start - end) / reach).astype(own.dtype) - correction
            own[chosen[sound]] = fresh[sound]
        return flattened(trained) - flattened(received)


@dataclass
class FedAdam(Federation):
    """FedAvg whose server takes Adam's steps along the average (Reddi et al., ICLR 2021, arXiv 2003.00295).

    Attributes:
        server_learning_rate: Adam's step size; the paper's η.
        momentum: β1, how much of the last direction stays.
        second_momentum: β2, how much of the last squared size stays.
        adaptivity: τ, added to the root of the size.
        bias_correction: whether early steps are corrected for averages that began at zero, as Kingma and Ba
            do; the paper's algorithm 2 does not.
        counted_before: rounds that the correction counts as past before the first; 0 is Adam's, and
            Flower 1.41's strategy counts 1.
    """

    server_learning_rate: float = 0.01
    momentum: float = 0.9
    second_momentum: float = 0.99
    adaptivity: float = 1e-3
    bias_correction: bool = True
    counted_before: int = 0

    def _plan(self, clients: int) -> Work:
        for name in ("momentum", "second_momentum"):
            real(name, getattr(self, name), 0, 1, low_open=False)
        positive("adaptivity", self.adaptivity)
        return super()._plan(clients)

    def _prepare(self, clients: int) -> None:
        self._direction: Any = 0.0
        self._size: Any = 0.0

    def _served(self, update: NDArray[np.floating], number: int) -> Layers:
        self._direction = self.momentum * self._direction + (1 - self.momentum) * update
        self._size = self.second_momentum * self._size + (1 - self.second_momentum) * update**2
        rate = self.server_learning_rate
        seen = number + self.counted_before
        if self.bias_correction:
            rate *= (1 - self.second_momentum**seen) ** 0.5 / (1 - self.momentum**seen)
        step = rate * self._direction / (np.sqrt(self._size) + self.adaptivity)
        steps = unflattened(step, self.layers_)
        return [layer + one.astype(layer.dtype) for layer, one in zip(self.layers_, steps, strict=True)]
