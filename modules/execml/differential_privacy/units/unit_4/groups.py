"""The groups of test clients that the unit compares, and the table that no synthesizer measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from execml.differential_privacy.training.groups import AucChange, auc_change

if TYPE_CHECKING:
    import pandas as pd

FEWEST = 100  # clients of a group whose default rate is said; smaller ones say nothing, real or not


def changes_by_group(
    people: pd.DataFrame, defaulted: ArrayLike, before: ArrayLike, after: ArrayLike
) -> tuple[dict[str, tuple[int, AucChange]], AucChange]:
    """Return for each group its number of clients and its change of AUC, and the change over all clients.

    Args:
        people: one row for each test client, with education, age and limit.
        defaulted: 0 or 1, shape (clients,).
        before: scores of one way of training, shape (runs, clients).
        after: scores of the other.
    """
    import pandas as pd

    truth, without, strict = np.asarray(defaulted), np.asarray(before), np.asarray(after)
    schools = ["graduate school", "university", "high school"]
    schooling = people["education"].astype(str).where(people["education"].isin(schools), "other schooling")
    decades = ["aged 20 to 29", "aged 30 to 39", "aged 40 to 49", "aged 50 to 59", "aged 60 to 79"]
    ages = pd.cut(people["age"], [20, 30, 40, 50, 60, 80], right=False, labels=decades)
    names = [f"limit {size} thousand" for size in ("to 50", "to 200", "to 400", "above 400")]
    limits = pd.cut(people["limit"], [0, 5e4, 2e5, 4e5, 1e6], labels=names)
    changes = {}
    for groups in (schooling, ages, limits):
        for name, members in groups.groupby(groups, observed=True).indices.items():
            change = auc_change(truth[members], without[:, members], strict[:, members])
            changes[str(name)] = (len(members), change)
    return changes, auc_change(truth, without, strict)


def default_rates(clients: pd.DataFrame) -> pd.Series:
    """Return the default rate by education and age, NaN where fewer than 100 clients stand behind it.

    Args:
        clients: real or invented clients, with education, age and default.
    """
    import pandas as pd

    decades = pd.cut(clients["age"], [20, 30, 40, 50, 80], right=False)
    cells = clients.groupby(["education", decades], observed=False)["default"]
    return cells.mean().where(cells.size() >= FEWEST)
