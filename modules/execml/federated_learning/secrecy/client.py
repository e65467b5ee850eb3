"""A client's side of a secure sum (Bonawitz et al., CCS 2017, ePrint 2017/281, figure 4)."""

from __future__ import annotations

import hmac
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
    word,
)
from execml.federated_learning.secrecy.messages import Confirmation, Keys, Masked, SealedShares, Shares
from execml.federated_learning.secrecy.shamir import PRIME, Share, shamir_share

WIDTH = 66  # bytes of a number modulo the prime


class SecureClient:
    """Takes part in one secure sum, and answers each of the server's calls once, in their order.

    It holds two secrets of its own: a masking key, from which it shares a seed with each other client, and a
    seed that only it knows. Both are shared out among all, so that those who stay can remove what a
    client left behind: its pairwise masks if it went silent, its own mask if it delivered. Never both, or
    its numbers would stand open. Before anything is opened, clients compare who delivered (the paper's
    round of consistency). The paper signs that list, and all keys, with keys that an outsider vouches for.
    Here tags under the seeds that each two share stand for the first signature, and nothing for the second:
    a server that makes up the others' keys is every other client itself.

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
        self._answered: list[str] = []
        self._listed = b""

    def advertise(self) -> Keys:
        """Return the public keys, the first message."""
        return Keys(self.client, public_key(self._masking), public_key(self._sealing))

    def share(self, keys: Iterable[Keys]) -> list[SealedShares]:
        """Return sealed shares of both secrets for every client whose keys came.

        Raises:
            ValueError: if fewer than the threshold came, two have the same keys, or it was asked before.
        """
        self._once("share")
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
                was changed; if fewer clients than the threshold are left; or if it was asked before, since
                two vectors under the same masks give away their difference.
        """
        self._once("deliver", after="share")
        try:
            numbers = self.grid.encode(array("vector", vector, (self.length,)))
        except ValueError as refusal:
            raise ValueError(f"client {self.client}: {refusal}") from None
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

    def confirm(self, delivered: Collection[int], silent: Collection[int]) -> Confirmation:
        """Return its word for the list that it was given, for the others to compare with theirs.

        Args:
            delivered: clients whose masked vectors came, this one among them.
            silent: clients who shared their secrets and sent nothing.

        Raises:
            ValueError: if a client stands in both lists, fewer than the threshold delivered, somebody is
                unknown, this client is not among those who delivered, or it was asked before.
        """
        both = sorted(set(delivered) & set(silent))
        if both:
            raise ValueError(f"clients {both} must not stand in both lists: that would open their numbers")
        _enough("delivered", set(delivered), self.threshold)
        unknown = sorted((set(delivered) | set(silent)) - set(self._held))
        if unknown:
            raise ValueError(f"clients {unknown} shared no secret with client {self.client}")
        if self.client not in delivered:
            raise ValueError(f"delivered must name client {self.client}, which sent its vector")
        self._once("confirm", after="deliver")
        self._listed = _listed(delivered, silent)
        others = (other for other in delivered if other != self.client)
        return Confirmation(self.client, {n: self._word(n, self._listed, sent=True) for n in others})

    def unmask(
        self, delivered: Collection[int], silent: Collection[int], words: Iterable[Confirmation]
    ) -> Shares:
        """Return the shares that open the sum, once.

        Args:
            delivered: clients whose own seeds are to be opened: the list that was confirmed.
            silent: clients whose masking keys are to be opened: as confirmed.
            words: the confirmations of all clients that are left.

        Raises:
            ValueError: if these are not the lists that this client confirmed; if another client was given
                other lists, which it names; if fewer than the threshold confirmed; or if it was asked before.
        """
        if _listed(delivered, silent) != self._listed:
            raise ValueError("delivered and silent must be the lists that were confirmed before")
        agreed: set[int] = {self.client}
        apart: set[int] = set()
        for one in words:
            if one.client != self.client and one.client in self._held and one.client in delivered:
                tag = one.tags.get(self.client, b"")
                same = hmac.compare_digest(tag, self._word(one.client, self._listed, sent=False))
                (agreed if same else apart).add(one.client)
        if apart:
            raise ValueError(
                f"words of clients {sorted(apart)} are for another list than client {self.client} got"
            )
        _enough("words", agreed, self.threshold)
        self._once("unmask", after="confirm")
        seeds = {other: self._held[other][0] for other in delivered}
        return Shares(self.client, seeds, {other: self._held[other][1] for other in silent})

    def _once(self, call: str, after: str | None = None) -> None:
        if call in self._answered:
            raise ValueError(
                f"client {self.client} answers {call}() once; a second answer could open a client's numbers"
            )
        if after is not None and after not in self._answered:
            raise ValueError(f"client {self.client} was asked to {call}() before {after}()")
        self._answered.append(call)

    def _word(self, other: int, listed: bytes, sent: bool) -> bytes:
        return word(self._agreed(other), *((self.client, other) if sent else (other, self.client)), listed)

    def _agreed(self, other: int) -> bytes:
        if other not in self._seals:
            self._seals[other] = agreed_seed(self._sealing, self._keys[other].sealing)
        return self._seals[other]

    def _seal_with(self, other: int, sent: bool) -> bytes:
        return one_way(self._agreed(other), *((self.client, other) if sent else (other, self.client)))


def signed(numbers: Field, plus: bool) -> Field:
    """Return a pairwise mask with its sign: the client with the smaller number adds, the other subtracts."""
    return numbers if plus else -numbers


def _listed(delivered: Collection[int], silent: Collection[int]) -> bytes:
    return repr((sorted(set(delivered)), sorted(set(silent)))).encode()


def _enough(name: str, found: Collection[int], threshold: int) -> None:
    if len(found) < threshold:
        raise ValueError(f"{name} of {len(found)} clients must be of at least the threshold, {threshold}")
