"""ROC curves and their least cost: against scikit-learn, against counting, and by the laws they must obey."""

from __future__ import annotations

import numpy as np
import pytest
from execml.course.bank.costs import distance_for, roc
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm
from sklearn.metrics import roc_auc_score, roc_curve

DRAW = np.random.default_rng(11)
LABELS = DRAW.permutation(np.repeat([0, 1], [220, 80]))
RISKS = np.round(DRAW.normal(LABELS, 1.2), 1)  # rounded, so that there are ties

costs = st.floats(0.1, 100)


def counted_cost(labels: np.ndarray, risks: np.ndarray, missed: float, refused: float) -> float:
    """Return the least cost of a client by trying every threshold, client by client."""
    levels = [*np.unique(risks), np.inf]
    return min(
        np.mean(np.where(labels == 1, (risks < level) * missed, (risks >= level) * refused))
        for level in levels
    )


def test_the_curve_is_scikit_learn_s() -> None:
    refused, caught, _ = roc_curve(LABELS, RISKS, drop_intermediate=False)
    curve = roc(LABELS, RISKS)
    assert np.allclose(curve.refused[0], refused)
    assert np.allclose(curve.caught[0], caught)
    assert curve.auc[0] == pytest.approx(roc_auc_score(LABELS, RISKS), abs=1e-12)
    assert curve.defaulters[0] == pytest.approx(LABELS.mean())


def test_weights_stand_for_clients_drawn_more_than_once() -> None:
    weights = DRAW.integers(0, 4, size=(3, LABELS.size))
    curves = roc(LABELS, RISKS, weights)
    for row, drawn in enumerate(weights):
        again = np.repeat(np.arange(LABELS.size), drawn)
        assert curves.auc[row] == pytest.approx(roc_auc_score(LABELS[again], RISKS[again]), abs=1e-12)
        expected = counted_cost(LABELS[again], RISKS[again], 3.0, 1.0)
        assert curves.least_cost(3.0, 1.0)[row] == pytest.approx(expected, abs=1e-12)


@settings(deadline=None)
@given(missed=costs, refused=costs)
def test_the_least_cost_is_that_of_trying_every_threshold(missed: float, refused: float) -> None:
    found = roc(LABELS, RISKS).least_cost(missed, refused)[0]
    assert found == pytest.approx(counted_cost(LABELS, RISKS, missed, refused), rel=1e-9)


@given(missed=costs, refused=costs, factor=st.floats(1.01, 10))
def test_dearer_mistakes_never_cost_less(missed: float, refused: float, factor: float) -> None:
    curve = roc(LABELS, RISKS)
    base = curve.least_cost(missed, refused)[0]
    assert curve.least_cost(factor * missed, refused)[0] >= base
    assert curve.least_cost(missed, factor * refused)[0] >= base
    assert curve.least_cost(factor * missed, factor * refused)[0] == pytest.approx(factor * base)


@given(first=st.floats(0, 2), more=st.floats(0, 2), missed=costs, refused=costs)
def test_a_higher_curve_has_more_area_and_never_costs_more(
    first: float, more: float, missed: float, refused: float
) -> None:
    low, high = (roc(LABELS, RISKS).lifted(distance) for distance in (first, first + more))
    assert high.auc[0] >= low.auc[0] - 1e-12
    assert high.least_cost(missed, refused)[0] <= low.least_cost(missed, refused)[0] + 1e-9


def test_the_least_cost_is_never_above_deciding_alike_about_everybody() -> None:
    curve, share = roc(LABELS, RISKS), LABELS.mean()
    assert curve.least_cost(5, 2)[0] <= min(share * 5, (1 - share) * 2)


def test_lifting_moves_a_binormal_curve_to_the_next() -> None:
    grid = norm.ppf((np.arange(4_000) + 0.5) / 4_000)  # two normal classes, one deviation apart
    labels, risks = np.repeat([0, 1], grid.size), np.concatenate([grid, grid + 1.0])
    distance = distance_for(roc(labels, risks), norm.cdf(1.5 / np.sqrt(2)) - norm.cdf(1 / np.sqrt(2)))
    assert distance == pytest.approx(0.5, abs=2e-3)


@pytest.mark.parametrize(
    ("bad", "name"),
    [
        (lambda: roc([0, 1], [0.1, np.nan]), "risks"),
        (lambda: roc([0, 0], [0.1, 0.2]), "labels"),
        (lambda: roc([0, 1], [0.1]), "labels"),
        (lambda: roc([0, 1], [0.1, 0.2], [[1, 1, 1]]), "weights"),
        (lambda: roc([0, 1], [0.1, 0.2], [[1, 0]]), "weights"),
        (lambda: roc(LABELS, RISKS).least_cost(0, 1), "missed"),
        (lambda: roc(LABELS, RISKS).least_cost(1, -1), "refused"),
        (lambda: roc(LABELS, RISKS).lifted(np.nan), "distance"),
        (lambda: distance_for(roc(LABELS, RISKS), 0.0), "gain"),
        (lambda: distance_for(roc(LABELS, RISKS), 0.9), "gain"),
    ],
)
def test_bad_arguments_are_named(bad, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        bad()
