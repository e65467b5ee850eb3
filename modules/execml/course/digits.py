"""How the programme writes a number: alike in a table, in the evidence of a decision and in a guide."""

from __future__ import annotations

import math
import re


def figure(value: float) -> str:
    """Return a number as a reader wants it: three significant digits, from a thousand on with separators.

    Which rule holds is asked after rounding, so that 999.6 and 1000.4 are written alike; zero has no sign.

    >>> [figure(value) for value in (0.123456, 999.4, 999.6, 1000.4, -999.7, -0.0, 20_000, 1e16)]
    ['0.123', '999', '1,000', '1,000', '-1,000', '0', '20,000', '1e+16']
    """
    if isinstance(value, int):
        return f"{value:,}"
    if not math.isfinite(value):
        return f"{value:g}"
    large = abs(float(f"{value:.3g}")) >= 1000
    if large and abs(value) < 1e15:
        return f"{value:,.0f}"
    return f"{value + 0.0:.3g}"


def signed(text: str) -> str:
    """Return a text with a minus sign before each number that has a hyphen.

    Hyphens in words, dates and exponents stay.

    >>> signed("-3 points in 2026-11-02, at 1e-6")
    '\u22123 points in 2026-11-02, at 1e-6'
    """
    return re.sub(r"(?<![\w-])-(?=[\d.])", "\u2212", text)
