"""Unit 3's figures say what they plot, and the dial of the step size turns."""

import numpy as np
import pytest
from execml.course.page.dial import parts
from execml.frameworks.training.descent import METHODS, curvatures, slowest_direction
from execml.frameworks.units.unit_3 import figures as figures_unit_3


def problem() -> tuple[np.ndarray, np.ndarray]:
    features = np.random.default_rng(0).standard_normal((40, 3)) * [1, 2, 4]
    return features, features @ np.ones(3)


def test_turning_the_dial_changes_the_verdict() -> None:
    choice, _, page = parts(figures_unit_3.step_dial(*problem()))
    assert "is left" in page.value
    before = page.value
    choice.value = 2.2
    assert "diverges" in page.value != before


@pytest.mark.parametrize(("multiple", "words"), [(0.5, "is left"), (2.0, "stands still"), (2.1, "diverges")])
def test_the_verdict_is_that_of_the_theorem(multiple: float, words: str) -> None:
    features, target = problem()
    figure, alt = figures_unit_3.one_step_size(features, target, curvatures(features)[-1], multiple)
    assert words in alt and words in figure.axes[0].get_title(loc="left")
    ends = figure.axes[0].get_lines()[0].get_ydata()
    assert (ends[-1] > ends[0]) == (multiple > 2)


def test_the_promise_is_drawn_as_it_is_and_lies_above_what_is_measured() -> None:
    bounds = {method: slowest_direction(method, 300, 1_500) for method in METHODS}
    paths = {method: 0.5 * bound for method, bound in bounds.items()}
    figure, _ = figures_unit_3.rates(paths, bounds, 300)
    lines = figure.axes[0].get_lines()
    for name, promise, measured in zip(METHODS, lines[::2], lines[1::2], strict=True):
        np.testing.assert_array_equal(promise.get_ydata(), bounds[name][:1_201])  # not moved to the markers
        np.testing.assert_allclose(
            measured.get_ydata(), 0.5 * np.asarray(promise.get_ydata())[: len(measured.get_ydata())]
        )


def test_titles_carry_the_computed_numbers() -> None:
    sweep = {
        "end": np.array([90.0, 300.0, 70.0]),
        "stopped": np.array([88.0, 61.0, 60.0]),
        "ridge": np.array([87.0, 60.0, 59.0]),
    }
    figure, alt = figures_unit_3.longer_and_larger([100, 400, 2_000], sweep, hours=400)
    title = " ".join(figure.axes[0].get_title(loc="left").split())
    assert "400 units meet 400 hours" in title and "peaks at 400 units with 300" in alt
    rates = {name: np.array([0.5, 0.7, 0.6]) for name in ("SGD", "SGD with momentum", "Adam")}
    figure, alt = figures_unit_3.learning_rates([1e-3, 1e-2, 1e-1], rates, dict.fromkeys(rates, 1), default=0)
    assert "within 0.00" in figure.axes[0].get_title(loc="left") and "0.70" in alt
