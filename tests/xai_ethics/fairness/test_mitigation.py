"""Mitigation: weights make label and group independent, thresholds flag alike."""

import numpy as np
import pytest
from execml.xai_ethics import group_metrics, reweigh, threshold_mitigation
from hypothesis import given
from hypothesis import strategies as st


def case(seed=0, count=3_000):
    draw = np.random.default_rng(seed)
    group = draw.choice(["A", "B"], count, p=[0.3, 0.7])
    labels = (draw.random(count) < np.where(group == "A", 0.4, 0.2)).astype(int)
    return draw.normal(size=count) + labels + (group == "A"), group, labels


@given(st.integers(0, 1_000))
def test_weights_make_label_and_group_independent(seed):
    _, group, labels = case(seed, 200)
    weights = reweigh(labels, group)
    share = [np.average(labels[group == name], weights=weights[group == name]) for name in "AB"]
    assert share == pytest.approx([labels.mean()] * 2)
    assert weights.mean() == pytest.approx(1)


@pytest.mark.parametrize(
    ("goal", "metric"), [("demographic_parity", "selection_rate"), ("equal_opportunity", "fpr")]
)
def test_thresholds_flag_alike(goal, metric):
    risks, group, labels = case()
    rule = threshold_mitigation(risks, group, goal, 0.3, labels)
    frame = group_metrics(labels, rule.decide(risks, group), group)
    assert frame.loc[["A", "B"], metric].to_numpy() == pytest.approx([0.3, 0.3], abs=2e-3)
    assert rule.everybody == pytest.approx(frame.loc["overall", "selection_rate"])
    assert rule.of["A"] > rule.of["B"]


def test_everybody_and_nobody():
    risks, group, _ = case(count=50)
    for wanted in (0.0, 1.0):
        assert threshold_mitigation(risks, group, "demographic_parity", wanted).everybody == wanted


def test_what_has_no_rate_is_refused():
    with pytest.raises(ValueError, match="labels holds 2"):
        threshold_mitigation([0.1, 0.2], ["A", "B"], "demographic_parity", 0.5, labels=[0, 2])
    with pytest.raises(ValueError, match="labels=None"):
        threshold_mitigation([0.1], ["A"], "equal_opportunity", 0.5)
    with pytest.raises(ValueError, match="group 'A' has nobody who would pay"):
        threshold_mitigation([0.1], ["A"], "equal_opportunity", 0.5, [1])
    rule = threshold_mitigation([0.1, 0.2], ["A", "B"], "demographic_parity", 0.5)
    with pytest.raises(ValueError, match="group='C' has no threshold"):
        rule.decide([0.1], ["C"])
