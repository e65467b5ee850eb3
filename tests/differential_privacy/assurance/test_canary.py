"""The canary audit of DP-SGD: against a step written as a loop, and against three faulty trainers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from execml.differential_privacy.assurance.audit import audit_epsilon
from execml.differential_privacy.assurance.canary import (
    FAULTS,
    Training,
    audit_runs,
    likelihood_score,
    steadiness_score,
)
from scipy.stats import norm

GENERATOR = np.random.default_rng(12)

FEATURES = np.column_stack([GENERATOR.normal(size=(40, 5)), np.zeros(40)])

LABELS = (GENERATOR.random(40) < 0.3).astype(int)

CANARY = (np.array([0.0, 0, 0, 0, 0, 100.0]), 1)


def looped_updates(fault: str, steps: int, clip: float, rate: float) -> np.ndarray:
    """DP-SGD without noise, everybody in every step, one client after the other."""
    rows = np.column_stack([np.vstack([FEATURES, CANARY[0]]), np.ones(41)])
    answers = np.append(LABELS, CANARY[1])
    direction = -rows[-1] / np.linalg.norm(rows[-1])
    weights, seen = np.zeros(7), []
    for _ in range(steps):
        gradients = [
            (1 / (1 + math.exp(-row @ weights)) - answer) * row
            for row, answer in zip(rows, answers, strict=True)
        ]
        if fault == "clips the average":
            average = sum(gradients) / len(FEATURES)
            total = len(FEATURES) * average * min(1, clip / np.linalg.norm(average))
        else:
            total = sum(gradient * min(1, clip / np.linalg.norm(gradient)) for gradient in gradients)
        seen.append(total @ direction / clip)
        weights = weights - rate * total / len(FEATURES)
    return np.array(seen)


@pytest.mark.parametrize("fault", ["follows the proof", "clips the average"])
def test_released_sums_equal_those_of_a_loop_over_clients(fault: str) -> None:
    training = Training(noise_multiplier=1e-9, sample_rate=1.0, steps=4, clip=0.7, learning_rate=0.5)
    seen = audit_runs(FEATURES, LABELS, CANARY, True, 3, training, np.random.default_rng(1), fault)
    expected = looped_updates(fault, 4, 0.7, 0.5)
    assert seen.updates == pytest.approx(np.tile(expected, (3, 1)), rel=1e-4, abs=1e-5)


@pytest.mark.parametrize(
    ("fault", "share"), [("follows the proof", 1.0), ("divides the noise", 0.25), ("repeats the noise", 1.0)]
)
def test_noise_has_the_size_that_each_trainer_gives_it(fault: str, share: float) -> None:
    training = Training(noise_multiplier=3.0, sample_rate=0.2, steps=2, learning_rate=1e-9)
    seen = audit_runs(
        np.zeros((20, 6)), np.arange(20) % 2, CANARY, False, 20_000, training, np.random.default_rng(2), fault
    )
    assert seen.updates.std() == pytest.approx(3.0 * share, rel=0.02)
    assert (steadiness_score(seen.updates).max() < 0.1) == (fault == "repeats the noise")


def test_correct_trainer_lets_the_canary_add_at_most_the_clipping_norm() -> None:
    training = Training(noise_multiplier=1e-9, sample_rate=0.5, steps=1)
    seen = audit_runs(FEATURES, LABELS, CANARY, True, 20_000, training, np.random.default_rng(3))
    clean = audit_runs(FEATURES, LABELS, CANARY, False, 20_000, training, np.random.default_rng(4))
    drawn = seen.updates - clean.updates.mean()
    assert drawn.max() < 1.1  # the others add a little through the bias
    assert drawn.mean() == pytest.approx(0.5, abs=0.015)  # in half of the runs


def test_likelihood_score_is_the_log_ratio_of_the_two_densities() -> None:
    training = Training(noise_multiplier=1.3, sample_rate=0.2, steps=5)
    updates = np.random.default_rng(5).normal(size=(7, 5)) * 2
    present = 0.8 * norm.pdf(updates, 0, 1.3) + 0.2 * norm.pdf(updates, 1, 1.3)
    expected = np.log(present / norm.pdf(updates, 0, 1.3)).sum(axis=1)
    assert likelihood_score(updates, training) == pytest.approx(expected, rel=1e-9)


def test_audit_catches_each_fault_and_not_the_correct_trainer() -> None:
    training = Training(noise_multiplier=1.7426, sample_rate=0.1, steps=10)  # epsilon 1 at delta 1e-5
    caught = {}
    for fault in FAULTS:
        generator = np.random.default_rng(8)
        runs = [
            audit_runs(FEATURES, LABELS, CANARY, present, 4000, training, generator, fault)
            for present in (True, False)
        ]
        likelihood = audit_epsilon(*(likelihood_score(seen.updates, training) for seen in runs), 1e-5, 0.99)
        steadiness = audit_epsilon(*(steadiness_score(seen.updates) for seen in runs), 1e-5, 0.99)
        caught[fault] = (likelihood.refutes(1.0), steadiness.refutes(1.0))
    assert caught["follows the proof"] == (False, False)
    assert all(any(verdicts) for fault, verdicts in caught.items() if fault != "follows the proof")
    assert caught["repeats the noise"] == (False, True)  # each step alone is as it should be


@pytest.mark.parametrize(
    ("change", "message"),
    [({"fault": "typo"}, "fault='typo'"), ({"runs": 0}, "runs=0"), ({"labels": LABELS[:3]}, "labels")],
)
def test_bad_runs_are_named(change: dict[str, object], message: str) -> None:
    arguments = {"features": FEATURES, "labels": LABELS, "canary": CANARY, "present": True, "runs": 2}
    arguments |= {"training": Training(1.0, 0.5, 2), "generator": np.random.default_rng(1), **change}
    with pytest.raises(ValueError, match=message):
        audit_runs(**arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("settings_", "message"),
    [((0.0, 0.1, 1), "noise_multiplier=0.0"), ((1.0, 0.0, 1), "sample_rate=0.0"), ((1.0, 0.1, 0), "steps=0")],
)
def test_bad_training_settings_are_named(settings_: tuple[float, float, int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Training(*settings_)
