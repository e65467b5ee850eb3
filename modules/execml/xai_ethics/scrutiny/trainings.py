"""What the game does to reasons, and a delay to refusals, over ten trainings: measured again by a test."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from execml.course import load
from execml.course.measure.runs import Repeats
from execml.course.validation import whole
from execml.xai_ethics.attribution.trees import TreeShap
from execml.xai_ethics.scrutiny.desk import desk
from execml.xai_ethics.scrutiny.letters import FAMILIES, strongest, summed
from execml.xai_ethics.scrutiny.measured import stored
from execml.xai_ethics.scrutiny.reach import delay_cleared, way_out

if TYPE_CHECKING:
    import pandas as pd

MEASURES = (
    *("path", "one client", "another thousand", "removed", "added", "another five thousand"),
    *("cleared, women", "cleared, men", "no way out"),
)
SEEDS = tuple(range(10))
CLIENTS = 300

# The share of people whose facts change with the game, one a training.
ADULT = (0.22, 0.2067, 0.19, 0.2433, 0.17, 0.23, 0.1633, 0.18, 0.1667, 0.1733)
# A row a training; the columns are MEASURES.
RUNS: tuple[tuple[float, ...], ...] = (
    (0.2533, 0.56, 0.1233, 0.774, 1.28, 0.07667, 0.3493, 0.3017, 0.58),
    (0.2667, 0.6367, 0.08333, 0.8291, 1.187, 0.03667, 0.3232, 0.288, 0.6),
    (0.2033, 0.4767, 0.07333, 0.7667, 1.356, 0.04, 0.3533, 0.2826, 0.52),
    (0.2567, 0.5733, 0.08667, 0.7618, 1.299, 0.03, 0.3495, 0.29, 0.58),
    (0.24, 0.5533, 0.04333, 0.8267, 1.213, 0.02667, 0.3417, 0.2759, 0.51),
    (0.28, 0.6367, 0.09667, 0.7907, 1.228, 0.04333, 0.3488, 0.2975, 0.59),
    (0.32, 0.5733, 0.1333, 0.7005, 1.414, 0.05, 0.3728, 0.3305, 0.47),
    (0.25, 0.5367, 0.1, 0.7864, 1.309, 0.02667, 0.348, 0.3042, 0.58),
    (0.25, 0.6333, 0.09667, 0.7763, 1.316, 0.04333, 0.3408, 0.2902, 0.49),
    (0.29, 0.6033, 0.17, 0.8154, 1.205, 0.04333, 0.3686, 0.2981, 0.53),
)


def measure(seed: int) -> dict[str, float]:
    """Return what another game does to the reasons of refused clients, for one training.

    Args:
        seed: of the models, the clients and the backgrounds, 0 or more.

    Returns:
        Shares of 300 refused clients who get another set of four reasons than by the interventional game
        against 1,000 training clients: ``path`` by the path-dependent game, ``one client`` against one
        median approved client, ``another thousand`` by the same game against other training clients.
        ``removed`` and ``added``: what replacing the families one at a time accounts for, of the lift over
        that one client. ``another five thousand``: as ``another thousand``, of five thousand clients against
        five thousand others. ``cleared, women`` and ``cleared, men``: of all test clients who are refused
        with a delay last month, the share that would be approved without it. ``no way out``: of 100 refused
        clients, the share for whom nothing in reach last month is enough.
    """
    bank = desk(seed)
    backgrounds = {
        "path": None,
        "one client": bank.typical[None],
        "another thousand": bank.background(1_000, draw=1),
    }
    first = _letters(bank.model, bank.background(1_000), bank.rows, bank.families)
    found = {
        name: float((first != _letters(bank.model, rows, bank.rows, bank.families)).mean())
        for name, rows in backgrounds.items()
    }
    score, bottom = bank.model.decision_function, bank.typical[None]
    many = bank.background(10_000, draw=2)
    one, other = (_letters(bank.model, half, bank.rows, bank.families) for half in np.split(many, 2))
    approved, woman = delay_cleared(bank)
    lift = score(bank.rows) - score(bottom)
    own = [bank.families == family for family in range(len(FAMILIES))]
    removed = sum(score(bank.rows) - score(np.where(each, bank.typical, bank.rows)) for each in own)
    added = sum(score(np.where(each, bank.rows, bank.typical)) - score(bottom) for each in own)
    found |= {
        "removed": float(removed.sum() / lift.sum()),
        "added": float(added.sum() / lift.sum()),
        "another five thousand": float((one != other).mean()),
        "cleared, women": float(approved[woman].mean()),
        "cleared, men": float(approved[~woman].mean()),
        "no way out": float(np.mean([way_out(bank, row) is None for row in bank.rows[:100]])),
    }
    return {name: found[name] for name in MEASURES}


def incomes(seed: int) -> float:
    """Return the share of people of ``adult`` whose four facts change with the game, for one training.

    As ``path`` in :func:`measure`, for 300 people of the census whom a model of incomes puts below 50,000
    dollars, with the four facts that speak most against more.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier

    rows, labels, families = people()
    order = np.random.default_rng(seed).permutation(len(rows))
    train, rest = order[:20_000], order[20_000:]
    model = HistGradientBoostingClassifier(random_state=whole("seed", seed, 0))
    model.fit(rows[train], labels[train])
    below = rest[model.predict_proba(rows[rest])[:, 1] <= 0.5][:CLIENTS]
    first, second = (
        _letters(model, background, rows[below], families, -1.0) for background in (rows[train[:1_000]], None)
    )
    return float((first != second).mean())


@cache
def people() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return ``adult`` with 0 and 1 for each category: rows, labels, and the family of each column."""
    table: pd.DataFrame = load("adult")
    import pandas as pd

    facts = table.drop(columns="income_above_50k")
    parts = [
        pd.get_dummies(facts[name]) if facts[name].dtype == "category" else facts[[name]] for name in facts
    ]
    families = np.repeat(np.arange(len(parts)), [part.shape[1] for part in parts])
    rows = np.column_stack([part.to_numpy(np.float32) for part in parts])
    return rows, table["income_above_50k"].to_numpy(), families


def adult() -> Repeats:
    """Return :func:`incomes` over ten trainings.

    >>> len(adult())
    10
    """
    return Repeats(np.array(ADULT), {"seed": SEEDS})


def repeats(name: str) -> Repeats:
    """Return one measure over ten trainings.

    Raises:
        ValueError: if there is no such measure.

    >>> len(repeats("path"))
    10
    """
    return stored(name, MEASURES, RUNS)


def _letters(
    model: object, background: np.ndarray | None, rows: np.ndarray, families: np.ndarray, sign: float = 1.0
) -> np.ndarray:
    """Return the set of four reasons of each row as the bits of a number."""
    values = summed(TreeShap(model, background).shap_values(rows), families)
    return np.asarray((1 << strongest(sign * values, 4)).sum(axis=1))
