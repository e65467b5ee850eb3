"""A local search agrees with the stated minima."""

from __future__ import annotations

import numpy as np
import pytest
from execml.automl.guided.known_minima import BRANIN_BOUNDS, HARTMANN_BOUNDS, branin, hartmann
from scipy.optimize import minimize


@pytest.mark.parametrize(
    ("function", "bounds", "lowest", "start"),
    [
        (branin, BRANIN_BOUNDS, 10 / (8 * np.pi), (3.0, 2.0)),
        (hartmann, HARTMANN_BOUNDS, -3.32237, (0.2, 0.15, 0.5, 0.3, 0.3, 0.6)),
    ],
)
def test_a_local_search_ends_at_the_stated_minimum(function, bounds, lowest, start) -> None:
    found = minimize(function, start, bounds=bounds)
    assert found.fun == pytest.approx(lowest, abs=2e-5)
