"""Durations in words: seconds as a board reads them, from thousandths of a second to thousands of years."""

from __future__ import annotations

import math

from execml.course.validation import real

YEAR = 365.25 * 86_400
_SCALES = (
    (YEAR, "year"),
    (86_400.0, "day"),
    (3_600.0, "hour"),
    (60.0, "minute"),
    (1.0, "second"),
    (1e-3, "millisecond"),
)
_LARGEST = 1e6  # years, above which a power of ten says more


def in_words(seconds: float) -> str:
    """Return a duration with two digits and the largest unit of which it has one.

    Args:
        seconds: zero or more; infinity is never.

    >>> [in_words(t) for t in (0.0004, 0.25, 59.7, 3_000, 5e6, 1.77e10, float("inf"))]
    ['0.4 milliseconds', '250 milliseconds', '60 seconds', '50 minutes', '58 days', '560 years', 'never']
    """
    length = real("seconds", seconds, 0, math.inf, low_open=False, high_open=False)
    if math.isinf(length):
        return "never"
    size, name = next((pair for pair in _SCALES if length / pair[0] >= 1), _SCALES[-1])
    count = float(f"{length / size:.2g}")
    if name == "year" and count > _LARGEST:
        return f"10^{math.log10(count):.0f} years"
    return f"{count:,g} {name}{'' if count == 1 else 's'}"
