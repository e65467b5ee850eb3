"""The impossibility: the identity on random tables, and ProPublica's printed rates."""

import numpy as np
import pytest
from execml.xai_ethics import impossibility
from execml.xai_ethics.fairness.impossibility import COMPAS, Counts
from hypothesis import given
from hypothesis import strategies as st

cells = st.integers(1, 500)


@given(cells, cells, cells, cells)
def test_any_table_obeys_it(tp, fp, fn, tn):
    table = Counts(tp, fp, fn, tn)
    assert impossibility(table.base_rate, table.ppv, table.fnr) == pytest.approx(table.fpr, rel=1e-12)


def test_compas_as_printed():
    black, white = COMPAS["Black"], COMPAS["White"]
    assert (black.total, white.total) == (3696, 2454)
    printed = {"Black": (0.4485, 0.2799, 0.630), "White": (0.2345, 0.4772, 0.591)}
    for name, (fpr, fnr, ppv) in printed.items():
        found = COMPAS[name]
        assert (found.fpr, found.fnr) == pytest.approx((fpr, fnr), abs=5e-5)
        assert found.ppv == pytest.approx(ppv, abs=5e-4)
    assert impossibility(black.base_rate, white.ppv, white.fnr) == pytest.approx(0.383, abs=5e-4)


@given(st.floats(0.05, 0.9), st.floats(0.05, 0.9), st.floats(0.1, 0.99), st.floats(0, 0.95))
def test_other_base_rates_force_other_false_alarms(one, other, ppv, fnr):
    first, second = impossibility([one, other], ppv, fnr)
    assert (first == second) == (one == other) or np.isclose(one, other, rtol=1e-9)


@pytest.mark.parametrize("arguments", [(0.0, 0.5, 0.5), (0.5, 0.0, 0.5), (0.5, 0.5, 1.5), (1.0, 0.5, 0.5)])
def test_senseless_rates_are_refused(arguments):
    with pytest.raises(ValueError, match=r"must lie in|must be"):
        impossibility(*arguments)


def test_the_two_extremes_are_no_perfect_scores():
    """No flag is wrong, or no positive is flagged: base rates differ, the rates agree, misses remain."""
    careful = Counts(10, 0, 10, 20), Counts(5, 0, 5, 30)
    blind = Counts(0, 5, 20, 15), Counts(0, 10, 10, 30)
    for one, other in (careful, blind):
        assert one.base_rate != other.base_rate
        assert one.fnr == other.fnr > 0
        assert one.ppv == other.ppv and one.fpr == other.fpr


@given(st.floats(0.05, 0.9), st.floats(0.05, 0.9), st.floats(0.01, 0.9), st.floats(0.05, 0.99))
def test_refusals_false_alarms_and_precision_cannot_all_be_equal(one, other, refused, ppv):
    """Of a share s refused, s (1 − PPV) would have paid, of 1 − p: unequal, unless that is nobody."""
    first, second = (refused * (1 - ppv) / (1 - base) for base in (one, other))
    for base, rate in ((one, first), (other, second)):
        if refused * ppv <= base:  # such a table exists
            fnr = 1 - refused * ppv / base
            assert float(impossibility(base, ppv, fnr)) == pytest.approx(rate, rel=1e-9)
    assert np.isclose(first, second, rtol=1e-12) == np.isclose(1 - one, 1 - other, rtol=1e-12)
