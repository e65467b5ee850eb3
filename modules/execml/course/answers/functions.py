"""Functions as answers: called on copies, ended when they loop, and blamed only for what they did."""

from __future__ import annotations

import contextlib
import copy
import inspect
import io
import sys
import traceback
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, NoReturn

import numpy as np

from execml.course.answers.numbers import number
from execml.course.answers.plain import plain, unanswered
from execml.course.answers.verdicts import NotAnswered, NotYet
from execml.course.limits import TimeUp, ended_after

SECONDS = 10.0  # one call of an answer takes milliseconds; this ends what hangs, not what is slow
MOST = 100_000  # values that are taken from a generator


class Handed:
    """A function that a learner handed in, as a check calls it.

    Each call gets copies of its arguments and ends after :data:`SECONDS`. What goes wrong inside is raised as
    feedback, so that any other exception is known to be the check's own.

    Attributes:
        function: the learner's.
        last: what the latest call returned, tensors as arrays.
        called: whether a call has returned.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        """Keep the function."""
        self.function, self.last, self.called, self._heard = function, None, False, False

    def __call__(self, *arguments: Any) -> Any:
        """Return what the function gives back, a generator as the list of its values.

        Raises:
            NotYet: if it stops with an error, does not end, changes its arguments, or cannot take them.
        """
        self._demand_fit(arguments)
        given, printed = copy.deepcopy(arguments), io.StringIO()
        try:
            with ended_after(SECONDS), contextlib.redirect_stdout(printed), _kept_open():
                result = self.function(*given)
                if isinstance(result, Iterator):
                    result = list(islice(result, MOST))
        except KeyboardInterrupt:
            raise
        except TimeUp:
            raise NotYet(
                f"Your function did not come back within {SECONDS:g} seconds, and was ended. Does a loop in "
                "it ever stop?"
            ) from None
        except BaseException as error:  # whatever a learner's code raises is feedback, not a crash
            raise NotYet(stopped(error, self.function)) from None
        finally:
            self._pass_on(printed.getvalue())
        if inspect.iscoroutine(result):
            result.close()
            raise NotYet("Your function is asynchronous: leave out the word `async`.")
        for now, before in zip(given, arguments, strict=True):
            if not _equal(now, before):
                kind = {list: "list", dict: "dictionary", np.ndarray: "array"}.get(type(before), "object")
                raise NotYet(f"Your function changes the {kind} that it is given: work on a copy.")
        self.last, self.called = plain(result), True
        if result is None and (printed.getvalue() or self._computes()):
            raise NotYet("Your function returns nothing: end it with `return` and the result.")
        return self.last

    def _demand_fit(self, arguments: tuple[Any, ...]) -> None:
        try:
            inspect.signature(self.function).bind(*arguments)
        except TypeError:
            count = f"{len(arguments)} argument{'s' if len(arguments) != 1 else ''}"
            raise NotYet(
                f"Your function is called with {count} and cannot take them: leave its first line as it was."
            ) from None
        except ValueError:  # built into Python without a signature
            pass

    def _computes(self) -> bool:
        """Return whether the function has variables of its own, and so is more than the stub."""
        code = getattr(self.function, "__code__", None)
        if code is None:
            return False
        flags = (inspect.CO_VARARGS, inspect.CO_VARKEYWORDS)
        given = code.co_argcount + code.co_kwonlyargcount + sum(bool(code.co_flags & flag) for flag in flags)
        return bool(code.co_nlocals > given)

    def _pass_on(self, printed: str) -> None:
        """Show what the first call that prints prints: a check makes dozens."""
        if printed and not self._heard:
            self._heard = True
            print(printed, end="")


def returned(function: Any, *arguments: Any) -> Any:
    """Call the learner's function and return what it gives back, tensors as arrays.

    Raises:
        NotYet: if the answer is not a function, or the call goes wrong.
        NotAnswered: if it returns the stub's ``...``, or nothing.
    """
    if not callable(function):
        raise NotYet("The answer should be the function itself, without brackets after its name.")
    result = (function if isinstance(function, Handed) else Handed(function))(*arguments)
    if unanswered(result):
        raise NotAnswered
    return result


def number_returned(function: Any, *arguments: Any) -> float:
    """Call the learner's function, as :func:`returned` does, and return the one number that it gives back."""
    return number(returned(function, *arguments), "what the function returns")


def stopped(error: BaseException, function: Any) -> str:
    """Say with what a learner's function stopped, and in which line of its own.

    >>> stopped(ValueError("`x` is missing"), None)
    "Your function stopped with `ValueError: 'x' is missing`."
    """
    if isinstance(error, SystemExit):
        return "Your function leaves the program, as `exit()` and `quit()` do: return a value instead."
    first_line = str(error).strip().partition("\n")[0][:200].replace("`", "'")
    what = f"`{type(error).__name__}: {first_line}`" if first_line else f"`{type(error).__name__}`"
    code = getattr(function, "__code__", None)
    steps = traceback.extract_tb(error.__traceback__)
    own = [step for step in steps if code is not None and step.filename == code.co_filename]
    if own:
        number_in_cell, source = own[-1].lineno, (own[-1].line or "").strip().replace("`", "'")
        return f"Your function stopped with {what} in line {number_in_cell} of its cell: `{source}`."
    return f"Your function stopped with {what}."


def _equal(one: Any, other: Any) -> bool:
    """Return whether two of a check's arguments are the same, to the last bit."""
    if type(one) is not type(other):
        return False
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(_equal, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(_equal(one[name], other[name]) for name in one)
    if isinstance(one, np.ndarray):
        return one.shape == other.shape and one.tobytes() == other.tobytes()
    if hasattr(one, "equals"):
        return bool(one.equals(other))
    return bool(one == other or one != one)


@contextlib.contextmanager
def _kept_open() -> Iterator[None]:
    """Let a notebook's ``exit`` and ``quit`` raise, in place of ending the kernel, while the block lasts."""
    loaded = sys.modules.get("IPython")
    shell: Any = loaded.get_ipython() if loaded is not None and hasattr(loaded, "get_ipython") else None
    if shell is None:
        yield
        return
    shell.ask_exit = _leave
    try:
        yield
    finally:
        del shell.ask_exit


def _leave(*_: Any) -> NoReturn:
    raise SystemExit
