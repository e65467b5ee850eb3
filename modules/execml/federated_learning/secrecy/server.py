"""The server's side of a secure sum: it passes messages on, adds, and removes the masks of the sum."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from execml.federated_learning.secrecy.client import signed
from execml.federated_learning.secrecy.fixed_point import FixedPoint
from execml.federated_learning.secrecy.keys import agreed_seed, mask, seed_bytes
from execml.federated_learning.secrecy.messages import Confirmation, Keys, Masked, SealedShares, Shares
from execml.federated_learning.secrecy.shamir import PRIME, shamir_recover


class SecureServer:
    """Collects what the clients send, and learns the sum; what it has seen stands in its attributes.

    Args:
        threshold: how many clients must stay to the end.
        grid: how numbers become whole.
        length: of the vectors.

    Attributes:
        keys: the public keys that came, by client.
        masked: the masked vectors that came, by client: all that it sees of anybody's numbers.
    """

    def __init__(self, threshold: int, grid: FixedPoint, length: int) -> None:
        """Start with nothing."""
        self.threshold, self.grid, self.length = threshold, grid, length
        self.keys: dict[int, Keys] = {}
        self.masked: dict[int, NDArray[np.uint64]] = {}
        self._notes: list[SealedShares] = []
        self._sharers: set[int] = set()

    def collect_keys(self, keys: Iterable[Keys]) -> list[Keys]:
        """Return the list of keys that every client gets.

        Raises:
            ValueError: if fewer than the threshold came.
        """
        self.keys = {one.client: one for one in keys}
        self._need(len(self.keys), "keys")
        return list(self.keys.values())

    def collect_notes(self, notes: Iterable[SealedShares]) -> dict[int, list[SealedShares]]:
        """Return for each client that shared its secrets the sealed notes to it, from those who did too.

        Raises:
            ValueError: if fewer than the threshold shared.
        """
        self._notes = list(notes)
        self._sharers = {note.sender for note in self._notes}
        self._need(len(self._sharers), "sealed shares")
        return {
            client: [note for note in self._notes if note.recipient == client] for client in self._sharers
        }

    def collect_masked(self, masked: Iterable[Masked]) -> tuple[list[int], list[int]]:
        """Return who delivered and who has gone silent since, the question to all who are left.

        Raises:
            ValueError: if fewer than the threshold delivered.
        """
        self.masked = {one.client: one.numbers for one in masked}
        self._need(len(self.masked), "masked vectors")
        return sorted(self.masked), sorted(self._sharers - set(self.masked))

    def collect_confirmations(self, words: Iterable[Confirmation]) -> list[Confirmation]:
        """Return what every client that is left gets: the others' word for the list.

        Raises:
            ValueError: if fewer than the threshold confirmed.
        """
        found = list(words)
        self._need(len(found), "confirmations")
        return found

    def open_sum(self, shares: Iterable[Shares]) -> NDArray[np.float64]:
        """Return the sum of the delivered vectors, shape (length,).

        Raises:
            ValueError: if fewer than the threshold answered: then nothing can be opened.
        """
        answers = list(shares)
        self._need(len(answers), "shares")
        total = np.sum(list(self.masked.values()), axis=0, dtype=np.uint64)
        bits = self.grid.bits
        for client in self.masked:  # their own masks
            seed = shamir_recover([one.seeds[client] for one in answers][: self.threshold], PRIME)
            total -= mask(seed_bytes(seed), self.length, bits)
        for client in self._sharers - set(self.masked):  # pairwise masks whose other half never came
            key = shamir_recover([one.keys[client] for one in answers][: self.threshold], PRIME)
            for other in self.masked:
                pair = mask(agreed_seed(key, self.keys[other].masking), self.length, bits)
                total -= signed(pair, other < client)
        return self.grid.decode(total % np.uint64(self.grid.modulus))

    def _need(self, count: int, what: str) -> None:
        if count < self.threshold:
            raise ValueError(
                f"{what} came from {count} clients; at least the threshold, {self.threshold}, must be left"
            )
