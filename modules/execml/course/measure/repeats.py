"""A headline is a distribution: run the same thing on other draws, and say mean, interval and "k of n".

    runs = repeated(auc_of_forest, over={"seed": range(10)})
    say(f"The forest ranks new clients with **{runs}**.")            # 0.774 (0.771 to 0.777 in 10 runs)
    lead = paired(auc_of_forest, auc_of_logistic, over={"seed": range(10)})
    say(f"It is ahead in **{lead.share(lambda points: points > 0)}** draws.")             # 9 of 10

What was chosen for a page is varied beside the seed: ``over={"seed": range(10), "width": [16, 32, 64]}`` runs
every seed with every width. The first name is what is *drawn*, the others are *choices*: the method
:meth:`~execml.course.measure.runs.Repeats.interval` says what follows from that.
"""

from __future__ import annotations

import inspect
import itertools
import math
import numbers
import types
import weakref
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

import numpy as np

from execml.course.content import Same, content
from execml.course.measure.runs import Draws, Repeats
from execml.course.validation import flag, shown, text
from execml.course.validation import function as checked_function

_done: weakref.WeakKeyDictionary[Callable[..., Any], dict[Any, Any]] = weakref.WeakKeyDictionary()


class RunFailed(RuntimeError):
    """One of several runs failed; the message names its arguments, and the cause is what it raised."""


def repeated(
    function: Callable[..., Any], over: Mapping[str, Iterable[Any]], measure: str = "", at_once: bool = False
) -> Repeats:
    """Run a function on every combination of some arguments, one after the other.

    A run that was done before in this process is not done again, unless the function is a new one, or a name
    that its own code mentions stands for something else by now: a number, text, array or table for another
    content, anything else for another thing.

    Args:
        function: called with the names of ``over`` as keywords; returns one number, or a mapping of several.
        over: for each name the values that it takes, all different: first what is drawn, such as the seed,
            then what was chosen, such as the width. All combinations are run.
        measure: which number to take, if the function returns a mapping.
        at_once: whether to call the function once, with an array of all runs under each name; it then returns
            an array of shape (runs,), or a mapping of such arrays. Nothing is remembered.

    Raises:
        ValueError: if there is nothing to run over, a value occurs twice, or a run gives a number that is not
            finite; the message names the run.
        TypeError: if a run gives no number.
        RunFailed: if a run raises; the message names its arguments.

    >>> def average(seed):
    ...     return np.random.default_rng(seed).normal(5, 1, 100).mean()
    >>> print(repeated(average, over={"seed": range(10)}))
    4.95 (4.88 to 5.02 in 10 runs)
    """
    checked_function("function", function)
    text("measure", measure, empty=True)
    flag("at_once", at_once)
    varied = _checked(over)
    runs = [dict(zip(varied, values, strict=True)) for values in itertools.product(*varied.values())]
    if at_once:
        columns = {name: np.array([run[name] for run in runs]) for name in varied}
        found = _picked(_called(function, columns, f"{len(runs)} runs at once"), measure)
        if np.shape(found) != (len(runs),):
            raise ValueError(
                f"function gave the shape {np.shape(found)}; with at_once it must be {(len(runs),)}"
            )
        results = list(np.asarray(found).tolist())
    else:
        results = [_picked(_once(function, run), measure) for run in runs]
    values = [_number(value, run) for value, run in zip(results, runs, strict=True)]
    return Repeats(np.array(values, dtype=float), varied)


def paired(
    first: Callable[..., Any],
    second: Callable[..., Any],
    over: Mapping[str, Iterable[Any]],
    measure: str = "",
) -> Repeats:
    """Return by how much the first is ahead of the second, run by run on the same draws.

    What the two share cancels out, so the interval of the difference is often far shorter than two intervals
    side by side suggest. Arguments and errors are those of :func:`repeated`.

    >>> lead = paired(lambda seed: seed**2 + 1, lambda seed: seed**2, over={"seed": range(10)})
    >>> lead.mean, lead.spread
    (1.0, 0.0)
    """
    checked_function("first", first)
    checked_function("second", second)
    varied = _checked(over)
    return repeated(first, varied, measure) - repeated(second, varied, measure)


def _checked(over: Mapping[str, Iterable[Any]]) -> Draws:
    if not isinstance(over, Mapping) or not over:
        raise ValueError(f"over={shown(over)} must give at least one name and one value for each")
    for name, values in over.items():
        if not isinstance(name, str) or not isinstance(values, Iterable) or isinstance(values, str):
            raise ValueError(f"over[{name!r}]={shown(values)} must be the values of a keyword")
    varied = {name: tuple(values) for name, values in over.items()}
    if not all(varied.values()):
        raise ValueError(f"over={dict(over)!r} must give at least one name and one value for each")
    for name, values in varied.items():
        if any(isinstance(value, float) and value != value for value in values):
            raise ValueError(f"over gives {name} the value nan, which is no value")
        if any(value in values[:place] for place, value in enumerate(values)):
            raise ValueError(f"over gives {name} a value twice: the same run would count twice")
    return varied


def _once(function: Callable[..., Any], run: dict[str, Any]) -> Any:
    """Return what a run gives, from memory if it was done before under the same circumstances."""
    try:
        known = _done.setdefault(function, {})
        key = (tuple((name, type(value), value) for name, value in run.items()), _circumstances(function))
        hash(key)
    except TypeError:  # an argument that cannot be a key, or a function that cannot be referred to weakly
        return _called(function, run, _named(run))
    if key not in known:
        known[key] = _called(function, run, _named(run))
    return known[key]


def _circumstances(function: Callable[..., Any]) -> tuple[Any, ...]:
    """Return what a function's code finds outside itself: numbers and tables by content, others as such."""
    if not isinstance(function, types.FunctionType):
        return ()
    outside = inspect.getclosurevars(function)
    names = {**outside.globals, **outside.nonlocals}
    return tuple((name, _kept(value)) for name, value in sorted(names.items()))


def _kept(value: Any) -> Hashable:
    """Return the key of what a name stands for; a list that counts the calls must not change it with each."""
    if isinstance(value, list | dict | set):
        return Same(value)
    try:
        return content(value)
    except TypeError:
        return Same(value)


def _called(function: Callable[..., Any], arguments: Mapping[str, Any], name: str) -> Any:
    try:
        return function(**arguments)
    except Exception as error:
        raise RunFailed(f"{name} failed with {type(error).__name__}: {error}") from error


def _picked(result: Any, measure: str) -> Any:
    """Return the one number, or array of numbers, that is asked for."""
    if not measure:
        return result
    if not isinstance(result, Mapping) or measure not in result:
        known = ", ".join(map(str, result)) if isinstance(result, Mapping) else type(result).__name__
        raise ValueError(f"measure={measure!r} is not among what a run gives: {known}")
    return result[measure]


def _number(value: Any, run: Mapping[str, Any]) -> float:
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    if not isinstance(value, numbers.Real | np.bool_):
        hint = "; name one of them by measure=…" if isinstance(value, Mapping) else ""
        raise TypeError(f"{_named(run)} gave {type(value).__name__}, and must give one number{hint}")
    if not math.isfinite(value):
        raise ValueError(f"{_named(run)} gave {float(value)}; every run must give a finite number")
    return float(value)


def _named(run: Mapping[str, Any]) -> str:
    return f"the run {', '.join(f'{name}={value!r}' for name, value in run.items())}"
