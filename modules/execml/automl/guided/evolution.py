"""Evolutionary search over pipelines: change the good ones, cross them, keep the front of score and size."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.automl.guided.pareto import front_numbers, survivors
from execml.automl.search.attempts import attempt, succeeded
from execml.automl.search.objectives import HoldOut
from execml.automl.spaces.pipelines import Pipeline, PipelineSpace, fitted_numbers, harbour_pipelines
from execml.course.validation import function, instance, real, whole
from execml.course.validation import generator as generator_of

if TYPE_CHECKING:
    import pandas as pd

REPEATED_DRAWS = 50  # how often a child is drawn anew because it has been tried before


@dataclass(frozen=True)
class Individual:
    """One pipeline, trained and scored once.

    Attributes:
        pipeline: what was tried.
        generation: in which generation, from 0.
        score: larger is better; NaN if it failed.
        complexity: smaller is better; NaN if it failed.
        error: the kind and text of what went wrong; empty if nothing did.
    """

    pipeline: Pipeline
    generation: int
    score: float
    complexity: float
    error: str = ""


@dataclass(frozen=True)
class Evolution:
    """What an evolutionary search found.

    Attributes:
        individuals: all that were tried, in order, failed ones included.
        interrupted: whether a person stopped the search (Ctrl-C) before it was done.
    """

    individuals: tuple[Individual, ...]
    interrupted: bool = False

    @property
    def failures(self) -> tuple[Individual, ...]:
        """The pipelines that failed."""
        return tuple(one for one in self.individuals if one.error)

    @property
    def front(self) -> tuple[Individual, ...]:
        """The pipelines that no other beats in both score and complexity, simplest first.

        Raises:
            ValueError: if no pipeline succeeded; the message holds the first error.
        """
        scored = succeeded(self.individuals, "pipelines")
        best = [one for one, number in zip(scored, front_numbers(_costs(scored)), strict=True) if number == 0]
        different = {(one.complexity, one.score): one for one in reversed(best)}
        return tuple(sorted(different.values(), key=lambda one: one.complexity))

    @property
    def best(self) -> Individual:
        """The pipeline with the highest score, whatever its complexity."""
        return self.front[-1]

    def frame(self) -> pd.DataFrame:
        """Return one row a pipeline of the front: pipeline in words, score, complexity."""
        import pandas as pd

        rows = [(str(one.pipeline), one.score, one.complexity) for one in self.front]
        return pd.DataFrame(rows, columns=["pipeline", "score", "complexity"])


class ScoreAndSize:
    """Trains a pipeline on some clients and returns its AUC on others, and how many numbers it holds.

    The AUC is rounded to 0.001: less than that is not worth a larger pipeline, and it is far below what
    another sample of clients would change.

    Args:
        features: shape (clients, features), rows in random order.
        labels: 0 or 1, shape (clients,).
        held_back: how many clients at the end to score on.

    Raises:
        ValueError: as :class:`execml.automl.search.objectives.HoldOut`.
    """

    def __init__(self, features: ArrayLike, labels: ArrayLike, held_back: int) -> None:
        """Split the clients."""
        self._score = HoldOut(features, labels, held_back)

    def __call__(self, estimator: Any) -> tuple[float, float]:
        """Return AUC and complexity; the estimator is trained afterwards."""
        return round(self._score(estimator), 3), float(fitted_numbers(estimator))


def evolve_pipelines(
    objective: Callable[[Any], tuple[float, float]],
    generator: np.random.Generator,
    population: int = 20,
    generations: int = 5,
    space: PipelineSpace | None = None,
    mutation: float = 0.7,
    on_individual: Callable[[Individual], None] | None = None,
) -> Evolution:
    """Search for pipelines that are good and small by mutation, crossover and selection.

    The first generation is drawn at random. Then, in each generation, parents are chosen by tournaments of
    two, each child is a mutation of one or a crossing of two, and of parents and children together NSGA-II
    keeps the best fronts, and within a front those with most room (Deb and others 2002; for pipelines, Olson
    and others 2016, TPOT). A pipeline that fails is recorded and takes no further part; Ctrl-C returns what
    is known.

    Args:
        objective: takes an untrained pipeline, returns its score (larger is better) and complexity (smaller).
        generator: source of every random choice.
        population: how many survive each generation, and how many children there are.
        generations: how many follow the first.
        space: which pipelines there are; those of the running case by default.
        mutation: the share of children that are mutations; the others are crossings.
        on_individual: called with each finished pipeline, for a progress display.

    Raises:
        ValueError: if ``population`` is below 2, ``generations`` below 1, or ``mutation`` outside [0, 1].

    >>> named = lambda estimator: (float(len(estimator.steps)), float(len(estimator.steps)))
    >>> found = evolve_pipelines(named, np.random.default_rng(0), population=6, generations=2)
    >>> [one.complexity for one in found.front], len(found.individuals)
    ([1.0, 2.0, 3.0, 4.0], 18)
    """
    function("objective", objective)
    generator_of("generator", generator)
    if space is not None:
        instance("space", space, PipelineSpace)
    if on_individual is not None:
        function("on_individual", on_individual)
    whole("population", population, 2)
    whole("generations", generations)
    real("mutation", mutation, 0, 1, low_open=False, high_open=False)
    space = harbour_pipelines() if space is None else space
    done: list[Individual] = []
    seen: set[Pipeline] = set()

    def tried(parents: list[Individual], generation: int) -> list[Individual]:
        """Try one generation of children; without parents they are drawn from the space."""
        children = []
        for _ in range(population):
            plan = _unseen(parents, space, mutation, seen, generator)
            child = _evaluate(objective, space, plan, generation)
            done.append(child)
            children.append(child)
            if on_individual is not None:
                on_individual(child)
        return [child for child in children if not child.error]

    try:
        parents = tried([], 0)
        for generation in range(1, generations + 1):
            pool = parents + tried(parents, generation)
            parents = [pool[place] for place in survivors(_costs(pool), population)] if pool else []
    except KeyboardInterrupt:
        return Evolution(tuple(done), interrupted=True)
    return Evolution(tuple(done))


def _costs(individuals: list[Individual]) -> NDArray[np.float64]:
    """Return error and complexity, lower is better, shape (individuals, 2)."""
    return np.array([(-one.score, one.complexity) for one in individuals])


def _unseen(
    parents: list[Individual],
    space: PipelineSpace,
    mutation: float,
    seen: set[Pipeline],
    generator: np.random.Generator,
) -> Pipeline:
    """Return a child that has not been tried; after many draws, one that has."""
    for _ in range(REPEATED_DRAWS):
        plan = _child(parents, space, mutation, generator)
        if plan not in seen:
            break
    seen.add(plan)
    return plan


def _child(
    parents: list[Individual], space: PipelineSpace, mutation: float, generator: np.random.Generator
) -> Pipeline:
    if len(parents) < 2:
        return space.sample(generator)
    # survivors come best first, so the lower of two places wins the tournament
    one, other = (parents[int(generator.integers(len(parents), size=2).min())].pipeline for _ in range(2))
    if generator.random() < mutation:
        return space.mutate(one, generator)
    return space.cross(one, other, generator)


def _evaluate(
    objective: Callable[[Any], tuple[float, float]], space: PipelineSpace, plan: Pipeline, generation: int
) -> Individual:
    """Build, train and score one pipeline; an exception becomes its error."""

    def measures() -> tuple[float, float]:
        score, complexity = objective(space.build(plan))
        return score, complexity

    values, error = attempt(measures)
    score, complexity = (math.nan, math.nan) if error else values
    return Individual(plan, generation, score, complexity, error)
