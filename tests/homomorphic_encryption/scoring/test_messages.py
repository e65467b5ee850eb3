"""Messages come back as they were sent, or not at all."""

from __future__ import annotations

import hashlib
import json

import pytest
from execml.homomorphic_encryption.scoring.messages import MARK, DamagedMessage, Message, opened, sealed
from hypothesis import given
from hypothesis import strategies as st

MESSAGES = st.builds(
    Message, st.just("request"), st.just((3, 1)), st.just(1), st.tuples(st.binary(), st.binary())
)


@given(MESSAGES, st.data())
def test_any_changed_byte_is_noticed(message, data):
    content = sealed(message)
    assert opened(content, "request") == message
    place = data.draw(st.integers(0, len(content) - 1))
    changed = (
        content[:place] + bytes([content[place] ^ data.draw(st.integers(1, 255))]) + content[place + 1 :]
    )
    with pytest.raises(DamagedMessage):
        opened(changed, "request")


def forged(**changed):
    """A message whose head was changed, with the digest made anew, as anybody can."""
    content = sealed(Message("response", (3,), 1, (b"encrypted",)))
    start = len(MARK) + 4
    size = int.from_bytes(content[len(MARK) : start], "big")
    head = json.loads(content[start : start + size]) | changed
    return with_head(json.dumps(head).encode(), content[start + size : -32])


def with_head(head, rest=b"encrypted"):
    body = MARK + len(head).to_bytes(4, "big") + head + rest
    return body + hashlib.sha256(body).digest()


@pytest.mark.parametrize(
    "changed",
    [
        {"rows": [-3]}, {"rows": []}, {"rows": ["3"]}, {"rows": None}, {"rows": [0.5]}, {"rows": [3, 3]},
        {"columns": 0}, {"columns": 2}, {"columns": "1"}, {"columns": 10**30}, {"columns": None},
        {"lengths": []}, {"lengths": [8]}, {"lengths": [-1, 10]}, {"lengths": ["9"]}, {"lengths": [10**9]},
        {"rows": [5_000]}, {"rows": [10**30]}, {"kind": None}, {"kind": "request"},
    ],
)  # fmt: skip
def test_a_head_that_was_changed_with_its_digest_is_noticed(changed):
    assert opened(forged(), "response", slots=4_096).rows == (3,)
    with pytest.raises(DamagedMessage, match="received"):
        opened(forged(**changed), "response", slots=4_096)


@pytest.mark.parametrize(
    "head", [b"{nonsense", b"[]", b"7", b"\xff\xfe", b"{}", b'{"kind": "response"}', b""]
)
def test_a_head_that_cannot_be_read_is_noticed(head):
    with pytest.raises(DamagedMessage, match="head cannot be read"):
        opened(with_head(head), "response")
