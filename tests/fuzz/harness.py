"""Call a public name with one argument at a time replaced by what it cannot mean, and judge what comes back.

A call answers rightly in one of two ways: with a result where the replacement still makes sense, or with a
``ValueError`` or ``TypeError`` of the programme's own whose message names the argument and the value.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import math
import numbers
import re
import signal
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from execml.course.programme import HELPERS, root

CPU_SECONDS = 2.0  # of one call, of all its threads
HOUSE = root() / HELPERS
GOOD, BARE, SILENT, SLOW = "good", "bare", "silent", "slow"

# What stands in for an argument of any kind; a name that begins with "array" needs an array to be made from.
SCALARS: dict[str, Any] = {
    "None": None,
    "NaN": math.nan,
    "inf": math.inf,
    "-inf": -math.inf,
    "-1": -1,
    "0": 0,
    "half": 0.5,
    "True": True,
    "huge": 10**30,
    "tiny": 1e-300,
    "nothing": "",
    "text": "text",
    "complex": 1 + 2j,
}
OTHERS: dict[str, Callable[[], Any]] = {
    "empty list": list,
    "empty array": lambda: np.empty(0),
    "object array": lambda: np.array([None, "text"], dtype=object),
    "function": lambda: lambda *positional, **named: None,
    "object": object,
}
ARRAYS = ("array with NaN", "array with inf", "array, complex", "array, one axis more", "array, one row less")
SHAPES = ("array, one axis more", "array, one row less")
PLAUSIBLE = ("0", "half", "huge", "tiny")  # for a number: a result is as good as a refusal, if it is no NaN
CHEAP = (*SCALARS, *OTHERS, *ARRAYS)
SAMPLE = ("None", "NaN", "text", "array with NaN", "array, one row less")  # for what takes long to call


@dataclass(frozen=True)
class Call:
    """A call that works, and what may replace its arguments.

    Attributes:
        function: what is called.
        arguments: makes the arguments anew by name; ``*rest`` as a list under its name, ``**options`` as a
            mapping under its own.
        fine: for an argument, the replacements that it takes rightly, beyond what its value shows.
        left_out: arguments that are not replaced.
        replacements: which to try; a sample where one call takes long.
        tried: whether the call as it stands is made too, to see that it works; not where it starts processes.
    """

    function: Callable[..., Any]
    arguments: Callable[[], dict[str, Any]]
    fine: Mapping[str, Sequence[str]] = field(default_factory=dict)
    left_out: Sequence[str] = ()
    replacements: Sequence[str] = CHEAP
    tried: bool = True

    def run(self, arguments: Mapping[str, Any]) -> Any:
        """Call the function; where a rest of positional arguments follows, the others go by place."""
        parameters = inspect.signature(self.function).parameters
        rest = next((p.name for p in parameters.values() if p.kind is p.VAR_POSITIONAL), None)
        positional: list[Any] = []
        named = dict(arguments)
        if rest is not None:
            before = [name for name, p in parameters.items() if p.kind is p.POSITIONAL_OR_KEYWORD]
            positional = [named.pop(name) for name in before if name in named]
            value = named.pop(rest)
            positional += value if isinstance(value, list) else [value]
        return self.function(*positional, **named)


@dataclass(frozen=True)
class Outcome:
    """What one replacement led to."""

    name: str
    argument: str
    replacement: str
    verdict: str
    detail: str


class TooLong(BaseException):
    """The time of one call is used up; no ``except Exception`` may take it for an error of the call."""


@contextlib.contextmanager
def limited(seconds: float = CPU_SECONDS) -> Iterator[None]:
    """End what computes too long, by the clock of the process: a busy computer ends nothing too early."""
    if not hasattr(signal, "setitimer"):  # Windows
        yield
        return

    def over(number: int, frame: Any) -> None:
        raise TooLong

    before = signal.signal(signal.SIGPROF, over)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def outcomes(name: str, call: Call) -> Iterator[Outcome]:
    """Replace each argument by everything that it might be mistaken for, and judge each call."""
    valid = call.arguments()
    if call.tried:  # it also loads what is heavy, so that no import is cut off in the middle
        with _quiet():
            call.run(call.arguments())
    for argument, value in valid.items():
        if argument in call.left_out:
            continue
        for replacement in call.replacements:
            if not _applies(replacement, value):
                continue
            arguments = call.arguments()
            bad = replaced(arguments[argument], replacement)
            if bad is _NOTHING:
                continue
            arguments[argument] = bad
            verdict, detail = judged(call, arguments, argument, replacement, valid)
            yield Outcome(name, argument, replacement, verdict, detail)


def judged(
    call: Call, arguments: Mapping[str, Any], argument: str, replacement: str, valid: Mapping[str, Any]
) -> tuple[str, str]:
    """Run one call, and return its verdict with what was seen."""
    try:
        with limited(), warnings.catch_warnings(), np.errstate(all="ignore"), _quiet():
            warnings.simplefilter("ignore")
            result = call.run(arguments)
            found_nan = _holds_nan(result)
    except TooLong:
        return SLOW, f"more than {CPU_SECONDS:g} CPU seconds"
    except Exception as error:
        told = f"{type(error).__name__}: {str(error)[:150]}"
        names = (
            list(valid) if replacement in SHAPES else [argument]
        )  # of two that differ, either may be named
        return (GOOD if refuses(error, names, arguments[argument]) else BARE), told
    if not fine(call, argument, replacement, valid):
        return SILENT, f"returns {_shown(result)}"
    return (SILENT, "returns NaN") if found_nan and replacement in PLAUSIBLE else (GOOD, "")


def refuses(error: Exception, names: Sequence[str], value: Any) -> bool:
    """Return whether an error is the programme's own, and names the argument and a value that has a name."""
    if not isinstance(error, ValueError | TypeError):
        return False
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    own = where is not None and Path(where.tb_frame.f_code.co_filename).is_relative_to(HOUSE)
    message = str(error)
    named = any(_word(name, message) for name in names)
    plain = value is None or (isinstance(value, numbers.Number | str) and value != "")
    return own and named and (not plain or _word(repr(value), message) or _word(str(value), message))


def _word(text: str, message: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(text)}(?!\w)", message) is not None


def fine(call: Call, argument: str, replacement: str, valid: Mapping[str, Any]) -> bool:
    """Return whether a result is right, by the kind of the valid value and the call's table."""
    value = valid[argument]
    allowed = set(call.fine.get(argument, ()))
    if replacement in allowed or "anything" in allowed:
        return True
    if replacement == "None":
        parameter = inspect.signature(call.function).parameters.get(argument)
        return value is None or (parameter is not None and parameter.default is None)
    if isinstance(value, bool | np.bool_):
        return replacement == "True"
    if isinstance(value, numbers.Number):
        return replacement in PLAUSIBLE
    if replacement == "array, one row less":
        size = _rows(value)
        return not any(_rows(other) == size for name, other in valid.items() if name != argument)
    return False


_NOTHING = object()


def _applies(replacement: str, value: Any) -> bool:
    """Return whether a replacement is another kind of thing, or value, than what stands there."""
    if replacement == "function":
        return not callable(value)
    if replacement in ARRAYS:
        return _first_array(value) is not None
    known = SCALARS.get(replacement, _NOTHING)
    same = isinstance(known, str | bool | numbers.Number | None) and type(known) is type(value)
    return not (same and known == value)


def replaced(value: Any, replacement: str) -> Any:
    """Return what stands in for a value; an array in a list, a tuple or a frame is changed in its place."""
    if replacement in SCALARS:
        return SCALARS[replacement]
    if replacement in OTHERS:
        return OTHERS[replacement]()
    array = _first_array(value)
    assert array is not None
    changed = _changed(array, replacement)
    return _NOTHING if changed is _NOTHING else _put(value, array, changed)


def _changed(array: Any, replacement: str) -> Any:
    if hasattr(array, "iloc"):  # a frame or a series
        return _changed_frame(array, replacement)
    if replacement == "array, one row less":
        return array[:-1] if array.ndim and len(array) > 1 else _NOTHING
    if replacement == "array, one axis more":
        return array[..., None]
    if replacement == "array, complex":
        return array.astype(complex) + 1j
    spoilt = array.astype(array.dtype if array.dtype.kind == "f" else float)
    spoilt[(0,) * array.ndim] = math.nan if replacement == "array with NaN" else math.inf
    return spoilt


def _changed_frame(frame: Any, replacement: str) -> Any:
    if replacement == "array, one row less":
        return frame.iloc[:-1]
    if replacement not in ("array with NaN", "array with inf"):
        return _NOTHING
    spoilt = frame.copy()
    column = spoilt if spoilt.ndim == 1 else spoilt.iloc[:, 0]
    if column.dtype.kind not in "iuf":
        return _NOTHING
    column = column.astype(float)
    column.iloc[0] = math.nan if replacement == "array with NaN" else math.inf
    if spoilt.ndim == 1:
        return column
    spoilt[spoilt.columns[0]] = column
    return spoilt


def _first_array(value: Any) -> Any:
    """Return the first array of numbers in a value, or the first frame."""
    if isinstance(value, np.ndarray):
        return value if value.dtype.kind in "iufb" and value.size else None
    if hasattr(value, "iloc"):
        return value
    if isinstance(value, list | tuple):
        return next((found for part in value if (found := _first_array(part)) is not None), None)
    if isinstance(value, dict):
        return _first_array(list(value.values()))
    return None


def _put(value: Any, array: Any, changed: Any) -> Any:
    """Return the value with one of its arrays exchanged."""
    if value is array:
        return changed
    if isinstance(value, list | tuple):
        return type(value)(_put(part, array, changed) for part in value)
    if isinstance(value, dict):
        return {key: _put(part, array, changed) for key, part in value.items()}
    return value


def _rows(value: Any) -> int:
    array = _first_array(value)
    return -1 if array is None or not np.ndim(array) else len(array)


def _holds_nan(result: Any, depth: int = 3) -> bool:
    if isinstance(result, numbers.Number):
        return result != result
    if isinstance(result, np.ndarray):
        return result.dtype.kind in "fc" and bool(np.isnan(result).any())
    if isinstance(result, list | tuple) and depth:
        return any(_holds_nan(part, depth - 1) for part in result)
    return False


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


def _shown(result: Any) -> str:
    try:
        return " ".join(repr(result).split())[:80]
    except Exception as error:
        return f"a {type(result).__name__} that has no text ({type(error).__name__})"
