"""What unit 2 says in bold, repeated on other draws than the page's."""

from __future__ import annotations

import execml.automl as am
import numpy as np
import pytest
from execml.automl.contest.record import runs
from execml.automl.guided.harbour_trials import HarbourTrials
from execml.automl.guided.untouched import bank_race
from execml.course import repeated, risk_split

UNIT = "2_automl/2_learning_to_search"


@pytest.mark.claim
@pytest.mark.slow
def test_on_the_bank_s_model_learning_is_not_told_from_luck(on_the_page) -> None:
    bold = "Over # seeds the learned search's lead on new clients is # (# to #), and it is ahead in # of #."
    seeds, mean, low, high, wins, of = on_the_page(UNIT, bold)
    kept = runs("race", "learned less random")
    assert (mean, low, high) == pytest.approx((kept.mean, *kept.interval()), abs=6e-5)
    assert wins == kept.share(lambda gain: gain > 0).count and seeds == of == len(kept) == 20
    assert low < 0 < high
    trials = HarbourTrials()
    again = [bank_race(trials, seed) for seed in (3, 11)]
    np.testing.assert_allclose([race.gain.estimate for race in again], kept.values[[3, 11]], atol=0.004)
    for found, measure in ((lambda own: own.estimate, "own"), (lambda own: own.error, "error of own")):
        recorded = runs("race", "learned less random", measure).values[[3, 11]]
        np.testing.assert_allclose([found(race.own) for race in again], recorded, atol=0.004)


@pytest.mark.slow
def test_with_more_trials_learning_leads_by_its_own_score_and_not_surely_on_new_clients() -> None:
    few = runs("race", "learned less random", "own")
    own, new, twice = (
        runs("race", "with 40 trials, learned less random", measure)
        for measure in ("own", "untouched", "untouched, against twice as many")
    )
    assert few.interval()[0] < 0 < few.interval()[1]
    assert own.interval()[0] > 0 and own.share(lambda lead: lead > 0).count >= 15
    for lead in (new, twice):
        assert lead.interval()[0] < 0 < lead.interval()[1]
    told = 1.96 * runs("race", "learned less random", "error of own").mean
    assert own.mean < told and abs(few.mean) < told  # more than the clients who score them can tell
    again = bank_race(HarbourTrials(), 5, budget=40)
    assert again.own.estimate == pytest.approx(own.values[5], abs=0.003)
    assert again.gain.estimate == pytest.approx(new.values[5], abs=0.004)


def seen_clients(seed: int, clients: int) -> dict[str, float]:
    """What a combination chosen on its own training clients reports, and what it delivers."""
    split = risk_split()
    rows = np.random.default_rng(seed).permutation(20_000)[:clients]
    x, y = split.train_features[rows], split.train_labels[rows]
    models = [model.fit(x, y) for model in am.harbour_library().values()]
    picked = am.ensemble_selection(np.column_stack([m.predict_proba(x)[:, 1] for m in models]), y, rounds=5)
    new = np.column_stack([m.predict_proba(split.test_features[:3_000])[:, 1] for m in models])
    delivered = am.rank_sum_aucs((new @ picked.weights)[:, None], split.test_labels[:3_000])[0]
    return {"reported": picked.scores.max(), "delivered": delivered}


@pytest.mark.claim
@pytest.mark.slow
def test_a_combination_chosen_on_seen_clients_reports_what_it_never_delivers(on_the_page) -> None:
    reported, delivered = on_the_page(UNIT, "Selection reports an AUC of # and delivers #")
    over = {"seed": range(10), "clients": [500, 1_000]}
    found = {name: repeated(seen_clients, over=over, measure=name) for name in ("reported", "delivered")}
    assert found["reported"].values.min() > 0.99 and reported > 0.99
    assert found["delivered"].values.max() < 0.75
    assert found["delivered"].values.min() - 0.03 < delivered < found["delivered"].values.max() + 0.03


@pytest.mark.claim
def test_averaging_is_ahead_of_choosing(on_the_page) -> None:
    wins, of = on_the_page(UNIT, "averaging five models is ahead of choosing one of them in # of # groups")
    lead = runs("groups", "five averaged") - runs("groups", "best of five, by folds")
    assert wins == lead.share(lambda gain: gain > 0).count and of == 10
    assert lead.interval()[0] > 0


def test_breeding_is_told_neither_from_drawing_nor_surely_from_an_untuned_model() -> None:
    for name in ("less the largest", "less that of random pipelines", "less untuned logistic regression"):
        low, high = runs("front", "smallest within a point", name).interval()
        assert low < 0 < high
    assert runs("front", "smallest within a point", "less five averaged").values.max() < 0
