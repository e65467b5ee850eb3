"""A weighted decision table, and how much of its verdict is the weights' doing.

Options get a score on each criterion. A weighting is a list of shares that add up to 1. The best option has
the largest weighted sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from execml.course.arrays import array, frame
from execml.course.validation import generator as checked_generator
from execml.course.validation import one_of, shown, whole

if TYPE_CHECKING:
    import pandas as pd


MOST_DRAWS = 10_000_000


def totals(scores: pd.DataFrame, weights: pd.Series) -> pd.Series:
    """Return each option's weighted sum, best first.

    Args:
        scores: one row an option, one column a criterion.
        weights: one share a criterion, not negative, with the sum 1.

    Raises:
        ValueError: if the criteria differ, a number is not finite, or the weights are no shares of 1.

    >>> import pandas as pd
    >>> scores = pd.DataFrame({"price": [4, 1], "skill": [1, 3]}, index=["A", "B"])
    >>> totals(scores, pd.Series({"price": 0.5, "skill": 0.5})).to_dict()
    {'A': 2.5, 'B': 2.0}
    """
    _checked(scores, weights)
    return (scores @ weights[scores.columns]).sort_values(ascending=False, kind="stable")


def share_of_weightings(scores: pd.DataFrame, draws: int, generator: np.random.Generator) -> pd.Series:
    """Return for each option the share of all weightings under which it is the best.

    Weightings are drawn uniformly: Dirichlet with every parameter 1. Options that tie share the draw.

    Args:
        scores: one row an option, one column a criterion.
        draws: how many weightings; the standard error of a share is at most 0.5 / √draws.
        generator: where they come from.

    Raises:
        ValueError: if ``draws`` is not a whole number from 1 to 10 million, or a score is not finite.

    >>> import pandas as pd
    >>> scores = pd.DataFrame({"price": [4, 1], "skill": [1, 3]}, index=["A", "B"])
    >>> share_of_weightings(scores, 100_000, np.random.default_rng(0)).round(2).to_dict()
    {'A': 0.6, 'B': 0.4}
    """
    _checked_scores(scores)
    checked_generator("generator", generator)
    weightings = generator.dirichlet(np.ones(scores.shape[1]), size=whole("draws", draws, high=MOST_DRAWS))
    sums = weightings @ scores.to_numpy(dtype=float).T
    best = np.isclose(sums, sums.max(axis=1, keepdims=True), rtol=0, atol=1e-12)
    won = (best / best.sum(axis=1, keepdims=True)).mean(axis=0)
    return scores.iloc[:, 0].astype(float).mul(0).add(won).rename("share of weightings")


def smallest_move(scores: pd.DataFrame, weights: pd.Series, rival: str) -> float:
    """Return the least weight to be moved between criteria until a rival ties with the best option.

    Moving a share t from criterion i to criterion j narrows the lead by t (d_i - d_j), where d is the best
    option's scores less the rival's. So the cheapest way takes from the largest d and gives to the smallest.

    Args:
        scores: one row an option, one column a criterion.
        weights: as in :func:`totals`.
        rival: another option.

    Returns:
        A share between 0 and 1; infinite if no weighting lets the rival draw level.

    Raises:
        ValueError: if the rival is no option, or the weights are no shares of 1.

    >>> import pandas as pd
    >>> scores = pd.DataFrame({"price": [4, 1], "skill": [1, 3]}, index=["A", "B"])
    >>> print(round(smallest_move(scores, pd.Series({"price": 0.5, "skill": 0.5}), "B"), 2))
    0.1
    """
    _checked(scores, weights)
    one_of("rival", rival, map(str, scores.index))
    best = totals(scores, weights).index[0]
    ahead = (scores.loc[best] - scores.loc[rival]).to_numpy(dtype=float)
    share = weights[scores.columns].to_numpy(dtype=float)
    lead, moved = float(ahead @ share), 0.0
    for place in np.argsort(-ahead):
        narrows = ahead[place] - ahead.min()
        if lead <= 0 or narrows <= 0:
            break
        step = min(share[place], lead / narrows)
        moved, lead = moved + step, lead - step * narrows
    return moved if lead <= 1e-12 else float("inf")


def nearest_rival(scores: pd.DataFrame, weights: pd.Series) -> tuple[str, float]:
    """Return the option that catches up with the best one by the smallest move of weight, and that move.

    Args:
        scores: one row an option, at least two; one column a criterion.
        weights: as in :func:`totals`.

    Raises:
        ValueError: as :func:`totals`, or if there is one option only.

    >>> import pandas as pd
    >>> scores = pd.DataFrame({"price": [4, 1], "skill": [1, 3]}, index=["A", "B"])
    >>> nearest_rival(scores, pd.Series({"price": 0.5, "skill": 0.5}))[0]
    'B'
    """
    if len(totals(scores, weights)) < 2:
        raise ValueError("scores has one option; a rival needs a second")
    moves = {rival: smallest_move(scores, weights, rival) for rival in totals(scores, weights).index[1:]}
    nearest = min(moves, key=lambda rival: moves[rival])
    return nearest, moves[nearest]


def reweighted(weights: pd.Series, criterion: str, share: float) -> pd.Series:
    """Return the weights with one criterion set to a share, the others scaled to fill the rest.

    Args:
        weights: as in :func:`totals`; at least one other criterion has weight.
        criterion: the one to set.
        share: its new share, from 0 to 1.

    Raises:
        ValueError: if the criterion is unknown or the share is outside [0, 1].

    >>> import pandas as pd
    >>> reweighted(pd.Series({"price": 0.5, "skill": 0.25, "exit": 0.25}), "price", 0.2).to_dict()
    {'price': 0.2, 'skill': 0.4, 'exit': 0.4}
    """
    if criterion not in weights.index or not 0 <= share <= 1:
        raise ValueError(
            f"criterion={criterion!r}, share={share!r} must be a criterion and a share in [0, 1]"
        )
    others = weights.drop(criterion)
    changed = weights * (1 - share) / others.sum()
    changed[criterion] = share
    return changed


def _checked_scores(scores: pd.DataFrame) -> None:
    columns = frame("scores", scores).to_numpy()
    array("scores", columns.astype(float) if _numbers(scores) else columns)


def _numbers(scores: pd.DataFrame) -> bool:
    return all(kind.kind in "biuf" for kind in scores.dtypes)


def _checked(scores: pd.DataFrame, weights: pd.Series) -> None:
    import pandas as pd

    _checked_scores(scores)
    if not isinstance(weights, pd.Series):
        raise ValueError(f"weights={shown(weights)} must be a Series with one share a criterion")
    array("weights", weights, ("criteria",))
    if set(scores.columns) != set(weights.index) or len(weights) != scores.shape[1]:
        raise ValueError(f"weights name {list(weights.index)}, and the criteria are {list(scores.columns)}")
    if (weights < 0).any() or not np.isclose(weights.sum(), 1):
        raise ValueError(f"weights={weights.to_dict()} must be shares that add up to 1")
