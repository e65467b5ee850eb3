"""Bayesian optimisation: each trial is placed where a Gaussian process expects the largest improvement."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from execml.automl.guided.acquisition import most_promising
from execml.automl.guided.gaussian_process import Array
from execml.automl.guided.surrogate import Surrogate, first_guesses, fit_surrogate, most_likely, refit
from execml.automl.search.attempts import attempt, succeeded
from execml.course.arrays import array
from execml.course.validation import function, whole
from execml.course.validation import generator as generator_of

GRID = 1e-4  # proposals are rounded to this share of each range
FIRST_PER_INPUT = 4
ALWAYS_FIT = 30  # below so many trials the model is refitted after each
FIT_EVERY, FRESH_EVERY = 3, 12  # then after every third; and from new starts at every twelfth


@dataclass(frozen=True, eq=False)
class Evaluation:
    """One evaluation of the objective.

    Attributes:
        point: where, shape (inputs,).
        value: what it was, lower is better; NaN if it failed.
        error: the kind and text of what went wrong; empty if nothing did.
    """

    point: Array
    value: float
    error: str = ""


@dataclass(frozen=True, eq=False)
class Minimisation:
    """What a search for a minimum found.

    Attributes:
        evaluations: all of them in order, failed ones included.
        interrupted: whether a person stopped the search (Ctrl-C) before the budget was spent.
    """

    evaluations: tuple[Evaluation, ...]
    interrupted: bool = False

    @property
    def best(self) -> Evaluation:
        """The evaluation with the lowest value; of equals, the first.

        Raises:
            ValueError: if none succeeded; the message holds the first error.
        """
        return min(succeeded(self.evaluations, "evaluations"), key=lambda evaluation: evaluation.value)

    @property
    def failures(self) -> tuple[Evaluation, ...]:
        """The evaluations that failed."""
        return tuple(evaluation for evaluation in self.evaluations if evaluation.error)

    @property
    def points(self) -> Array:
        """Where was evaluated, shape (evaluations, inputs)."""
        return np.array([evaluation.point for evaluation in self.evaluations])

    @property
    def values(self) -> Array:
        """The values, shape (evaluations,), NaN where it failed."""
        return np.array([evaluation.value for evaluation in self.evaluations])

    def best_so_far(self) -> Array:
        """Return the lowest value up to each evaluation, shape (evaluations,); NaN until one succeeds."""
        return np.fmin.accumulate(self.values) if self.evaluations else np.array([])


def bayesian_optimisation(
    objective: Callable[[Array], float],
    bounds: Sequence[tuple[float, float]] | ArrayLike,
    budget: int,
    generator: np.random.Generator,
    first: int | None = None,
    on_evaluation: Callable[[Evaluation], None] | None = None,
) -> Minimisation:
    """Minimise an expensive function of a few numbers.

    The first trials are a Latin hypercube: each input's range is cut into as many parts as there are
    trials, and each part is used once. After that a Gaussian process is fitted to the values (scaled to mean
    0 and variance 1, hyperparameters by maximum likelihood, started from the last ones), and the next trial
    is where its expected improvement is largest. Two practical rules: a failed trial counts as the worst
    value seen, so that the search moves away; and proposals are rounded to 1/10,000 of each range, so that
    the last bits of a processor's arithmetic seldom change where the search goes. There is no guarantee of
    the lowest value in finite time. After Jones, Schonlau and Welch (1998).

    Args:
        objective: takes a point, shape (inputs,), and returns a value; lower is better.
        bounds: lower and upper end of each input, shape (inputs, 2).
        budget: how many evaluations to spend, failed ones included.
        generator: source of the first trials and of the candidates.
        first: how many trials are placed before the model is asked; four for each input by default.
        on_evaluation: called with each finished evaluation, for a progress display.

    Raises:
        ValueError: if there are no bounds, one is not finite with low < high, or a count is below 1.

    >>> bowl = lambda point: float((point[0] - 0.3) ** 2)
    >>> found = bayesian_optimisation(bowl, [(-1.0, 1.0)], budget=10, generator=np.random.default_rng(0))
    >>> found.best.point.round(2), len(found.evaluations)
    (array([0.3]), 10)
    """
    function("objective", objective)
    generator_of("generator", generator)
    if on_evaluation is not None:
        function("on_evaluation", on_evaluation)
    low, high = _checked(bounds)
    whole("budget", budget)
    count = whole("first", FIRST_PER_INPUT * len(low) if first is None else first)
    done: list[Evaluation] = []
    surrogate: Surrogate | None = None
    try:
        for point in _spread(min(count, budget), low, high, generator):
            done.append(_evaluate(objective, point, on_evaluation))
        while len(done) < budget:
            point, surrogate = _propose(done, surrogate, low, high, generator)
            done.append(_evaluate(objective, point, on_evaluation))
    except KeyboardInterrupt:
        return Minimisation(tuple(done), interrupted=True)
    return Minimisation(tuple(done))


def _checked(bounds: Sequence[tuple[float, float]] | ArrayLike) -> tuple[Array, Array]:
    ends = array("bounds", bounds, ("inputs", 2)).astype(float)
    if not np.isfinite(ends).all() or not (ends[:, 0] < ends[:, 1]).all():
        raise ValueError(f"bounds={ends.tolist()} must be finite pairs with low < high")
    return ends[:, 0], ends[:, 1]


def _spread(count: int, low: Array, high: Array, generator: np.random.Generator) -> Array:
    """Return a Latin hypercube of points, shape (count, inputs)."""
    from scipy.stats.qmc import LatinHypercube

    return low + LatinHypercube(len(low), rng=generator).random(count) * (high - low)


def _evaluate(
    objective: Callable[[Array], float], point: Array, on_evaluation: Callable[[Evaluation], None] | None
) -> Evaluation:
    """Evaluate once; whatever goes wrong becomes the record's error."""
    values, error = attempt(lambda: (objective(point.copy()),), "value")
    done = Evaluation(point, math.nan if error else values[0], error)
    if on_evaluation is not None:
        on_evaluation(done)
    return done


def _propose(
    done: list[Evaluation],
    surrogate: Surrogate | None,
    low: Array,
    high: Array,
    generator: np.random.Generator,
) -> tuple[Array, Surrogate | None]:
    """Return the next point, and the stand-in that proposed it; a random point if nothing is known."""
    values = np.array([evaluation.value for evaluation in done])
    if np.isnan(values).all():
        return low + generator.random(len(low)) * (high - low), surrogate
    values = np.where(np.isnan(values), np.nanmax(values), values)
    points = np.array([evaluation.point for evaluation in done])
    surrogate = _updated(surrogate, points, values, low, high)
    process = surrogate.process
    best = int(values.argmin())
    unit = most_promising(
        process, (values[best] - surrogate.centre) / surrogate.spread, process.points[best], generator
    )
    unit = np.round(unit / GRID) * GRID
    if (np.abs(process.points - unit) < GRID / 2).all(axis=1).any():  # known already: look anywhere else
        unit = generator.random(len(low))
    return low + unit * (high - low), surrogate


def _updated(surrogate: Surrogate | None, points: Array, values: Array, low: Array, high: Array) -> Surrogate:
    """Return the stand-in with what has been learned since; not every time with new hyperparameters."""
    if surrogate is None:
        return fit_surrogate(points, values, low, high)
    count = len(points)
    last = surrogate.process.hyperparameters
    surrogate = refit(surrogate, points, values, last)
    if count >= ALWAYS_FIT and count % FIT_EVERY:
        return surrogate
    fresh = first_guesses(len(low)) if count % FRESH_EVERY == 0 else []
    scaled = (values - surrogate.centre) / surrogate.spread
    chosen = most_likely(surrogate.process.points, scaled, [last, *fresh], steps=10)
    return refit(surrogate, points, values, chosen)
