"""The formal check on the bank's tree: against all profiles of bits, for a few clients."""

from itertools import product

import numpy as np
import pytest
from execml.course import POLICY, load, risk_split
from execml.xai_ethics import sufficient_reasons
from execml.xai_ethics.scrutiny.bits import FACTS, facts_of, formal_check
from sklearn.tree import DecisionTreeClassifier


def test_the_facts_are_those_of_the_clients():
    split = risk_split()
    facts, clients = facts_of(split, split.test_features), split.test_clients
    assert facts.shape == (10_000, len(FACTS))
    assert (facts[:, FACTS.index("female")] == (clients["sex"] == "female")).all()
    assert (facts[:, FACTS.index("younger than 35")] == (clients["age"] < 35)).all()
    assert (facts[:, FACTS.index("two months late in August")] == (clients["repayment_2"] >= 2)).all()
    limits = load("credit")["limit"].median()
    assert ((clients["limit"] < limits) == (facts[:, FACTS.index("small limit")] == 1)).mean() > 0.99


def test_a_sufficient_reason_of_the_banks_tree_holds_for_every_profile():
    split, cutoff = risk_split(), POLICY.cutoff.value
    facts = facts_of(split, split.train_features)
    tree = DecisionTreeClassifier(max_depth=6, min_samples_leaf=30, random_state=0).fit(
        facts, split.train_labels
    )
    profiles = np.array(list(product([0.0, 1.0], repeat=len(FACTS))))
    refused = tree.predict_proba(profiles)[:, 1] > cutoff
    for row in profiles[refused][::400]:
        sets = sufficient_reasons(tree, row, cutoff)
        for members in sets:
            alike = (profiles[:, sorted(members)] == row[sorted(members)]).all(axis=1)
            assert refused[alike].all()
            for left_out in members:
                fewer = sorted(members - {left_out})
                assert not refused[(profiles[:, fewer] == row[fewer]).all(axis=1)].all()


def test_the_check_counts_clients():
    found = formal_check(risk_split(), POLICY.cutoff.value, seed=1, depth=4)
    assert 0 < found["irrelevant"] < 1 and found["profiles"] < found["refused"] < 10_000
    with pytest.raises(ValueError, match="depth=0"):
        formal_check(risk_split(), 0.25, seed=1, depth=0)
