"""The benchmark of private training: sums agree with Opacus' before anything is timed."""

from __future__ import annotations

import warnings

import pytest
from execml.differential_privacy.bench import training


@pytest.mark.parametrize("mode", ["hooks", "ghost"])
@pytest.mark.filterwarnings("ignore")
def test_clipped_sum_equals_opacus_to_1e_5(mode):
    assert training.clipped_sum_difference(mode) <= 1e-5


def test_benchmark_rows_state_times_ratio_and_check():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = training.rows(repeats=1, epochs=1, modes=("ghost",))
    assert [row.other for row in found] == ["plain torch SGD", "Opacus ghost"]
    assert all(row.ratio == row.theirs / row.ours > 0 for row in found)
    assert "differ" in found[1].check and "not private" in found[0].check
