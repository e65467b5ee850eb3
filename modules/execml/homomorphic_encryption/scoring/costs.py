"""The bill: seconds, bytes and money a thousand scores, and what a faster chip would change of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from execml.course.bank.policy import Rule
from execml.course.bank.prices import MONEY
from execml.course.validation import (
    at_least_zero,
    instance,
    mapping,
    positive,
    real,
    several,
    shown,
    text,
    whole,
)

if TYPE_CHECKING:
    import pandas as pd

PROCESSOR_HOUR = Rule(
    2.0,
    f"{MONEY} an hour of one processor",
    "Assumed: about six American cents, what a rented processor costs within a factor of two.",
    ("assumed",),
)
GIGABYTE = Rule(
    3.0,
    f"{MONEY} a gigabyte sent",
    "Assumed: about nine American cents, a usual list price of traffic that leaves a data centre.",
    ("assumed",),
)


def end_to_end_gain(shares: Mapping[str, float], part: str, speedup: float) -> float:
    """Return how many times faster the whole gets if one part of it becomes faster (Amdahl, 1967).

    Args:
        shares: seconds, or shares, of each part.
        part: which one becomes faster.
        speedup: how many times; infinity is allowed.

    Raises:
        ValueError: if the part is none, or a number lies outside its range.

    >>> round(end_to_end_gain({"encrypt": 0.57, "evaluate": 0.08}, "evaluate", float("inf")), 2)
    1.14
    """
    spent = {name: at_least_zero("shares", value) for name, value in mapping("shares", shares).items()}
    if not isinstance(part, str) or part not in spent:
        raise ValueError(f"part={shown(part)} must be one of: {', '.join(map(str, spent))}")
    real("speedup", speedup, 1, math.inf, low_open=False, high_open=False)
    total = positive("shares", sum(spent.values()))
    left = total - spent[part] + spent[part] / speedup
    if not left:
        raise ValueError(f"shares={shown(shares)} must leave something beside part={part}")
    return total / left


def cost_table(
    measured: Sequence[Mapping[str, Any]], processor_hour: float, gigabyte: float, scores: int = 1_000
) -> pd.DataFrame:
    """Return what a thousand scores cost in each way: seconds, bytes and money.

    Args:
        measured: for each way its ``"way"``, ``"clients"`` scored, processor ``"seconds"`` and ``"bytes"``
            that travelled; what nobody measured is ``None`` and stays empty.
        processor_hour: what an hour of one processor costs.
        gigabyte: what a gigabyte of traffic costs.
        scores: for how many scores the bill is.

    Raises:
        ValueError: if an argument lies outside its range, or a way lacks a figure.

    >>> bill = cost_table([{"way": "plain", "clients": 1000, "seconds": 0.36, "bytes": 0}], 0.05, 0.1)
    >>> [round(float(value), 8) for value in bill.iloc[0, 1:]]
    [0.36, 0.0, 5e-06]
    """
    import pandas as pd

    hour, traffic = at_least_zero("processor_hour", processor_hour), at_least_zero("gigabyte", gigabyte)
    count, rows = whole("scores", scores), []
    for each in several("measured", measured):
        entry = mapping("measured", each)
        missing = {"way", "clients", "seconds", "bytes"} - set(entry)
        if missing:
            raise ValueError(f"measured={shown(each)} lacks {', '.join(sorted(missing))}")
        factor = count / positive("clients", entry["clients"])
        known = [
            None if entry[name] is None else at_least_zero(name, entry[name]) * factor
            for name in ("seconds", "bytes")
        ]
        seconds, size = known
        money = None if seconds is None or size is None else seconds / 3_600 * hour + size / 1e9 * traffic
        rows.append((text("way", entry["way"]), seconds, size, money))
    names = ["way", f"seconds for {count:,}", f"bytes for {count:,}", f"money for {count:,}"]
    return pd.DataFrame(rows, columns=names)


def shares_of(seconds: Mapping[str, float]) -> dict[str, float]:
    """Return each part's share of the whole.

    Args:
        seconds: of each part.

    Raises:
        ValueError: if there is nothing, or a number is negative.

    >>> shares_of({"encrypt": 3.0, "evaluate": 1.0})
    {'encrypt': 0.75, 'evaluate': 0.25}
    """
    spent = {
        name: at_least_zero("seconds", value) for name, value in instance("seconds", seconds, Mapping).items()
    }
    total = sum(spent.values())
    if not total:
        raise ValueError(f"seconds={shown(seconds)} must hold a part that took time")
    return {name: value / total for name, value in spent.items()}
