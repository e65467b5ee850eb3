"""Deferral: expectations against a simulation, and the ends of the curve."""

import numpy as np
import pytest
from execml.xai_ethics import deferral_curve
from execml.xai_ethics.governance.oversight import saving_elsewhere

PRICES = {"missed_default": 3.0, "refused_client": 1.0, "review": 0.1}


def case(count=400):
    draw = np.random.default_rng(0)
    labels = draw.integers(0, 2, count)
    return labels, np.clip(0.25 + 0.3 * (labels - 0.5) + 0.2 * draw.normal(size=count), 0, 1)


def test_the_ends_are_the_machine_alone_and_the_reviewer_alone():
    labels, risks = case()
    curve = deferral_curve(labels, risks, 0.25, **PRICES, reviewer_accuracy=0.8, shares=[0.0, 1.0])
    refused = risks > 0.25
    machine = 3 * ((labels == 1) & ~refused).sum() + ((labels == 0) & refused).sum()
    reviewer = 0.2 * (3 * labels.sum() + (1 - labels).sum()) + 0.1 * len(labels)
    assert curve["cost"].to_numpy() == pytest.approx([machine, reviewer])


def test_it_is_what_a_simulation_costs_on_average():
    labels, risks = case()
    row = deferral_curve(
        labels, risks, 0.25, **PRICES, reviewer_accuracy=0.8, deference=0.3, shares=[0.4]
    ).iloc[0]
    draw = np.random.default_rng(1)
    sent = np.argsort(np.abs(risks - 0.25), kind="stable")[:160]
    costs = []
    for _ in range(2_000):
        refused = risks > 0.25
        looks = draw.random(160) >= 0.3
        right = draw.random(160) < 0.8
        refused[sent] = np.where(looks, right == (labels[sent] == 1), refused[sent])
        costs.append(3 * ((labels == 1) & ~refused).sum() + ((labels == 0) & refused).sum() + 16)
    assert row["cost"] == pytest.approx(np.mean(costs), abs=4 * np.std(costs) / np.sqrt(len(costs)))


def test_a_reviewer_who_always_defers_only_costs():
    labels, risks = case()
    curve = deferral_curve(labels, risks, 0.25, **PRICES, reviewer_accuracy=1.0, deference=1.0)
    assert np.allclose(np.diff(curve["errors"]), 0) and (np.diff(curve["cost"]) > 0).all()


def test_bad_input_is_refused():
    labels, risks = case(10)
    for change in ({"reviewer_accuracy": 1.2}, {"deference": -0.1}, {"review": -1.0}, {"shares": [1.5]}):
        settings = {**PRICES, "reviewer_accuracy": 0.8, **change}
        with pytest.raises(ValueError, match=next(iter(change))):
            deferral_curve(labels, risks, 0.25, **settings)
    for wrong in (risks + 1, -risks, 1e30 * (1 + risks)):
        with pytest.raises(ValueError, match=r"risks=.* must lie in \[0, 1\]"):
            deferral_curve(labels, wrong, 0.25, **PRICES, reviewer_accuracy=0.8)
    with pytest.raises(ValueError, match="parts=11"):
        saving_elsewhere(labels, risks, 0.25, *PRICES.values(), 0.8, 0.0, np.random.default_rng(0), 11)


def test_where_review_is_worth_nothing_the_curve_flatters_and_other_clients_do_not():
    """Labels without a tie to risks, and a reviewer who tosses a coin: whatever is saved is luck."""
    flattered, elsewhere = [], []
    for seed in range(40):
        draw = np.random.default_rng(seed)
        risks = draw.random(500)
        labels = (draw.random(500) < 0.5).astype(int)
        curve = deferral_curve(labels, risks, 0.5, 1.0, 1.0, 0.0, 0.5)["per_client"]
        flattered.append(curve.iloc[0] - curve.min())
        elsewhere.append(saving_elsewhere(labels, risks, 0.5, 1.0, 1.0, 0.0, 0.5, 0.0, draw).mean)
    error = np.std(elsewhere, ddof=1) / np.sqrt(len(elsewhere))
    assert min(flattered) >= 0 and np.mean(flattered) > 0.005
    assert abs(np.mean(elsewhere)) < 4 * error
