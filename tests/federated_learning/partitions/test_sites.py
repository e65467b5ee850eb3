"""Six sites: people on one side of the split only, features within their public bounds."""

from __future__ import annotations

import execml.federated_learning as fl
import numpy as np
import pytest
from execml.course import load
from execml.federated_learning.partitions.sites import HIGH_SPEND


@pytest.mark.parametrize("with_race", [True, False])
def test_the_sites_together_are_the_file(with_race):
    sites, years = fl.six_sites(np.random.default_rng(0), with_race), load("rand_hie")
    sizes = [len(one.labels) + len(one.test_labels) for one in sites]
    assert sizes == years.groupby("site").size().tolist()
    assert ("black" in sites[0].columns) is with_race
    for one in sites:
        assert one.features.min() >= 0 and one.features.max() <= 1
        assert one.features.shape[1] == one.test_features.shape[1] == len(one.columns)


def test_about_a_fifth_of_the_rows_spend_more_than_the_fixed_sum():
    assert (load("rand_hie")["spend"] > HIGH_SPEND).mean() == pytest.approx(0.2, abs=0.02)


def test_about_three_people_in_ten_are_tested():
    sites = fl.six_sites(np.random.default_rng(1))
    tested = sum(len(one.test_labels) for one in sites) / 20_190
    assert tested == pytest.approx(0.3, abs=0.03)
