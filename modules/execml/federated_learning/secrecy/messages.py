"""What clients and server send each other in one secure sum, in the order of the protocol."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from execml.federated_learning.secrecy.shamir import Share


@dataclass(frozen=True)
class Keys:
    """A client's two public keys: one to agree on masks, one to seal notes."""

    client: int
    masking: int
    sealing: int


@dataclass(frozen=True)
class SealedShares:
    """From one client through the server to another: a share of each of the sender's two secrets."""

    sender: int
    recipient: int
    note: bytes


@dataclass(frozen=True, eq=False)
class Masked:
    """A client's numbers under all its masks, modulo the field."""

    client: int
    numbers: NDArray[np.uint64]


@dataclass(frozen=True)
class Confirmation:
    """A client's word for the list of who delivered and who did not: a tag for each other client to check."""

    client: int
    tags: dict[int, bytes]


@dataclass(frozen=True)
class Shares:
    """A client's shares at the end: of the own seed of who delivered, of the masking key of who did not."""

    client: int
    seeds: dict[int, Share]
    keys: dict[int, Share]
