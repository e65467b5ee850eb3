"""Group metrics: Fairlearn's to 1e-12, and undefined where nobody can be counted."""

import numpy as np
import pytest
from execml.xai_ethics import demographic_parity_difference, equalized_odds_difference, group_metrics
from execml.xai_ethics.fairness.groups import COLUMNS, group_rates, stated
from execml.xai_ethics.libraries import fairlearn
from hypothesis import given, settings
from hypothesis import strategies as st


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 4))
def test_fairlearn_agrees(seed, groups):
    draw = np.random.default_rng(seed)
    truth, said = draw.integers(0, 2, (2, 400))
    group = draw.choice(list("ABCD")[:groups], 400)
    ours, theirs = group_metrics(truth, said, group), fairlearn.metrics(truth, said, group)
    assert (
        np.abs(ours.loc[theirs.index, theirs.columns].to_numpy(float) - theirs.to_numpy(float)).max() < 1e-12
    )
    gaps = demographic_parity_difference(truth, said, group), equalized_odds_difference(truth, said, group)
    assert gaps == pytest.approx(fairlearn.differences(truth, said, group), abs=1e-12)


def test_the_frame_has_the_promised_shape():
    frame = group_metrics([1, 0, 1, 0], [1, 1, 0, 0], ["b", "a", "b", "a"])
    assert list(frame.columns) == list(COLUMNS) and list(frame.index) == ["a", "b", "overall"]
    assert frame.loc["overall", "ppv"] == 0.5 and frame.loc["b", "base_rate"] == 1


def test_a_group_without_positives_is_undefined_and_never_zero():
    frame = group_metrics([1, 0, 0, 0], [1, 0, 1, 0], ["A", "A", "B", "B"])
    assert np.isnan(frame.loc["B", "tpr"]) and np.isnan(frame.loc["B", "fnr"])
    assert stated(frame).loc["B", "tpr"] == "undefined (no positives)"
    with pytest.raises(ValueError, match="group='B' has no positives: its tpr is undefined"):
        equalized_odds_difference([1, 0, 0, 0], [1, 0, 1, 0], ["A", "A", "B", "B"])
    assert demographic_parity_difference([1, 0, 0, 0], [1, 0, 1, 0], ["A", "A", "B", "B"]) == 0
    assert set(group_rates([1, 0, 0, 0], [1, 0, 1, 0], ["A", "A", "B", "B"], "tpr")) == {"A"}


@pytest.mark.parametrize("metric", COLUMNS[1:])
def test_every_rate_has_its_interval_and_count(metric):
    draw = np.random.default_rng(0)
    truth, said = draw.integers(0, 2, (2, 200))
    group = draw.choice(["A", "B"], 200)
    frame, rates = group_metrics(truth, said, group), group_rates(truth, said, group, metric)
    for name, rate in rates.items():
        assert rate.estimate == pytest.approx(frame.loc[name, metric])
        assert rate.low < rate.estimate < rate.high and 0 < rate.count <= 200


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([1, 2], [0, 1], ["a", "b"]), "y_true holds 2"),
        (([1, 0], [0], ["a", "b"]), "y_pred"),
        (([1, 0], [0, 1], ["a"]), "a label for each of 2"),
        (([1, 0], [0, 1], ["a", None]), "group holds 1 missing"),
        (([1, 0], [0, 1], ["a", "overall"]), "overall"),
        (([1, 0], [0, 1], [["a"], ["a", "b"]]), "a label for each of 2"),
    ],
)
def test_bad_input_is_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        group_metrics(*arguments)


def test_one_group_has_no_gap():
    for gap in (demographic_parity_difference, equalized_odds_difference):
        with pytest.raises(ValueError, match="group='A' is the only one"):
            gap([1, 0, 1], [1, 0, 0], ["A"] * 3)
