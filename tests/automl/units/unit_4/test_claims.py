"""What unit 4 says in bold, repeated on other draws than the page's."""

from __future__ import annotations

import execml.automl as am
import numpy as np
import pytest
from execml.course import repeated, risk_split

UNIT = "2_automl/4_trusting_the_winner"


def flattery(seed):
    """One small search on 200 clients: its own report less what its winner is worth, in points of AUC."""
    split = risk_split()
    features, outcomes = split.train_features[7_500:], split.train_labels[7_500:]
    own, _, true = am.nested_runs(features, outcomes, np.random.default_rng(seed), runs=1)[0]
    return 100 * (own - true)


@pytest.mark.claim
@pytest.mark.slow
def test_a_search_reports_some_points_too_much(on_the_page):
    (points,) = on_the_page(UNIT, "# points of AUC on average")
    runs = repeated(flattery, over={"seed": range(100, 120)})
    low, high = runs.further(draws=16, level=0.999)  # the page averages 16 searches, and rounds
    assert low - 0.5 < points < high + 0.5, f"{runs}"
    assert runs.interval()[0] > 0, f"{runs}"
