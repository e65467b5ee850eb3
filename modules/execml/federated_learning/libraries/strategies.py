"""Flower's own strategies, driven in this process: no sockets, no Ray, the same code that runs in production.

A strategy talks to a ``Grid``, which in production is a connection to the SuperLink. Here it is an object
that hands each message to a Python function and its answer back.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from execml.course.validation import function, mapping, one_of, several, whole
from execml.federated_learning.averaging.clients import Client, stacked
from execml.federated_learning.averaging.network import Layers

STRATEGIES = ("FedAvg", "FedProx", "FedAdam", "FedMedian", "FedTrimmedAvg", "Krum", "MultiKrum")
Local = Callable[[Layers, int, int], Layers]


def flower_layers(
    strategy: str,
    layers: Layers,
    local: Local,
    rows: Sequence[int],
    rounds: int,
    **settings: Any,
) -> Layers:
    """Return what a strategy of Flower makes of some rounds, given what each client does.

    Args:
        strategy: a class of ``flwr.serverapp.strategy``, one of :data:`STRATEGIES`.
        layers: the model to start with.
        local: called with the model, the client's number and the round, from 1; returns the trained layers.
        rows: of each client, which Flower's averages weigh by.
        rounds: 1 or more.
        **settings: of the strategy, such as ``eta``.

    Raises:
        ValueError: if an argument lies outside its range.
    """
    one_of("strategy", strategy, STRATEGIES)
    function("local", local)
    counts = [whole("rows", count) for count in several("rows", rows, least=2)]
    whole("rounds", rounds)
    if settings:
        mapping("settings", settings)
    from flwr.app import ArrayRecord
    from flwr.serverapp import strategy as strategies

    with quiet():
        chosen = getattr(strategies, strategy)(
            fraction_evaluate=0.0, min_train_nodes=len(counts), min_available_nodes=len(counts), **settings
        )
        result = chosen.start(
            grid=_grid(local, counts), initial_arrays=ArrayRecord(list(layers)), num_rounds=rounds
        )
    return [np.asarray(layer) for layer in result.arrays.to_numpy_ndarrays()]


def flower_averaging(
    clients: Sequence[Client], model: Any, rounds: int, layers: Layers, *, allow_one_class: bool = False
) -> Layers:
    """Return what Flower's ``FedAvg`` makes of clients who do our local steps, of full batches.

    Args:
        clients: as for our own methods.
        model: an unfitted ``FedAvg`` of ours, whose settings the clients follow.
        rounds: 1 or more.
        layers: the model to start with.
        allow_one_class: whether a client may hold rows of one class only.

    Raises:
        ValueError: if the clients' data are not fit for training, or ``rounds`` is below 1.
    """
    from execml.federated_learning.averaging.network import flattened, unflattened

    stack, draw = stacked(clients, allow_one_class=allow_one_class), np.random.default_rng(0)

    def local(received: Layers, client: int, number: int) -> Layers:
        update = model.updates([clients[client], *clients], received, draw, allow_one_class=True)[0]
        return unflattened(flattened(received) + update, received)

    return flower_layers("FedAvg", layers, local, stack.rows.tolist(), rounds)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep Flower's log off the page, and give the process the identity that its messages carry."""
    from flwr.supercore.task_identity import TaskIdentity

    logger = logging.getLogger("flwr")
    before = logger.level, TaskIdentity._task_id, TaskIdentity._run_id, TaskIdentity._node_id
    logger.setLevel(logging.CRITICAL)
    TaskIdentity._task_id = TaskIdentity._run_id = TaskIdentity._node_id = 1
    try:
        yield
    finally:
        logger.setLevel(before[0])
        TaskIdentity._task_id, TaskIdentity._run_id, TaskIdentity._node_id = before[1:]


def _grid(local: Local, rows: list[int]) -> Any:
    """Return a grid whose nodes are Python functions, numbered from 1."""
    from flwr.app import ArrayRecord, Message, MetricRecord, RecordDict
    from flwr.serverapp import Grid

    class InProcessGrid(Grid):
        """Answers every message at once."""

        def __init__(self) -> None:
            self._answers: dict[str, Any] = {}

        def set_run(self, run: Any) -> None:
            """Take note of nothing: there is one run."""

        @property
        def run(self) -> Any:
            """There is none."""
            raise NotImplementedError

        def create_message(self, *_: Any, **__: Any) -> Any:
            """Messages of the current interface make themselves."""
            raise NotImplementedError

        def get_node_ids(self) -> list[int]:
            """Return the nodes' numbers."""
            return list(range(1, len(rows) + 1))

        def push_messages(self, messages: Any) -> list[str]:
            """Answer, and keep the answers."""
            names = []
            for place, message in enumerate(messages):
                names.append(f"{len(self._answers)}-{place}")
                self._answers[names[-1]] = self._answer(message)
            return names

        def pull_messages(self, message_ids: Any) -> list[Any]:
            """Return kept answers."""
            return [self._answers.pop(name) for name in message_ids]

        def send_and_receive(self, messages: Any, *, timeout: float | None = None) -> list[Any]:
            """Answer in the order of the nodes: sums in floating point depend on it."""
            ordered = sorted(messages, key=lambda message: message.metadata.dst_node_id)
            return [self._answer(message) for message in ordered]

        def _answer(self, message: Any) -> Any:
            client = message.metadata.dst_node_id - 1
            received = message.content["arrays"].to_numpy_ndarrays()
            trained = local(received, client, int(message.content["config"]["server-round"]))
            content = RecordDict(
                {
                    "arrays": ArrayRecord(list(trained)),
                    "metrics": MetricRecord({"num-examples": rows[client]}),
                }
            )
            return Message(content=content, reply_to=message)

    return InProcessGrid()


def mask_of_seed(seed: bytes, bits: int, length: int) -> NDArray[np.int64]:
    """Return the mask that the installed Flower's SecAgg+ expands from a seed, modulo 2^bits.

    Args:
        seed: as long as you like, in fours of bytes; Flower folds them to four by exclusive or.
        bits: of the modulus, from 2 to 32.
        length: how many numbers.

    Raises:
        ValueError: if an argument lies outside its range.
    """
    if not isinstance(seed, bytes) or not seed or len(seed) % 4:
        raise ValueError(f"seed={seed!r} must be bytes, in fours")
    modulus = 1 << whole("bits", bits, low=2, high=32)
    whole("length", length)
    from flwr.common.secure_aggregation.secaggplus_utils import pseudo_rand_gen

    return np.asarray(pseudo_rand_gen(seed, modulus, [(length,)])[0])
