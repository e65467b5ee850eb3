"""Bytes on the wire, counted from the layout of the messages."""

from __future__ import annotations

from dataclasses import dataclass

from execml.course.validation import at_least_zero, flag, whole

FIELD, KEY, SHARE, NAME = (
    4,
    256,
    66,
    4,
)  # bytes: a number below 2^32, a public key, a share of a secret, a name
TAG = 32  # bytes that prove where a sealed share, or a word for a list, comes from


@dataclass(frozen=True)
class CommunicationCost:
    """What a federation sends, in bytes.

    Attributes:
        down: from the server to one client in one round.
        up: from one client to the server in one round.
        total: of all clients in all rounds, both ways.
        price: of the total, in the unit of the price given.
    """

    down: int
    up: int
    total: int
    price: float


def communication_cost(
    parameters: int,
    clients: int,
    rounds: int,
    bytes_each: int = 4,
    states: int = 1,
    masked: bool = False,
    price_per_gigabyte: float = 0.0,
) -> CommunicationCost:
    """Return what a federation sends.

    Args:
        parameters: numbers in the model.
        clients: that take part in each round.
        rounds: of training.
        bytes_each: bytes of a number, such as 4 for single precision.
        states: arrays of that size each way; SCAFFOLD has 2, a model and a control.
        masked: whether updates are summed under masks as in ``secrecy``: each client then sends two public
            keys, a sealed pair of shares and later a tag for each other client, masked numbers of 4 bytes
            (modulo 2^32), and a share for each client at the end.
        price_per_gigabyte: of 10^9 bytes, 0 or more, in any money.

    Raises:
        ValueError: if a count is below 1 or the price negative.

    >>> cost = communication_cost(parameters=1058, clients=100, rounds=20)
    >>> cost.down, cost.up, cost.total
    (4232, 4232, 16928000)
    """
    size, many, count = whole("parameters", parameters), whole("clients", clients), whole("rounds", rounds)
    width, kinds = whole("bytes_each", bytes_each), whole("states", states)
    price = at_least_zero("price_per_gigabyte", price_per_gigabyte)
    down = up = size * width * kinds
    if flag("masked", masked):
        sealed = 2 * SHARE + TAG + NAME
        others = (many - 1) * (sealed + TAG + NAME)  # notes, and words for the list of who delivered
        down = size * width * kinds + many * (2 * KEY + NAME) + others + many * NAME
        up = 2 * KEY + NAME + others + size * kinds * FIELD + many * (SHARE + NAME)
    total = (down + up) * many * count
    return CommunicationCost(down, up, total, total / 1e9 * price)
