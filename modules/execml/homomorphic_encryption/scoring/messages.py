"""What travels between client and server: encrypted rows as bytes, with a check that they arrived whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from execml.course.validation import instance

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


def opened(received: bytes, kind: str) -> Message:
    """Return the message that bytes hold.

    Args:
        received: what arrived.
        kind: what it has to be.

    Raises:
        DamagedMessage: if the bytes are cut short, changed, or no such message.

    >>> opened(sealed(Message("request", (2,), 1, (b"row",))), "request").parts
    (b'row',)
    """
    instance("received", received, (bytes, bytearray))
    content = bytes(received)
    if not content.startswith(MARK):
        raise DamagedMessage(f"received {len(content)} bytes that are no message of this programme")
    body, digest = content[:-DIGEST], content[-DIGEST:]
    if hashlib.sha256(body).digest() != digest:
        raise DamagedMessage(f"received {len(content)} bytes that are cut short or were changed on the way")
    start = len(MARK) + 4
    size = int.from_bytes(body[len(MARK) : start], "big")
    head = json.loads(body[start : start + size])
    if head["kind"] != kind:
        raise DamagedMessage(f"received a {head['kind']}, and a {kind} is wanted")
    parts = _cut(body[start + size :], head["lengths"])
    return Message(kind, tuple(head["rows"]), head["columns"], tuple(parts))


def _cut(body: bytes, lengths: Sequence[int]) -> list[bytes]:
    parts, place = [], 0
    for length in lengths:
        parts.append(body[place : place + length])
        place += length
    return parts
