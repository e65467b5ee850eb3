"""Successive halving and Hyperband: give many candidates little, and the better part of them more.

All counts come from exact arithmetic on fractions. A floating-point logarithm falls short at some powers:
``math.log(243, 3)`` is 4.999…, and rounding it down loses a whole bracket.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from execml.automl.search.trials import Progress, SearchResult, Trial, apart_for, run_trial
from execml.automl.spaces.configuration import Configuration
from execml.automl.spaces.search_space import SearchSpace
from execml.course.limits import TimeUp
from execml.course.validation import function, instance, one_of, positive, real, whole
from execml.course.validation import generator as generator_of

Rung = tuple[int, int | Fraction]  # how many configurations, and what each of them is given
VARIANTS = ("algorithm", "table")


def hyperband_brackets(
    max_resource: float | Fraction, eta: float | Fraction = 3, variant: str = "algorithm"
) -> list[list[Rung]]:
    """Return the brackets of Hyperband: each a list of rungs (configurations, resource for each).

    With s_max = ⌊log_η R⌋, bracket s = s_max, …, 0 starts n configurations at resource R η⁻ˢ, and its rung i
    keeps ⌊n η⁻ⁱ⌋ of them at R η^(i − s). The two published versions differ in n:

    - ``"algorithm"``: n = ⌈(s_max + 1) ηˢ / (s + 1)⌉, the pseudo-code (Li and others, 2018, algorithm 1);
    - ``"table"``: n = ⌊(s_max + 1) / (s + 1)⌋ ηˢ, which gives that paper's worked table for
      R = 81, η = 3; HpBandSter computes it so.

    Args:
        max_resource: R, the most that one configuration may be given; at least 1.
        eta: η, of how many configurations one is kept; at least 2. A float counts as its exact binary value.
        variant: which of the two.

    Returns:
        The counts are exact. A resource that is not whole is a ``Fraction``; a caller rounds it.

    Raises:
        ValueError: if an argument is outside its range.

    >>> [bracket[0] for bracket in hyperband_brackets(81, 3)]
    [(81, 1), (34, 3), (15, 9), (8, 27), (5, 81)]
    >>> [bracket[0] for bracket in hyperband_brackets(81, 3, "table")]
    [(81, 1), (27, 3), (9, 9), (6, 27), (5, 81)]
    >>> len(hyperband_brackets(243, 3))
    6
    """
    most, rate = _exact("max_resource", max_resource, 1), _exact("eta", eta, 2)
    one_of("variant", variant, VARIANTS)
    deepest = whole_logarithm(most, rate)
    brackets = []
    for bracket in range(deepest, -1, -1):
        share = Fraction(deepest + 1, bracket + 1)
        first = (
            math.ceil(share * rate**bracket)
            if variant == "algorithm"
            else math.floor(math.floor(share) * rate**bracket)
        )
        brackets.append(_rungs(first, most, rate, bracket))
    return brackets


def halving_schedule(
    configurations: int,
    max_resource: float | Fraction,
    eta: float | Fraction = 3,
    min_resource: float | Fraction = 1,
) -> list[Rung]:
    """Return the rungs of one successive halving that ends at the full resource.

    It has as many rungs as the configurations allow, ⌊log_η n⌋ + 1, unless the first would then be given less
    than ``min_resource``.

    Args:
        configurations: n, how many start.
        max_resource: R, what the last rung is given.
        eta: of how many one is kept.
        min_resource: the least that makes sense, at most R.

    Raises:
        ValueError: if an argument is outside its range.

    >>> halving_schedule(27, 9000, 3)
    [(27, Fraction(1000, 3)), (9, 1000), (3, 3000), (1, 9000)]
    >>> halving_schedule(27, 9000, 3, min_resource=500)
    [(27, 1000), (9, 3000), (3, 9000)]
    """
    most, rate = _exact("max_resource", max_resource, 1), _exact("eta", eta, 2)
    real("min_resource", min_resource, 0, float(most), high_open=False)
    by_count = whole_logarithm(Fraction(whole("configurations", configurations)), rate)
    by_resource = whole_logarithm(most / Fraction(min_resource), rate)
    return _rungs(configurations, most, rate, min(by_count, by_resource))


def whole_logarithm(value: int | Fraction, base: int | Fraction) -> int:
    """Return ⌊log_base value⌋ by exact multiplication, for a value of at least 1 and a base above 1.

    >>> whole_logarithm(1000, 10), whole_logarithm(999, 10), math.floor(math.log(1000, 10))
    (3, 2, 2)
    """
    power, exponent = Fraction(base), 0
    while power <= value:
        power, exponent = power * base, exponent + 1
    return exponent


def successive_halving(
    space: SearchSpace,
    objective: Callable[[Any, int], float],
    generator: np.random.Generator,
    configurations: int,
    max_resource: int,
    eta: int = 3,
    min_resource: int = 1,
    cpu_seconds: float | None = None,
    on_trial: Progress | None = None,
    trial_seconds: float | None = None,
) -> SearchResult:
    """Draw configurations, try all with little, and go on with the best (Jamieson and Talwalkar, 2016).

    A rung that is not a whole resource is rounded down. Failed candidates are recorded and not kept; of equal
    scores the earlier stays. Ctrl-C returns the best so far.

    Args:
        space: where to draw from.
        objective: takes an untrained estimator and a resource, such as a number of training clients.
        generator: source of the draws: the same that a random search makes with it.
        configurations: how many start.
        max_resource: what the last rung is given.
        eta: of how many one is kept.
        min_resource: the least that a candidate is given.
        cpu_seconds: processor time after which no further trial starts.
        on_trial: called with each finished trial.
        trial_seconds: wall time that a candidate may take. They then run in a process of their own, in which
            one that sleeps, hangs or exits is ended, recorded and skipped; the objective is copied to it.

    Raises:
        ValueError: if an argument is outside its range.
    """
    schedule = halving_schedule(configurations, max_resource, eta, min_resource)
    return _climb(
        "successive halving", [schedule], space, objective, generator, cpu_seconds, on_trial, trial_seconds
    )


def hyperband(
    space: SearchSpace,
    objective: Callable[[Any, int], float],
    generator: np.random.Generator,
    max_resource: int,
    eta: int = 3,
    variant: str = "algorithm",
    cpu_seconds: float | None = None,
    on_trial: Progress | None = None,
    trial_seconds: float | None = None,
) -> SearchResult:
    """Run every bracket of :func:`hyperband_brackets` once, with fresh configurations in each.

    The arguments are those of :func:`successive_halving`; the resource is rounded down to a whole number.

    Raises:
        ValueError: if an argument is outside its range.
    """
    brackets = hyperband_brackets(max_resource, eta, variant)
    return _climb("Hyperband", brackets, space, objective, generator, cpu_seconds, on_trial, trial_seconds)


def _climb(
    method: str,
    schedules: Sequence[list[Rung]],
    space: SearchSpace,
    objective: Callable[[Any, int], float],
    generator: np.random.Generator,
    cpu_seconds: float | None,
    on_trial: Progress | None,
    trial_seconds: float | None,
) -> SearchResult:
    """Run schedules one after the other until they, the processor time or a person's patience end."""
    instance("space", space, SearchSpace)
    function("objective", objective)
    generator_of("generator", generator)
    if on_trial is not None:
        function("on_trial", on_trial)
    limit = math.inf if cpu_seconds is None else time.process_time() + positive("cpu_seconds", cpu_seconds)
    trials: list[Trial] = []
    try:
        with apart_for(trial_seconds) as apart:
            for schedule in schedules:
                candidates = [space.sample(generator) for _ in range(schedule[0][0])]
                for count, resource in schedule:
                    rung: list[Trial] = []
                    for configuration in candidates[:count]:
                        if time.process_time() + (0.0 if apart is None else apart.cpu_seconds) >= limit:
                            return SearchResult(method, tuple(trials))
                        rung.append(
                            run_trial(
                                space, objective, configuration, len(trials), math.floor(resource), apart
                            )
                        )
                        trials.append(rung[-1])
                        if on_trial is not None:
                            on_trial(rung[-1])
                    candidates = ranked(rung)
    except (KeyboardInterrupt, TimeUp):
        return SearchResult(method, tuple(trials), interrupted=True)
    return SearchResult(method, tuple(trials))


def ranked(trials: Sequence[Trial]) -> list[Configuration]:
    """Return the configurations of the trials that succeeded, best first; of equals, the earlier first."""
    scored = [trial for trial in trials if not trial.failed]
    return [trial.configuration for trial in sorted(scored, key=lambda trial: -trial.score)]


def _rungs(first: int, most: Fraction, rate: Fraction, bracket: int) -> list[Rung]:
    return [
        (math.floor(first / rate**rung), _plain(most * rate ** (rung - bracket)))
        for rung in range(bracket + 1)
    ]


def _plain(value: Fraction) -> int | Fraction:
    return int(value) if value.denominator == 1 else value


def _exact(name: str, value: Any, low: int) -> Fraction:
    """Return a number as an exact fraction, after checking its range."""
    real(name, value, low, math.inf, low_open=False)
    return Fraction(value)
