"""The trap: one record between two thresholds is read exactly, also through masks; more are blended."""

from __future__ import annotations

import execml.federated_learning as fl
import numpy as np
import pytest

THRESHOLDS = np.linspace(-2, 2, 41)


def caught(records, labels, thresholds=THRESHOLDS, gain=0.01):
    along = np.array([1.0, 0.5, 0.0])
    trap, dead = fl.trap_model(along, thresholds, gain=gain)
    plan = fl.FedAvg(hidden_layers=(len(thresholds),), learning_rate=1.0)
    draw = np.random.default_rng(0)
    victim = plan.updates([(records, labels)], trap, draw)[0]
    other = plan.updates([(np.random.default_rng(1).uniform(-2, 2, (50, 3)), np.arange(50) % 2)], dead, draw)[
        0
    ]
    return [fl.unflattened(one, trap)[0] for one in (victim, other)]


def test_records_between_different_thresholds_are_read_exactly_and_two_in_one_gap_are_not():
    records = np.array([[-1.55, 0.1, 0.3], [0.05, 0.0, 0.9], [0.06, 0.01, 0.4], [1.25, 0.1, 0.7]])
    first, _ = caught(records, np.array([0, 1, 0, 1]))
    found, right = fl.records_found(fl.read_trap(first), records, tolerance=1e-9)
    assert found.tolist() == [True, False, False, True]
    assert right.sum() == 2


def test_the_dead_model_s_first_layer_gets_no_update_at_all():
    _, other = caught(np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0]]), np.array([0, 1]))
    assert not other.any()


def test_a_sum_through_perfect_masks_gives_the_victim_s_records():
    records = np.random.default_rng(3).uniform(-1, 1, (12, 3))
    first, other = caught(records, np.arange(12) % 2)
    parts = [first.ravel(), *[other.ravel()] * 4]
    plan = fl.SecureAggregation(5, 3, len(parts[0]))
    total = plan.sum(parts, np.random.default_rng(0), late=[4]).reshape(first.shape)
    found, _ = fl.records_found(fl.read_trap(total, least=1e-6), records, tolerance=0.005)
    alone, _ = fl.records_found(fl.read_trap(first), records, tolerance=0.005)
    assert found.sum() == alone.sum() >= 6


def test_plausible_keeps_whole_records_and_drops_blends():
    rows = [[1.0, 0.0, 0.3], [0.6, 0.0, 0.3], [0.99, 0.01, 0.2]]
    assert fl.plausible(rows, [True, True, False]).tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([1.0], [0.0, 0.0]), "thresholds must rise"),
        (([1.0], [[0.0]]), "thresholds"),
        (([np.nan], [0.0]), "direction"),
        (([1.0], [0.0], 1), "n_classes=1"),
        (([1.0], [0.0], 2, 0), "gain=0"),
    ],
)
def test_arguments_are_refused_by_name(arguments, words):
    with pytest.raises(ValueError, match=words):
        fl.trap_model(*arguments)
