"""What unit 1 says in bold, repeated on other draws than the page's."""

from __future__ import annotations

import numpy as np
import pytest
from execml.course import repeated
from execml.xai_ethics import TreeShap, synthetic_credit
from execml.xai_ethics.effects import synthetic
from execml.xai_ethics.scrutiny import trainings
from execml.xai_ethics.scrutiny.desk import desk
from execml.xai_ethics.scrutiny.letters import strongest, summed
from sklearn.linear_model import LogisticRegression

UNIT = "6_xai_ethics/1_fair_attribution"


FRESH = {"seed": range(100, 110)}


@pytest.fixture(scope="module")
def fresh():
    """Ten other trainings, other refused clients and other backgrounds."""
    return {seed: trainings.measure(seed) for seed in FRESH["seed"]}


def of(fresh, name):
    return repeated(lambda seed: fresh[seed][name], over=FRESH)


@pytest.mark.claim
@pytest.mark.slow
def test_the_game_changes_the_reasons_of_many(on_the_page, fresh):
    said, *_ = on_the_page(UNIT, "# (# to # in # runs) of the refused clients get other reasons")
    runs = of(fresh, "path")
    low, high = runs.further(draws=10, level=0.999)
    assert low - 0.005 < said < high + 0.005, f"{said} and {runs}"
    assert (runs - of(fresh, "another thousand")).interval()[0] > 0  # more than another background changes
    assert (of(fresh, "one client") - runs).interval()[0] > 0
    for name in trainings.MEASURES:
        stored = trainings.repeats(name)
        low, high = of(fresh, name).further(draws=10, level=0.999)
        assert low - 0.005 < stored.mean < high + 0.005, f"{name}: {stored} and {of(fresh, name)}"
    assert list(trainings.measure(3).values()) == pytest.approx(trainings.RUNS[3], abs=0.02)
    forest = desk(100, "forest of depth 6")
    one, other = (
        (
            1 << strongest(summed(TreeShap(forest.model, rows).shap_values(forest.rows), forest.families), 4)
        ).sum(1)
        for rows in (forest.background(1_000), None)
    )
    assert (one != other).mean() > 0.1


@pytest.mark.slow
def test_people_of_the_census_get_other_facts_too():
    fresh = repeated(trainings.incomes, over={"seed": range(100, 103)})
    low, high = trainings.adult().further(draws=3, level=0.999)
    assert low < fresh.mean < high, f"{fresh}"
    assert trainings.incomes(3) == pytest.approx(trainings.ADULT[3], abs=0.02)


@pytest.mark.claim
@pytest.mark.slow
def test_leave_one_out_does_not_add_up(on_the_page, fresh):
    said, *_ = on_the_page(UNIT, "explains # (# to # in # runs) of the lift")
    runs = of(fresh, "removed")
    low, high = runs.further(draws=10, level=0.999)
    assert low - 0.005 < said < high + 0.005, f"{said} and {runs}"
    assert runs.interval(0.999)[1] < 0.95
    assert of(fresh, "added").interval(0.999)[0] > 1.05


def test_the_line_is_the_conditional_mean_within_a_percent():
    """Income is a mixture of two normals, so its mean given savings is nearly straight, and not quite."""
    drawn = synthetic_credit(20_000, np.random.default_rng(0)).features[:, [0, 4]]
    shifts, chance = np.array([0.0, -0.5]), np.array([0.6, 0.4])
    away = drawn[:, 1:] - 0.8 * shifts  # given the group, both are normal: savings have variance 1
    weight = chance * np.exp(-(away**2) / 2)
    weight /= weight.sum(axis=1, keepdims=True)
    exact = (weight * (shifts + 0.8 * away)).sum(axis=1)
    line = np.polynomial.Polynomial.fit(drawn[:, 1], drawn[:, 0], 1)(drawn[:, 1])
    assert np.abs(exact - line).mean() < 0.02 * np.abs(exact - exact.mean()).mean()
    parts = [each - each.mean() for each in (exact, line)]
    paid = [
        np.abs(each / 2).mean() / np.abs(drawn[:, 0] - drawn[:, 0].mean() - each / 2).mean() for each in parts
    ]
    assert paid[0] == pytest.approx(paid[1], rel=0.01)


@pytest.mark.claim
def test_the_proxy_is_paid_and_causes_nothing(on_the_page):
    mean, low_said, high_said, _ = on_the_page(UNIT, "# (# to # in # runs) of the attribution")

    def share(seed):
        drawn = synthetic_credit(5_000, np.random.default_rng(seed))
        rows = drawn.features[:, :5]
        slopes = LogisticRegression(C=1e6).fit(rows, drawn.labels).coef_[0]
        sizes = np.abs(slopes * (rows - rows.mean(axis=0))).mean(axis=0)
        return sizes[synthetic.POSTCODE] / sizes.sum()

    runs = repeated(share, over={"seed": range(500, 540)})
    low, high = runs.interval(0.999)
    assert low_said - 0.005 < high and low < high_said + 0.005, f"{mean} and {runs}"
    assert synthetic.TOTAL[synthetic.POSTCODE] == 0
