"""Figures of unit 1: the title carries the number that matters, the alternative text what is drawn."""

from __future__ import annotations

import pandas as pd
from execml.course.page.fingerprint import fingerprint
from execml.homomorphic_encryption.units.unit_1 import figures


def test_codes_are_drawn_from_the_commonest_on() -> None:
    received = pd.Series(["aa"] * 3 + ["bb"] * 2 + ["cc"])
    fig, alt = figures.codes(received, pd.Series([50_000] * 3 + [20_000] * 2 + [10_000]))
    assert "commonest is NT$ 50,000" in fingerprint(fig)
    assert "NT$ 20,000 for 2 clients" in alt


def test_the_change_is_the_title() -> None:
    fig, alt = figures.doctored([10_000, 500, 3_000, 7], [11_000, 500, 2_000, 7])
    assert "1,000 late clients are gone" in fingerprint(fig)
    assert "2 months, 3,000 and 2,000" in alt


def test_bytes_are_compared_with_clear_ones() -> None:
    fig, alt = figures.bytes_sent(128, 512, 8_192)
    assert "cost 4 times a plain message, not 64 times" in fingerprint(fig)
    assert "8,192 in sixteen" in alt
