"""Random search, and the loop that other searches share with it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from execml.automl.search.trials import Progress, SearchResult, Trial, apart_for, check_budget, run_trial
from execml.automl.spaces.configuration import Configuration
from execml.automl.spaces.search_space import SearchSpace
from execml.course.limits import TimeUp
from execml.course.validation import function, instance, text
from execml.course.validation import generator as generator_of


def random_search(
    space: SearchSpace,
    objective: Callable[[Any], float],
    generator: np.random.Generator,
    evaluations: int | None = None,
    cpu_seconds: float | None = None,
    on_trial: Progress | None = None,
    trial_seconds: float | None = None,
) -> SearchResult:
    """Draw configurations independently and keep the best (Bergstra and Bengio, 2012).

    A candidate that fails is recorded with its error and skipped. Ctrl-C ends the search and returns what is
    known so far.

    Args:
        space: where to draw from.
        objective: takes an untrained estimator and returns a score, larger is better.
        generator: source of the draws.
        evaluations: how many trials to run.
        cpu_seconds: processor time after which no further trial starts; the last one may overrun it.
        on_trial: called with each finished trial, for a progress display.
        trial_seconds: wall time that a candidate may take. They then run in a process of their own, in which
            one that sleeps, hangs or exits is ended, recorded and skipped; the objective is copied to it.

    Raises:
        ValueError: if no budget is given, or one is not above zero.

    >>> from execml.automl.spaces.families import harbour_space
    >>> rounds = lambda model: float(model.get_params().get("max_iter", 0))
    >>> found = random_search(harbour_space(), rounds, np.random.default_rng(0), evaluations=20)
    >>> found.best.configuration.family, len(found.trials), len(found.failures)
    ('logistic regression', 20, 0)
    """
    instance("space", space, SearchSpace)
    function("objective", objective)
    generator_of("generator", generator)
    if on_trial is not None:
        function("on_trial", on_trial)

    def draws() -> Iterator[Configuration]:
        while True:
            yield space.sample(generator)

    return run_trials(
        "random search", space, objective, draws(), evaluations, cpu_seconds, on_trial, trial_seconds
    )


def run_trials(
    method: str,
    space: SearchSpace,
    objective: Callable[[Any], float],
    configurations: Iterator[Configuration],
    evaluations: int | None = None,
    cpu_seconds: float | None = None,
    on_trial: Progress | None = None,
    trial_seconds: float | None = None,
) -> SearchResult:
    """Run the configurations that a search proposes until they or the budget end.

    Args:
        method: name of the search, for the record.
        space: builds the estimators.
        objective: takes an untrained estimator and returns a score.
        configurations: what to try, in order; it may look at finished trials through ``on_trial``.
        evaluations: how many trials to run at most.
        cpu_seconds: processor time after which no further trial starts.
        on_trial: called with each finished trial.
        trial_seconds: wall time that a candidate may take, as in :func:`random_search`.

    Raises:
        ValueError: if neither budget is given, or one is not above zero.
    """
    text("method", method)
    instance("space", space, SearchSpace)
    function("objective", objective)
    instance("configurations", configurations, Iterator)
    if on_trial is not None:
        function("on_trial", on_trial)
    check_budget(evaluations, cpu_seconds)
    trials: list[Trial] = []
    started = time.process_time()
    try:
        with apart_for(trial_seconds) as apart:
            for configuration in configurations:
                trials.append(run_trial(space, objective, configuration, len(trials), apart=apart))
                if on_trial is not None:
                    on_trial(trials[-1])
                elsewhere = 0.0 if apart is None else apart.cpu_seconds
                spent = cpu_seconds is not None and time.process_time() - started + elsewhere >= cpu_seconds
                if spent or len(trials) == evaluations:
                    break
    except (KeyboardInterrupt, TimeUp):
        return SearchResult(method, tuple(trials), interrupted=True)
    return SearchResult(method, tuple(trials))
