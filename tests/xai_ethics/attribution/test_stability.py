"""Stability: counted by hand on three runs."""

import numpy as np
import pytest
from execml.xai_ethics import stability
from execml.xai_ethics.attribution.stability import strongest

RUNS = {0: [3, 2, 1, 0], 1: [3, 1, 2, 0], 2: [2, 3, 1, 0]}


def test_reasons_are_counted():
    found = stability(RUNS.get, list(RUNS), top=2)
    assert found.distinct == 2  # {0, 1}, {0, 2}, {0, 1}
    assert found.first_reasons == 2
    assert found.jaccard == pytest.approx((1 / 3 + 1 + 1 / 3) / 3)
    assert found.share(1) == pytest.approx(2 / 3)
    assert found.errors[3] == 0


def test_the_largest_come_first_and_not_the_largest_by_size():
    assert strongest([[-9.0, 1.0, 2.0]], 2).tolist() == [[2, 1]]


def test_one_run_shows_nothing():
    with pytest.raises(ValueError, match="settings"):
        stability(RUNS.get, [0])
    with pytest.raises(ValueError, match="differs in its number"):
        stability(lambda seed: np.ones(seed + 2), range(2), 1)
