"""What enters the contest: models without a search, two searches, Optuna, TPOT, H2O, on the same folds."""

from __future__ import annotations

import math
import pickle
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.automl.contest.arena import Arena, EntrantFinding, Tell
from execml.automl.search.attempts import PATIENCE
from execml.automl.spaces.defaults import averaged_defaults, strong_defaults
from execml.automl.spaces.families import harbour_space
from execml.course.bank.rivals import MODELS, NOTHING
from execml.course.limits import TimeUp, ended_after
from execml.course.measure.timing import median_wall_time

if TYPE_CHECKING:
    from execml.automl.search.trials import SearchResult

SCIKIT_LEARN = ("scikit-learn",)


def untuned(name: str) -> Callable[[Arena, Tell], EntrantFinding]:
    """Return the entrant that trains one model of :data:`UNTUNED`, with no search at all."""

    def enter(arena: Arena, tell: Tell) -> EntrantFinding:
        model = UNTUNED[name](arena.seed)
        own = arena.folds(model)
        return _found(arena, _trained(arena, model), own, f"{name}, no search")

    return enter


def enter_random(arena: Arena, tell: Tell) -> EntrantFinding:
    """Run our random search."""
    from execml.automl.search.random_search import random_search

    draws = np.random.default_rng(arena.seed)
    told = _counted(tell, "random search", arena.evaluations)
    return _searched(
        arena,
        random_search(
            harbour_space(),
            arena.folds,
            draws,
            arena.evaluations,
            on_trial=told,
            trial_seconds=arena.trial_seconds,
        ),
    )


def enter_halving(arena: Arena, tell: Tell) -> EntrantFinding:
    """Run our successive halving: 27 candidates or more, most of them on few clients."""
    from execml.automl.search.halving import successive_halving

    most = arena.folds.clients
    starters = max(27, arena.evaluations)
    result = successive_halving(
        harbour_space(),
        arena.folds,
        np.random.default_rng(arena.seed),
        configurations=starters,
        max_resource=most,
        min_resource=most // 9,
        on_trial=_counted(tell, "successive halving", starters),
        trial_seconds=arena.trial_seconds,
    )
    return _searched(arena, result)


def enter_optuna(arena: Arena, tell: Tell) -> EntrantFinding:
    """Run Optuna's tree-structured Parzen estimator on the same space."""
    from execml.automl.libraries.optuna_run import run_optuna

    told = _counted(tell, "Optuna", arena.evaluations)
    space, limit = harbour_space(), arena.trial_seconds
    return _searched(
        arena, run_optuna(space, arena.folds, arena.evaluations, arena.seed, told, trial_seconds=limit)
    )


def enter_tpot(arena: Arena, tell: Tell) -> EntrantFinding:
    """Run TPOT on the same space, with an optional preparation step before the model."""
    from sklearn.model_selection import PredefinedSplit

    from execml.automl.libraries.tpot_run import run_tpot

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
        arena.trial_seconds or PATIENCE,
    )
    steps = [type(step).__name__ for _, step in run.pipeline.steps]
    return _found(
        arena,
        run.pipeline,
        run.own_estimate,
        winner=" → ".join(steps),
        evaluations=len(run.scores),
        failures=int(np.isnan(run.scores).sum()),
        extra_cpu_seconds=run.cpu_seconds,
        record=run,
    )


def enter_h2o(arena: Arena, tell: Tell) -> EntrantFinding:
    """Run H2O AutoML in its own Java process."""
    from execml.automl.libraries.h2o_run import run_h2o

    run = run_h2o(
        arena.features,
        arena.labels,
        arena.fold_of_client,
        arena.new_features,
        arena.max_models,
        arena.seed,
        tell,
    )
    return EntrantFinding(
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


# What anybody gets without a search: the bank's plain rivals at the library's settings, and strong defaults.
UNTUNED: dict[str, Callable[[int], Any]] = {
    **{name: make for name, (_, make) in MODELS.items() if name != NOTHING},
    "forest, leaves of 10": lambda seed: strong_defaults(seed)["forest, leaves of 10"],
    "five averaged": averaged_defaults,
}
ENTRANTS: dict[str, Callable[[Arena, Tell], EntrantFinding]] = {
    **{name: untuned(name) for name in UNTUNED},
    "random search": enter_random,
    "successive halving": enter_halving,
    "Optuna": enter_optuna,
    "TPOT": enter_tpot,
    "H2O": enter_h2o,
}


def _searched(arena: Arena, result: SearchResult) -> EntrantFinding:
    """Train the winner of one of the searches on all clients of the search."""
    if result.interrupted and all(trial.failed for trial in result.trials):
        raise KeyboardInterrupt  # it was stopped before it had anything to show
    best = result.best
    winner = _trained(arena, harbour_space().build(best.configuration))
    counts = {"evaluations": len(result.trials), "failures": len(result.failures)}
    return _found(arena, winner, best.score, str(best.configuration), **counts, record=result)


def _trained(arena: Arena, model: Any) -> Any:
    """Train a winner on all clients, which has a limit in time too: it ends what is in Python, or wakes.

    Raises:
        TimeoutError: if it takes longer; the contest records that, and goes on.
    """
    limit, started = arena.trial_seconds or PATIENCE, time.monotonic()
    try:
        with ended_after(limit):
            return model.fit(arena.features, arena.labels)
    except TimeUp:
        if time.monotonic() - started < limit:
            raise  # the limit of the whole contest, or of whoever called it
        raise TimeoutError(f"the winner's last training took longer than {limit:g} s") from None


def _found(arena: Arena, model: Any, own_estimate: float, winner: str, **known: Any) -> EntrantFinding:
    """Let a trained model of this Python score the untouched clients, and measure what it costs.

    Args:
        arena: has the untouched clients.
        model: trained on all clients of the search.
        own_estimate: its score over the folds.
        winner: the model in words.
        known: what differs from a single model of scikit-learn that was trained without a search.
    """
    client = arena.new_features[:1]
    usual: dict[str, Any] = {"evaluations": 1, "failures": 0, "libraries": SCIKIT_LEARN}
    return EntrantFinding(
        own_estimate=own_estimate,
        winner=winner,
        models_inside=1,
        seconds_per_client=median_wall_time(partial(model.predict_proba, client), repeats=7),
        risks=model.predict_proba(arena.new_features)[:, 1],
        size=len(pickle.dumps(model)),
        **usual | known,
    )


def _counted(tell: Tell, name: str, total: int) -> Callable[[Any], None]:
    """Return a function that reports a finished trial with the best score so far."""
    best = [-math.inf, 0.0]

    def report(trial: Any) -> None:
        best[0], best[1] = max(best[0], -math.inf if trial.failed else trial.score), best[1] + 1
        tell(f"{name}: {best[1]:.0f} of at least {total} candidates, best AUC so far {best[0]:.3f}")

    return report
