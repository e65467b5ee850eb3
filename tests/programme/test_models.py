"""The walk through the models: which search, which baseline, which model goes live, and on which platform."""

from __future__ import annotations

import re

import pytest
from execml.course import POLICY, prices, rivals
from execml.course.bank.rivals import MODELS, NOTHING, measured

from .answers import constants, model_answer, model_reason, options, read_off, stated
from .contradictions import known

# Module 2: the search

# Whether the bank searches for a model, by what a model answer says. A new answer needs a line here.
SEARCHES = {
    "random search, ship its winner": True,
    "learned search, ship the smallest pipeline within the error of the best": True,
    "learned search, ship the ensemble": True,
    "pay for a tool": True,
    "search with open tools": True,
    "keep the logistic regression": False,
    "build": True,
    "buy": True,
    "neither": False,
}


@known("whether to search")
def test_the_units_of_module_2_agree_whether_to_search() -> None:
    answers = [model_answer(name) for name in ("am2.search", "am3.tool", "am4.winner")]
    assert len({SEARCHES[answer] for answer in answers}) == 1, answers


def gains_of_the_learned_search() -> list[float]:
    found = read_off("am2", r"learned less random on the bank's model, by seed[:| ]+([^;\n]+)")
    return [float(gain) for gain in re.findall(r"[+-]\d\.\d+", found)]


@known("the learned search")
def test_a_learned_search_is_decided_only_if_it_beat_random_search_at_the_bank() -> None:
    gains = gains_of_the_learned_search()
    assert "learned" not in model_answer("am2.search") or min(gains) > 0, gains


@known("no option for what is right")
def test_2_2_offers_random_search_with_the_smallest_pipeline() -> None:
    assert any("random" in option and "smallest" in option for option in options("am2.search"))


@known("buying the learned search")
def test_2_2_decides_as_its_exercise_says() -> None:
    (buy,) = constants("am2", "buy")
    assert ("learned" in model_answer("am2.search")) == (buy == "yes")


@known("the plain rivals of the contest")
def test_the_contest_of_2_3_has_the_bank_s_plain_rivals() -> None:
    assert set(MODELS) - {NOTHING} <= set(constants("am3", "untuned")[0])


def test_the_same_model_has_the_same_auc_on_every_page() -> None:
    contest = float(read_off("am3", r"logistic regression \| [\d.]+ \| ([\d.]+)"))
    locked = stated("am4", "plain logistic regression, locked test: AUC")
    everybody = stated("am3", "trained on all 20,000 clients, reach")
    half_a_hundredth = 0.0051  # pages show two decimals
    for page_says, bank_says in (
        (contest, measured("logistic regression", clients=2_000).estimate),
        (locked, measured("logistic regression", clients=1_500).estimate),
        (everybody, rivals()["boosted trees"].auc),
    ):
        assert page_says == pytest.approx(bank_says, abs=half_a_hundredth)


@known("the plain model")
def test_the_plain_model_that_2_4_sends_live_is_the_bank_s() -> None:
    live = stated("am4", "plain logistic regression, locked test: AUC")
    assert live == pytest.approx(rivals()["logistic regression"].auc, abs=0.006)


@known("worth of a point")
def test_2_4_calls_a_point_not_worth_a_search_only_if_it_is_cheaper_than_one() -> None:
    week = 40  # hours of an analyst: the searches of module 2 run in seconds
    _, low, _ = prices().in_hours(prices().auc_point)
    assert "not worth a search" not in model_reason("am4.winner") or low < week


# Across modules

# What goes into production, by what a model answer says.
LIVE = {
    "am2.search": {
        "learned search, ship the smallest pipeline within the error of the best": "a small pipeline",
    },
    "am4.winner": {"neither": "logistic regression"},
    "dp4.train": {"train with DP-SGD at ε = 3": "a private network"},
}
# Whose code trains it.
MADE_WITH = {
    "a small pipeline": "scikit-learn",
    "logistic regression": "scikit-learn",
    "a private network": "NumPy",
}


def live() -> dict[str, str]:
    return {name: answers[model_answer(name)] for name, answers in LIVE.items()}


@known("the model in production")
def test_one_model_goes_into_production() -> None:
    assert len(set(live().values())) == 1, live()


@known("the platform")
def test_the_platform_of_1_4_is_the_one_that_the_decided_models_use() -> None:
    platform = model_answer("fw5.platform")
    assert all(MADE_WITH[model] in platform for model in live().values()), platform


def test_all_pages_refuse_at_the_bank_s_cutoff() -> None:
    assert constants("fw2", "bar") == constants("fw5", "CUTOFF") == (POLICY.cutoff.value,)
