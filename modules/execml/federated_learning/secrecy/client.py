"""A client's side of a secure sum (Bonawitz et al., CCS 2017, ePrint 2017/281, figure 4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
from numpy.typing import ArrayLike

from execml.course.arrays import array
from execml.federated_learning.secrecy.fixed_point import Field, FixedPoint
from execml.federated_learning.secrecy.keys import (
    agreed_seed,
    mask,
    new_secret,
    one_way,
    public_key,
    seal,
    seed_bytes,
    unseal,
)
from execml.federated_learning.secrecy.messages import Keys, Masked, SealedShares, Shares
from execml.federated_learning.secrecy.shamir import PRIME, Share, shamir_share

WIDTH = 66  # bytes of a number modulo the prime


class SecureClient:
    """Takes part in one secure sum, and answers each of the server's four calls once.

    It holds two secrets of its own: a masking key, from which it shares a seed with each other client, and a
    seed that only it knows. Both are shared out among all, so that those who stay can remove what a
    client left behind: its pairwise masks if it went silent, its own mask if it delivered. Never both, or
    its numbers would stand open.

    Args:
        client: its number, from 0.
        threshold: how many clients it takes to recover a secret.
        grid: how numbers become whole.
        length: of the vector.
        generator: source of its secrets.
    """

    def __init__(
        self, client: int, threshold: int, grid: FixedPoint, length: int, generator: np.random.Generator
    ) -> None:
        """Draw the secrets."""
        self.client, self.threshold, self.grid, self.length = client, threshold, grid, length
        self._random = generator
        self._masking, self._sealing, self._seed = (new_secret(generator) for _ in range(3))
        self._keys: dict[int, Keys] = {}
        self._seals: dict[int, bytes] = {}
        self._held: dict[int, tuple[Share, Share]] = {}
        self._done = False

    def advertise(self) -> Keys:
        """Return the public keys, the first message."""
        return Keys(self.client, public_key(self._masking), public_key(self._sealing))

    def share(self, keys: Iterable[Keys]) -> list[SealedShares]:
        """Return sealed shares of both secrets for every client whose keys came.

        Raises:
            ValueError: if fewer than the threshold came, or two have the same keys.
        """
        self._keys = {one.client: one for one in keys}
        publics = [key for one in self._keys.values() for key in (one.masking, one.sealing)]
        if len(set(publics)) < len(publics) or self.client not in self._keys:
            raise ValueError("keys must be of different clients, this one among them")
        _enough("keys", self._keys, self.threshold)
        others = sorted(self._keys)
        shares = [
            shamir_share(secret, len(others), self.threshold, PRIME, self._random)
            for secret in (self._seed, self._masking)
        ]
        notes = []
        for other, own, key in zip(others, *shares, strict=True):
            if other == self.client:
                self._held[other] = (own, key)
                continue
            note = b"".join(number.to_bytes(WIDTH, "big") for number in (*own, *key))
            notes.append(SealedShares(self.client, other, seal(self._seal_with(other, sent=True), note)))
        return notes

    def deliver(self, vector: ArrayLike, notes: Iterable[SealedShares]) -> Masked:
        """Return the vector under masks; pairwise ones with every client whose shares came.

        Raises:
            ValueError: if the vector has another length, is not finite or too large for the field; if a note
                was changed; or if fewer clients than the threshold are left.
        """
        numbers = self.grid.encode(array("vector", vector, (self.length,)))
        for note in notes:
            opened = unseal(self._seal_with(note.sender, sent=False), note.note)
            parts = [int.from_bytes(opened[at : at + WIDTH], "big") for at in range(0, 4 * WIDTH, WIDTH)]
            self._held[note.sender] = ((parts[0], parts[1]), (parts[2], parts[3]))
        _enough("notes", self._held, self.threshold)
        total = numbers + mask(seed_bytes(self._seed), self.length, self.grid.bits)
        for other in self._held:
            if other != self.client:
                seed = agreed_seed(self._masking, self._keys[other].masking)
                total += signed(mask(seed, self.length, self.grid.bits), self.client < other)
        return Masked(self.client, total % np.uint64(self.grid.modulus))

    def unmask(self, delivered: Collection[int], silent: Collection[int]) -> Shares:
        """Return the shares that open the sum, once.

        Args:
            delivered: clients whose masked vectors came: their own seeds are opened.
            silent: clients who shared their secrets and sent nothing: their masking keys are opened.

        Raises:
            ValueError: if a client stands in both lists, fewer than the threshold delivered, somebody is
                unknown, or it was asked before: together two answers could open one client's numbers.
        """
        both = sorted(set(delivered) & set(silent))
        if both:
            raise ValueError(f"clients {both} must not stand in both lists: that would open their numbers")
        _enough("delivered", delivered, self.threshold)
        unknown = sorted((set(delivered) | set(silent)) - set(self._held))
        if unknown:
            raise ValueError(f"clients {unknown} shared no secret with client {self.client}")
        if self._done:
            raise ValueError(
                f"client {self.client} answers once; a second answer could open a client's numbers"
            )
        self._done = True
        seeds = {other: self._held[other][0] for other in delivered}
        return Shares(self.client, seeds, {other: self._held[other][1] for other in silent})

    def _seal_with(self, other: int, sent: bool) -> bytes:
        if other not in self._seals:
            self._seals[other] = agreed_seed(self._sealing, self._keys[other].sealing)
        return one_way(self._seals[other], *((self.client, other) if sent else (other, self.client)))


def signed(numbers: Field, plus: bool) -> Field:
    """Return a pairwise mask with its sign: the client with the smaller number adds, the other subtracts."""
    return numbers if plus else -numbers


def _enough(name: str, found: Collection[int], threshold: int) -> None:
    if len(found) < threshold:
        raise ValueError(f"{name} of {len(found)} clients must be of at least the threshold, {threshold}")
