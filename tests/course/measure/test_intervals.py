"""Intervals against SciPy's own routines, and against how often they cover."""

from __future__ import annotations

import numpy as np
import pytest
from execml.course.measure.intervals import Share, student_t
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, binomtest, t


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=30), st.floats(0.5, 0.999))
@settings(max_examples=60, deadline=None)
def test_student_s_interval_is_scipy_s(values, level):
    values = np.array(values)
    error = values.std(ddof=1) / np.sqrt(len(values))
    wanted = values.mean() + np.array(t.interval(level, len(values) - 1)) * error
    assert student_t(values, level) == pytest.approx(wanted, abs=1e-6)


@pytest.mark.parametrize("further", [0, 1, 4])
def test_student_s_interval_covers_as_often_as_it_says(further):
    draw = np.random.default_rng(11)
    hits = 0
    for values in draw.normal(3.0, 2.0, size=(4_000, 10)):
        low, high = student_t(values, 0.9, further)
        hits += low < (draw.normal(3.0, 2.0, further).mean() if further else 3.0) < high
    assert hits / 4_000 == pytest.approx(0.9, abs=0.02)  # four standard errors


@given(st.integers(0, 40), st.integers(1, 40), st.sampled_from([0.8, 0.95, 0.99]))
@settings(max_examples=60, deadline=None)
def test_the_interval_of_a_share_is_clopper_and_pearson_s(count, total, level):
    share = Share(min(count, total), total)
    wanted = binomtest(share.count, total).proportion_ci(level, method="exact")
    assert share.interval(level) == pytest.approx((wanted.low, wanted.high), abs=1e-9)


@pytest.mark.parametrize("chance", [0.02, 0.3, 0.5, 0.77, 0.99])
def test_the_interval_of_a_share_never_covers_less_than_it_says(chance):
    intervals = [Share(count, 10).interval(0.95) for count in range(11)]
    covered = [low <= chance <= high for low, high in intervals]
    assert binom.pmf(np.arange(11), 10, chance)[covered].sum() >= 0.95


def test_a_share_reads_as_a_sentence_has_it():
    assert f"{Share(9, 10)}" == "9 of 10"
    assert str(Share(1_200, 3_000)) == "1,200 of 3,000"
    assert float(Share(9, 10)) == 0.9


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: student_t(np.ones(1)), "at least 2 independent draws, and there are 1"),
        (lambda: student_t(np.ones(3), 1.0), "level=1.0 must lie in"),
        (lambda: student_t(np.ones(3), further=-1), "further=-1"),
        (lambda: Share(11, 10), "count=11 must be at most total=10"),
        (lambda: Share(0, 0), "total=0"),
        (lambda: Share(-1, 3), "count=-1"),
        (lambda: Share(1, 3).interval(0), "level=0 must lie in"),
        (lambda: Share(1, 3, independent=False).interval(), r"part them first with runs.by\(name\)"),
    ],
)
def test_bad_input_is_named(wrong, message):
    with pytest.raises(ValueError, match=message):
        wrong()
