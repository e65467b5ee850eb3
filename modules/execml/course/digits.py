"""How the programme writes a number: alike in a table, in the evidence of a decision and in a guide."""

from __future__ import annotations

import math
import re
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal

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


def at_most(value: float, form: str) -> str:
    """Return an upper bound written so that it still is one: rounded up.

    Off by less than a millionth of the last digit is a computer's rounding, so that 0.1 + 0.2 stays 0.3.

    Args:
        value: the bound; one that is not finite is written as Python does.
        form: the format, with a number of decimals, such as ``".2f"``, ``",.0f"`` or ``".1%"``.

    Raises:
        ValueError: if the value is no number, or the format another one.

    >>> at_most(math.e, ".1f"), at_most(0.1 + 0.2, ".1f"), at_most(-0.0321, ".0%"), at_most(1234.1, ",.0f")
    ('2.8', '0.3', '-3%', '1,235')
    """
    return _towards(value, form, ROUND_CEILING)


def at_least(value: float, form: str) -> str:
    """Return a lower bound written so that it still is one: rounded down, else as :func:`at_most`.

    >>> at_least(math.e, ".2f"), at_least(0.3 - 0.1, ".1f"), at_least(0.9999, ".0%")
    ('2.71', '0.2', '99%')
    """
    return _towards(value, form, ROUND_FLOOR)


def _towards(value: float, form: str, side: str) -> str:
    decimals = re.fullmatch(r",?\.(\d+)([f%])", form)
    if decimals is None:
        raise ValueError(f"form={form!r} must be a format with decimals, such as '.2f', ',.0f' or '.1%'")
    try:
        number = float(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"value={value!r} must be a number") from error
    if not math.isfinite(number):
        return format(number, form)
    places = int(decimals[1]) + (2 if decimals[2] == "%" else 0)
    exact, unit, room = Decimal(number), Decimal(1).scaleb(-places), Context(prec=400)
    nearest = exact.quantize(unit, ROUND_HALF_EVEN, room)
    close = abs(nearest - exact) <= unit / 1_000_000
    bound = nearest if close else exact.quantize(unit, side, room)
    return format(bound if bound else abs(bound), form)


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
