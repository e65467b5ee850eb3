"""How two libraries plan a halving, asked of the libraries themselves."""

from __future__ import annotations

import numpy as np

from execml.automl.libraries.optuna_run import quiet_optuna
from execml.course.validation import whole


def optuna_bracket_count(max_resource: int, eta: int = 3) -> int:
    """Return how many brackets the installed Optuna's Hyperband pruner builds from resource 1.

    Its documentation says ⌊log_eta(max_resource)⌋ + 1.

    Raises:
        ValueError: if ``max_resource`` is below 1 or ``eta`` below 2.

    >>> optuna_bracket_count(81, 3)
    5
    """
    import optuna

    pruner = optuna.pruners.HyperbandPruner(
        1, whole("max_resource", max_resource), reduction_factor=whole("eta", eta, 2)
    )
    with quiet_optuna():
        study = optuna.create_study(pruner=pruner, sampler=optuna.samplers.RandomSampler(seed=0))
        trial = study.ask()
        trial.report(0.0, step=1)
        trial.should_prune()  # the pruner plans its brackets when it is first asked
    return len(pruner._pruners)


def sklearn_halving_schedule(
    configurations: int, max_resource: int, factor: int = 3
) -> list[tuple[int, int]]:
    """Return the rungs that scikit-learn's halving random search runs, by running it on a model that is free.

    Args:
        configurations: how many start.
        max_resource: clients for the last rung; the first is chosen so that they are used up ("exhaust").
        factor: of how many one is kept.

    Returns:
        (configurations, clients) for each rung.

    Raises:
        ValueError: if an argument is outside its range.

    >>> sklearn_halving_schedule(27, 4050)
    [(27, 150), (9, 450), (3, 1350), (1, 4050)]
    """
    from sklearn.dummy import DummyClassifier
    from sklearn.experimental import enable_halving_search_cv  # noqa: F401
    from sklearn.model_selection import HalvingRandomSearchCV

    clients = whole("max_resource", max_resource, high=10**7)
    search = HalvingRandomSearchCV(
        DummyClassifier(),
        {"constant": [None] * whole("configurations", configurations, high=10**6)},
        n_candidates=configurations,
        factor=whole("factor", factor, 2),
        min_resources="exhaust",
        max_resources=clients,
        cv=[(np.arange(clients // 2), np.arange(clients // 2, clients))],
        scoring=lambda model, features, labels: 0.0,
        refit=False,
        return_train_score=False,
        random_state=0,
    )
    search.fit(np.zeros((clients, 1)), np.arange(clients) % 2)
    return [
        (int(count), int(each)) for count, each in zip(search.n_candidates_, search.n_resources_, strict=True)
    ]
