"""Membership inference: the curve, the area and the advantage against scikit-learn."""

import execml.differential_privacy as dp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score, roc_curve

SMALL = settings(deadline=None, max_examples=50)
scores = st.lists(
    st.integers(-5, 5).map(float), min_size=1, max_size=40
)  # few values, so that ties are common


@SMALL
@given(scores, scores)
def test_curve_area_and_advantage_agree_with_scikit_learn(members: list[float], others: list[float]) -> None:
    result = dp.membership_inference(np.array(members), np.array(others))
    labels, values = [1] * len(members) + [0] * len(others), members + others
    false, true, _ = roc_curve(labels, values, drop_intermediate=False)
    assert result.auc == pytest.approx(roc_auc_score(labels, values))
    assert result.advantage == pytest.approx((true - false).max())
    np.testing.assert_allclose(result.false_positive_rates, false, atol=1e-12)
    np.testing.assert_allclose(result.true_positive_rates, true, atol=1e-12)


@SMALL
@given(scores, scores, st.sampled_from([0.0, 0.01, 0.25, 1.0]))
def test_members_found_never_accuse_more_than_allowed(
    members: list[float], others: list[float], allowed: float
) -> None:
    found = dp.membership_inference(np.array(members), np.array(others)).true_positive_rate(allowed)
    thresholds = [*members, *others, np.inf]
    shares = [(np.mean(np.array(others) >= t), np.mean(np.array(members) >= t)) for t in thresholds]
    assert found == pytest.approx(max(true for false, true in shares if false <= allowed))


def test_a_perfect_and_a_blind_score() -> None:
    perfect = dp.membership_inference(np.array([2.0, 3.0]), np.array([0.0, 1.0]))
    assert (perfect.auc, perfect.advantage, perfect.true_positive_rate(0.0)) == (1.0, 1.0, 1.0)
    blind = dp.membership_inference(np.zeros(3), np.zeros(2))
    assert (blind.auc, blind.advantage, blind.true_positive_rate(0.5)) == (0.5, 0.0, 0.0)


def test_log_odds_rise_with_the_probability_of_the_true_label_and_stay_finite() -> None:
    labels, low = np.array([1, 0, 1, 0]), np.log(0.001 / 0.999)
    odds = dp.label_log_odds(np.array([1.0, 1.0, 0.5, 0.2]), labels)
    np.testing.assert_allclose(odds, [-low, low, 0.0, np.log(4)], atol=1e-12)


@pytest.mark.parametrize(
    ("members", "others", "named"),
    [([], [1.0], "member_scores"), ([1.0], [np.nan], "other_scores"), ([[1.0]], [1.0], "member_scores")],
)
def test_unusable_scores_are_named(members: list, others: list, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        dp.membership_inference(np.array(members), np.array(others))


def test_unusable_probabilities_labels_floors_and_rates_are_named() -> None:
    with pytest.raises(ValueError, match="probabilities"):
        dp.label_log_odds(np.array([1.2]), np.array([1]))
    with pytest.raises(ValueError, match="probabilities"):
        dp.label_log_odds(np.array([np.nan]), np.array([1]))
    with pytest.raises(ValueError, match="labels"):
        dp.label_log_odds(np.array([0.2]), np.array([1, 0]))
    with pytest.raises(ValueError, match="floor"):
        dp.label_log_odds(np.array([0.2]), np.array([1]), floor=0.5)
    with pytest.raises(ValueError, match="false_positive_rate"):
        dp.membership_inference(np.ones(2), np.ones(2)).true_positive_rate(1.5)
