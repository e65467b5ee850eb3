"""Public bins of the running case's columns: round amounts, and the categories that its datasheet names."""

from __future__ import annotations

from collections.abc import Sequence

_AMOUNTS = (0.0, 1.0, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 1e6)
_DELAYS = (-2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 9.0)
_FACTS: dict[str, Sequence[float] | Sequence[str]] = {
    "limit": (1e4, 3e4, 6e4, 1e5, 1.5e5, 2e5, 2.5e5, 3e5, 4e5, 5e5, 1e6),
    "age": (20.0, 25.0, 30.0, 35.0, 40.0, 45.0, 50.0, 60.0, 80.0),
    "sex": ("male", "female"),
    "education": (
        *("graduate school", "university", "high school", "other"),
        *("undocumented 0", "undocumented 5", "undocumented 6"),
    ),
    "marriage": ("married", "single", "other", "undocumented 0"),
}
_MONTHS = range(1, 7)

CREDIT_BINS: dict[str, Sequence[float] | Sequence[str]] = {
    **_FACTS,
    **{f"repayment_{month}": _DELAYS for month in _MONTHS},
    **{f"bill_{month}": (-1e6, *_AMOUNTS) for month in _MONTHS},
    **{f"payment_{month}": _AMOUNTS for month in _MONTHS},
}
"""For each column that is modelled, boundaries or categories, none of them read off a client."""
