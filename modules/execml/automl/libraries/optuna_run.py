"""The real Optuna on a search space of ours: its tree-structured Parzen estimator asks, we train and tell."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from execml.automl.search.random_search import run_trials
from execml.automl.search.trials import SearchResult, Trial
from execml.automl.spaces.configuration import Configuration
from execml.automl.spaces.domains import Choice, Domain, Real, Whole
from execml.automl.spaces.search_space import SearchSpace
from execml.course.validation import function, instance, whole


def run_optuna(
    space: SearchSpace,
    objective: Callable[[Any], float],
    evaluations: int,
    seed: int = 0,
    on_trial: Callable[[Trial], None] | None = None,
    trial_seconds: float | None = None,
) -> SearchResult:
    """Let Optuna's default sampler (Bergstra and others, 2011) propose configurations, one after the other.

    A candidate that fails is recorded, and Optuna is told so; Ctrl-C returns what is known so far.

    Args:
        space: the families of models; Optuna draws each setting from its range there.
        objective: takes an untrained estimator and returns a score, larger is better.
        evaluations: how many configurations to try.
        seed: of Optuna's random choices.
        on_trial: called with each finished trial.
        trial_seconds: wall time that a candidate may take. They then run in a process of their own, in which
            one that sleeps, hangs or exits is ended, recorded and skipped; the objective is copied to it.

    Raises:
        ValueError: if ``evaluations`` is below 1.

    >>> from execml.automl.spaces.families import harbour_space
    >>> rounds = lambda model: float(model.get_params().get("max_iter", 0))
    >>> len(run_optuna(harbour_space(), rounds, evaluations=5).trials)
    5
    """
    import optuna

    instance("space", space, SearchSpace)
    function("objective", objective)

    whole("evaluations", evaluations)
    with quiet_optuna():
        study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=seed))
        asked: list[Any] = []

        def report(trial: Trial) -> None:
            failed = optuna.trial.TrialState.FAIL if trial.failed else None
            study.tell(asked[-1], None if trial.failed else trial.score, state=failed)
            if on_trial is not None:
                on_trial(trial)

        proposals = _proposals(space, study, asked)
        return run_trials(
            "Optuna", space, objective, proposals, evaluations, on_trial=report, trial_seconds=trial_seconds
        )


@contextlib.contextmanager
def quiet_optuna() -> Iterator[None]:
    """Let Optuna log nothing but errors while the block lasts; afterwards it logs what it did before."""
    import optuna

    before = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    try:
        yield
    finally:
        optuna.logging.set_verbosity(before)


def _proposals(space: SearchSpace, study: Any, asked: list[Any]) -> Iterator[Configuration]:
    """Ask Optuna for one configuration after the other; what was asked is left in the list."""
    while True:
        asked.append(study.ask())
        family = asked[-1].suggest_categorical("family", list(space.families))
        values: dict[str, Any] = {}
        for setting in space.families[family].settings:
            if setting.active(values):
                values[setting.name] = _suggest(asked[-1], f"{family}: {setting.name}", setting.domain)
        yield Configuration(family, values)


def _suggest(trial: Any, name: str, domain: Domain) -> Any:
    if isinstance(domain, Choice):
        return trial.suggest_categorical(name, list(domain.options))
    if isinstance(domain, Whole):
        return trial.suggest_int(name, domain.low, domain.high, log=domain.log)
    if isinstance(domain, Real):
        return trial.suggest_float(name, domain.low, domain.high, log=domain.log)
    raise ValueError(f"domain={domain!r} of {name!r} must be a Real, a Whole or a Choice")
