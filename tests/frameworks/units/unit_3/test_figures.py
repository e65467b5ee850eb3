"""Unit 3's figures say what they plot, and the dial of the step size turns."""

import numpy as np
import pytest
from execml.course.page.dial import parts
from execml.frameworks.training.descent import METHODS, curvatures, flattest_direction
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


def test_theory_runs_through_what_it_predicts() -> None:
    paths = {method: flattest_direction(method, 300, 1_500) for method in METHODS}
    figure, _ = figures_unit_3.rates(paths, paths, 300)
    lines = figure.axes[0].get_lines()
    for theory, measured in zip(lines[::2], lines[1::2], strict=True):
        at = np.asarray(measured.get_xdata()).astype(int)
        np.testing.assert_allclose(np.asarray(theory.get_ydata())[at], measured.get_ydata())


def test_titles_carry_the_computed_numbers() -> None:
    figure, alt = figures_unit_3.stalled_total([10e6] * 10, [5e6] * 10)
    assert "5%" in figure.axes[0].get_title(loc="left") and "100" in alt
    curves = {"train": np.array([90.0, 40.0, 1.0]), "test": np.array([95.0, 50.0, 300.0])}
    figure, alt = figures_unit_3.training_time([1, 10, 100], curves, chosen=1)
    title = figure.axes[0].get_title(loc="left")
    assert "50" in title and "300" in title and "50" in alt
