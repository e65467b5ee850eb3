"""The walk through module 6: one game, one label, one model, and a remedy for the duty that is not met."""

from __future__ import annotations

import ast
import re

import numpy as np
import pytest
from execml.course import POLICY, prices, risk_split
from execml.differential_privacy import DPSGDClassifier
from execml.xai_ethics.attribution.exact import every_coalition
from execml.xai_ethics.games.shapley import shapley_weights
from execml.xai_ethics.scrutiny.desk import BASELINE, desk

from .answers import constants, model_answer, page, shown, statements, words
from .test_models import live

LABELLED = ("xe3", "xe5")  # where the bank signs a label


def label(unit: str) -> str:
    """Return the call that makes the label which a page signs, as text."""
    calls = [
        node
        for statement in statements(unit)
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "ExplanationLabel"
    ]
    return ast.unparse(calls[0])


def texts(unit: str) -> set[str]:
    """Return the texts that stand in that call."""
    return {
        node.value
        for node in ast.walk(ast.parse(label(unit)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize("unit", LABELLED)
def test_the_signed_label_plays_the_game_that_6_1_decided_on(unit: str) -> None:
    game, background = re.match(r"(\w+), against rows of the (.+)", model_answer("xe1.game")).groups()
    assert game in texts(unit)
    assert any(background in text for text in texts(unit))


@pytest.mark.parametrize("unit", LABELLED)
def test_the_signed_label_uses_the_explainer_that_6_2_decided_on(unit: str) -> None:
    assert model_answer("xe2.tool").startswith("the exact one for trees")
    assert any(text.startswith("exact") for text in texts(unit))


def test_6_3_and_6_5_sign_the_same_label() -> None:
    assert "signed label" in model_answer("xe3.letter") and "specification" in model_answer("xe5.sign")
    found = [
        re.findall(r"Label of the risk model's letters: [^\n|]*? on \d{4}-\d\d-\d\d\.", shown(unit))
        for unit in LABELLED
    ]
    assert len(found[0]) == len(found[1]) == 1 and found[0] == found[1], found


def test_module_6_explains_the_bank_s_baseline_at_the_bank_s_cutoff() -> None:
    assert POLICY.baseline.value == BASELINE
    for unit in ("xe2", "xe3", "xe4", "xe5"):
        text = " ".join(cell.text for cell in page(unit).cells if cell.kind == "code")
        assert "desk(" in text and not re.search(r"cutoff\s*=\s*0\.\d", text)


def test_module_6_says_that_what_it_explains_is_not_what_stands_in_production() -> None:
    assert live()["dp4.train"] != BASELINE
    for unit in ("xe1", "xe5"):
        assert re.search(r"baseline.{0,120}unit 3\.4's network", words(unit)), unit
        assert "in production" in words(unit).lower(), unit


def test_a_network_with_privacy_can_be_explained_exactly_too() -> None:
    split, families = risk_split(), desk().families
    model = DPSGDClassifier(
        noise_multiplier=0.0,
        max_gradient_norm=4.0,
        batch_size=1_000,
        epochs=1,
        generator=np.random.default_rng(0),
    ).fit(split.train_features, split.train_labels)

    def log_odds(rows: np.ndarray) -> np.ndarray:
        risks = model.predict_proba(rows)[:, 1]
        return np.log(risks / (1 - risks))

    client, background = split.test_features[:1], split.train_features[:20]
    earned = every_coalition(log_odds, client, background, families)
    assert earned.shape[-1] == 2 ** len(set(families)) == 256
    values = earned @ shapley_weights(8).T
    assert values.sum() == pytest.approx((log_odds(client) - log_odds(background).mean()).item(), abs=1e-6)


def test_the_duty_that_6_5_does_not_meet_has_6_4_s_remedy_and_an_owner() -> None:
    assert "without the sex column" in model_answer("xe4.fair")
    assert re.search(
        r"changes \d+\.\d% of its decisions if nothing but the sex column is switched", shown("xe5")
    )
    assert "sex column goes" in str(constants("xe5", "because")[0])


def test_reviews_cost_the_bank_s_hour_and_errors_the_bank_s_prices() -> None:
    missed, payer, review = constants("xe5", "missed", "payer", "REVIEW")
    assert (missed, payer) == (prices().missed_default.value, prices().refused_client.value)
    assert review == pytest.approx(prices().hour.value / 4)
    assert constants("xe4", "missed", "payer") == (missed, payer)


def test_6_4_shows_the_prices_that_it_counts_with() -> None:
    missed, payer = constants("xe4", "missed", "payer")
    assert f"A missed default is counted at NT\\$ {missed:,.0f}, a refused payer at {payer:,.0f}" in shown(
        "xe4"
    )
    assert payer / missed == pytest.approx(POLICY.cutoff.value / (1 - POLICY.cutoff.value))
