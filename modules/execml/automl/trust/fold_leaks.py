"""Leakage by procedure: columns chosen, or rows copied, before the folds; hours of one day on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from execml.automl.search.objectives import trained_auc
from execml.automl.search.targets import outcomes_of, target_of
from execml.course.arrays import frame
from execml.course.validation import generator as generator_of
from execml.course.validation import instance, whole

if TYPE_CHECKING:
    import pandas as pd

    from execml.course.bank.risk import RiskSplit


def most_related(features: ArrayLike, outcomes: ArrayLike, keep: int) -> np.ndarray:
    """Return the columns whose correlation with the outcome is strongest, strongest first.

    Args:
        features: shape (clients, columns), no column constant.
        outcomes: 0 or 1, shape (clients,).
        keep: how many columns.

    Raises:
        ValueError: if the shapes do not fit, or there are not so many columns.

    >>> most_related([[0, 3], [1, 1], [2, 2]], [0, 0, 1], keep=1).tolist()
    [0]
    """
    x, y = target_of(features, outcomes, ("features", "outcomes"))
    if whole("keep", keep) > x.shape[1]:
        raise ValueError(f"keep={keep!r} must be at most {x.shape[1]}, the number of columns")
    centred = x - x.mean(axis=0)
    strength = np.abs((y - y.mean()) @ centred) / np.sqrt((centred**2).sum(axis=0))
    return np.argsort(-strength, kind="stable")[:keep]


def selection_aucs(
    features: ArrayLike, outcomes: ArrayLike, keep: int, folds: int = 5, seed: int = 0
) -> tuple[float, float]:
    """Return the cross-validated AUC when columns are chosen outside the folds, and inside each fold.

    Outside, the choice has already seen the clients on whom the model is then tested: the selection bias that
    Ambroise and McLachlan (2002) found in published work. Inside, each fold chooses from its training part.

    Args:
        features: shape (clients, columns).
        outcomes: 0 or 1, shape (clients,).
        keep: how many columns to keep.
        folds: stratified and shuffled.
        seed: of the assignment to folds.

    Raises:
        ValueError: see :func:`most_related`.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold

    x, y = target_of(features, outcomes, ("features", "outcomes"))
    whole("folds", folds, low=2, high=len(y))
    whole("seed", seed, low=0, high=2**32 - 1)
    everywhere, scores = most_related(x, y, keep), []
    for train, test in StratifiedKFold(folds, shuffle=True, random_state=seed).split(x, y):
        for columns in (everywhere, most_related(x[train], y[train], keep)):
            here = x[:, columns]
            scores.append(trained_auc(LogisticRegression(), here[train], y[train], here[test], y[test]))
    return float(np.mean(scores[0::2])), float(np.mean(scores[1::2]))


def noise_aucs(
    outcomes: ArrayLike,
    generator: np.random.Generator,
    columns: int = 2_000,
    keep: int = 20,
    repeats: int = 10,
) -> tuple[float, float, float]:
    """Return the mean AUC that random columns earn: chosen outside the folds, inside, and on new clients.

    New clients have the same outcomes and fresh random columns, so that no true AUC differs from one half.

    Args:
        outcomes: 0 or 1, shape (clients,).
        generator: draws the columns.
        columns: how many random columns there are to choose from.
        keep: how many are kept.
        repeats: over how many draws of the columns to average.

    Raises:
        ValueError: see :func:`most_related`.
    """
    from sklearn.linear_model import LogisticRegression

    y, rows = outcomes_of("outcomes", outcomes), []
    generator_of("generator", generator)
    whole("columns", columns, high=10**6)
    for _ in range(whole("repeats", repeats)):
        noise, fresh = generator.normal(size=(2, len(y), columns))
        chosen = most_related(noise, y, keep)
        new = trained_auc(LogisticRegression(), noise[:, chosen], y, fresh[:, chosen], y)
        rows.append((*selection_aucs(noise, y, keep), new))
    outside, inside, truth = np.mean(rows, axis=0).tolist()
    return outside, inside, truth


def balanced_by_copying(outcomes: ArrayLike, generator: np.random.Generator) -> np.ndarray:
    """Return row numbers in which defaulters are repeated until both classes are equally frequent.

    Args:
        outcomes: 0 or 1, with fewer ones than zeros, shape (clients,).
        generator: draws which defaulters are copied.

    Raises:
        ValueError: if the ones are not the smaller class.

    >>> balanced_by_copying([0, 0, 0, 1], np.random.default_rng(0)).tolist()
    [0, 1, 2, 3, 3, 3]
    """
    y = outcomes_of("outcomes", outcomes, both=False)
    generator_of("generator", generator)
    rare = np.flatnonzero(y == 1)
    missing = int((y == 0).sum()) - len(rare)
    if len(rare) == 0 or missing < 0:
        raise ValueError(f"outcomes holds {len(rare)} ones among {len(y)} and needs fewer ones than zeros")
    return np.concatenate([np.arange(len(y)), generator.choice(rare, size=missing)])


def copying_aucs(
    split: RiskSplit, generator: np.random.Generator, clients: int = 1_500
) -> tuple[float, float, float]:
    """Return the AUC of a small forest on copied defaulters: folds by row, folds by client, new clients.

    Args:
        split: the running case.
        generator: draws which defaulters are copied.
        clients: how many training clients to use.

    Raises:
        ValueError: if ``clients`` is below 1.
    """
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.model_selection import GroupKFold, StratifiedKFold, cross_val_score

    from execml.course.bank.risk import RiskSplit

    instance("split", split, RiskSplit)
    generator_of("generator", generator)

    rows = balanced_by_copying(split.train_labels[: whole("clients", clients)], generator)
    x, y = split.train_features[rows], split.train_labels[rows]
    forest = RandomForestClassifier(12, random_state=0)
    by_row = StratifiedKFold(4, shuffle=True, random_state=0)
    copied = cross_val_score(forest, x, y, cv=by_row, scoring="roc_auc").mean()
    grouped = cross_val_score(forest, x, y, cv=GroupKFold(4), groups=rows, scoring="roc_auc").mean()
    return float(copied), float(grouped), trained_auc(forest, x, y, split.test_features, split.test_labels)


def procedure_leaks(split: RiskSplit, hours: pd.DataFrame, generator: np.random.Generator) -> pd.DataFrame:
    """Measure four leaks with and without their remedy.

    Args:
        split: the running case.
        hours: ``load("bikes")``.
        generator: draws random columns and copies.

    Returns:
        one row a leak: ``leak``, ``measure`` (R² or AUC), ``reported``, and ``with the remedy``.
    """
    import pandas as pd

    from execml.course.bank.risk import RiskSplit

    instance("split", split, RiskSplit)
    generator_of("generator", generator)
    frame("hours", hours)

    parts, known = bicycle_scores(hours)[["shuffled hours", "the days ahead"]].to_numpy().tolist()
    outside, inside, _ = noise_aucs(split.train_labels[:200], generator, columns=1_000, repeats=5)
    copied, grouped, _ = copying_aucs(split, generator)
    rows = [
        ("parts of the sum as columns", "R²", parts[0], known[0]),
        ("hours shuffled over time", "R²", known[0], known[1]),
        ("columns chosen before the folds", "AUC", outside, inside),
        ("clients copied before the folds", "AUC", copied, grouped),
    ]
    return pd.DataFrame(rows, columns=["leak", "measure", "reported", "with the remedy"])


def bicycle_scores(hours: pd.DataFrame, last_day: int = 300, ahead: int = 30) -> pd.DataFrame:
    """Forecast rentals with and without their parts, tested on shuffled hours and on the days that follow.

    Args:
        hours: ``load("bikes")``.
        last_day: the last day of the year that trains.
        ahead: how many following days are forecast.

    Returns:
        one row a set of columns, with the R² in shuffled folds of the training days and on the days ahead.
        The weather is the measured one: in use a forecast takes its place, which is worse.
    """
    import pandas as pd
    from sklearn.ensemble import HistGradientBoostingRegressor
    from sklearn.model_selection import KFold, cross_val_score

    frame("hours", hours)
    whole("last_day", last_day)
    whole("ahead", ahead)

    coded = hours.assign(season=hours["season"].cat.codes, weather=hours["weather"].cat.codes)
    known = coded.drop(columns=["casual", "registered", "rentals"])
    past, future = hours["day"] <= last_day, hours["day"].between(last_day + 1, last_day + ahead)
    model = HistGradientBoostingRegressor(max_iter=50, early_stopping=False, random_state=0)
    shuffled = KFold(3, shuffle=True, random_state=0)

    def scores(columns: pd.DataFrame) -> list[float]:
        x, y = columns.to_numpy(dtype=float), hours["rentals"].to_numpy(dtype=float)
        folds = cross_val_score(model, x[past], y[past], cv=shuffled, scoring="r2").mean()
        return [float(folds), float(model.fit(x[past], y[past]).score(x[future], y[future]))]

    rows: list[list[Any]] = [
        ["with casual and registered", *scores(coded.drop(columns="rentals"))],
        ["without them", *scores(known)],
    ]
    return pd.DataFrame(rows, columns=["columns", "shuffled hours", "the days ahead"])
