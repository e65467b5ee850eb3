"""Leakage by a column: it is written after the outcome, so the test has it and the day of use has not."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from execml.automl.search.objectives import HoldOut
from execml.automl.search.random_search import random_search
from execml.automl.search.targets import outcomes_of, target_of
from execml.automl.spaces.search_space import SearchSpace
from execml.course.bank.ranking import rank_sum_aucs
from execml.course.validation import generator as generator_of
from execml.course.validation import instance, real, whole

if TYPE_CHECKING:
    import pandas as pd

    from execml.automl.spaces.configuration import Configuration
    from execml.course.bank.risk import RiskSplit


def collections_call(
    outcomes: ArrayLike, generator: np.random.Generator, reached: float = 0.8, others: float = 0.02
) -> np.ndarray:
    """Return a planted column that is written after the outcome: whether the collections desk called.

    Args:
        outcomes: 1 for a client who defaulted, 0 for one who paid, shape (clients,).
        generator: source of chance.
        reached: share of defaulters who were called.
        others: share of the other clients who were called for another reason.

    Returns:
        float64 of 0 and 1, shape (clients,). For a client who is scored today it is 0: nobody has called yet.

    Raises:
        ValueError: if a share lies outside [0, 1].

    >>> collections_call([1, 0, 1], np.random.default_rng(0), reached=1, others=0).tolist()
    [1.0, 0.0, 1.0]
    """
    hit = real("reached", reached, 0, 1, low_open=False, high_open=False)
    false_alarm = real("others", others, 0, 1, low_open=False, high_open=False)
    defaulted = outcomes_of("outcomes", outcomes, both=False) == 1
    generator_of("generator", generator)
    return (generator.random(defaulted.shape) < np.where(defaulted, hit, false_alarm)).astype(float)


def typical_configurations(space: SearchSpace) -> list[Configuration]:
    """Return one configuration for each family of a space, from the middle of its ranges.

    >>> from execml.automl.spaces.families import harbour_space
    >>> [point.family for point in typical_configurations(harbour_space())][:2]
    ['logistic regression', 'random trees']
    """
    return [space.grid(1, family)[0] for family in space.families]


def leak_report(
    space: SearchSpace,
    split: RiskSplit,
    generator: np.random.Generator,
    clients: int = 3_000,
    evaluations: int = 8,
) -> pd.DataFrame:
    """Train models with and without the planted column, and put them to use.

    Two thirds of the clients train, a third is held back as a search would do; in use, on the 10,000 test
    clients, the column exists and is 0 for everybody.

    Args:
        space: one typical model of each family is trained, and the winner of a random search.
        split: the running case.
        generator: source of the planted column and of the search's draws.
        clients: how many training clients to use.
        evaluations: trials of the random search, which sees the planted column.

    Returns:
        one row a model: ``model``; ``without`` and ``reported``, the AUC on clients held back without and
        with the column; ``honest`` and ``in use``, the AUC of the two models on the test clients; ``risk``,
        the mean predicted risk of the test clients by the model with the column.
    """
    import pandas as pd

    from execml.course.bank.risk import RiskSplit

    instance("split", split, RiskSplit)
    generator_of("generator", generator)
    instance("space", space, SearchSpace)
    whole("clients", clients, high=len(split.train_labels))

    x, y = split.train_features[:clients], split.train_labels[:clients]
    leaked = np.column_stack([x, collections_call(y, generator)])
    found = random_search(space, HoldOut(leaked, y, clients // 3), generator, evaluations)
    models = {point.family: point for point in typical_configurations(space)}
    models[f"best of {evaluations}, random search"] = found.best.configuration
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a network may stop before it has converged
        rows = [
            (name, *_with_and_without(partial(space.build, point), x, leaked, y, split))
            for name, point in models.items()
        ]
    return pd.DataFrame(rows, columns=["model", "without", "reported", "honest", "in use", "risk"])


def _with_and_without(
    make: Callable[[], Any], clean: np.ndarray, leaked: np.ndarray, y: np.ndarray, split: RiskSplit
) -> tuple[float, ...]:
    """Return AUC held back without and with the leak, AUC on test clients of both, and the mean risk."""
    from sklearn.metrics import roc_auc_score

    cut = 2 * len(y) // 3
    today = np.column_stack([split.test_features, np.zeros(len(split.test_labels))])
    scores = []
    for table, new in ((clean, split.test_features), (leaked, today)):
        trained = make().fit(table[:cut], y[:cut])
        risks = trained.predict_proba(new)[:, 1]
        scores.append(roc_auc_score(y[cut:], trained.predict_proba(table[cut:])[:, 1]))
        scores.append(roc_auc_score(split.test_labels, risks))
    without, honest, reported, in_use = map(float, scores)
    return without, reported, honest, in_use, float(risks.mean())


def single_column_aucs(features: ArrayLike, outcomes: ArrayLike) -> np.ndarray:
    """Return how well each column alone ranks the clients: its AUC, or one minus it if that is larger.

    A column far ahead of all others is either the reason to lend or a leak; ask on which day it is written.

    Args:
        features: shape (clients, columns).
        outcomes: 0 or 1, shape (clients,).

    Returns:
        float64 in [0.5, 1], shape (columns,). Equal values share their rank, so a tie counts one half.

    Raises:
        ValueError: if the shapes do not fit or the outcomes are of one class.

    >>> single_column_aucs([[0, 5], [1, 5], [2, 5]], [0, 0, 1]).tolist()
    [1.0, 0.5]
    """
    aucs = rank_sum_aucs(*target_of(features, outcomes, ("features", "outcomes")))
    return np.maximum(aucs, 1 - aucs)
