"""The record of trials that every search of the module keeps, and how one trial is run."""

from __future__ import annotations

import contextlib
import math
import numbers
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from execml.automl.search.attempts import attempt, succeeded
from execml.automl.spaces.configuration import Configuration
from execml.automl.spaces.search_space import SearchSpace
from execml.course.validation import at_least_zero, flag, instance, positive, several, shown, text, whole

if TYPE_CHECKING:
    import pandas as pd

    from execml.course.measure.apart import Apart


@dataclass(frozen=True)
class Trial:
    """One configuration, trained and scored once.

    Attributes:
        number: place in the search, from 0.
        configuration: what was tried.
        score: larger is better; NaN if the trial failed.
        cpu_seconds: processor time of this process for building, training and scoring.
        resource: what the trial was given, such as training clients; ``None`` if the search has no such dial.
        error: the kind and text of the exception that ended it; empty if it succeeded.
    """

    number: int
    configuration: Configuration
    score: float
    cpu_seconds: float
    resource: int | None = None
    error: str = ""

    def __post_init__(self) -> None:
        """Check the kind of each part."""
        whole("number", self.number, low=0)
        instance("configuration", self.configuration, Configuration)
        if not isinstance(self.score, numbers.Real) or isinstance(self.score, bool) or math.isinf(self.score):
            raise ValueError(f"score={shown(self.score)} must be a finite number, or NaN if the trial failed")
        at_least_zero("cpu_seconds", self.cpu_seconds)
        if self.resource is not None:
            whole("resource", self.resource)
        text("error", self.error, empty=True)

    @property
    def failed(self) -> bool:
        """Whether the trial has no score."""
        return bool(self.error)


@dataclass(frozen=True)
class SearchResult:
    """What a search found.

    Attributes:
        method: the name of the search.
        trials: every trial in the order in which they ran, failed ones included.
        interrupted: whether a person (Ctrl-C) or an outer limit in time stopped it before it was done.
    """

    method: str
    trials: tuple[Trial, ...]
    interrupted: bool = False

    def __post_init__(self) -> None:
        """Check the kind of each part."""
        text("method", self.method)
        for trial in several("trials", self.trials, least=0):
            instance("trials", trial, Trial)
        flag("interrupted", self.interrupted)

    @property
    def best(self) -> Trial:
        """The best score among the trials that were given the most; of equals, the first.

        Raises:
            ValueError: if no trial succeeded; the message holds the first error.
        """
        scored = succeeded(self.trials, "trials")
        most = max(trial.resource or 0 for trial in scored)
        return max((t for t in scored if (t.resource or 0) == most), key=lambda trial: trial.score)

    @property
    def failures(self) -> tuple[Trial, ...]:
        """The trials that ended in an error."""
        return tuple(trial for trial in self.trials if trial.failed)

    @property
    def configurations(self) -> int:
        """How many different configurations were tried."""
        return len({trial.configuration for trial in self.trials})

    @property
    def scores(self) -> np.ndarray:
        """The scores, shape (trials,), NaN for a failed trial."""
        return np.array([trial.score for trial in self.trials])

    @property
    def cpu_seconds(self) -> float:
        """Processor time of all trials together."""
        return sum(trial.cpu_seconds for trial in self.trials)

    def best_so_far(self) -> np.ndarray:
        """Return the best score up to each trial, shape (trials,); NaN until one succeeds."""
        return np.fmax.accumulate(self.scores) if self.trials else np.array([])

    def frame(self) -> pd.DataFrame:
        """Return one row a trial: number, family, configuration in words, resource, score, seconds, error."""
        import pandas as pd

        rows = [
            (
                t.number,
                t.configuration.family,
                str(t.configuration),
                t.resource,
                t.score,
                t.cpu_seconds,
                t.error,
            )
            for t in self.trials
        ]
        names = ["trial", "family", "configuration", "resource", "score", "CPU seconds", "error"]
        return pd.DataFrame(rows, columns=names)


MOST_TRIALS = 10**6  # of one search: years of training
Progress = Callable[[Trial], None]


def run_trial(
    space: SearchSpace,
    objective: Callable[..., float],
    configuration: Configuration,
    number: int,
    resource: int | None = None,
    apart: Apart | None = None,
) -> Trial:
    """Build, train and score one configuration; an exception becomes the trial's error.

    Args:
        space: builds the estimator.
        objective: called with the estimator, and with the resource if there is one.
        configuration: what to try.
        number: the trial's place in the search.
        resource: what the trial is given.
        apart: the process in which it runs; by default this one.
    """
    extra = () if resource is None else (resource,)
    started, elsewhere = time.process_time(), 0.0 if apart is None else apart.cpu_seconds
    if apart is None:
        values, error = attempt(lambda: (objective(space.build(configuration), *extra),))
    else:
        measure = partial(apart, _measured, objective, space, configuration, *extra)
        values, error = attempt(lambda: (measure(),), seconds=None)
    score = math.nan if error else values[0]
    spent = time.process_time() - started + (0.0 if apart is None else apart.cpu_seconds - elsewhere)
    return Trial(number, configuration, score, spent, resource, error)


def apart_for(trial_seconds: float | None) -> contextlib.AbstractContextManager[Apart | None]:
    """Return the process in which a search tries its candidates, or nothing if it tries them in this one.

    Args:
        trial_seconds: wall time that a candidate may take; with ``None`` they run here.

    Raises:
        ValueError: if ``trial_seconds`` is not positive.
    """
    if trial_seconds is None:
        return contextlib.nullcontext()
    from execml.course.measure.apart import Apart

    return Apart(positive("trial_seconds", trial_seconds))


def _measured(
    objective: Callable[..., float], space: SearchSpace, configuration: Configuration, *extra: int
) -> float:
    """Build and score one configuration: what runs in a process apart."""
    return float(objective(space.build(configuration), *extra))


def check_budget(evaluations: int | None, cpu_seconds: float | None) -> None:
    """Raise a ValueError unless there is a budget and each that is given is above zero."""
    if evaluations is None and cpu_seconds is None:
        raise ValueError("evaluations=None and cpu_seconds=None: one of them must be given")
    if evaluations is not None:
        whole("evaluations", evaluations, high=MOST_TRIALS)
    if cpu_seconds is not None:
        positive("cpu_seconds", cpu_seconds)
