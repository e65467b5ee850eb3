"""Twenty rounds of a hundred clients, ours beside two others; and how cost and memory grow with clients."""

from __future__ import annotations

from functools import partial

import numpy as np

from execml.course.measure.rows import Row
from execml.course.measure.timing import least_processor_time
from execml.course.validation import whole
from execml.federated_learning.averaging.clients import Client
from execml.federated_learning.averaging.methods import FedAvg
from execml.federated_learning.averaging.network import Layers, flattened, new_layers, unflattened
from execml.federated_learning.libraries.client_loop import loop_averaging, orders
from execml.federated_learning.libraries.strategies import flower_layers

CLIENTS, ROWS, FEATURES, HIDDEN, BATCH, RATE = 100, 200, 30, 32, 20, 0.1


def rows(repeats: int = 3, rounds: int = 20) -> list[Row]:
    """Time FedAvg, 100 clients x 200 rows x 30 features, network 30-32-2, one epoch of batches of 20 a round.

    Args:
        repeats: how often each is run; the least time counts. The slow ones run once.
        rounds: of training.

    Raises:
        ValueError: if a number is below 1.
        AssertionError: if a weight differs from the loop's by more than 1e-6.
    """
    whole("repeats", repeats)
    whole("rounds", rounds)
    clients, start = designed_clients(CLIENTS), new_layers((FEATURES, HIDDEN, 2), np.random.default_rng(1))
    taken = orders(CLIENTS, ROWS, rounds, np.random.default_rng(2))

    def ours() -> Layers:
        model = FedAvg((HIDDEN,), RATE, batch_size=BATCH, layers=start)
        return model.fit(clients, rounds, np.random.default_rng(2)).layers_

    found, spent = least_processor_time(ours, repeats)
    looped, loop_spent = least_processor_time(lambda: loop_averaging(clients, start, taken, BATCH, RATE))
    flower, flower_spent = least_processor_time(lambda: _by_flower(clients, start, rounds))
    gap, other = (float(np.abs(flattened(found) - flattened(one)).max()) for one in (looped, flower))
    assert gap <= 1e-6, gap
    task = f"FedAvg, {CLIENTS} clients x {rounds} rounds"
    return [
        Row(task, "plain PyTorch loop", spent, loop_spent, f"weights differ by {gap:.0e}"),
        Row(task, "Flower's FedAvg, in process", spent, flower_spent, f"differ by {other:.0e}"),
    ]


def growth_rows(rounds: int = 1) -> list[Row]:
    """Time one round of 1,000 and of 10,000 clients of 20 rows; linear growth is a ratio of 10."""
    times = []
    for count in (1_000, 10_000):
        clients = designed_clients(count, rows=20)
        model = FedAvg((HIDDEN,), RATE, batch_size=BATCH)
        _, spent = least_processor_time(partial(model.fit, clients, rounds, np.random.default_rng(2)), 2)
        times.append(spent)
    return [Row("one round, 1,000 clients", "ours, 10,000 clients", times[0], times[1], "10 is linear")]


def designed_clients(count: int, rows: int = ROWS) -> list[Client]:
    """Return artificial clients: normal features, and labels that follow the first of them."""
    draw = np.random.default_rng(3)
    features = draw.normal(size=(count, rows, FEATURES))
    labels = (features[..., 0] + draw.normal(size=(count, rows)) > 0).astype(np.int64)
    return list(zip(features, labels, strict=True))


def _by_flower(clients: list[Client], start: Layers, rounds: int) -> Layers:
    """Return Flower's result for clients that do our local steps in our order, one client after the other."""
    from execml.federated_learning.averaging.clients import stacked
    from execml.federated_learning.averaging.local import Work, train
    from execml.federated_learning.averaging.network import copies

    stack, work = stacked(clients), Work(RATE, 1, BATCH)
    keys = np.random.default_rng(2).random((rounds, CLIENTS, ROWS))

    class Drawn(np.random.Generator):
        """A generator that gives a client the keys which our own training gave it."""

        keys: np.ndarray

        def random(self, *_: object, **__: object) -> np.ndarray:  # type: ignore[override]
            return self.keys

    def local(received: Layers, client: int, number: int) -> Layers:
        draw = Drawn(np.random.PCG64(0))
        draw.keys = keys[number - 1, client][None]
        trained = train(copies(received, 1), stack.some(np.array([client])), work, draw)
        return unflattened(flattened(trained)[0], received)

    return flower_layers("FedAvg", start, local, [ROWS] * len(clients), rounds)
