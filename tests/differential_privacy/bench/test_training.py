"""The benchmark of private training: sums agree with Opacus' before anything is timed."""

from __future__ import annotations

import warnings

import pytest
from execml.differential_privacy.bench import training
from threadpoolctl import threadpool_info


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


@pytest.mark.filterwarnings("ignore")
def test_no_library_keeps_a_second_thread_waiting_while_times_are_taken(monkeypatch):
    """A thread that waits at full speed is counted as processor time, and doubled ours."""
    threads = []

    def seen(competitors, repeats):
        threads.extend(pool["num_threads"] for pool in threadpool_info())
        return dict.fromkeys(competitors, 1.0)

    monkeypatch.setattr(training, "_least_times", seen)
    training.rows(repeats=1, epochs=1, modes=("ghost",))
    assert set(threads) == {1}
