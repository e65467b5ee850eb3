"""Descent on quadratics: spectral radii, PyTorch's optimisers and a published counter-example as oracles."""

from typing import Any

import numpy as np
import pytest
from execml.frameworks.training.descent import (
    METHODS,
    Settings,
    best_settings,
    condition_number,
    conjugate_distances,
    curvatures,
    descend,
    least_squares_distances,
    rate,
    slowest_direction,
    steps_promised,
)
from hypothesis import given, settings
from hypothesis import strategies as st


def spectral_radius(setting: Settings, curvature: float) -> float:
    """Of the two-step recursion on one eigenvector, written down without the module's code."""
    keep = 1 - setting.step * curvature
    b = setting.momentum
    row = [(1 + b) * keep, -b * keep] if setting.lookahead else [keep + b, -b]
    return float(np.abs(np.linalg.eigvals(np.array([row, [1.0, 0.0]]))).max())


@pytest.mark.parametrize("method", METHODS)
@given(kappa=st.floats(1.5, 1e4), scale=st.floats(1e-3, 1e3))
@settings(deadline=None, max_examples=20)
def test_the_rate_is_the_largest_spectral_radius(method: str, kappa: float, scale: float) -> None:
    setting = best_settings(method, scale, scale * kappa)
    radii = [spectral_radius(setting, value) for value in np.linspace(scale, scale * kappa, 50)]
    assert max(radii) == pytest.approx(rate(method, kappa), abs=1e-6)


@given(kappa=st.floats(1.1, 1e4), other=st.floats(0.01, 3))
@settings(deadline=None, max_examples=30)
def test_no_other_step_beats_the_best_step(kappa: float, other: float) -> None:
    best = best_settings("gradient descent", 1, kappa).step
    worst = max(abs(1 - other * best), abs(1 - other * best * kappa))
    assert worst >= rate("gradient descent", kappa) - 1e-12


@pytest.mark.parametrize("method", METHODS)
@given(kappa=st.floats(1.001, 1e4))
@settings(deadline=None, max_examples=20)
def test_no_direction_is_slower_than_the_slowest_and_one_is_as_slow(method: str, kappa: float) -> None:
    setting, bound = best_settings(method, 1, kappa), slowest_direction(method, kappa, 150)
    curves = np.linspace(1, kappa, 101)
    path = np.abs(descend(lambda x: curves * x, np.ones(101), setting, 150))
    assert (path <= bound[:, None] * (1 + 1e-7) + 1e-12).all()
    slowest = {"gradient descent": 0, "heavy ball": -1, "Nesterov": 0}[
        method
    ]  # the flattest, or the steepest
    np.testing.assert_allclose(path[:, slowest], bound, rtol=1e-6, atol=1e-10)


@pytest.mark.parametrize("method", METHODS)
@given(kappa=st.floats(1.01, 1e4), times=st.floats(1.01, 1e6))
@settings(deadline=None, max_examples=30)
def test_the_promised_steps_are_the_first_that_suffice_for_good(
    method: str, kappa: float, times: float
) -> None:
    steps = steps_promised(method, kappa, times)
    left = slowest_direction(method, kappa, 2 * steps + 1)
    assert (left[steps:] * times <= 1 + 1e-6).all()
    assert left[steps - 1] * times > 1 - 1e-6


def test_at_the_bikes_condition_number_the_steepest_direction_sets_the_steps() -> None:
    # by an independent recursion: 94 by the limit rate alone, 125 along the flattest direction, 173 in truth
    assert [steps_promised(method, 735, 1_000) for method in METHODS] == [2_539, 173, 246]
    assert steps_promised("gradient descent", 1, 1_000) == 1
    assert slowest_direction("heavy ball", 735, 100).max() == pytest.approx(9.99, abs=0.01)


@given(st.integers(2, 6), st.integers(0, 1000))
@settings(deadline=None, max_examples=20)
def test_the_condition_number_is_the_square_of_numpys(columns: int, seed: int) -> None:
    features = np.random.default_rng(seed).standard_normal((columns + 4, columns))
    assert condition_number(features) == pytest.approx(np.linalg.cond(features) ** 2, rel=1e-9)
    np.testing.assert_allclose(
        curvatures(features), np.linalg.eigvalsh(features.T @ features / len(features)), rtol=1e-9
    )


def test_a_repeated_column_has_no_finite_condition_number() -> None:
    column = np.random.default_rng(0).standard_normal((20, 1))
    assert condition_number(np.hstack([column, 2 * column])) == np.inf
    assert condition_number(np.ones((1, 2))) == np.inf


@pytest.mark.parametrize(("momentum", "lookahead"), [(0.0, False), (0.8, False), (0.8, True)])
def test_the_path_is_that_of_torch_sgd(momentum: float, lookahead: bool) -> None:
    import torch

    hessian = np.array([[3.0, 1.0], [1.0, 2.0]])
    ours = descend(lambda x: hessian @ x, [1.0, -2.0], Settings(0.1, momentum, lookahead), 30)
    if lookahead:  # PyTorch keeps the point that Nesterov's gradient is taken at
        ours = np.vstack([ours[:1], ours[1:] + momentum * np.diff(ours, axis=0)])
    weights = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True)
    rule = torch.optim.SGD([weights], lr=0.1, momentum=momentum, nesterov=lookahead)
    theirs = [weights.detach().numpy().copy()]
    for _ in range(30):
        rule.zero_grad()
        (weights @ torch.tensor(hessian) @ weights / 2).backward()
        rule.step()
        theirs.append(weights.detach().numpy().copy())
    np.testing.assert_allclose(ours, np.array(theirs), atol=1e-13)


def test_steps_below_the_limit_converge_and_steps_above_it_diverge() -> None:
    features = np.random.default_rng(1).standard_normal((50, 4))
    target, limit = features @ np.arange(4.0), 2 / curvatures(features)[-1]
    below = least_squares_distances(features, target, Settings(0.99 * limit), 5_000)
    above = least_squares_distances(features, target, Settings(1.01 * limit), 5_000)
    assert below[-1] < 1e-9
    assert above[-1] > 1e9


def test_conjugate_gradients_are_those_of_scipy_and_end_with_the_columns() -> None:
    from scipy.sparse.linalg import cg

    draw = np.random.default_rng(5)
    features = draw.standard_normal((60, 6)) * np.geomspace(1, 30, 6)
    target = draw.standard_normal(60)
    ours, solution, theirs = (
        conjugate_distances(features, target, 9),
        np.linalg.lstsq(features, target)[0],
        [],
    )
    cg(
        features.T @ features / 60,
        features.T @ target / 60,
        rtol=0,
        maxiter=5,
        callback=lambda weights: theirs.append(float(np.linalg.norm(weights - solution))),
    )
    np.testing.assert_allclose(ours[1:6], np.array(theirs) / np.linalg.norm(solution), rtol=1e-8)
    assert ours[5] > 0.1 and (ours[6:] < 1e-7).all()  # six columns, six steps


def test_conjugate_gradients_beat_the_rate_that_no_method_can_promise_for_every_size() -> None:
    # The lower bound (Nesterov, 2004, chapter 2) is one for bowls with as many directions as steps and more.
    from execml.course import load
    from execml.frameworks.training.bowls import input_tables

    hours = load("bikes")
    table = input_tables(hours, load("credit"))["bikes, standardised"]
    target = (hours["rentals"] - hours["rentals"].mean()).to_numpy()
    steps = int(np.argmax(conjugate_distances(table, target, 20) < 1e-3))
    assert steps <= table.shape[1] < steps_promised("heavy ball", condition_number(table), 1_000) / 10
    with pytest.raises(ValueError, match="steps"):
        conjugate_distances(table, target, 0)


def test_heavy_ball_circles_on_the_counter_example_and_nesterov_does_not() -> None:
    # Lessard, Recht and Packard (2016), section 4.6: curvatures 1 and 25, strongly convex, not quadratic
    def slope(x: Any) -> Any:
        return np.where(x < 1, 25 * x, np.where(x < 2, x + 24, 25 * x - 24))

    circling = descend(slope, [3.3], best_settings("heavy ball", 1, 25), 3_000).ravel()
    settled = descend(slope, [3.3], best_settings("Nesterov", 1, 25), 3_000).ravel()
    assert abs(settled[-1]) < 1e-12
    assert np.abs(circling[-30:]).min() > 0.3
    np.testing.assert_allclose(circling[-30:], circling[-33:-3], atol=1e-9)  # a cycle of three points


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: best_settings("newton", 1, 2), "method"),
        (lambda: best_settings("heavy ball", 3, 2), "smallest"),
        (lambda: best_settings("heavy ball", 0, 2), "smallest"),
        (lambda: rate("heavy ball", 0.5), "condition"),
        (lambda: curvatures([1.0, 2.0]), "features"),
        (lambda: descend(lambda x: x, [1.0], Settings(0.1), 0), "steps"),
        (lambda: steps_promised("heavy ball", 9, 1), "times"),
        (lambda: slowest_direction("newton", 9, 1), "method"),
    ],
)
def test_bad_input_is_named(call: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()
