"""Checks of arguments: each returns the value, or raises a ValueError with name, value and allowed range.

One line at the head of a public function serves one argument::

    steps, rate = whole("steps", steps), positive("rate", rate)

NaN, infinity, None, texts, complex numbers and truths in a number's place never pass. Arrays and tables are
checked in ``arrays.py``. NumPy is imported where it is needed: ``start.py`` reads this file before anything
is installed.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

LONGEST = 80  # letters of a value that a message shows


def real(
    name: str, value: Any, low: float, high: float, low_open: bool = True, high_open: bool = True
) -> float:
    """Return a real number inside an interval.

    Args:
        name: the argument's name, for the message.
        value: what the caller passed.
        low: lower end of the interval.
        high: upper end of the interval.
        low_open: whether ``low`` itself is excluded.
        high_open: whether ``high`` itself is excluded.

    Raises:
        ValueError: if the value is not a number, is NaN, or lies outside.

    >>> real("delta", 1e-5, 0, 1)
    1e-05
    """
    interval = f"{'(' if low_open else '['}{low:g}, {high:g}{')' if high_open else ']'}"
    is_number = isinstance(value, numbers.Real) and not isinstance(value, bool)
    if not is_number or value != value:
        raise ValueError(f"{name}={shown(value)} must be a number in {interval}")
    above = value > low if low_open else value >= low
    below = value < high if high_open else value <= high
    if not (above and below):
        raise ValueError(f"{name}={shown(value)} must lie in {interval}")
    try:
        return float(value)
    except OverflowError:  # a whole number of more than 308 digits
        raise ValueError(f"{name}={shown(value)} must be a number that a float can hold") from None


def positive(name: str, value: Any) -> float:
    """Return a finite number above zero.

    >>> positive("epsilon", 3)
    3.0
    """
    return real(name, value, 0, math.inf)


def at_least_zero(name: str, value: Any) -> float:
    """Return a finite number that is not negative.

    >>> at_least_zero("momentum", 0)
    0.0
    """
    return real(name, value, 0, math.inf, low_open=False)


def finite(name: str, value: Any) -> float:
    """Return a finite number of either sign.

    >>> finite("dampening", -0.5)
    -0.5
    """
    return real(name, value, -math.inf, math.inf)


def share(name: str, value: Any) -> float:
    """Return a number in [0, 1].

    >>> share("mutation", 1)
    1.0
    """
    return real(name, value, 0, 1, low_open=False, high_open=False)


def whole(name: str, value: Any, low: int = 1, high: int | None = None) -> int:
    """Return a whole number that is at least ``low`` and, if that is given, at most ``high``.

    >>> whole("steps", 780)
    780
    """
    is_whole = isinstance(value, numbers.Integral) and not isinstance(value, bool)
    if not is_whole or value < low:
        raise ValueError(f"{name}={shown(value)} must be a whole number of at least {low}")
    if high is not None and value > high:
        raise ValueError(f"{name}={shown(value)} must be a whole number of at most {high:,}")
    return int(value)


def one_of(name: str, value: Any, allowed: Iterable[str]) -> str:
    """Return one of the allowed words.

    >>> one_of("accountant", "pld", ("pld", "rdp"))
    'pld'
    """
    known = list(allowed)
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{name}={shown(value)} must be one of: {', '.join(known)}")
    return str(value)


def flag(name: str, value: Any) -> bool:
    """Return a truth; nothing else counts as one, since ``"no"`` and NaN would count as true.

    >>> flag("weighted", False)
    False
    """
    if not (isinstance(value, bool) or type(value).__name__ in ("bool_", "bool")):
        raise ValueError(f"{name}={shown(value)} must be True or False")
    return bool(value)


def text(name: str, value: Any, empty: bool = False) -> str:
    """Return a text, which has words unless it may be empty.

    >>> text("caption", "What a mistake costs")
    'What a mistake costs'
    """
    if not isinstance(value, str) or not (empty or value.strip()):
        raise ValueError(f"{name}={shown(value)} must be a text{'' if empty else ' that is not empty'}")
    return value


def generator(name: str, value: Any) -> np.random.Generator:
    """Return a source of randomness.

    >>> import numpy as np
    >>> type(generator("generator", np.random.default_rng(0))).__name__
    'Generator'
    """
    import numpy as np

    if not isinstance(value, np.random.Generator):
        raise ValueError(f"{name}={shown(value)} must be a numpy.random.Generator")
    return value


def function(name: str, value: Any) -> Callable[..., Any]:
    """Return something that can be called.

    >>> function("objective", len) is len
    True
    """
    if not callable(value):
        raise ValueError(f"{name}={shown(value)} must be a function")
    return value


def instance(name: str, value: Any, kinds: type | tuple[type, ...]) -> Any:
    """Return an object of a class, or of one of several.

    >>> instance("plan", {}, dict)
    {}
    """
    if not isinstance(value, kinds):
        listed = kinds if isinstance(kinds, tuple) else (kinds,)
        words = " or ".join(kind.__name__ for kind in listed)
        raise ValueError(f"{name}={shown(value)} must be of the type {words}")
    return value


def several(name: str, value: Any, least: int = 1) -> list[Any]:
    """Return the parts of a list, a tuple or an array as a list, at least so many.

    >>> several("sizes", (30, 64, 1), least=2)
    [30, 64, 1]
    """
    listed = isinstance(value, Sequence) and not isinstance(value, str | bytes)
    if not listed and getattr(value, "ndim", 0) < 1:
        raise ValueError(f"{name}={shown(value)} must be a list")
    if len(value) < least:
        raise ValueError(f"{name}={shown(value)} must be a list of at least {least}")
    return list(value)


def mapping(name: str, value: Any) -> dict[Any, Any]:
    """Return a mapping that holds something as a dictionary.

    >>> mapping("evidence", {"AUC": 0.77})
    {'AUC': 0.77}
    """
    if not isinstance(value, Mapping) or not value:
        raise ValueError(f"{name}={shown(value)} must be a mapping that is not empty")
    return dict(value)


def shown(value: Any) -> str:
    """Return a value as a message shows it: an array by its shape, anything else as Python writes it.

    >>> import numpy as np
    >>> shown(np.zeros((3, 2))), shown("pld"), shown(None)
    ('ndarray of shape (3, 2)', "'pld'", 'None')
    """
    if getattr(value, "shape", ()) and hasattr(value, "dtype" if hasattr(value, "dtype") else "columns"):
        return f"{type(value).__name__} of shape {tuple(value.shape)}"
    written = " ".join(repr(value).split())
    return written if len(written) <= LONGEST else f"{written[: LONGEST - 1]}…"
