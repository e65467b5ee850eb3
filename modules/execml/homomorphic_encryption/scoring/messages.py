"""What travels between client and server: encrypted rows as bytes, with a check that they arrived whole."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from itertools import accumulate, pairwise

from execml.course.validation import instance, several, whole

MARK = b"execml-he-1\n"
DIGEST = 32  # bytes of SHA-256


class DamagedMessage(ValueError):
    """Bytes are cut short or changed; the message says where that was noticed."""


@dataclass(frozen=True)
class Message:
    """Encrypted rows with what the receiver needs to know in clear.

    Attributes:
        kind: what it is, such as ``"request"``.
        rows: how many clients each block of rows covers, in order.
        columns: how many encrypted rows a block has.
        parts: the encrypted rows, block by block.
    """

    kind: str
    rows: tuple[int, ...]
    columns: int
    parts: tuple[bytes, ...]

    def block(self, place: int) -> tuple[bytes, ...]:
        """Return the encrypted rows of one block."""
        return self.parts[place * self.columns : (place + 1) * self.columns]


def sealed(message: Message) -> bytes:
    """Return a message as bytes.

    The digest at the end notices damage. It is no protection against somebody who changes the bytes and
    computes it anew: encryption of this kind has no integrity of its own.

    Args:
        message: what to send.
    """
    head = json.dumps(
        {
            "kind": message.kind,
            "rows": list(message.rows),
            "columns": message.columns,
            "lengths": [len(part) for part in message.parts],
        }
    ).encode()
    body = MARK + len(head).to_bytes(4, "big") + head + b"".join(message.parts)
    return body + hashlib.sha256(body).digest()


def opened(received: bytes, kind: str, slots: int | None = None) -> Message:
    """Return the message that bytes hold.

    Args:
        received: what arrived.
        kind: what it has to be.
        slots: how many clients a row holds at most, if that is known.

    Raises:
        DamagedMessage: if the bytes are cut short, changed, or no such message.

    >>> opened(sealed(Message("request", (2,), 1, (b"row",))), "request").parts
    (b'row',)
    """
    instance(kind if kind in ("request", "response") else "received", received, (bytes, bytearray))
    content = bytes(received)
    if not content.startswith(MARK):
        raise DamagedMessage(f"received {len(content)} bytes that are no message of this programme")
    body, digest = content[:-DIGEST], content[-DIGEST:]
    if hashlib.sha256(body).digest() != digest:
        raise DamagedMessage(f"received {len(content)} bytes that are cut short or were changed on the way")
    start = len(MARK) + 4
    size = int.from_bytes(body[len(MARK) : start], "big")
    found, rows, columns, lengths = _head(body[start : start + size])
    if found != kind:
        raise DamagedMessage(f"received a {found}, and a {kind} is wanted")
    rest = body[start + size :]
    if len(lengths) != columns * len(rows) or sum(lengths) != len(rest):
        raise DamagedMessage(
            f"received {len(rest)} bytes of encrypted rows; {len(lengths)} rows of {sum(lengths)} bytes are "
            f"announced, for {len(rows)} blocks of {columns}"
        )
    if slots is not None and max(rows) > slots:
        raise DamagedMessage(f"received a block of {max(rows)} rows; an encrypted row holds at most {slots}")
    ends = list(accumulate(lengths, initial=0))
    return Message(kind, rows, columns, tuple(rest[start:end] for start, end in pairwise(ends)))


def _head(content: bytes) -> tuple[str, tuple[int, ...], int, list[int]]:
    """Return what stands in clear; whoever computes a digest anew can write anything there."""
    try:
        head = json.loads(content)
        kind, rows, columns, lengths = (head[name] for name in ("kind", "rows", "columns", "lengths"))
        counts = [
            whole(name, count, low=least)
            for name, listed, least in (("rows", rows, 1), ("columns", [columns], 1), ("lengths", lengths, 0))
            for count in several(name, listed)
        ]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise DamagedMessage(f"received a message whose head cannot be read: {error}") from None
    return str(kind), tuple(counts[: len(rows)]), columns, counts[len(rows) + 1 :]
