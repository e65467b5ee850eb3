"""Reasons that suffice: the smallest sets of a client's values that force a tree's decision.

A set of features is a sufficient reason if no client who shares the values has the other decision (Shih, Choi
and Darwiche, 2018, IJCAI; Marques-Silva and Ignatiev, 2022, AAAI). It is logic and not a share: what
belongs to no minimal set is irrelevant to the decision.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import real, shown, whole
from execml.xai_ethics.attribution.forests import Leaves, leaves_of

MOST_SETS = 20_000


def sufficient_reasons(tree: Any, row: Any, cutoff: float = 0.5) -> tuple[frozenset[int], ...]:
    """Return all minimal sufficient reasons for a decision of one tree, the smallest first.

    The row disagrees with each leaf of the other decision in some features. A set of features excludes that
    leaf if it holds one of them. So sufficient reasons are the sets that meet every such disagreement, and
    the minimal ones are built leaf by leaf (Berge, 1989, Hypergraphs, chapter 2). Every value of the other
    features counts as possible, also combinations that no client has.

    Args:
        tree: a fitted ``DecisionTreeClassifier`` of two classes, or a regressor of risks.
        row: the client's features, shape (features,).
        cutoff: outputs above it are one decision, others the other; in (0, 1) for a classifier.

    Returns:
        sets of columns; the empty set alone if all leaves decide alike.

    Raises:
        ValueError: if it is no single tree, the features differ, the cutoff lies outside its range, or there
            are more than 20,000 sets.

    >>> from sklearn.tree import DecisionTreeClassifier
    >>> gate = DecisionTreeClassifier().fit([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 0, 0, 1])
    >>> [sorted(each) for each in sufficient_reasons(gate, [0.0, 0.0])]
    [[0], [1]]
    >>> [sorted(each) for each in sufficient_reasons(gate, [1.0, 1.0])]
    [[0, 1]]
    """
    if not type(tree).__name__.startswith("DecisionTree"):
        raise ValueError(
            f"tree={shown(tree)} must be one DecisionTree of scikit-learn; a forest has no such test"
        )
    leaves = leaves_of(tree)
    risks = hasattr(tree, "classes_")
    limit = real("cutoff", cutoff, 0, 1) if risks else real("cutoff", cutoff, -np.inf, np.inf)
    return forced_by(leaves, array("row", row, (leaves.features,)), limit)


def forced_by(leaves: Leaves, row: np.ndarray, cutoff: float) -> tuple[frozenset[int], ...]:
    """Return what :func:`sufficient_reasons` does, from a tree's leaves; row of shape (features,)."""
    missed = disagreements(leaves, row.astype(np.float32))
    above = leaves.value > cutoff
    decision = bool(above[missed == 0][0])
    return minimal_hitting_sets(int(mask) for mask in np.unique(missed[above != decision]))


def disagreements(leaves: Leaves, row: np.ndarray) -> np.ndarray:
    """Return for each leaf the features in which a row leaves its box, as the bits of a whole number."""
    values = row[leaves.feature]
    outside = ~((values > leaves.low) & (values <= leaves.high))
    masks = np.zeros(len(leaves.value), dtype=object)
    masks[:] = 0
    for place in np.flatnonzero(outside):
        masks[leaves.leaf[place]] |= 1 << int(leaves.feature[place])
    return masks


def minimal_hitting_sets(masks: Iterable[int]) -> tuple[frozenset[int], ...]:
    """Return the minimal sets that share a member with each of some sets, given as the bits of numbers.

    Raises:
        ValueError: if a set is empty, which nothing meets, or there are more than 20,000 answers.

    >>> [sorted(each) for each in minimal_hitting_sets([0b011, 0b110])]
    [[1], [0, 2]]
    """
    found = [0]
    for mask in sorted((whole("masks", each, 1) for each in masks), key=int.bit_count):
        meets = [each for each in found if each & mask]
        grown = {
            each | 1 << bit
            for each in found
            if not each & mask
            for bit in range(mask.bit_length())
            if mask >> bit & 1
        }
        found = meets + [each for each in grown if not any(kept & each == kept for kept in meets)]
        if len(found) > MOST_SETS:
            raise ValueError(f"masks lead to more than {MOST_SETS:,} minimal sets; use a smaller tree")
    sets = [frozenset(bit for bit in range(each.bit_length()) if each >> bit & 1) for each in found]
    return tuple(sorted(sets, key=lambda each: (len(each), sorted(each))))


def irrelevant(stated: Iterable[int], sufficient: Iterable[frozenset[int]]) -> frozenset[int]:
    """Return the stated reasons that belong to no minimal sufficient reason.

    Args:
        stated: features that a letter names.
        sufficient: what :func:`sufficient_reasons` found.

    >>> sorted(irrelevant([0, 2], [frozenset({0, 1})]))
    [2]
    """
    used: frozenset[int] = frozenset().union(*sufficient)
    return frozenset(stated) - used
