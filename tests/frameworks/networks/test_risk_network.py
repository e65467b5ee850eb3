"""The unit's working parts: one gradient in three dialects, the test that finds a wrong one."""

from typing import Any

import numpy as np
import pytest
import torch
from execml.course.bank.risk import FEATURE_NAMES
from execml.frameworks import (
    Tensor,
    central_difference,
    delicate_derivatives,
    difference_errors,
    excerpt,
    gradient,
    gradient_by_hand,
    gradient_test,
    hessian_vector_product,
    largest_gap,
    losses_of_steps,
    mean_loss,
    random_direction,
    risk_forecasts,
    sensitivities,
    starting_weights,
    tensorflow_gradient,
    torch_gradient,
    value_of,
)
from execml.frameworks.networks.risk_network import descend

DRAW = np.random.default_rng(0)
FEATURES, LABELS = DRAW.normal(size=(50, 30)), DRAW.integers(0, 2, size=50)
WEIGHTS = starting_weights(30, 4, DRAW)


def test_four_gradients_of_the_risk_network_agree() -> None:
    ours = gradient(mean_loss(FEATURES, LABELS))(WEIGHTS)
    for other in (torch_gradient, tensorflow_gradient):
        for mine, theirs in zip(ours, other(FEATURES, LABELS, WEIGHTS), strict=True):
            np.testing.assert_allclose(mine, theirs, rtol=1e-12, atol=1e-14)
    for mine, theirs in zip(ours, gradient_by_hand(FEATURES, LABELS)(WEIGHTS), strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-12, atol=1e-14)


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


def test_a_central_difference_is_exact_on_a_parabola_and_keeps_single_precision() -> None:
    point, way = [np.array([3.0, 1.0])], [np.array([1.0, 2.0])]
    assert central_difference(lambda x: np.sum(x[0] ** 2), point, way, 0.5) == pytest.approx(10)
    seen = []
    central_difference(
        lambda x: seen.append(x[0].dtype) or 0.0,  # type: ignore[func-returns-value]
        [np.ones(1, dtype=np.float32)],
        [np.ones(1, dtype=np.float32)],
        np.float64(0.5),
    )
    assert set(seen) == {np.dtype(np.float32)}
    with pytest.raises(ValueError, match="step"):
        central_difference(lambda x: 0.0, point, way, 0.0)


def test_measured_errors_stay_below_the_formula_and_turn_around() -> None:
    steps = 10.0 ** np.arange(-6, 0.1, 0.5)
    one = [np.array(1.0)]
    found = difference_errors(lambda x: float(np.exp(x[0])), float(np.e), one, one, steps)
    assert (found.measured <= 1.2 * found.foreseen["float32"]).all()
    assert 0 < found.measured.argmin() < len(steps) - 1
    assert found.foreseen["float64"].min() < 1e-9 < found.foreseen["float32"].min()


def test_a_gradient_of_other_shapes_is_refused() -> None:
    with pytest.raises(ValueError, match="shapes of the point"):
        gradient_test(lambda x: 0.0, lambda x: [np.ones(3)], [np.ones(2)], np.random.default_rng(0))


def test_directions_have_length_one_over_all_parts() -> None:
    way = random_direction(WEIGHTS, np.random.default_rng(1))
    assert sum(np.sum(part**2) for part in way) == pytest.approx(1)


def test_sensitivities_inside_the_graph_equal_the_gradient_and_leave_it_intact() -> None:
    x = Tensor([1.0, 2.0])
    square = x * x
    result = square.exp().sum()
    first, inner = sensitivities(result, [x, square])
    np.testing.assert_allclose(inner, np.exp([1.0, 4.0]))
    result.backward()
    np.testing.assert_allclose(first, x.grad)
    with pytest.raises(ValueError, match=r"nodes \[1\]"):
        sensitivities((x * 1.0).sum(), [x, square])
    with pytest.raises(ValueError, match="needs one number"):
        sensitivities(x * 1.0, [x])


def test_an_excerpt_is_in_the_source_or_refused() -> None:
    assert "node._edges" in excerpt(Tensor.backward, "for operand", "cotangents[id(operand)]")
    with pytest.raises(ValueError, match="do not mark lines"):
        excerpt(Tensor.backward, "no such line", "else")


def test_footnotes_hold_the_answers_of_three_libraries() -> None:
    found = delicate_derivatives().set_index("function")
    assert found.loc["relu(x)", ["ours", "PyTorch", "TensorFlow"]].tolist() == [0, 0, 0]
    fooled = found.loc["relu(x) − relu(−x), which is x"]
    assert fooled["calculus"] == 1 and fooled[["ours", "PyTorch", "TensorFlow"]].tolist() == [0, 0, 0]
    trap = found.loc["log(1 + exp x), guarded by one where", ["ours", "PyTorch", "TensorFlow"]]
    assert trap.isna().all()
    cured = found.loc["log(1 + exp x), guarded by two", ["ours", "PyTorch", "TensorFlow"]]
    assert cured.tolist() == [1, 1, 1]
    along = found.loc["max of (x, y) along an axis", ["ours", "PyTorch", "TensorFlow"]]
    assert along.tolist() == [0.5, 1, 0.5]
    length = found.loc["length of (x, y)"]
    assert length["PyTorch"] == 0 and np.isnan([length["ours"], length["TensorFlow"]]).all()
    assert found.loc["max of (x, y)", ["ours", "PyTorch", "TensorFlow"]].tolist() == [0.5, 0.5, 0.5]


def test_a_forecast_is_linear_in_the_move_and_the_model_is_not() -> None:
    clients = np.abs(np.random.default_rng(2).normal(size=(40, 30)))
    clients[:, FEATURE_NAMES.index("limit")] = 0.3
    clients[:20, FEATURE_NAMES.index("late_1")] = 0
    found = risk_forecasts(WEIGHTS, clients)
    twice, eight = found["the derivative foresees"][1:3]
    assert eight == pytest.approx(3 * twice)  # on the logarithmic scale
    twice, eight = found["the model says"][1:3]
    assert eight != pytest.approx(3 * twice, rel=1e-3)
    assert 0 < found["average error"][0] < found["average error"][2]
    torch_weights = [torch.tensor(part) for part in WEIGHTS]
    later = clients[:20].copy()  # nobody is late by no month: both facts move
    later[:, [FEATURE_NAMES.index("late_1"), FEATURE_NAMES.index("months_late_1")]] += [1, 1 / 9]
    kernel, bias, last, offset = torch_weights
    before, after = (
        torch.sigmoid(torch.tanh(torch.tensor(facts) @ kernel + bias) @ last + offset).mean()
        for facts in (clients[:20], later)
    )
    assert found["the model says"][3] == pytest.approx(100 * float(after - before))
    with pytest.raises(ValueError, match="no punctual client"):
        risk_forecasts(WEIGHTS, clients[20:])


def test_descent_on_a_parabola_is_stable_below_two_over_the_curvature_only() -> None:
    def path(rate: float) -> np.ndarray:
        return losses_of_steps(lambda x: 2.5 * x[0] ** 2, lambda x: [5 * x[0]], [np.array(1.0)], rate, 10)

    assert (np.diff(path(0.9 * 2 / 5)) < 0).all() and (np.diff(path(1.1 * 2 / 5)) > 0).all()


def test_the_largest_gap_is_a_share_of_the_largest_number() -> None:
    assert largest_gap([np.array([1.0]), np.array([2.0])], [np.array([1.5]), np.array([-2.0])]) == 2.0
