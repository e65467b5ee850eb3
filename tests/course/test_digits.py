"""Numbers at the border of two formats are written the same in tables, evidence and guides."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from execml.course.digits import at_least, at_most, figure
from execml.course.learner.decisions import _shown
from execml.course.page.prose import table
from execml.course.programme import HELPERS, SOLUTIONS, root
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


@given(st.floats(-1e6, 1e6), st.integers(0, 4), st.sampled_from(["f", "%"]))
def test_a_bound_is_still_one_as_it_is_written(value: float, decimals: int, kind: str) -> None:
    form = f",.{decimals}{kind}"
    unit = Decimal(1).scaleb(-decimals - (2 if kind == "%" else 0))
    above, below = (_read(write(value, form)) for write in (at_most, at_least))
    slack = unit / 1_000_000
    assert 0 <= above - Decimal(value) + slack <= unit + slack
    assert 0 <= Decimal(value) - below + slack <= unit + slack


def _read(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("%", "")) / (100 if text.endswith("%") else 1)


@pytest.mark.parametrize(
    ("write", "value", "form", "written"),
    [
        (at_most, math.e, ".1f", "2.8"),
        (at_most, math.exp(0.1), ".1f", "1.2"),
        (at_most, 0.1 + 0.2, ".1f", "0.3"),
        (at_most, 3.000000001, ".2f", "3.00"),
        (at_most, 3.0001, ".2f", "3.01"),
        (at_most, -0.001, ".1f", "0.0"),
        (at_most, np.float32(0.25), ".1f", "0.3"),
        (at_most, math.inf, ".1f", "inf"),
        (at_most, 1e22, ",.2f", "10,000,000,000,000,000,000,000.00"),
        (at_least, 11.5996, ".1f", "11.5"),
        (at_least, 0.2 / 0.1, ".1f", "2.0"),
        (at_least, 0.9999, ".0%", "99%"),
        (at_least, -0.001, ".1f", "-0.1"),
    ],
)
def test_a_bound_is_rounded_outwards_but_not_for_a_computers_rounding(
    write: Callable[[float, str], str], value: float, form: str, written: str
) -> None:
    assert write(value, form) == written


@pytest.mark.parametrize("form", ["", "g", ".3g", "d", "+.2f", "f"])
def test_a_bound_needs_a_format_with_decimals(form: str) -> None:
    with pytest.raises(ValueError, match="form="):
        at_most(1.0, form)


BEFORE = r"(?i)(at (?:most|least)|(?:no|not) (?:more|less|fewer) than|(?<!add )(?<!adds )up to"
BEFORE += r"|(?:to|lie) within|≥|≤)(?:</?b>|[\s*“(]|NT\\?\$|ε = )*$"
AFTER = r"(?i)(?:\*\*|%|</b>)*(?:\s(?:points|AUC|times))? (?:or (?:more|less|fewer)|at (?:most|least))\b"
QUOTED = {"up to: last[top]"}  # what a report would say of a placebo, whose median it is
ROUNDED = re.compile(r"\.\d+[f%]$")


def rounded_bounds(source: str) -> list[str]:
    """Return the numbers in f-strings that a word beside them calls a bound, and a format rounds."""
    found = []
    for text in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr)):
        parts = [part.value if isinstance(part, ast.Constant) else part for part in text.values]
        for place, part in enumerate(parts):
            if isinstance(part, str) or part.format_spec is None:
                continue
            before, after = parts[place - 1 : place] or [""], parts[place + 1 : place + 2] or [""]
            bound = isinstance(before[0], str) and re.search(BEFORE, before[0])
            bound = bound or (isinstance(after[0], str) and re.match(AFTER, after[0]))
            if bound and ROUNDED.search(ast.unparse(part.format_spec)[2:-1]):
                found.append(f"{bound[0].strip()}: {ast.unparse(part.value)}")
    return found


def test_no_page_rounds_a_bound_to_the_wrong_side() -> None:
    """Where this fails, write ``{at_most(value, ".1f")}`` or ``{at_least(value, ".1f")}``."""
    example = 'f"by at most {gap:.1f}, {share:.0%} or more, up to {count:,}, which add up to {all:.1f}"'
    assert rounded_bounds(example) == ["at most: gap", "or more: share"]
    assert rounded_bounds("f\"at most {at_most(gap, '.1f')}, in all {gap:.1f}\"") == []
    files = [*(root() / SOLUTIONS).rglob("*.py"), *(root() / HELPERS).rglob("*.py")]
    wrong = {str(file.relative_to(root())): rounded_bounds(file.read_text("utf-8")) for file in files}
    assert {name: left for name, found in wrong.items() if (left := set(found) - QUOTED)} == {}


@pytest.mark.parametrize("value", [None, "much", np.array([]), np.array([1.0, 2.0])])
def test_a_bound_that_is_no_number_is_refused_by_name(value):
    for written in (at_most, at_least):
        with pytest.raises(ValueError, match="value="):
            written(value, ".2f")
