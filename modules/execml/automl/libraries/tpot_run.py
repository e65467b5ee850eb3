"""The real TPOT on a search space of ours: counted in generations, quiet, and in this process alone."""

from __future__ import annotations

import contextlib
import io
import logging
import math
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.automl.libraries.dask_settings import shipped_settings
from execml.automl.libraries.tpot_candidates import Candidates
from execml.automl.search.attempts import PATIENCE
from execml.automl.search.targets import target_of
from execml.automl.spaces.domains import Choice, Domain, Real, Whole
from execml.automl.spaces.search_space import SearchSpace
from execml.course.measure.loopback import LOOPBACK
from execml.course.validation import instance, shown, whole

if TYPE_CHECKING:
    from execml.automl.spaces.configuration import Family

# Dask's page of statistics cannot be switched off ("None" means port 8787 of every network interface): it is
# kept on this machine, at a port that is free.
NOWHERE = f"{LOOPBACK}:0"


@dataclass(frozen=True)
class TpotRun:
    """What TPOT found.

    Attributes:
        pipeline: the winner, trained on all clients that were given.
        own_estimate: the winner's mean AUC over the folds, as TPOT reports it.
        scores: the AUC of each pipeline in the order in which TPOT made them, NaN where one failed.
        generation: the generation in which each pipeline was made, 0 for those drawn at random.
        interrupted: whether a person (Ctrl-C) or a limit in time stopped it, which TPOT keeps to itself.
        cpu_seconds: processor time of the candidates, which are not computed in this process.
    """

    pipeline: Any
    own_estimate: float
    scores: np.ndarray
    generation: np.ndarray
    interrupted: bool = False
    cpu_seconds: float = 0.0


def run_tpot(
    space: SearchSpace,
    features: np.ndarray,
    labels: np.ndarray,
    folds: Any,
    generations: int = 4,
    population: int = 6,
    seed: int = 0,
    trial_seconds: float = PATIENCE,
) -> TpotRun:
    """Evolve pipelines of an optional preparation step and a model of the space, with TPOT 1.1.

    There is no limit in time on the whole, since such a run does not repeat. The candidates are evaluated one
    after the other in a process of ours, where one that sleeps, hangs or exits is ended and recorded as
    failed: TPOT's own workers would listen on network ports, and its own limit on a candidate holds for
    Python alone. Ctrl-C returns the best so far.

    Args:
        space: the families of models; a candidate's settings are drawn from its ranges.
        features: shape (clients, features).
        labels: 0 or 1, shape (clients,).
        folds: a scikit-learn splitter, such as ``StratifiedKFold(3, shuffle=True, random_state=0)``.
        generations: how often the population is renewed; TPOT evaluates the first one as well.
        population: how many pipelines a generation has.
        seed: of TPOT's random choices.
        trial_seconds: wall time that a candidate may take.

    Raises:
        ValueError: if a count is below 1, or ``trial_seconds`` is not positive.
        RuntimeError: if no pipeline could be evaluated.
        KeyboardInterrupt: if a person stops it before any was.
    """
    instance("space", space, SearchSpace)
    target_of(features, labels)
    whole("seed", seed, low=0, high=2**32 - 1)
    if not hasattr(folds, "get_n_splits"):
        raise ValueError(f"folds={shown(folds)} must be a splitter of scikit-learn's kind")
    whole("generations", generations)
    whole("population", population, low=2)
    with _quiet(), _one_thread() as client, Candidates(features, labels, folds, trial_seconds) as candidates:
        with _without_torch():
            from tpot import TPOTEstimator

        search = TPOTEstimator(
            search_space=pipelines_of(space),
            scorers=[],
            scorers_weights=[],
            other_objective_functions=[candidates.objective],
            other_objective_functions_weights=[1],
            objective_function_names=["roc_auc_score"],
            classification=True,
            cv=folds,
            population_size=population,
            generations=generations,
            max_time_mins=math.inf,
            max_eval_time_mins=math.inf,
            random_state=seed,
            client=client,
            verbose=0,
        )
        candidates.generation = lambda: getattr(search._evolver_instance, "generation", 0)
        with candidates.interruptible():
            search.fit(features, labels)
        if candidates.stopped is not None:
            return _so_far(candidates)
    evaluated = search.evaluated_individuals
    scores = evaluated["roc_auc_score"].to_numpy(dtype=float)
    if not np.isfinite(scores).any():
        raise RuntimeError(f"none of TPOT's {len(scores)} pipelines could be evaluated")
    generation = evaluated["Generation"].to_numpy(dtype=int)
    own = float(np.nanmax(scores))
    return TpotRun(search.fitted_pipeline_, own, scores, generation, cpu_seconds=candidates.cpu_seconds)


def _so_far(candidates: Candidates) -> TpotRun:
    """Return the best of a run that was stopped, trained on all clients; stop for good if there is none."""
    scores = np.array([tried.score for tried in candidates.tried])
    if not np.isfinite(scores).any():
        assert candidates.stopped is not None
        raise candidates.stopped
    best = candidates.tried[int(np.nanargmax(scores))]
    return TpotRun(
        best.pipeline.fit(candidates.features, candidates.labels),
        best.score,
        scores,
        np.array([tried.generation for tried in candidates.tried]),
        interrupted=True,
        cpu_seconds=candidates.cpu_seconds,
    )


def pipelines_of(space: SearchSpace) -> Any:
    """Return TPOT's search space: an optional preparation of the features, then one of our families."""
    from sklearn.decomposition import PCA
    from sklearn.preprocessing import FunctionTransformer, QuantileTransformer, StandardScaler
    from tpot.search_spaces.nodes import EstimatorNode
    from tpot.search_spaces.pipelines import ChoicePipeline, SequentialPipeline

    preparations = [
        EstimatorNode(
            FunctionTransformer, {}
        ),  # changes nothing, as TPOT's own Passthrough, but needs no TPOT
        EstimatorNode(StandardScaler, {}),
        EstimatorNode(PCA, {"n_components": 0.95, "svd_solver": "full"}),
        EstimatorNode(QuantileTransformer, {"n_quantiles": 100, "random_state": 0}),
    ]
    models = [node_of(family) for family in space.families.values()]
    return SequentialPipeline([ChoicePipeline(preparations), ChoicePipeline(models)])


def node_of(family: Family) -> Any:
    """Return a family of ours as a node of TPOT: it draws each setting from the same range."""
    from ConfigSpace import ConfigurationSpace
    from tpot.search_spaces.nodes import EstimatorNode

    ranges = ConfigurationSpace()
    for setting in family.settings:
        ranges.add(_hyperparameter(setting.name, setting.domain))

    def parse(drawn: Mapping[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for setting in family.settings:  # TPOT draws all; those whose condition fails are left out
            if setting.active(values):
                values[setting.name] = _plain(setting.domain, drawn[setting.name])
        return {"values": values}

    def make(values: Mapping[str, Any]) -> Any:
        return family.make(values, 0)

    make.__name__ = family.name  # TPOT tells pipelines apart by this name and the settings
    return EstimatorNode(make, ranges, hyperparameter_parser=parse)


def _hyperparameter(name: str, domain: Domain) -> Any:
    from ConfigSpace import (
        CategoricalHyperparameter,
        UniformFloatHyperparameter,
        UniformIntegerHyperparameter,
    )

    if isinstance(domain, Choice):
        return CategoricalHyperparameter(name, list(range(len(domain.options))))
    if isinstance(domain, Whole):
        return UniformIntegerHyperparameter(name, domain.low, domain.high, log=domain.log)
    if isinstance(domain, Real):
        return UniformFloatHyperparameter(name, float(domain.low), float(domain.high), log=domain.log)
    raise ValueError(f"domain={domain!r} of {name!r} must be a Real, a Whole or a Choice")


def _plain(domain: Domain, drawn: Any) -> Any:
    """Return a drawn value as Python's own int, float or option; a Real to six digits, as ours are."""
    if isinstance(domain, Choice):
        return domain.options[int(drawn)]
    return int(drawn) if isinstance(domain, Whole) else domain.at(domain.unit(float(drawn)))


@contextlib.contextmanager
def _one_thread() -> Iterator[Any]:
    """Return a Dask client whose one worker is a thread of this process; nobody else can reach it."""
    from distributed import Client, LocalCluster

    settings: dict[str, Any] = {"processes": False, "n_workers": 1, "threads_per_worker": 1}
    settings |= {"dashboard_address": NOWHERE, "worker_dashboard_address": NOWHERE}
    with (
        shipped_settings(),
        LocalCluster(silence_logs=logging.CRITICAL, **settings) as cluster,
        Client(cluster, set_as_default=False) as client,
        client.as_current(),
    ):
        yield client


@contextlib.contextmanager
def _without_torch() -> Iterator[None]:
    """Let TPOT load without torch, which it can do without: half of its load is for networks of its own.

    Our spaces hold none of them. Torch itself is there as ever afterwards.
    """
    if "torch" in sys.modules:
        yield
        return
    sys.modules["torch"] = None  # type: ignore[assignment]  # Python's own way to say that it is not there
    try:
        yield
    finally:
        del sys.modules["torch"]


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep what TPOT and Dask print, and the complaints of bad candidates, out of the notebook."""
    silent: Callable[[], io.StringIO] = io.StringIO
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(silent()),
        contextlib.redirect_stderr(silent()),
    ):
        warnings.simplefilter("ignore")
        yield
