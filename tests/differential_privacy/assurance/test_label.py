"""Labels: epsilon is computed, what is missing or contradictory is found, bad entries are refused."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from dp_accounting.pld.privacy_loss_distribution import from_gaussian_mechanism
from execml.course.digits import at_most
from execml.differential_privacy.assurance.audit import audit_epsilon
from execml.differential_privacy.assurance.label import PrivacyLabel
from execml.differential_privacy.libraries.dp_accounting import dp_accounting_epsilon
from execml.differential_privacy.mechanisms.gaussian import gaussian_delta
from execml.differential_privacy.mechanisms.trade_off import gaussian_power, largest_power
from hypothesis import given, settings
from hypothesis import strategies as st

from .labels import COMPLETE


def blocking(label: PrivacyLabel) -> list[str]:
    return [finding.about for finding in label.findings() if finding.blocks]


def test_complete_label_has_no_findings_and_the_epsilon_of_the_reference_accountant() -> None:
    assert COMPLETE.epsilon == pytest.approx(dp_accounting_epsilon(1.2, 0.0128, 780, 1e-6), rel=1e-3)
    assert COMPLETE.findings() == ()
    assert COMPLETE.proven


@pytest.mark.parametrize(
    ("change", "about"),
    [
        ({"sampling": "shuffled"}, "batches"),
        ({"sampling": "fixed size"}, "batches"),
        ({"sampling": "none"}, "batches"),  # contradicts the sample rate
        ({"adjacency": "replace one"}, "neighbours"),
        ({"accountant": "clt"}, "accountant"),
        ({"delta": 1 / 20_000}, "delta"),
        ({"claimed_epsilon": 1.0}, "epsilon"),
        ({"tuning_runs": None}, "gaps"),
        ({"unit": None}, "gaps"),
    ],
)
def test_each_defect_blocks_the_signature(change: dict[str, object], about: str) -> None:
    label = replace(COMPLETE, **change)  # type: ignore[arg-type]
    assert blocking(label) == [about]
    assert "Do not sign" in label.card().text()


@pytest.mark.parametrize("name", ["noise_multiplier", "sample_rate", "steps", "delta", "accountant"])
def test_epsilon_is_unknown_without_what_it_is_computed_from(name: str) -> None:
    label = replace(COMPLETE, **{name: None})  # type: ignore[arg-type]
    assert label.epsilon is None
    assert label.epsilon_with_tuning is None
    assert label.group_guarantee is None
    assert not label.proven
    assert "ε = ?" in label.card().text()


@pytest.mark.parametrize(("delta", "asked"), [(1e-6, []), (1e-5, ["delta"]), (4.9e-5, ["delta"])])
def test_delta_near_one_in_n_is_asked_about(delta: float, asked: list[str]) -> None:
    label = replace(COMPLETE, delta=delta)
    assert blocking(label) == []
    assert [finding.about for finding in label.findings()] == asked


def test_claim_is_compared_with_the_settings_and_with_the_audit() -> None:
    assert blocking(replace(COMPLETE, claimed_epsilon=2.0)) == []
    proves_four = audit_epsilon(np.ones(100), np.zeros(100), 1e-6, threshold=0.5)
    assert blocking(replace(COMPLETE, audit=proves_four)) == ["audit"]
    proves_nothing = audit_epsilon(np.zeros(100), np.zeros(100), 1e-6, threshold=0.5)
    assert blocking(replace(COMPLETE, audit=proves_nothing)) == []
    weaker_promise = replace(COMPLETE, noise_multiplier=None, claimed_epsilon=3.0, delta=2e-6)
    assert blocking(replace(weaker_promise, delta=1e-6, audit=proves_four)) == ["gaps", "audit"]
    # The audit tested a smaller delta than was promised. With noise stated, its counts refute that noise.
    assert blocking(replace(weaker_promise, audit=proves_four)) == ["gaps"]
    assert blocking(replace(COMPLETE, delta=2e-6, audit=proves_four)) == ["audit"]
    only_a_claim = PrivacyLabel("Service", "scores", claimed_epsilon=1.0, audit=proves_four)
    assert "audit" in blocking(only_a_claim)


@pytest.mark.parametrize(("hits", "blocks"), [(850, []), (1_300, ["audit"])])
def test_an_audit_is_compared_with_the_whole_curve_of_the_stated_noise(hits: int, blocks: list[str]) -> None:
    # At 8% false alarms this noise permits 19.1% hits by dp-accounting; a bare ε = 2.9 permits 95%.
    label = replace(COMPLETE, noise_multiplier=0.93, claimed_epsilon=3.0)
    places = np.arange(5_000)
    scores = (places < hits) * 1.0, (places < 400) * 1.0
    found = audit_epsilon(*scores, 1e-6, threshold=0.5, guesses="in")
    assert not found.refutes(label.epsilon)
    assert blocking(replace(label, audit=found)) == blocks


def test_an_honest_run_of_the_stated_noise_is_accused_no_more_often_than_permitted() -> None:
    label = replace(COMPLETE, noise_multiplier=2.0, sample_rate=1.0, steps=1, sampling="none")
    generator, accused = np.random.default_rng(8), 0
    for _ in range(200):
        scores = 1 + 2 * generator.normal(size=500), 2 * generator.normal(size=500)
        found = audit_epsilon(*scores, 1e-6, threshold=1.0, guesses="in")
        hits, alarms = found.rates()
        accused += hits > gaussian_power(alarms, 2.0)
    assert accused <= 18  # 5% of 200, and three standard deviations
    assert blocking(replace(label, audit=found)) == []


def test_questions_do_not_block() -> None:
    searched = replace(COMPLETE, tuning_runs=4, group=3, accountant="rdp_2017")
    assert blocking(searched) == []
    assert [finding.about for finding in searched.findings()] == ["tuning runs", "accountant", "group"]


def test_tuning_runs_count_as_so_many_times_the_steps_and_stand_in_the_headline() -> None:
    searched = replace(COMPLETE, tuning_runs=4)
    together = replace(COMPLETE, steps=4 * 780)
    assert searched.epsilon_with_tuning == searched.headline == pytest.approx(together.epsilon)
    assert searched.epsilon == COMPLETE.epsilon == COMPLETE.headline
    assert f"ε = {at_most(together.epsilon, '.2f')}" in searched.card().text()
    assert searched.detection_limit() == pytest.approx(together.detection_limit(), rel=1e-6)
    assert searched.group_guarantee == pytest.approx(together.group_guarantee)


@pytest.mark.parametrize("runs", [2, 40, 1_000])
def test_a_claim_that_leaves_tuning_out_is_not_to_be_signed(runs: int) -> None:
    claimed = replace(COMPLETE, tuning_runs=runs, claimed_epsilon=2.0)
    assert blocking(claimed) == ["tuning runs"]
    honest = replace(claimed, claimed_epsilon=1.02 * claimed.headline)
    assert blocking(honest) == []


@pytest.mark.parametrize("group", [1, 2, 5])
def test_group_guarantee_holds_for_the_exact_gaussian_group(group: int) -> None:
    # k rows at once move a Gaussian answer by k sensitivities; the chain must not be below its exact delta.
    label = replace(COMPLETE, noise_multiplier=5.0, sample_rate=1.0, steps=1, sampling="none", group=group)
    assert label.group_guarantee is not None
    epsilon, delta = label.group_guarantee
    assert gaussian_delta(5.0 / group, epsilon) <= delta * (1 + 1e-9)
    assert (epsilon, delta) == pytest.approx((label.epsilon, label.delta)) or group > 1


@settings(deadline=None, max_examples=40)
@given(noise=st.floats(0.5, 20), rate=st.floats(0.001, 0.5))
def test_no_attack_on_a_gaussian_beats_the_limit_on_the_card(noise: float, rate: float) -> None:
    label = replace(COMPLETE, noise_multiplier=noise, sample_rate=1.0, steps=1, sampling="none")
    limit = label.detection_limit(rate)
    assert limit is not None
    exact = gaussian_power(rate, noise)
    assert exact <= limit + 1e-9
    # The whole curve of a Gaussian is the attacker's power: the limit is reached, up to the curve's end.
    one_point = float(largest_power(rate, label.epsilon, label.delta))
    assert limit <= min(one_point, exact + 0.03 * (1 - exact) + 1e-4)


def test_the_label_reports_the_curve_and_not_one_point_of_it() -> None:
    label = replace(COMPLETE, noise_multiplier=1.7745620567, sample_rate=0.05, steps=400)
    assert label.epsilon == pytest.approx(3, abs=1e-4)
    # dp-accounting's own privacy loss distribution: the least of e^ε α + δ(ε) over a grid.
    step = from_gaussian_mechanism(1.7745620567, value_discretization_interval=1e-3, sampling_prob=0.05)
    composed = step.self_compose(400)
    grid = np.linspace(0, 3, 301)
    curve = [composed.get_delta_for_epsilon(epsilon) for epsilon in grid]
    wanted = min(float(largest_power(0.01, e, d)) for e, d in zip(grid, curve, strict=True))
    assert label.detection_limit(0.01) == pytest.approx(wanted, rel=0.01)
    assert wanted < 0.05 < float(largest_power(0.01, 3.0, 1e-6))  # one point alone would say 20%


def test_the_rows_go_down_the_pyramid_of_nist_and_end_with_what_no_label_shows() -> None:
    rows = [name for name, _ in COMPLETE.card().entries]
    top, below = ("Whose privacy", "Neighbours differ by", "Delta"), ("Batches", "Noise", "Accountant")
    assert max(map(rows.index, top)) < min(map(rows.index, below))
    assert max(map(rows.index, below)) < min(map(rows.index, ("Tuning runs", "Audit")))
    assert rows[-1] == "Not on any label"


def test_no_number_on_a_card_has_a_hyphen_for_a_minus() -> None:
    text = replace(COMPLETE, group=2, delta=3e-6).card().text()
    assert "e-0" not in text
    assert "3·10⁻⁶" in text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"delta": 1.0}, "delta=1.0"),
        ({"sample_rate": 0.0}, "sample_rate=0.0"),
        ({"steps": 1.5}, "steps=1.5"),
        ({"sampling": "random"}, "sampling='random'"),
        ({"accountant": "moments"}, "accountant='moments'"),
        ({"group": 0}, "group=0"),
        ({"group": None}, "group=None"),
        ({"noise_multiplier": math.nan}, "noise_multiplier=nan"),
    ],
)
def test_labels_refuse_impossible_entries(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(COMPLETE, **change)  # type: ignore[arg-type]
