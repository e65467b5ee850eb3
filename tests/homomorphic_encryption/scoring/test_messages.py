"""Messages come back as they were sent, or not at all."""

from __future__ import annotations

import pytest
from execml.homomorphic_encryption.scoring.messages import DamagedMessage, Message, opened, sealed
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
