"""The formal check on the bank's tree: against all profiles of bits, for a few clients."""

from itertools import product

import numpy as np
import pytest
from execml.course import POLICY, load, risk_split
from execml.xai_ethics import sufficient_reasons
from execml.xai_ethics.attribution.trees import TreeShap
from execml.xai_ethics.scrutiny import bits
from execml.xai_ethics.scrutiny.bits import FACTS, facts_of, formal_check
from execml.xai_ethics.scrutiny.reasons import minimal_hitting_sets
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


@pytest.mark.slow
def test_ruling_out_clients_that_cannot_be_changes_it_by_a_point_at_most():
    """Brute force over all rows of twelve facts, with and without those two months late and not late."""
    split, cutoff, count = risk_split(), POLICY.cutoff.value, len(bits.FACTS)
    rows = (np.arange(2**count)[:, None] >> np.arange(count) & 1).astype(float)
    facts = bits.facts_of(split, split.train_features), bits.facts_of(split, split.test_features)
    possible = ~((rows[:, 3] > rows[:, 0]) | (rows[:, 4] > rows[:, 1]))
    assert set((facts[0] @ (1 << np.arange(count))).astype(int)) <= set(np.flatnonzero(possible))
    for seed in range(2):
        draw = np.random.default_rng(seed)
        half = draw.permutation(len(facts[0]))[: len(facts[0]) // 2]
        tree = DecisionTreeClassifier(max_depth=6, min_samples_leaf=bits.LEAVES, random_state=seed)
        tree.fit(facts[0][half], split.train_labels[half])
        refused = facts[1][tree.predict_proba(facts[1])[:, 1] > cutoff]
        profiles, many = np.unique(refused, axis=0, return_counts=True)
        background = facts[0][draw.permutation(len(facts[0]))[:1_000]]
        values = TreeShap(tree, background).shap_values(profiles)
        approves = tree.predict_proba(rows)[:, 1] <= cutoff
        shares = []
        for asked in (approves, approves & possible):
            idle = [
                any(fact not in used(profile, rows[asked]) and own[fact] > 0 for fact in np.argsort(-own)[:4])
                for profile, own in zip(profiles, values, strict=True)
            ]
            shares.append(many @ np.array(idle) / many.sum())
        assert shares[0] == pytest.approx(bits.formal_check(split, cutoff, seed)["irrelevant"], abs=1e-9)
        assert abs(shares[0] - shares[1]) < 0.015


def used(profile, approved):
    masks = np.unique((approved != profile) @ (1 << np.arange(len(profile))))
    least: list[int] = []
    for mask in sorted(masks.tolist(), key=int.bit_count):
        if not any(kept & mask == kept for kept in least):
            least.append(mask)
    return frozenset().union(*minimal_hitting_sets(least))
