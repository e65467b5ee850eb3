"""What unit 1 says in bold, repeated on other draws than the page's."""

from __future__ import annotations

import numpy as np
import pytest
from execml.course import repeated
from execml.xai_ethics import TreeShap, synthetic_credit
from execml.xai_ethics.effects import synthetic
from execml.xai_ethics.scrutiny.desk import BASELINE, desk
from execml.xai_ethics.scrutiny.letters import strongest, summed
from sklearn.linear_model import LogisticRegression

UNIT = "6_xai_ethics/1_fair_attribution"


def sets_of(values):
    return (1 << strongest(values, 4)).sum(axis=1)


def measured(seed, kind):
    """Another training, other refused clients, another background; also another kind of model."""
    bank = desk(seed, kind)
    first, second = (
        sets_of(summed(TreeShap(bank.model, rows).shap_values(bank.rows), bank.families))
        for rows in (bank.background(1_000), None)
    )
    if not hasattr(bank.model, "decision_function"):
        return {"other": (first != second).mean(), "explained": np.nan}
    score = bank.model.decision_function
    lift = score(bank.rows) - score(bank.typical[None])
    rows = [np.where(bank.families == each, bank.typical, bank.rows) for each in range(8)]
    removed = sum(score(bank.rows) - score(each) for each in rows)
    return {"other": (first != second).mean(), "explained": removed.sum() / lift.sum()}


@pytest.mark.claim
@pytest.mark.slow
def test_the_game_changes_the_reasons_of_many(on_the_page):
    (said,) = on_the_page(UNIT, "# of the refused clients get other reasons")
    runs = repeated(measured, over={"seed": range(100, 110), "kind": [BASELINE]}, measure="other")
    low, high = runs.further(level=0.999)
    assert low - 0.005 < said < high + 0.005, f"{said} and {runs}"
    assert runs.interval()[0] > 0.1
    others = repeated(measured, over={"seed": [100], "kind": ["forest of depth 6"]}, measure="other")
    assert others.mean > 0.1


@pytest.mark.claim
@pytest.mark.slow
def test_leave_one_out_does_not_add_up(on_the_page):
    (said,) = on_the_page(UNIT, "explains # of a refusal")
    runs = repeated(measured, over={"seed": range(100, 110), "kind": [BASELINE]}, measure="explained")
    low, high = runs.further(level=0.999)
    assert low - 0.005 < said < high + 0.005, f"{said} and {runs}"
    assert runs.interval(0.999)[1] < 0.95


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
