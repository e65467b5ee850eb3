"""What unit 6 says in bold, repeated on other draws than the page's, and recomputed by another accountant."""

from __future__ import annotations

import numpy as np
import pytest
from dp_accounting import GaussianDpEvent, LaplaceDpEvent, PoissonSampledDpEvent
from dp_accounting.pld import PLDAccountant
from execml.course import POLICY, repeated
from execml.differential_privacy import (
    Training,
    audit_epsilon,
    audit_runs,
    harbour_branch,
    harbour_year,
    noise_multiplier,
    one_run_epsilon,
    one_run_scores,
    steadiness_score,
)
from execml.differential_privacy.assurance.canary import FAULTS
from execml.differential_privacy.units.unit_6.auditors import accused

UNIT = "3_differential_privacy/6_signing_off_an_epsilon"
DELTA = POLICY.delta.value
PROMISED = Training(noise_multiplier(1.0, DELTA, 0.1, 10), sample_rate=0.1, steps=10)


def audited(seed: int, fault: str) -> dict[str, float]:
    """Audit one trainer by the page's last attack, at its confidence and with fewer runs."""
    generator, branch = np.random.default_rng(seed), harbour_branch(200)
    count = 5_000 if fault == "divides the noise" else 1_000  # the others show at once
    runs = [
        audit_runs(
            branch.features, branch.labels, branch.invented, present, count, PROMISED, generator, fault
        )
        for present in (True, False)
    ]
    found = audit_epsilon(*(steadiness_score(seen.updates) for seen in runs), DELTA, confidence=0.9875)
    return {"refuted": float(found.refutes(1.0)), "bound": found.lower_bound}


@pytest.mark.claim
@pytest.mark.slow
def test_the_audit_refutes_the_three_faulty_trainers_and_never_the_sound_one(on_the_page) -> None:
    refuted, trainers = on_the_page(UNIT, "refutes # of # trainers")
    over = {"seed": range(200, 210), "fault": list(FAULTS)}
    verdicts = repeated(audited, over=over, measure="refuted").by("fault")
    assert trainers == len(FAULTS) and refuted == 3
    assert verdicts["follows the proof"].mean == 0
    for fault in ("clips the average", "repeats the noise"):
        assert verdicts[fault].mean == 1
    assert verdicts["divides the noise"].mean >= 0.9  # the least of the three faults, at half of the runs


def accusations(seed: int, way: str) -> float:
    generator = np.random.default_rng(seed)
    scores = 1 + generator.laplace(size=(100, 200)), generator.laplace(size=(100, 200))
    return accused(*scores, attacks=20, generator=generator)[way]


@pytest.mark.claim
def test_picking_the_winner_accuses_honest_suppliers_and_a_rule_chosen_on_other_runs_does_not(
    on_the_page,
) -> None:
    (said,) = on_the_page(UNIT, "accuses # of honest suppliers")
    over = {"seed": range(300, 310)}
    attacks = repeated(accusations, over={**over, "way": ["attacks"]})
    low, high = attacks.further(level=0.999)
    assert low - 0.005 < said < high + 0.005, f"{said} and {attacks}"
    assert attacks.interval(0.999)[0] > 0.2  # four times what is permitted, and more
    assert repeated(accusations, over={**over, "way": ["held back"]}).mean <= 0.05


@pytest.mark.claim
def test_one_run_of_invented_clients_refutes_repeated_noise_and_seldom_divided_noise() -> None:
    def bound(seed: int, fault: str) -> float:
        generator = np.random.default_rng(seed)
        coins, seen = one_run_scores(
            harbour_branch(200), 2_000, PROMISED, generator, fault, "change of updates"
        )
        sure = np.argsort(seen)[[*range(100), *range(-100, 0)]]
        right = int((coins[sure] == (np.arange(200) >= 100)).sum())
        return one_run_epsilon(right, 200, 2_000, DELTA)

    faults = ["repeats the noise", "divides the noise", "follows the proof"]
    bounds = repeated(bound, over={"seed": range(400, 412), "fault": faults}).by("fault")
    refuted = {fault: bounds[fault].share(lambda value: value > 1).count for fault in faults}
    assert refuted["repeats the noise"] >= 11
    assert 0.6 < bounds["divides the noise"].mean < 1.1 and refuted["divides the noise"] <= 7
    assert refuted["follows the proof"] == 0


@pytest.mark.claim
@pytest.mark.parametrize("table_noise", [6.0, 8.0, 12.0])
def test_the_year_adds_up_under_its_cap_in_another_accountant_too(table_noise: float, on_the_page) -> None:
    from execml.differential_privacy import composed_epsilon

    year, accountant = harbour_year(table_noise), PLDAccountant()
    for release in year:
        if release.pure_epsilon:
            accountant.compose(LaplaceDpEvent(1 / release.pure_epsilon), release.steps)
        else:
            event = GaussianDpEvent(release.noise_multiplier)
            if release.sample_rate < 1:
                event = PoissonSampledDpEvent(release.sample_rate, event)
            accountant.compose(event, release.steps)
    theirs = accountant.get_epsilon(DELTA)
    assert composed_epsilon(year, DELTA) == pytest.approx(theirs, rel=0.002)
    said, cap = on_the_page(UNIT, "ε = # of a cap of #")
    assert cap == POLICY.yearly_cap.value
    if table_noise == 8:
        assert said == pytest.approx(theirs, abs=0.01) and said <= cap
