"""What unit 2 says in bold, repeated on other draws than the page's."""

from __future__ import annotations

import numpy as np
import pytest
from execml.course import repeated
from execml.xai_ethics import TreeShap, lime_tabular, stability, synthetic_credit
from execml.xai_ethics.effects import synthetic
from execml.xai_ethics.libraries import shap
from execml.xai_ethics.scrutiny.desk import desk
from execml.xai_ethics.scrutiny.letters import strongest, summed
from sklearn.ensemble import GradientBoostingClassifier

UNIT = "6_xai_ethics/2_shap_and_lime_at_work"


def sets_by_lime(seed):
    bank = desk(seed)
    background = bank.background(2_000).astype(float)
    found = []
    for row in bank.rows[:10].astype(float):

        def explain(draw, row=row):
            generator = np.random.default_rng([seed, draw])
            return np.abs(lime_tabular(bank.risk, row, background, generator, 1_000).weights)

        found.append(stability(explain, range(20)).distinct)
    return float(np.mean(found))


@pytest.mark.claim
@pytest.mark.slow
def test_few_draws_give_other_reasons(on_the_page):
    few, seeds = on_the_page(UNIT, "# different sets of four reasons in # seeds")
    runs = repeated(sets_by_lime, over={"seed": range(100, 110)})
    low, high = runs.further(level=0.999)
    assert seeds == 20 and low < few < high, f"{few} and {runs}"
    assert runs.interval()[0] > 3


def cut_letters(seed):
    bank = desk(seed)
    thousand, rows = bank.background(1_000, draw=1), bank.rows[:100]
    cut, kept, _ = shap.truncated_values(bank.model, thousand, rows)
    whole = TreeShap(bank.model, thousand).shap_values(rows)
    first, second = ((1 << strongest(summed(each, bank.families), 4)).sum(axis=1) for each in (cut, whole))
    return {"changed": (first != second).mean(), "kept": kept}


@pytest.mark.claim
@pytest.mark.slow
def test_a_cut_background_changes_letters(on_the_page):
    (said,) = on_the_page(UNIT, "changes # of the letters")
    over = {"seed": range(100, 110)}
    runs = repeated(cut_letters, over=over, measure="changed")
    low, high = runs.further(level=0.999)
    assert low - 0.005 < said < high + 0.005, f"{said} and {runs}"
    assert runs.quantiles(0, 1)[0] > 0.02
    assert repeated(cut_letters, over=over, measure="kept").quantiles(0, 1) == (100, 100)


def scored(seed):
    drawn = synthetic_credit(3_000, np.random.default_rng(seed))
    rows, rest = drawn.features[:2_500], drawn.features[2_500:2_700]
    model = GradientBoostingClassifier(n_estimators=40, random_state=seed)
    said = TreeShap(model.fit(rows[:, :5], drawn.labels[:2_500]), rows[:200, :5]).shap_values(rest[:, :5])
    true = np.array(synthetic.DIRECT[:5]) * (rest[:, :5] - rows[:200, :5].mean(axis=0))
    leaking = TreeShap(model.fit(rows, drawn.labels[:2_500]), rows[:200]).shap_values(rest)
    sizes = np.abs(leaking).sum(axis=0)
    return {
        "right": (np.abs(said).argmax(axis=1) == np.abs(true).argmax(axis=1)).mean(),
        "leak": sizes[synthetic.COLLECTION] / sizes.sum(),
    }


@pytest.mark.claim
@pytest.mark.slow
def test_the_leak_takes_the_attribution(on_the_page):
    mean, *_ = on_the_page(UNIT, "# (# to # in # runs) of the attribution")
    low, high = repeated(scored, over={"seed": range(100, 112)}, measure="leak").further(
        draws=10, level=0.999
    )
    assert low - 0.005 < mean < high + 0.005 and low > 0.7


@pytest.mark.claim
@pytest.mark.slow
def test_the_main_cause_is_named_for_most(on_the_page):
    mean, *_ = on_the_page(UNIT, "# (# to # in # runs) of the applicants")
    low, high = repeated(scored, over={"seed": range(100, 112)}, measure="right").further(
        draws=10, level=0.999
    )
    assert low - 0.005 < mean < high + 0.005 and low > 0.5
