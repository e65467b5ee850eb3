"""Sufficient reasons against all subsets and all profiles, counted out."""

from itertools import combinations, product

import numpy as np
import pytest
from execml.xai_ethics import sufficient_reasons
from execml.xai_ethics.scrutiny.reasons import irrelevant, minimal_hitting_sets
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.ensemble import RandomForestClassifier
from sklearn.tree import DecisionTreeClassifier


def by_all_profiles(tree, row, cutoff):
    """Every subset of features against every profile of bits."""
    n = len(row)
    profiles = np.array(list(product([0.0, 1.0], repeat=n)))
    said = tree.predict_proba(profiles)[:, 1] > cutoff
    own = tree.predict_proba([row])[0, 1] > cutoff
    found = []
    for size in range(n + 1):
        for members in combinations(range(n), size):
            alike = (profiles[:, members] == np.array(row)[list(members)]).all(axis=1)
            if (said[alike] == own).all() and not any(each <= set(members) for each in found):
                found.append(frozenset(members))
    return set(found)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.3, 0.5]))
def test_they_are_the_minimal_ones_among_all_subsets(seed, cutoff):
    draw = np.random.default_rng(seed)
    rows = draw.integers(0, 2, size=(80, 5)).astype(float)
    labels = (rows[:, 0] + rows[:, 1] * rows[:, 2] + draw.random(80) > 1).astype(int)
    tree = DecisionTreeClassifier(min_samples_leaf=3, random_state=0).fit(rows, [*labels[:-2], 0, 1])
    found = sufficient_reasons(tree, rows[0], cutoff)
    assert set(found) == by_all_profiles(tree, rows[0].tolist(), cutoff)


def test_irrelevant_reasons_are_those_in_no_set():
    assert irrelevant([0, 1, 2], [frozenset({0}), frozenset({2, 3})]) == {1}
    assert minimal_hitting_sets([]) == (frozenset(),)


def test_a_forest_is_refused():
    rows, labels = np.eye(4), [0, 1, 0, 1]
    with pytest.raises(ValueError, match="a forest has no such test"):
        sufficient_reasons(RandomForestClassifier(2).fit(rows, labels), rows[0])
    with pytest.raises(ValueError, match="row"):
        sufficient_reasons(DecisionTreeClassifier().fit(rows, labels), rows[0, :2])


@pytest.mark.parametrize("cutoff", [-1.0, 0.0, 1.0, 10**30, float("nan"), None, "0.5"])
def test_the_cutoff_of_a_classifier_is_a_probability(cutoff):
    tree = DecisionTreeClassifier().fit([[0.0], [1.0]], [0, 1])
    with pytest.raises(ValueError, match=r"cutoff=.*\(0, 1\)"):
        sufficient_reasons(tree, [0.0], cutoff)
