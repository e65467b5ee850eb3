"""The bank's rules: whole, reasoned, and true by the programme's own accountant."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError, fields

import dp_accounting
import pytest
from dp_accounting.pld import PLDAccountant
from execml.course import POLICY
from execml.course.bank.policy import Rule
from execml.course.digits import at_most
from execml.course.programme import root, unit_names
from execml.differential_privacy import (
    PrivacyLabel,
    composed_epsilon,
    epsilon,
    harbour_year,
    largest_posterior,
    noise_multiplier,
)

RULES = {field.name: getattr(POLICY, field.name) for field in fields(POLICY)}
SIGMA_OF_TABLES, MODEL = 8.0, (0.05, 400)  # the monthly tables of unit 3.6; the model of unit 3.4


def epsilon_of_the_year(noise: float) -> float:
    """Return ε of twelve tables and one model at the bank's δ, by Google's accountant."""
    rate, steps = MODEL
    accountant = PLDAccountant()
    accountant.compose(dp_accounting.GaussianDpEvent(SIGMA_OF_TABLES), 12)
    step = dp_accounting.PoissonSampledDpEvent(rate, dp_accounting.GaussianDpEvent(noise))
    accountant.compose(step, steps)
    return float(accountant.get_epsilon(POLICY.delta.value))


@pytest.mark.parametrize("name", RULES)
def test_every_rule_says_what_why_and_by_whom(name: str) -> None:
    rule = RULES[name]
    assert len(rule.reason.split()) > 10
    assert rule.reason.rstrip().endswith(".")
    assert len(rule.decided_in) >= 1


def test_what_a_rule_follows_from_is_decided_or_stated_on_a_page() -> None:
    sources = [(root() / "solutions" / f"{name}.py").read_text("utf-8") for name in unit_names(root())]
    decided = set(re.findall(r"decide\(\s*\"([\w.]+)\"", "\n".join(sources)))
    units = {identifier.partition(".")[0] for identifier in decided}
    named = {place for rule in RULES.values() for place in rule.decided_in}
    assert named - decided - units == {"bank"}


def test_a_rule_cannot_be_changed_on_a_page() -> None:
    with pytest.raises(FrozenInstanceError):
        POLICY.delta.value = 1e-5  # type: ignore[misc]


@pytest.mark.parametrize("bad", [{"unit": " "}, {"reason": ""}, {"decided_in": ()}, {"decided_in": "dp3"}])
def test_a_rule_without_unit_reason_or_owner_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(bad))):
        Rule(**{"value": 1, "unit": "ε", "reason": "because", "decided_in": ("dp3",), **bad})


def test_the_rules_make_a_label_without_a_finding() -> None:
    rate, steps = MODEL
    label = PrivacyLabel(
        "model",
        "weights",
        unit=POLICY.unit_of_privacy.value,
        adjacency=POLICY.neighbours.value,
        sampling=POLICY.sampling.value,
        delta=POLICY.delta.value,
        accountant=POLICY.accountant.value,
        noise_multiplier=noise_multiplier(POLICY.model_epsilon.value, POLICY.delta.value, rate, steps),
        sample_rate=rate,
        steps=steps,
        clients=20_000,
        tuning_runs=1,
    )
    assert label.findings() == ()
    assert label.epsilon == pytest.approx(POLICY.model_epsilon.value, abs=1e-6)


def test_delta_is_far_below_one_over_the_clients_and_costs_what_its_reason_says() -> None:
    assert POLICY.delta.value * 20_000 == pytest.approx(0.02)
    run = (1.1, 256 / 20_000, 780)  # of unit 3.3
    assert epsilon(*run, POLICY.delta.value) / epsilon(*run, 1e-5) == pytest.approx(1.16, abs=0.005)
    assert "16%" in POLICY.delta.reason


def test_the_cap_leaves_room_for_the_model_and_a_year_of_tables() -> None:
    noise = noise_multiplier(POLICY.model_epsilon.value, POLICY.delta.value, *MODEL)
    spent = epsilon_of_the_year(noise)
    assert at_most(spent, ".2f") in POLICY.yearly_cap.reason
    year = composed_epsilon(harbour_year(SIGMA_OF_TABLES), POLICY.delta.value)
    assert f"{at_most(year, '.2f')} with both" in POLICY.yearly_cap.reason
    assert spent < POLICY.yearly_cap.value


@pytest.mark.parametrize(("before", "after"), [(0.01, 36), (0.10, 86)])
def test_the_meaning_of_the_cap_is_that_of_bayes_rule(before: float, after: int) -> None:
    assert round(100 * float(largest_posterior(before, POLICY.yearly_cap.value))) == after
    assert f"{after}%" in POLICY.yearly_cap.reason


def test_the_table_of_rules_has_all_of_them() -> None:
    frame = POLICY.frame()
    assert frame["value"].tolist() == [rule.value for rule in RULES.values()]
    assert frame["reason"].str.len().min() > 40
