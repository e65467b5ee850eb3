"""The picture of repeated runs says what their sentence says."""

from __future__ import annotations

import numpy as np
import pytest
from execml.course import repeated, spread
from execml.course.page.fingerprint import fingerprint


def drawn(seed, width):
    return np.random.default_rng(seed).normal(0.77 + width / 5_000, 0.004)


RUNS = repeated(drawn, over={"seed": range(10), "width": [16, 64]})


def test_every_run_is_a_dot_and_every_row_has_its_interval():
    rows = RUNS.by("width")
    fig, alt = spread(rows, "Wide networks rank better", x="AUC", beside=0.76)
    lines = fig.axes[0].lines
    assert sorted(lines[0].get_xdata()) == pytest.approx(sorted(rows[16].values))
    assert list(lines[1].get_xdata()) == pytest.approx(rows[16].interval())
    assert list(lines[5].get_xdata()) == pytest.approx([rows[64].mean])
    assert list(lines[6].get_xdata()) == [0.76, 0.76]
    assert [label.get_text() for label in fig.axes[0].get_yticklabels()] == ["16", "64"]
    for name, runs in rows.items():
        assert f"{name} {runs}" in alt


def test_no_dot_hides_another_and_rows_do_not_mix():
    same = repeated(lambda seed, width: 0.5, over={"seed": range(10), "width": [1, 2]}).by("width")
    lines = spread(same, "All alike", x="AUC")[0].axes[0].lines
    heights = [*lines[0].get_ydata(), *lines[3].get_ydata()]
    assert len(set(np.round(heights, 6))) == 20
    assert max(lines[0].get_ydata()) < 1 < min(lines[3].get_ydata())


def test_a_single_row_needs_no_name():
    fig, alt = spread(RUNS, "Networks rank alike", x="AUC")
    assert alt.startswith(f"AUC in repeated runs: {RUNS}; all between ")
    assert len(fig.axes[0].get_yticks()) == 0
    assert "Networks rank alike" in fingerprint(fig, 3)


def test_there_must_be_runs_to_draw():
    with pytest.raises(ValueError, match=r"rows=.* must be a mapping"):
        spread({}, "Nothing", x="AUC")
    with pytest.raises(ValueError, match="at least 2 independent draws"):
        spread(repeated(lambda seed: 1, over={"seed": [1]}), "One", x="AUC")
