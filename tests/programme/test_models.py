"""The walk through the models: which search, which baseline, which model goes live, and on which platform."""

from __future__ import annotations

import re

import pytest
from execml.automl.contest.entrants import UNTUNED
from execml.automl.contest.record import kept, runs
from execml.course import POLICY, load, prices, risk_split, rivals
from execml.course.bank.rivals import MODELS, NOTHING, measured
from execml.course.learner.choices import decision_of
from execml.course.programme import root

from .answers import constants, model_answer, model_reason, options, shown, stated, words

# Module 2: the search

# Whether the bank searches for a model, by what a model answer says. A new answer needs a line here. Unit 2.2
# asks how it would search if it did, which these two decide.
SEARCHES = {
    "pay for a tool": True,
    "search with open tools": True,
    "no: the untuned baseline": False,
    "build": True,
    "buy": True,
    "neither": False,
}


def test_the_units_of_module_2_agree_whether_to_search() -> None:
    answers = [model_answer(name) for name in ("am3.tool", "am4.winner")]
    assert len({SEARCHES[answer] for answer in answers}) == 1, answers
    assert decision_of("am2.search").question.startswith("If the bank searches")


def test_a_search_is_decided_only_if_it_saves_money_beyond_luck() -> None:
    saved = runs("everybody", "random search", "saved") - runs("everybody", POLICY.baseline.value, "saved")
    assert SEARCHES[model_answer("am4.winner")] == (saved.interval()[0] > 0)


def test_a_learned_search_is_decided_only_if_it_beat_random_search_at_the_bank() -> None:
    low, _ = runs("race", "learned less random").interval()
    assert "learned" not in model_answer("am2.search") or low > 0


def test_2_2_offers_random_search_with_the_smallest_pipeline() -> None:
    assert any("random" in option and "smallest" in option for option in options("am2.search"))


def test_2_2_decides_as_its_exercise_says() -> None:
    (buy,) = constants("am2", "buy")
    assert ("learned" in model_answer("am2.search")) == (buy == "yes")


def test_the_contest_of_2_3_has_the_bank_s_plain_rivals() -> None:
    plain = set(MODELS) - {NOTHING}
    assert plain <= set(constants("am3", "untuned")[0]) and plain <= set(kept("groups"))
    assert plain <= set(UNTUNED)


def test_the_same_model_has_the_same_auc_on_every_page() -> None:
    locked = stated("am4", "the bank's baseline, no search, locked test: AUC")
    everybody = stated("am3", "trained on all 20,000 clients, reach")
    for page_says in (locked, everybody):
        assert page_says == pytest.approx(rivals()[POLICY.baseline.value].auc, abs=0.0021)
    first = runs("groups", "logistic regression").values[0]
    assert first == pytest.approx(measured("logistic regression", clients=2_000).estimate, abs=1e-4)


def test_the_plain_model_that_2_4_sends_live_is_the_bank_s() -> None:
    live = stated("am4", "the bank's baseline, no search, locked test: AUC")
    assert live == pytest.approx(rivals()[POLICY.baseline.value].auc, abs=0.0021)


def test_2_4_calls_a_point_not_worth_a_search_only_if_it_is_cheaper_than_one() -> None:
    week = 40  # hours of an analyst: the searches of module 2 run in seconds
    _, low, _ = prices().in_hours(prices().auc_point)
    assert "not worth a search" not in model_reason("am4.winner") or low < week
    for unit in ("am3", "am4"):
        assert re.search(r"NT\$ \d million a round", shown(unit))


# Across modules

# What goes into production, by what a model answer says.
LIVE = {
    "am4.winner": {"neither": POLICY.baseline.value},
    "dp4.train": {"train with DP-SGD at ε = 3": "a private network"},
}
# Whose code trains it.
MADE_WITH = {
    "boosted trees": "scikit-learn",
    "a private network": "NumPy",
}


def live() -> dict[str, str]:
    return {name: answers[model_answer(name)] for name, answers in LIVE.items()}


def test_one_model_goes_into_production() -> None:
    """The later decision takes the place of the earlier one, and both say so."""
    assert list(live()) == ["am4.winner", "dp4.train"]
    options_of = {name: decision_of(name).options for name in LIVE}
    replies = {name: next(one.reply for one in found if one.model) for name, found in options_of.items()}
    assert "until unit 3.4 decides" in replies["am4.winner"]
    assert "takes the place of unit 2.4's untuned baseline" in replies["dp4.train"]


def test_the_platform_of_1_4_is_the_one_that_the_decided_models_use() -> None:
    platform = model_answer("fw5.platform")
    assert all(MADE_WITH[model] in platform for model in live().values()), platform


def test_all_pages_refuse_at_the_bank_s_cutoff() -> None:
    assert constants("fw2", "bar") == constants("fw5", "CUTOFF") == (POLICY.cutoff.value,)


def test_the_welcome_says_how_many_facts_and_numbers_a_model_sees_and_no_page_mixes_them_up() -> None:
    numbers, facts = risk_split().train_features.shape[1], load("credit").shape[1]
    text = (root() / "solutions" / "0_welcome.py").read_text(encoding="utf-8")
    said = "A model will use {clients.shape[1] - 1} of the facts, written as {risk_split()"
    assert said in text
    assert f"{numbers} numbers about a client" in words("fw1") and (facts, numbers) == (24, 30)
    assert not any(
        re.search(r"\b(30|thirty) facts", words(unit)) for unit in ("fw1", "fw2", "am1", "dp4", "xe1")
    )
