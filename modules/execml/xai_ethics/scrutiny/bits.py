"""A small tree on yes-or-no facts of the clients, on which every stated reason can be checked by logic."""

from __future__ import annotations

from typing import Any

import numpy as np

from execml.course.bank.risk import RiskSplit
from execml.course.validation import whole
from execml.xai_ethics.attribution.forests import leaves_of
from execml.xai_ethics.attribution.stability import strongest
from execml.xai_ethics.attribution.trees import TreeShap
from execml.xai_ethics.scrutiny.reasons import forced_by, irrelevant

FACTS = (
    *("late in September", "late in August", "late in July", "two months late in September"),
    *("two months late in August", "small limit", "younger than 35", "female", "married"),
    *("graduate school", "small payment in September", "large bill in September"),
)
LEAVES = 30  # clients in a leaf at least


def facts_of(split: RiskSplit, rows: np.ndarray) -> np.ndarray:
    """Return twelve yes-or-no facts of some clients, 0 or 1, shape (clients, 12).

    Args:
        split: the bank's, whose training clients say what is small.
        rows: features of clients, shape (clients, 30).
    """
    place = {name: column for column, name in enumerate(split.feature_names)}

    def column(name: str) -> np.ndarray:
        return rows[:, place[name]]

    def below_middle(name: str) -> np.ndarray:
        return column(name) < np.median(split.train_features[:, place[name]])

    two = 1.5 / 9  # months, as a share of nine
    facts = [
        *(column(f"late_{month}") > 0.5 for month in (1, 2, 3)),
        *(column(f"months_late_{month}") > two for month in (1, 2)),
        below_middle("limit"),
        column("age") < 15 / 60,
        column("female") > 0.5,
        column("married") > 0.5,
        column("graduate_school") > 0.5,
        below_middle("payment_1"),
        ~below_middle("bill_1"),
    ]
    return np.column_stack(facts).astype(float)


def formal_check(split: RiskSplit, cutoff: float, seed: int, depth: int = 6) -> dict[str, float]:
    """Train a tree on half of the clients, and check the stated reasons of all whom it refuses.

    The reasons are the up to four facts with the largest positive interventional values, against 1,000
    training clients. A fact is irrelevant if it is in no minimal sufficient reason.

    Args:
        split: the bank's.
        cutoff: risks above it are refused.
        seed: of the half, the tree and the background.
        depth: of the tree.

    Returns:
        ``irrelevant``: share of refused clients with an irrelevant stated reason; ``outranked``: share for
        whom an irrelevant fact has a larger value than a relevant one; ``refused``: how many there are;
        ``profiles``: how many different ones.

    Raises:
        ValueError: if ``depth`` is below 1.
    """
    from sklearn.tree import DecisionTreeClassifier

    draw = np.random.default_rng(seed)
    train, tested = facts_of(split, split.train_features), facts_of(split, split.test_features)
    half = draw.permutation(len(train))[: len(train) // 2]
    tree: Any = DecisionTreeClassifier(
        max_depth=whole("depth", depth), min_samples_leaf=LEAVES, random_state=seed
    ).fit(train[half], split.train_labels[half])
    refused = tested[tree.predict_proba(tested)[:, 1] > cutoff]
    profiles, counts = np.unique(refused, axis=0, return_counts=True)
    values = TreeShap(tree, train[draw.permutation(len(train))[:1_000]]).shap_values(profiles)
    leaves, stated, outranked = leaves_of(tree), [], []
    for profile, own, top in zip(profiles, values, strongest(values, 4), strict=True):
        sufficient = forced_by(leaves, profile, cutoff)
        idle = irrelevant(range(len(FACTS)), sufficient)
        used = [own[fact] for fact in range(len(FACTS)) if fact not in idle]
        stated.append(any(fact in idle for fact in top if own[fact] > 0))
        outranked.append(bool(used) and any(own[fact] > min(used) for fact in idle))
    share = counts / counts.sum()
    return {
        "irrelevant": float(share @ np.array(stated)),
        "outranked": float(share @ np.array(outranked)),
        "refused": float(counts.sum()),
        "profiles": float(len(profiles)),
    }
