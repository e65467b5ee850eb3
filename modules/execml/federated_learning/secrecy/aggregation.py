"""One secure sum from beginning to end, with clients that go silent on the way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.validation import generator as source
from execml.course.validation import several, whole
from execml.federated_learning.secrecy.client import SecureClient
from execml.federated_learning.secrecy.fixed_point import FixedPoint
from execml.federated_learning.secrecy.server import SecureServer


@dataclass(frozen=True)
class SecureAggregation:
    """The settings of a secure sum; clients and server are objects of their own and exchange messages.

    Attributes:
        n_clients: how many may take part.
        threshold: how many must stay to the end, from 2 to ``n_clients``; so many together can also open
            anybody's masks, so it is how many must not collude with the server. Clients compare the list of
            who delivered before they open anything. Against c colluders, who confirm any list, that binds
            the server if twice the threshold is above ``n_clients`` + c: then no two lists find enough
            confirmations. Below, it tells two groups different lists and opens both secrets of a client.
        length: of each client's vector.
        largest: the largest size of a number that a client may send.
        bits: of the modulus.

    Raises:
        ValueError: if a setting lies outside its range.

    >>> draw = np.random.default_rng(0)
    >>> plan = SecureAggregation(n_clients=5, threshold=3, length=2)
    >>> plan.sum([[0.5, -0.25]] * 5, draw, silent=[1], late=[4]).round(6).tolist()  # four delivered
    [2.0, -1.0]
    """

    n_clients: int
    threshold: int
    length: int
    largest: float = 1.0
    bits: int = 32

    def __post_init__(self) -> None:
        """Check the settings."""
        whole("n_clients", self.n_clients, low=2, high=10_000)
        whole("threshold", self.threshold, low=2, high=self.n_clients)
        whole("length", self.length)
        self.grid  # which checks the rest  # noqa: B018

    @property
    def grid(self) -> FixedPoint:
        """How numbers become whole, and the modulus."""
        return FixedPoint(self.largest, self.n_clients, self.bits)

    def client(self, number: int, generator: np.random.Generator) -> SecureClient:
        """Return a client with fresh secrets.

        Raises:
            ValueError: if there is no client of that number.
        """
        whole("number", number, low=0, high=self.n_clients - 1)
        return SecureClient(number, self.threshold, self.grid, self.length, source("generator", generator))

    def server(self) -> SecureServer:
        """Return a server that has seen nothing yet."""
        return SecureServer(self.threshold, self.grid, self.length)

    def sum(
        self,
        vectors: Sequence[ArrayLike],
        generator: np.random.Generator,
        absent: Collection[int] = (),
        silent: Collection[int] = (),
        late: Collection[int] = (),
    ) -> NDArray[np.float64]:
        """Return the sum of the vectors of all clients that delivered, as the server learns it.

        Args:
            vectors: one a client, each of shape (length,).
            generator: source of all secrets.
            absent: clients who never come.
            silent: clients who share their secrets and then send no vector.
            late: clients who send their vector and are gone when the masks are to be removed.

        Raises:
            ValueError: if at any stage fewer clients are left than the threshold; or as the clients' calls.
        """
        if len(several("vectors", vectors)) != self.n_clients:
            raise ValueError(f"vectors of {len(vectors)} clients must be of {self.n_clients}")
        for name, who in (("absent", absent), ("silent", silent), ("late", late)):
            for number in who:
                whole(f"{name} client", number, low=0, high=self.n_clients - 1)
        server = self.server()
        clients = [self.client(n, generator) for n in range(self.n_clients) if n not in set(absent)]
        keys = server.collect_keys(one.advertise() for one in clients)
        boxes = server.collect_notes([note for one in clients for note in one.share(keys)])
        speaking = [one for one in clients if one.client not in set(silent)]
        question = server.collect_masked(
            [one.deliver(vectors[one.client], boxes[one.client]) for one in speaking]
        )
        staying = [one for one in speaking if one.client not in set(late)]
        words = server.collect_confirmations([one.confirm(*question) for one in staying])
        return server.open_sum([one.unmask(*question, words) for one in staying])
