"""Figures of unit 1: the title carries the number that matters, the alternative text what is drawn."""

import matplotlib as mpl
import numpy as np
import pytest
from execml.course.page.fingerprint import fingerprint
from execml.frameworks.autodiff.cost_law import Costs, Depths
from execml.frameworks.autodiff.finite_differences import Blur
from execml.frameworks.units.unit_1 import figures


@pytest.fixture(autouse=True)
def quiet_backend() -> None:
    mpl.use("agg")


def test_gradient_costs_puts_the_largest_network_into_the_title() -> None:
    costs = [Costs(inputs, 10, gradient=2.5, rate=2.0, curvature=5.0) for inputs in (10, 1_000)]
    fig, alt = figures.gradient_costs(costs)
    assert "All 1,000 derivatives cost as much as 2.5 evaluations" in fingerprint(fig)
    assert "2,000" in alt and "stays at 2.5" in alt


def test_blur_counts_the_digits_of_the_best_step() -> None:
    steps = np.array([1e-3, 1e-2, 1e-1])
    formula = {"float32": np.array([1e-1, 1e-2, 1e-1]), "float64": np.array([1e-8, 1e-7, 1e-3])}
    fig, alt = figures.blur(Blur(steps, np.array([5e-2, 2e-3, 5e-2]), formula))
    assert "the best step can promise 2 digits" in fingerprint(fig)
    assert "least, 1e-02, near a step of 1e-02" in alt and "1e-08" in alt


def test_memory_compares_the_deepest_networks() -> None:
    found = Depths((4, 16), (2_000, 8_000), (1_000, 2_000), (500, 600), 3.0, 4.0)
    fig, alt = figures.memory(found)
    assert "At 16 narrow layers, checkpoints need 4 times less memory" in fingerprint(fig)
    assert "to 8 thousand" in alt and "reach 2 thousand" in alt


def test_a_silent_mistake_counts_the_models_that_come_out_worse() -> None:
    fig, alt = figures.silent_mistake([0.77, 0.76, 0.75], [0.75, 0.77, 0.74], (0.2, 1e-9))
    assert "2 of 3 models come out worse" in fingerprint(fig)
    assert "75.3% on average with the wrong gradient, 76.0% with the right" in alt
    assert "20% or more" in alt and "less than a millionth" in alt
