"""The dial of unit 2 turns."""

from __future__ import annotations

import base64
import math
import re

from execml.course.page.dial import parts
from execml.differential_privacy.units.unit_2 import dial


def test_turning_the_dial_changes_the_page():
    choice, _, page = parts(dial.epsilon_dial(start=1.0))
    assert f"{math.e:,.2f} times" in page.value
    choice.value = 3.0
    assert f"{math.exp(3):,.2f} times" in page.value


def test_dial_page_draws_both_worlds_and_is_the_same_text_every_time():
    drawing = re.search(r"data:image/svg\+xml;base64,([^\"]+)", dial.dial_page(0.5))
    assert base64.b64decode(drawing[1]).decode().count("<polyline") == 2
    assert dial.dial_page(0.5) == dial.dial_page(0.5)
