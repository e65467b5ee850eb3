"""What enters the contest: two baselines, our two searches, Optuna, TPOT and H2O, each on the same folds."""

from __future__ import annotations

import math
import pickle
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.automl.families import harbour_space
from execml.automl.scoring import Folds, trained_auc

if TYPE_CHECKING:
    from execml.automl.search import SearchResult

Tell = Callable[[str], None]
SCIKIT_LEARN = ("scikit-learn",)


@dataclass(frozen=True, eq=False)
class Arena:
    """What every entrant is given.

    Attributes:
        features: of the clients to search on, shape (clients, features).
        labels: 0 or 1, shape (clients,).
        new_features: of the untouched clients, to be scored by each winner, shape (new clients, features).
        folds: scores an estimator by its mean AUC over the shared folds.
        seed: of every random choice.
        evaluations: how many candidates a search may score; TPOT and H2O have counts of their own kind.
        generations: how often TPOT renews its population, the first one included.
        max_models: how many models H2O trains, besides its ensembles.
    """

    features: np.ndarray
    labels: np.ndarray
    new_features: np.ndarray
    folds: Folds
    seed: int
    evaluations: int
    generations: int
    max_models: int

    @property
    def fold_of_client(self) -> np.ndarray:
        """The fold in which each client is tested, shape (clients,)."""
        fold = np.zeros(len(self.labels), dtype=np.int64)
        for number, (_, tested) in enumerate(self.folds.splits):
            fold[tested] = number
        return fold


@dataclass(frozen=True, eq=False)
class Finding:
    """What an entrant came back with.

    Attributes:
        own_estimate: its winner's score by its own account, the AUC over the folds.
        risks: its winner's risks for the untouched clients, shape (new clients,).
        evaluations: how many candidates it scored over the folds.
        failures: how many candidates failed.
        models_inside: how many trained models the winner consults.
        size: bytes of the winner when saved.
        seconds_per_client: median wall time of scoring one client, in seconds.
        libraries: what has to be installed, and patched, to score a client.
        winner: the winner in words.
        extra_cpu_seconds: processor time spent outside this Python, such as Java's.
        start_seconds: the part of the processor time that starting another program took.
        record: the entrant's own record, such as a ``SearchResult`` or an ``H2ORun``.
    """

    own_estimate: float
    risks: np.ndarray
    evaluations: int
    failures: int
    models_inside: int
    size: int
    seconds_per_client: float
    libraries: tuple[str, ...]
    winner: str
    extra_cpu_seconds: float = 0.0
    start_seconds: float = 0.0
    record: Any = field(default=None, repr=False)


def enter_logistic(arena: Arena, tell: Tell) -> Finding:
    """Score a logistic regression with the library's default settings: no search at all."""
    from sklearn.linear_model import LogisticRegression

    return _single(arena, "logistic regression, default settings", LogisticRegression(max_iter=1_000))


def enter_boosted(arena: Arena, tell: Tell) -> Finding:
    """Score boosted trees with the library's default settings: no search at all."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    default = HistGradientBoostingClassifier(random_state=arena.seed)
    return _single(arena, "boosted trees, default settings", default)


def enter_random(arena: Arena, tell: Tell) -> Finding:
    """Run our random search."""
    from execml.automl.search import random_search

    draws = np.random.default_rng(arena.seed)
    told = _counted(tell, "random search", arena.evaluations)
    return _found(arena, random_search(harbour_space(), arena.folds, draws, arena.evaluations, on_trial=told))


def enter_halving(arena: Arena, tell: Tell) -> Finding:
    """Run our successive halving: 27 candidates or more, most of them on few clients."""
    from execml.automl.halving import successive_halving

    most = min(len(train) for train, _ in arena.folds.splits)
    starters = max(27, arena.evaluations)
    result = successive_halving(
        harbour_space(),
        partial(score_on_part, arena.folds),
        np.random.default_rng(arena.seed),
        configurations=starters,
        max_resource=most,
        min_resource=most // 9,
        on_trial=_counted(tell, "successive halving", starters),
    )
    return _found(arena, result)


def enter_optuna(arena: Arena, tell: Tell) -> Finding:
    """Run Optuna's tree-structured Parzen estimator on the same space."""
    from execml.automl.optuna_run import run_optuna

    told = _counted(tell, "Optuna", arena.evaluations)
    return _found(arena, run_optuna(harbour_space(), arena.folds, arena.evaluations, arena.seed, told))


def enter_tpot(arena: Arena, tell: Tell) -> Finding:
    """Run TPOT on the same space, with an optional preparation step before the model."""
    from sklearn.model_selection import PredefinedSplit

    from execml.automl.tpot_run import run_tpot

    tell("TPOT: evolving pipelines")
    population = max(2, round(arena.evaluations / arena.generations))
    run = run_tpot(
        harbour_space(),
        arena.features,
        arena.labels,
        PredefinedSplit(arena.fold_of_client),
        arena.generations,
        population,
        arena.seed,
    )
    steps = [type(step).__name__ for _, step in run.pipeline.steps]
    failures = int(np.isnan(run.scores).sum())
    return Finding(
        **_measured(run.pipeline, arena.new_features),
        own_estimate=run.own_estimate,
        evaluations=len(run.scores),
        failures=failures,
        models_inside=1,
        libraries=(*SCIKIT_LEARN, "tpot") if "Passthrough" in steps else SCIKIT_LEARN,
        winner=" → ".join(steps),
        record=run,
    )


def enter_h2o(arena: Arena, tell: Tell) -> Finding:
    """Run H2O AutoML in its own Java process."""
    from execml.automl.h2o_run import run_h2o

    run = run_h2o(
        arena.features,
        arena.labels,
        arena.fold_of_client,
        arena.new_features,
        arena.max_models,
        arena.seed,
        tell,
    )
    return Finding(
        own_estimate=run.own_estimate,
        risks=run.risks,
        evaluations=len(run.leaderboard),
        failures=0,
        models_inside=run.models_inside,
        size=run.size,
        seconds_per_client=run.seconds_per_client,
        libraries=("h2o", "Java"),
        winner=str(run.leaderboard["model"].iloc[0]),
        extra_cpu_seconds=run.cpu_seconds,
        start_seconds=run.start_seconds,
        record=run,
    )


ENTRANTS: dict[str, Callable[[Arena, Tell], Finding]] = {
    "logistic regression": enter_logistic,
    "boosted trees": enter_boosted,
    "random search": enter_random,
    "successive halving": enter_halving,
    "Optuna": enter_optuna,
    "TPOT": enter_tpot,
    "H2O": enter_h2o,
}
BASELINES = ("logistic regression", "boosted trees")


def score_on_part(folds: Folds, estimator: Any, clients: int) -> float:
    """Return the mean AUC over folds of which each trains on its first so many clients only.

    Args:
        folds: the shared folds.
        estimator: not trained; it is copied for each fold.
        clients: how many of each training part are used; the rows are in random order.
    """
    from sklearn.base import clone

    x, y = folds.features, folds.labels
    parts = [(train[:clients], test) for train, test in folds.splits]
    return float(
        np.mean([trained_auc(clone(estimator), x[some], y[some], x[test], y[test]) for some, test in parts])
    )


def _single(arena: Arena, name: str, model: Any) -> Finding:
    own = arena.folds(model)
    trained = model.fit(arena.features, arena.labels)
    return Finding(
        **_measured(trained, arena.new_features),
        own_estimate=own,
        evaluations=1,
        failures=0,
        models_inside=1,
        libraries=SCIKIT_LEARN,
        winner=name,
    )


def _found(arena: Arena, result: SearchResult) -> Finding:
    """Train the winner of one of the searches on all clients of the search."""
    if result.interrupted and all(trial.failed for trial in result.trials):
        raise KeyboardInterrupt  # it was stopped before it had anything to show
    best = result.best
    winner = harbour_space().build(best.configuration).fit(arena.features, arena.labels)
    return Finding(
        **_measured(winner, arena.new_features),
        own_estimate=best.score,
        evaluations=len(result.trials),
        failures=len(result.failures),
        models_inside=1,
        libraries=SCIKIT_LEARN,
        winner=str(best.configuration),
        record=result,
    )


def _measured(model: Any, new_features: np.ndarray, repeats: int = 7) -> dict[str, Any]:
    """Score the untouched clients, and measure what the model weighs and how long one client takes."""
    client, spent = new_features[:1], []
    for _ in range(repeats):
        start = time.perf_counter()
        model.predict_proba(client)
        spent.append(time.perf_counter() - start)
    return {
        "risks": model.predict_proba(new_features)[:, 1],
        "size": len(pickle.dumps(model)),
        "seconds_per_client": float(np.median(spent)),
    }


def _counted(tell: Tell, name: str, total: int) -> Callable[[Any], None]:
    """Return a function that reports a finished trial with the best score so far."""
    best = [-math.inf, 0.0]

    def report(trial: Any) -> None:
        best[0], best[1] = max(best[0], -math.inf if trial.failed else trial.score), best[1] + 1
        tell(f"{name}: {best[1]:.0f} of at least {total} candidates, best AUC so far {best[0]:.3f}")

    return report
