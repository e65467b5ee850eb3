"""Nine settings of exact values: each adds up to its own game, and the test of a letter is brute force."""

import numpy as np
import pytest
from execml.course import POLICY, risk_split
from execml.xai_ethics.scrutiny import letters
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier


@pytest.fixture(scope="module", params=["boosting", "forest"])
def case(request):
    split = risk_split()
    make = {
        "boosting": GradientBoostingClassifier(n_estimators=20, random_state=0),
        "forest": RandomForestClassifier(20, max_depth=5, random_state=0),
    }[request.param]
    train, labels = split.train_features[:2_000], split.train_labels[:2_000]
    model = make.fit(train, labels)
    risks = model.predict_proba(train)[:, 1]
    cutoff = POLICY.cutoff.value
    settings = letters.nine_settings(
        model, train, labels, risks, split.feature_names, cutoff, np.random.default_rng(0)
    )
    asked = split.test_features[:400]
    refused = asked[model.predict_proba(asked)[:, 1] > cutoff][:40]
    return model, settings, refused, train[risks <= cutoff], split.feature_names, cutoff


def test_each_of_nine_is_exact_for_its_game(case):
    model, settings, refused, *_ = case
    assert len(settings) == len({setting.name for setting in settings}) == 9
    risk = model.predict_proba(refused)[:, 1]
    scales = {"probability": risk, "log-odds": np.log(risk / (1 - risk))}
    for setting in settings:
        total = setting.explain(refused).sum(axis=1)
        constant = scales[setting.label.output_scale] - total
        assert np.ptp(constant) < 1e-6, setting.name  # all clients start from one base value
        assert setting.label.missing() == ("standard error of a value", "fixed by", "fixed on")


def test_the_counts_of_letters_are_those_of_a_loop(case):
    _, settings, refused, *_ = case
    found = letters.multiverse(settings, refused)
    for client in range(len(refused)):
        each = [frozenset(found.reasons[setting, client].tolist()) for setting in range(9)]
        assert found.sets[client] == len(set(each))
        first = found.reasons[0, client, 0]
        assert found.survival()[client] == sum(first in one for one in each)
    age = letters.FAMILIES.index("age")
    stated = (found.reasons == age).any(axis=2)
    assert (found.sometimes(age) == [0 < each.sum() < 9 for each in stated.T]).all()


def test_the_test_of_a_letter_is_that_of_a_loop(case):
    model, settings, refused, approved, names, cutoff = case
    families = letters.families_of(names)
    typical = np.median(approved, axis=0)
    stated = letters.multiverse(settings, refused).reasons[0]
    risk = lambda rows: model.predict_proba(rows)[:, 1]  # noqa: E731
    found = letters.flips(risk, refused, typical, families, stated, cutoff)
    for client, row in enumerate(refused):

        def turned(members, row=row):
            moved = np.where(np.isin(families, members), typical, row)
            return risk(moved[None])[0] <= cutoff

        assert found["main"][client] == turned(stated[client, :1])
        assert found["all"][client] == turned(stated[client])
        others = set(range(8)) - set(stated[client].tolist())
        assert found["unstated"][client] == any(turned([other]) for other in others)


def test_families_cover_the_banks_columns_and_nothing_else():
    names = risk_split().feature_names
    assert set(letters.families_of(names)) == set(range(len(letters.FAMILIES)))
    with pytest.raises(ValueError, match="postcode"):
        letters.families_of(["postcode"])


def test_a_reason_that_lowers_the_risk_is_no_reason():
    """Two settings differ only in a reason below zero: the sets of four differ, those with weight do not."""
    values = np.array([[[3.0, 2.0, 1.0, -0.1, -0.2]], [[3.0, 2.0, 1.0, -0.2, -0.1]]])
    found = letters.Multiverse(values, np.array([letters.strongest(each, 4) for each in values]))
    assert found.sets.tolist() == [2] and found.sets_above().tolist() == [1] and found.idle() == 1.0
    lighter = values.copy()
    lighter[1, 0, 2] = -1.0  # the third falls away under one setting
    other = letters.Multiverse(lighter, np.array([letters.strongest(each, 4) for each in lighter]))
    assert other.sets_above().tolist() == [2] and other.sets_above(0.3).tolist() == [1]
    with pytest.raises(ValueError, match="share"):
        other.sets_above(2.0)
