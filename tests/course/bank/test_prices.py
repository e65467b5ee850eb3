"""Prices: counted again another way, and moving as prices must."""

from __future__ import annotations

import numpy as np
import pytest
from execml.course import POLICY, load, prices, risk_split
from execml.course.bank.prices import LOSS_GIVEN_DEFAULT, auc_point, point_between, wrong_decisions
from execml.course.bank.rivals import risks
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score, roc_curve

shares = st.floats(0.05, 0.95)
LABELS = risk_split().test_labels


def least_cost(scores: np.ndarray, missed: float, refused: float) -> float:
    """Return the least cost of a client, from scikit-learn's curve."""
    fpr, tpr, _ = roc_curve(LABELS, scores, drop_intermediate=False)
    share = LABELS.mean()
    return float((share * missed * (1 - tpr) + (1 - share) * refused * fpr).min())


def test_a_missed_default_costs_the_lost_share_of_the_mean_bill() -> None:
    clients = load("credit").query("default == 1")
    mean_bill = np.maximum(clients["bill_1"].to_numpy(), 0).mean()
    missed, refused = wrong_decisions()
    assert missed.value == pytest.approx(LOSS_GIVEN_DEFAULT.value * mean_bill)
    assert missed.low < missed.value < missed.high
    cutoff = POLICY.cutoff.value  # where lending and refusing cost the same
    assert cutoff * missed.value == pytest.approx((1 - cutoff) * refused.value)


@given(loss=shares, more=st.floats(1.01, 1.05), cutoff=shares)
@settings(max_examples=30, deadline=None)
def test_prices_rise_with_what_is_lost_and_with_the_cutoff(loss: float, more: float, cutoff: float) -> None:
    missed, refused = wrong_decisions(loss, cutoff)
    dearer = wrong_decisions(loss * more, cutoff)
    assert dearer[0].value == pytest.approx(more * missed.value)
    assert dearer[1].value == pytest.approx(more * refused.value)
    bolder = wrong_decisions(loss, min(cutoff * more, 0.99))
    assert bolder[0].value == missed.value
    assert bolder[1].value > refused.value


def test_a_point_is_proportional_to_the_loss_and_to_the_clients() -> None:
    scores = risks("logistic regression")
    base = auc_point(LABELS, scores).value
    assert auc_point(LABELS, scores, loss_given_default=0.375).value == pytest.approx(base / 2)
    assert auc_point(LABELS, scores, clients=10_000).value == pytest.approx(base / 3)


@pytest.mark.slow
def test_a_point_is_worth_the_same_on_every_seed_of_the_baseline(monkeypatch) -> None:
    price = prices().auc_point
    monkeypatch.setattr("execml.course.bank.prices.DRAWS", 2)  # only the values are compared
    found = [auc_point(LABELS, risks(POLICY.baseline.value, seed)).value for seed in range(10)]
    assert all(price.low < value < price.high for value in found)


def test_the_point_as_bought_is_counted_from_two_curves() -> None:
    missed, refused = (price.value for price in wrong_decisions())
    pair = [risks(name) for name in ("logistic regression", POLICY.baseline.value)]
    saved = least_cost(pair[0], missed, refused) - least_cost(pair[1], missed, refused)
    points = 100 * (roc_auc_score(LABELS, pair[1]) - roc_auc_score(LABELS, pair[0]))
    assert prices().auc_point_bought.value == pytest.approx(30_000 * saved / points, rel=1e-6)


def test_what_was_bought_is_less_sure_than_what_a_lifted_curve_would_bring() -> None:
    lifted, bought = prices().auc_point, prices().auc_point_bought
    assert bought.high - bought.low > 5 * (lifted.high - lifted.low)
    assert bought.value < lifted.value


def test_prices_can_be_read_in_hours() -> None:
    found = prices()
    value, low, high = found.in_hours(found.auc_point)
    assert value == found.auc_point.value / found.hour.value
    assert low < value < high


def test_every_price_says_what_it_rests_on() -> None:
    found = prices()
    for name in ("missed_default", "refused_client", "auc_point", "auc_point_bought", "hour"):
        price = getattr(found, name)
        assert "NT$ of 2005" in price.unit
        assert price.reason and price.assumes
        assert price.low <= price.value <= price.high
    assert LOSS_GIVEN_DEFAULT.reason.startswith("Assumed.")
    assert found.hour.reason.startswith("Assumed:")


@pytest.mark.parametrize(
    ("bad", "name"),
    [
        (lambda: wrong_decisions(0), "loss_given_default"),
        (lambda: wrong_decisions(1.01), "loss_given_default"),
        (lambda: wrong_decisions(cutoff=1), "cutoff"),
        (lambda: wrong_decisions(cutoff=float("nan")), "cutoff"),
        (lambda: auc_point(LABELS, risks("logistic regression"), clients=0), "clients"),
        (lambda: auc_point(LABELS, LABELS), "gain"),
        (lambda: point_between(LABELS, risks("boosted trees"), risks("logistic regression")), "better"),
        (lambda: point_between(LABELS, [0.1], risks("logistic regression")), "labels"),
    ],
)
def test_bad_arguments_are_named(bad, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        bad()
