"""Figures of unit 2: the dial shows what was known after so many trials."""

import execml.automl as am
import numpy as np
from execml.automl.units.unit_2 import figures
from execml.course.page.dial import parts


def test_turning_the_dial_changes_the_page() -> None:
    search = am.bayesian_optimisation(
        lambda point: 0.24 + 0.01 * float((point[0] + 1) ** 2),
        [(-3.0, 0.0)],
        6,
        np.random.default_rng(0),
        first=3,
    )
    dial = figures.trials_dial(search, (np.array([-3.0, 0.0]), np.array([0.7, 0.75])), 3)
    choice, _, page = parts(dial)
    before = page.value
    choice.value = 5
    assert page.value != before and "After 5 trials" not in before
