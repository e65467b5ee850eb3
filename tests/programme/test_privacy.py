"""The walk through module 3: promise, year, label and price, by the programme's own accountant."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from execml.course import POLICY, risk_split, rivals
from execml.course.digits import at_most
from execml.differential_privacy import (
    BudgetLedger,
    DPSGDClassifier,
    MarginalSynthesizer,
    PrivacyLabel,
    Release,
    composed_epsilon,
    epsilon,
    harbour_model,
)
from execml.differential_privacy.training.public_bins import CREDIT_BINS
from execml.differential_privacy.units.unit_3.exercises import DELTA as exercise_delta
from execml.differential_privacy.units.unit_6.exercises import File, files
from sklearn.metrics import roc_auc_score

from .answers import constants, model_answer, model_reason, page, shown, stated, words


@cache
def ledger() -> BudgetLedger:
    return constants("dp6", "ledger")[0]


@cache
def label() -> PrivacyLabel:
    return constants("dp6", "model")[0]


def as_release(runs: int) -> Release:
    """Return the model of unit 3.4, as the label of 3.6 describes it, with so many runs."""
    model = label()
    noise, rate, steps = model.noise_multiplier, model.sample_rate, model.steps
    return Release("model", noise_multiplier=noise, sample_rate=rate, steps=steps * runs)


def vendor_who_tuned() -> PrivacyLabel:
    """Return the label of the vendor of 3.4 who tuned on the clients; all else is as it should be."""
    offers = constants("dp4", "offers")[0].set_index("vendor").loc["C"]
    return PrivacyLabel(
        "vendor C",
        "the trained weights",
        POLICY.unit_of_privacy.value,
        POLICY.neighbours.value,
        POLICY.sampling.value,
        POLICY.delta.value,
        POLICY.accountant.value,
        noise_multiplier=offers["noise multiplier"],
        sample_rate=offers["expected batch"] / 20_000,
        steps=int(offers["steps"]),
        clients=20_000,
        tuning_runs=int(offers["models trained"]),
        claimed_epsilon=float(offers["stated ε"]),
    )


# Module 3: the promise


def test_the_clause_of_3_3_is_the_bank_s_policy() -> None:
    clause = model_answer("dp3.accountant")
    assert float(re.search(r"δ = (0\.0+1)", clause)[1]) == POLICY.delta.value
    assert "exact accountant" in clause and POLICY.accountant.value == "pld"
    assert POLICY.sampling.value in clause.lower()
    assert "all releases of the year" in clause


def test_the_decisions_of_3_4_and_3_6_are_the_bank_s_policy() -> None:
    assert model_answer("dp4.train").endswith(f"ε = {POLICY.model_epsilon.value:g}")
    assert f"a cap of {POLICY.yearly_cap.value:g} a year" in model_answer("dp6.epsilon")


def test_the_glossary_and_the_theorem_mean_the_same_neighbours_as_the_bank() -> None:
    assert POLICY.neighbours.value == "add or remove one"
    assert "for adding or removing one client" in words("dp4")
    assert label().adjacency == POLICY.neighbours.value


def test_3_2_means_the_bank_s_neighbours_and_the_bank_s_delta() -> None:
    assert "neighbours if one of them has one client more" in re.sub(r"[\[\]]|\(\S+?\)", "", words("dp2"))
    assert f"{POLICY.neighbours.value}, on all our pages" in words("dp2").lower()
    for unit in ("dp2", "dp3"):
        assert constants(unit, "small")[0] == POLICY.delta.value
    assert exercise_delta == POLICY.delta.value


def test_the_label_and_the_ledger_protect_the_bank_s_unit() -> None:
    assert label().unit == ledger().unit == POLICY.unit_of_privacy.value
    assert label().sampling == POLICY.sampling.value
    assert ledger().cap == POLICY.yearly_cap.value


def test_3_4_trains_at_the_decided_delta() -> None:
    assert constants("dp4", "model")[0].delta == POLICY.delta.value


def test_3_6_keeps_its_ledger_at_the_decided_delta() -> None:
    assert ledger().delta == label().delta == POLICY.delta.value


def test_the_audits_of_3_6_have_the_bank_s_confidence_together() -> None:
    (each,) = constants("dp6", "each")
    assert 1 - 4 * (1 - each) == pytest.approx(POLICY.audit_confidence.value)
    assert {file.audit.confidence for file in files()} == {POLICY.audit_confidence.value}


def test_what_3_1_publishes_with_noise_is_so_in_the_year() -> None:
    assert model_answer("dp1.release") == "publish only with noise"
    assert all(release.noise_multiplier or release.pure_epsilon for release in constants("dp6", "planned")[0])


# Module 3: the year


def test_the_year_is_under_its_cap_as_the_page_computes_it() -> None:
    assert at_most(ledger().spent, ".2f") == f"{stated('dp6', 'year of 16 releases, composed ε'):.2f}"
    assert ledger().spent <= POLICY.yearly_cap.value


def test_the_year_is_under_its_cap_at_the_decided_delta() -> None:
    assert composed_epsilon(ledger().releases, POLICY.delta.value) <= POLICY.yearly_cap.value


def test_the_model_that_3_4_trains_is_in_the_year_and_counts_in_full() -> None:
    model = as_release(runs=1)
    in_the_year = [release for release in ledger().releases if release.name == "default-risk model"]
    assert [replace(release, name="any", when="") for release in in_the_year] == [replace(model, name="any")]
    others = [release for release in ledger().releases if release.name != "default-risk model"]
    assert composed_epsilon([*others, model], ledger().delta) == pytest.approx(ledger().spent)


def test_the_model_in_the_year_is_trained_with_the_noise_of_3_4() -> None:
    spent = constants("dp4", "model")[0].fit(*few_clients()).privacy_
    model = harbour_model()
    assert (model.sample_rate, model.steps) == (spent.sample_rate, spent.steps)
    assert model.noise_multiplier == pytest.approx(spent.noise_multiplier)
    assert spent.nominal


def test_what_chose_the_settings_and_what_is_said_of_the_model_are_in_the_year() -> None:
    names = [release.name for release in ledger().releases]
    assert {"tables of invented clients", "their tree", "quality figures"} <= set(names)
    assert label().tuning_runs == 1
    maker = MarginalSynthesizer(0.25, POLICY.delta.value, CREDIT_BINS, "default", np.random.default_rng(1))
    invented = maker.fit(risk_split().train_clients.iloc[:300]).releases("Feb")
    assert [release for release in ledger().releases if release.when == "Feb"][1:] == list(invented)
    assert "invented(0.25" in "\n".join(cell.text for cell in page("dp4").cells)


def test_trials_on_the_clients_would_break_the_year() -> None:
    assert ledger().would_spend(as_release(runs=79)) > 10 * ledger().cap


def test_the_model_of_the_year_has_the_epsilon_that_3_4_decides() -> None:
    model = next(release for release in ledger().releases if release.name == "default-risk model")
    assert composed_epsilon([model], ledger().delta) == pytest.approx(POLICY.model_epsilon.value, abs=0.01)


def test_3_4_and_3_6_state_the_same_cost_of_80_trials() -> None:
    added_up = stated("dp4", "ε if 80 trials had been on the clients")
    assert composed_epsilon([as_release(runs=80)], ledger().delta) == pytest.approx(added_up, abs=0.1)
    assert stated("dp6", "would alone have spent") == pytest.approx(added_up, abs=0.5)
    settings = constants("dp4", "PRIVATE")[0]
    assert label().sample_rate == settings["batch_size"] / label().clients
    assert label().steps == settings["epochs"] * label().clients / settings["batch_size"]


def test_3_4_does_not_sign_the_vendor_who_tuned() -> None:
    vendor = vendor_who_tuned()
    assert "C" not in constants("dp4", "to_sign")[0]
    assert vendor.epsilon <= 3 < vendor.epsilon_with_tuning
    runs = vendor.tuning_runs * vendor.steps
    assert vendor.epsilon_with_tuning == pytest.approx(
        epsilon(vendor.noise_multiplier, 0.05, runs, POLICY.delta.value)
    )


def test_the_label_blocks_what_3_4_does_not_sign() -> None:
    assert any(finding.blocks for finding in vendor_who_tuned().findings())


def test_the_verdict_of_3_6_is_not_to_sign_what_3_4_does_not() -> None:
    clean = next(file.audit for file in files() if file.verdict == "sign")
    assert File("C", vendor_who_tuned(), clean).verdict != "sign"


@cache
def private_auc() -> float:
    """Return the mean AUC of the model that 3.4 decides to train, over the page's ten seeds."""
    split, (settings,) = risk_split(), constants("dp4", "PRIVATE")
    train, test = split.train_features.astype(float), split.test_features.astype(float)
    models = [
        DPSGDClassifier(
            epsilon=POLICY.model_epsilon.value, generator=np.random.default_rng(seed), **settings
        ).fit(train, split.train_labels)
        for seed in range(10)
    ]
    return float(
        np.mean([roc_auc_score(split.test_labels, model.predict_proba(test)[:, 1]) for model in models])
    )


def test_the_price_of_privacy_is_taken_against_the_bank_s_baseline() -> None:
    cost = 100 * (rivals()[POLICY.baseline.value].auc - private_auc())
    assert stated("dp4", "AUC points lost with DP-SGD at ε = 3") == pytest.approx(cost, abs=0.1)


def test_privacy_costs_about_a_point_against_the_baseline() -> None:
    assert "about a point" in model_reason("dp4.train")
    assert 0.7 < 100 * (rivals()[POLICY.baseline.value].auc - private_auc()) < 1.2


def few_clients() -> tuple[np.ndarray, np.ndarray]:
    """Return too few clients to learn from: rate, steps and noise must not depend on how many there are."""
    split = risk_split()
    return split.train_features[:500].astype(float), split.train_labels[:500]


def test_the_label_of_3_6_tells_of_the_runs_that_3_4_still_lives_on() -> None:
    rests = "Width, batch and epochs are the earlier edition's" in shown("dp4")
    told = "Width, batch and epochs are taken as given (unit 4)" in " ".join(shown("dp6").split())
    assert rests == told
