"""Figures of unit 4: the title carries the number that matters, the alternative text what is drawn."""

from __future__ import annotations

import pandas as pd
from execml.course.page.fingerprint import fingerprint
from execml.homomorphic_encryption.units.unit_4 import figures


def test_reasons_name_the_commonest_and_count_all() -> None:
    fig, alt = figures.reasons(pd.Series({"months of delay": 30, "bill": 10}))
    assert "Months of delay: first reason of 75%" in fingerprint(fig)
    assert "bill, 10" in alt


def test_amdahl_draws_both_bars() -> None:
    fig, alt = figures.amdahl({"encrypt": 0.6, "evaluate": 0.2, "decrypt": 0.2}, 1.25)
    assert "makes the batch 1.2 times faster" in fingerprint(fig)
    assert "evaluate: 20%" in fingerprint(fig)
    assert "encrypt 0.60" in alt
