"""Numbers at the border of two formats are written the same in tables, evidence and guides."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from execml.course.digits import figure
from execml.course.learner.decisions import _shown
from execml.course.page.prose import table
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (999.4, "999"),
        (999.5, "1,000"),
        (999.6, "1,000"),
        (1000.4, "1,000"),
        (-999.7, "-1,000"),
        (-0.0, "0"),
        (0.0, "0"),
        (99.96, "100"),
        (9.999e14, "999,900,000,000,000"),
        (1e15, "10¹⁵"),
        (math.inf, "inf"),
        (12_345, "12,345"),
    ],
)
def test_a_number_is_written_by_what_it_is_rounded_to(value: float, written: str) -> None:
    assert figure(value) == written
    assert _shown(value) == written


@given(st.floats(-1e14, 1e14))
def test_no_number_below_a_quadrillion_gets_an_exponent_for_being_large(value: float) -> None:
    assert "10¹" not in figure(value)
    assert figure(value) not in ("-0", "-0.0")


def test_a_table_writes_them_alike_and_zero_without_a_sign(capsys: pytest.CaptureFixture[str]) -> None:
    table(pd.DataFrame({"amount": [999.4, 999.6, 1000.4, -0.0, -999.7]}), "Amounts")
    assert capsys.readouterr().out.split() == ["Amounts", "amount", "999", "1,000", "1,000", "0", "−1,000"]
    table(pd.DataFrame({"gap": [-0.0004, 0.0004, -0.06]}), "Gaps", {"gap": "{:.1%}"})
    assert capsys.readouterr().out.split() == ["Gaps", "gap", "0.0%", "0.0%", "−6.0%"]
