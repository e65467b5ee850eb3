"""Crossover times: both machines need the same there, and the published table follows but for a row."""

import math

import pytest
from execml.quantum_ml import crossover_time, loading_time, operations_within
from execml.quantum_ml.forecast.published import BINARY_THAT_FOLLOWS, OPERATIONS, RATES
from hypothesis import given
from hypothesis import strategies as st

MILLION = 1e6  # seconds


@given(st.floats(1e6, 1e18), st.floats(1, 1e9), st.floats(1.2, 5), st.floats(1e-3, 1e9))
def test_at_the_crossing_both_need_the_same(classical, quantum, exponent, operations):
    seconds = crossover_time(classical, quantum, exponent, operations)
    calls = seconds * quantum / operations
    assert calls * operations / quantum == pytest.approx(seconds)
    logarithm = exponent * math.log(calls) + math.log(operations) - math.log(classical)
    assert logarithm == pytest.approx(math.log(seconds), abs=1e-6)


@pytest.mark.parametrize("name", ["16-bit floating point", "32-bit integer"])
def test_two_rows_of_the_table_follow_from_its_inputs(name):
    rates = RATES[name]
    for exponent, printed in zip((2, 3, 4), OPERATIONS[name], strict=True):
        assert operations_within(MILLION, rates.asic, rates.quantum, exponent) == pytest.approx(
            printed, rel=0.07
        )


def test_the_binary_row_follows_from_other_rates_than_those_printed():
    for exponent, printed in zip((2, 3, 4), OPERATIONS["binary"], strict=True):
        from_table = operations_within(MILLION, RATES["binary"].asic, RATES["binary"].quantum, exponent)
        assert printed > 10 * from_table
        other = BINARY_THAT_FOLLOWS
        assert operations_within(MILLION, other.asic, other.quantum, exponent) == pytest.approx(
            printed, rel=0.01
        )


def test_loading_takes_bits_over_rate_and_nonsense_is_refused():
    assert loading_time(1e9, 32, 1e9) == 32
    for wrong in ((1e12, 1e3, 1.0), (0, 1, 2), (1e12, 1e3, 1 + 1e-9)):
        with pytest.raises(ValueError, match=r"exponent=|classical_rate="):
            crossover_time(*wrong)
