"""The bank's small risk network: its curvature, a wrong gradient, descent."""

from typing import Any

import numpy as np
import pytest
import torch
from execml.frameworks import (
    gradient_by_hand,
    gradient_test,
    hessian_vector_product,
    largest_gap,
    mean_loss,
    random_direction,
    starting_weights,
    value_of,
)
from execml.frameworks.networks.risk_network import descend

DRAW = np.random.default_rng(0)
FEATURES, LABELS = DRAW.normal(size=(50, 30)), DRAW.integers(0, 2, size=50)
WEIGHTS = starting_weights(30, 4, DRAW)


def test_the_curvature_of_the_risk_network_is_pytorchs() -> None:
    way = random_direction(WEIGHTS, np.random.default_rng(3))
    ours = hessian_vector_product(mean_loss(FEATURES, LABELS))(WEIGHTS, way)

    def loss(kernel: Any, bias: Any, last: Any, offset: Any) -> Any:
        log_odds = torch.tanh(torch.tensor(FEATURES) @ kernel + bias) @ last + offset
        outcomes = torch.tensor(LABELS, dtype=torch.float64)
        return torch.nn.functional.binary_cross_entropy_with_logits(log_odds, outcomes)

    point, along = (tuple(torch.tensor(part) for part in parts) for parts in (WEIGHTS, way))
    _, theirs = torch.autograd.functional.hvp(loss, point, along)
    for mine, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine, other.numpy(), rtol=1e-11, atol=1e-13)


def test_a_wrong_gradient_trains_and_the_test_finds_it() -> None:
    loss = value_of(mean_loss(FEATURES, LABELS))
    right, wrong = (gradient_by_hand(FEATURES, LABELS, forget) for forget in (False, True))
    assert loss(descend(wrong, WEIGHTS, steps=30, rate=0.3)) < loss(WEIGHTS)
    for seed in range(5):
        assert gradient_test(loss, right, WEIGHTS, np.random.default_rng(seed)) < 1e-6
        assert gradient_test(loss, wrong, WEIGHTS, np.random.default_rng(seed)) > 1e-3


def test_training_leaves_the_start_as_it_is() -> None:
    before = [part.copy() for part in WEIGHTS]
    descend(gradient_by_hand(FEATURES, LABELS), WEIGHTS, steps=2, rate=1.0)
    for part, was in zip(WEIGHTS, before, strict=True):
        np.testing.assert_array_equal(part, was)


def test_descent_on_a_parabola_is_stable_below_two_over_the_curvature_only() -> None:
    def end(rate: float, steps: int) -> float:
        (last,) = descend(lambda x: [5 * x[0]], [np.array(1.0)], steps=steps, rate=rate, momentum=0.0)
        return abs(float(last))

    for share, falls in ((0.9, True), (1.1, False)):
        path = [end(share * 2 / 5, steps) for steps in range(11)]
        assert (np.diff(path) < 0).all() if falls else (np.diff(path) > 0).all()


def test_the_largest_gap_is_a_share_of_the_largest_number() -> None:
    assert largest_gap([np.array([1.0]), np.array([2.0])], [np.array([1.5]), np.array([-2.0])]) == 2.0


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([np.ones(2)], [np.ones((2, 1))]),
        ([np.ones((2, 1))], [np.ones(2)]),
        ([np.ones(())], [np.ones(2)]),
        ([np.ones(2)], [np.ones(2), np.ones(1)]),
        ([np.ones((1, 2))], [np.ones((2, 2))]),
    ],
)
def test_a_gap_between_two_shapes_is_refused_and_never_broadcast(found: Any, expected: Any) -> None:
    with pytest.raises(ValueError, match="found has the shapes"):
        largest_gap(found, expected)


def test_no_steps_leave_the_weights_and_fewer_are_refused() -> None:
    (same,) = descend(lambda x: [2 * x[0]], [np.array(1.0)], steps=0, rate=0.1)
    assert same == 1.0
    with pytest.raises(ValueError, match="steps=-1 must be a whole number of at least 0"):
        descend(lambda x: [2 * x[0]], [np.array(1.0)], steps=-1, rate=0.1)
