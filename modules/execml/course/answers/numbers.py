"""Numbers in answers: read from any container, and compared to the digits that a person would give."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

import numpy as np

from execml.course.answers.plain import described, parts, plain
from execml.course.answers.verdicts import NotYet

DIGITS = 3  # significant digits in which an answer has to be right
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")


def number(answer: Any, what: str = "the answer") -> float:
    """Return an answer as a finite float, or say that a number is wanted.

    Args:
        answer: what the learner gave: a number of any kind, a text of one, or a collection that holds one.
        what: how to call it in the feedback.

    Raises:
        NotYet: if it is not one finite number.

    >>> number("12.5"), number([12.5]), number("9,503")
    (12.5, 12.5, 9503.0)
    """
    subject, answer = what[:1].upper() + what[1:], _only(answer)
    if isinstance(answer, bool | np.bool_):
        raise NotYet(f"{subject} should be one number, and this is {answer}.")
    try:
        value = float(_unwritten(answer) if isinstance(answer, str) else answer)
    except OverflowError:
        raise NotYet(
            f"{subject} should be one number of an ordinary size, and this one is too large."
        ) from None
    except (TypeError, ValueError):
        raise NotYet(f"{subject} should be one number, and this is {described(answer)}.") from None
    if not math.isfinite(value):
        cause = (
            "it comes from dividing zero by zero, or from a missing value"
            if math.isnan(value)
            else "it is infinite"
        )
        raise NotYet(f"{subject} should be a finite number, and this is {value}: {cause}.")
    return value


def numbers(answer: Any, count: int, what: str) -> np.ndarray:
    """Return an answer as a row of numbers, or say how many are wanted.

    Args:
        answer: what the learner gave, or what a function returned.
        count: how many numbers are wanted.
        what: begins the feedback and says where they come from, such as ``"Your function should return"``.

    Returns:
        shape (count,); NaN and infinities are left in it.

    Raises:
        NotYet: if it is anything else.

    >>> numbers((1, "2"), 2, "Answer with")
    array([1., 2.])
    """
    try:
        found = np.asarray(plain(answer), dtype=float)
    except (TypeError, ValueError):
        held = parts(answer)
        found = np.array([]) if held is None or len(held) != count else np.array([_float(p) for p in held])
    if found.size == count and max(found.shape, default=1) == count:
        found = found.reshape(count)
    if found.shape != (count,) or not np.issubdtype(found.dtype, np.floating):
        raise NotYet(f"{what} {count} numbers, one for each column; this is {described(plain(answer))}.")
    return found


def close(value: float, target: float, within: float = 1e-9) -> bool:
    """Return whether a value is right to three significant digits.

    Args:
        value: the answer.
        target: what is right.
        within: what it may be off by in any case, for targets at zero.

    >>> close(0.00603, 0.006033333), close(0.0061, 0.006033333), close(0.0, 1e-12)
    (True, False, True)
    """
    return abs(value - target) <= max(within, half_unit(target))


def all_close(values: np.ndarray, targets: np.ndarray) -> bool:
    """Return whether rows of numbers agree to three significant digits of the largest one.

    >>> all_close(np.array([0.333, 0.001]), np.array([1 / 3, 0.00123]))
    True
    """
    limit = half_unit(float(np.abs(targets).max(initial=0.0)))
    return bool(np.all(np.abs(values - targets) <= max(1e-9, limit)))


def same(given: float, wrong: float) -> bool:
    """Return whether an answer is the result of a certain mistake, to the digits that it is given in.

    An answer with many digits has to agree in six of them: a coincidence must not be called a mistake.

    >>> same(0.97, 0.9712), same(0.9713, 0.9712), same(0.9, 0.9712)
    (True, False, False)
    """
    if math.isclose(given, wrong, rel_tol=1e-6, abs_tol=1e-9):
        return True
    digits = len(f"{abs(given):.12e}".partition("e")[0].replace(".", "").rstrip("0"))
    return 2 <= digits <= 6 and math.isclose(given, float(f"{wrong:.{digits}g}"), rel_tol=1e-12)


def recognised(given: float, mistakes: Iterable[tuple[float, str]]) -> str:
    """Return what is said to the first typical mistake whose result an answer is; empty if it is none.

    Args:
        given: the answer.
        mistakes: for each mistake the value that it leads to, and its feedback.

    >>> recognised(0.25, [(0.5, "That is the half."), (0.25, "That is the half of it.")])
    'That is the half of it.'
    """
    return next((feedback for wrong, feedback in mistakes if same(given, float(wrong))), "")


def compare(value: float, target: float, otherwise: str, mistakes: Iterable[tuple[float, str]] = ()) -> None:
    """Accept a value that is right to three digits; else say which mistake it is, or that digits are missing.

    Args:
        value: the answer.
        target: what is right.
        otherwise: what is said if nothing else fits.
        mistakes: for each typical mistake the value that it leads to, and its feedback.

    Raises:
        NotYet: if it is not right.

    >>> compare(0.333, 1 / 3, "Divide by three.")
    """
    if not close(value, target):
        raise NotYet(recognised(value, mistakes) or missing_digits(value, target) or otherwise)


def missing_digits(value: float, target: float, whole: bool = False) -> str:
    """Return a sentence that asks for more digits, if what is given of them is right; else nothing.

    Args:
        value: the answer.
        target: what is right.
        whole: whether the target is a count, whose every digit is wanted.

    >>> missing_digits(0.3, 1 / 3), missing_digits(0.4, 1 / 3)
    ('0.3 is right as far as it goes: give three significant digits.', '')
    """
    given = f"{value:,.12g}"
    for digits in range(DIGITS, 7) if whole else range(1, DIGITS):
        if value and value != target and math.isclose(value, float(f"{target:.{digits}g}"), rel_tol=1e-12):
            wanted = "every digit of this count is wanted" if whole else "give three significant digits"
            return f"{given} is right as far as it goes: {wanted}."
    return ""


def half_unit(target: float) -> float:
    """Return half a unit of the last of the wanted digits, with room for the rounding of a float.

    >>> round(half_unit(0.0123), 9), half_unit(0.0)
    (5e-05, 0.0)
    """
    if not target:
        return 0.0
    return 0.5 * (1 + 1e-9) * 10.0 ** (math.floor(math.log10(abs(target))) + 1 - DIGITS)


def _only(answer: Any) -> Any:
    """Return the one thing that a collection or an array holds; anything else as it is."""
    answer = plain(answer)
    if getattr(answer, "size", 0) == 1 and hasattr(answer, "shape"):
        return np.asarray(answer).item()
    held = parts(answer) if isinstance(answer, list | tuple | set | frozenset) else None
    return _only(held[0]) if held is not None and len(held) == 1 else answer


def _unwritten(text: str) -> str:
    """Return a number's text as Python reads it: 9,503 and −0.5 and 12,5 are how people write."""
    text = text.strip().replace("−", "-")
    if THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    return text.replace(",", ".") if DECIMAL_COMMA.fullmatch(text) else text


def _float(part: Any) -> float:
    try:
        return number(part)
    except NotYet:
        return math.nan
