"""What unit 3 says in bold: the record behind it is run again in part, and its sentences are held to it."""

from __future__ import annotations

import numpy as np
import pytest
from execml.automl.contest.arena import Arena
from execml.automl.contest.combined import combined
from execml.automl.contest.entrants import ENTRANTS
from execml.automl.contest.record import GROUPS, group_of, leads, runs
from execml.automl.search.baseline import expected_best
from execml.automl.search.objectives import Folds
from execml.automl.search.random_search import random_search
from execml.automl.spaces.defaults import averaged_defaults, strong_defaults
from execml.automl.spaces.families import harbour_space
from execml.course import prices, repeated, risk_split
from execml.course.bank.costs import roc
from execml.course.bank.rivals import risks
from sklearn.metrics import roc_auc_score

UNIT = "2_automl/3_the_tools_head_to_head"
NEAR = 0.0025  # of AUC: another processor may grow other trees


def auc_of_five(group: int) -> float:
    """The average of five untuned models, trained on one group."""
    split = risk_split()
    model = averaged_defaults(group).fit(*group_of(group))
    return float(roc_auc_score(split.test_labels, model.predict_proba(split.test_features)[:, 1]))


def auc_of_search(group: int) -> float:
    """Random search on one group, as the contest runs it."""
    features, labels = group_of(group)
    split = risk_split()
    folds = Folds(features, labels, 3, group)
    arena = Arena(features, labels, split.test_features, folds, group, 20, 4, 2)
    found = ENTRANTS["random search"](arena, lambda words: None)
    return float(roc_auc_score(split.test_labels, found.risks))


@pytest.mark.claim
@pytest.mark.slow
def test_five_untuned_models_averaged_are_ahead_of_searches(on_the_page) -> None:
    again = repeated(auc_of_five, over={"group": range(GROUPS)})
    np.testing.assert_allclose(again.values, runs("groups", "five averaged").values, atol=NEAR)
    bold = "Five untuned models, averaged, are ahead of random search in # of # groups and of TPOT in # of #"
    said = on_the_page(UNIT, bold)
    for name, wins in (("random search", said[0]), ("TPOT", said[2])):
        lead = runs("groups", "five averaged") - runs("groups", name)
        assert lead.interval()[0] > 0
        assert lead.share(lambda gain: gain > 0).count == wins >= 8
    assert said[1] == said[3] == GROUPS


@pytest.mark.slow
@pytest.mark.parametrize("group", [2, 7])
def test_random_search_repeats_its_row_of_the_record(group: int) -> None:
    assert auc_of_search(group) == pytest.approx(runs("groups", "random search").values[group], abs=NEAR)


def test_the_forest_s_lead_depends_on_its_leaves_and_the_average_s_on_no_one_of_them() -> None:
    search = runs("groups", "random search")
    by_leaf = {
        leaf: (runs("groups", f"forest, leaves of {leaf}") - search).interval()[0] for leaf in (5, 10, 20)
    }
    assert by_leaf[5] < 0 < by_leaf[10] < by_leaf[20]
    for left_out in strong_defaults():
        lead = runs("four of five", f"without {left_out}") - search
        assert lead.interval()[0] > 0 and lead.share(lambda gain: gain > 0).count >= 9
    truth, new = risk_split().test_labels, risk_split().test_features
    four = {name: model for name, model in strong_defaults(4).items() if name != "boosted trees"}
    found = [model.fit(*group_of(4)).predict_proba(new)[:, 1] for model in four.values()]
    again = roc_auc_score(truth, np.mean(found, axis=0))
    assert again == pytest.approx(runs("four of five", "without boosted trees").values[4], abs=NEAR)


@pytest.mark.claim
def test_the_line_that_is_shown_decides(on_the_page) -> None:
    bold = "Over # groups the line on training clients is # too high (# to #)"
    groups, mean, low, high = on_the_page(UNIT, bold)
    flattery = runs("groups", "H2O", "training") - runs("groups", "H2O")
    assert groups == len(flattery) == GROUPS and (flattery.values > 0).all()
    assert (mean, low, high) == pytest.approx((flattery.mean, *flattery.interval()), abs=6e-3)


def test_a_busy_machine_turns_the_order_of_two_searches_round() -> None:
    """By their own scores: what a slide would show."""
    idle = runs("groups", "random search", "own") - runs("groups", "TPOT", "own")
    busy = idle - runs("groups", "random search", "lost with 5 draws")
    ahead, still_ahead = (gap.share(lambda lead: lead > 0).count for gap in (idle, busy))
    assert ahead > GROUPS / 2 > 2 >= still_ahead


@pytest.mark.claim
def test_on_all_clients_a_search_leads_by_a_little(on_the_page) -> None:
    bold = "With all # clients the search's lead over untuned boosted trees is # (# to #)"
    clients, mean, low, high = on_the_page(UNIT, bold)
    lead = runs("everybody", "random search") - runs("everybody", "boosted trees")
    assert clients == 20_000
    assert (mean, low, high) == pytest.approx((lead.mean, *lead.interval()), abs=6e-5)
    assert 0 < lead.mean < 0.004
    assert (runs("everybody", "five averaged") - runs("everybody", "random search")).interval()[0] > 0


@pytest.mark.claim
@pytest.mark.slow
def test_another_seed_of_the_untuned_trees_moves_more_money_than_a_search(on_the_page) -> None:
    truth, found = risk_split().test_labels, prices()
    missed, refused = found.missed_default.value, found.refused_client.value

    def saved(seed: int) -> float:
        cost = [roc(truth, risks("boosted trees", seed=s)).least_cost(missed, refused)[0] for s in (0, seed)]
        return 30_000 * float(cost[0] - cost[1])

    again = repeated(saved, over={"seed": range(10)})
    spread = np.ptp(again.values) / 1e6
    (said,) = on_the_page(UNIT, "Ten seeds alone move what the untuned trees save by # million")
    assert said == pytest.approx(spread, abs=0.75)
    searched = runs("everybody", "random search", "saved") - runs("everybody", "boosted trees", "saved")
    assert searched.interval()[0] < 0 < searched.interval()[1]  # not told from luck
    assert abs(searched.mean) / 1e6 < spread / 2


def test_no_tool_is_ahead_of_five_untuned_models() -> None:
    board = leads("five averaged").set_index("contestant")
    for name in ("TPOT", "H2O", "Optuna", "random search", "successive halving"):
        assert board.loc[name, "high"] < 0


@pytest.mark.claim
@pytest.mark.slow
def test_it_is_the_average_that_is_ahead(on_the_page) -> None:
    wins, of = on_the_page(UNIT, "An average of the search's own candidates is ahead of its winner in # of #")
    search, five = runs("groups", "random search"), runs("groups", "five averaged")
    for name in ("search, averaged", "search, ten best averaged"):
        assert (runs("groups", name) - search).interval()[0] > 0
        low, high = (five - runs("groups", name)).interval()
        assert low < 0 < high  # not told from the average of models that nobody searched
    low, high = (runs("groups", "five library defaults") - search).interval()
    assert low < 0 < high
    lead = runs("groups", "search, averaged") - search
    assert of == GROUPS and wins == lead.share(lambda gain: gain > 0).count >= 8

    split, group = risk_split(), 7
    folds = Folds(*group_of(group), 3, group)
    found = random_search(harbour_space(), folds, np.random.default_rng(group), 20)
    for name, best in (("search, averaged", None), ("search, ten best averaged", 10)):
        again = roc_auc_score(split.test_labels, combined(found, folds, split.test_features, best))
        assert again == pytest.approx(runs("groups", name).values[group], abs=NEAR)
    lost = expected_best(found.scores, 20) - expected_best(found.scores, 5)
    assert lost == pytest.approx(runs("groups", "random search", "lost with 5 draws").values[group], abs=NEAR)
