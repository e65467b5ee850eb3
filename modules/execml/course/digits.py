"""How the programme writes a number: alike in a table, in the evidence of a decision and in a guide."""

from __future__ import annotations

import math
import re

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def figure(value: float) -> str:
    """Return a number as a reader wants it: three significant digits, from a thousand on with separators.

    Which rule holds is asked after rounding, so that 999.6 and 1000.4 are written alike; zero has no sign.

    >>> [figure(value) for value in (0.123456, 999.4, 999.6, 1000.4, -999.7, -0.0, 20_000, 1e16)]
    ['0.123', '999', '1,000', '1,000', '-1,000', '0', '20,000', '10¹⁶']
    """
    if isinstance(value, int):
        return f"{value:,}"
    if not math.isfinite(value):
        return f"{value:g}"
    large = abs(float(f"{value:.3g}")) >= 1000
    if large and abs(value) < 1e15:
        return f"{value:,.0f}"
    return typeset(f"{value + 0.0:.3g}") if "e" in f"{value:.3g}" else f"{value + 0.0:.3g}"


def typeset(text: str) -> str:
    """Return a text with minus signs and powers of ten as in print, not as a computer writes them.

    Hyphens in words and dates stay.

    >>> typeset("-3 points on 2026-11-02, to 1e-06 and 1.7e+16")
    '\u22123 points on 2026-11-02, to 10⁻⁶ and 1.7·10¹⁶'
    """
    text = re.sub(r"(?<![\w.])(\d(?:\.\d+)?)e([+-]?\d+)(?![\w.]*\w)", _power, text)
    return re.sub(r"(?<![\w-])-(?=[\d.])", "\u2212", text)


def _power(found: re.Match[str]) -> str:
    digits, power = found.groups()
    if float(digits) == 0:
        return "0"
    raised = str(int(power)).translate(RAISED)
    return f"10{raised}" if digits == "1" else f"{digits}·10{raised}"
