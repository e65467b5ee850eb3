"""The bill and Amdahl's law."""

from __future__ import annotations

import math

import pytest
from execml.homomorphic_encryption import cost_table, end_to_end_gain
from execml.homomorphic_encryption.scoring.costs import shares_of


def test_amdahl():
    shares = {"encrypt": 57, "evaluate": 8, "decrypt": 1}
    assert end_to_end_gain(shares, "evaluate", math.inf) == pytest.approx(66 / 58)
    assert end_to_end_gain(shares, "evaluate", 1) == 1
    assert shares_of(shares)["encrypt"] == pytest.approx(57 / 66)
    for bad in (0.5, float("nan"), "fast"):
        with pytest.raises(ValueError, match="speedup"):
            end_to_end_gain(shares, "evaluate", bad)
    with pytest.raises(ValueError, match="part"):
        end_to_end_gain(shares, "think", 2)


def test_the_bill_adds_processor_and_traffic_and_leaves_the_unknown_empty():
    bill = cost_table(
        [
            {"way": "a", "clients": 2_000, "seconds": 7.2, "bytes": 4e9},
            {"way": "b", "clients": 1_000, "seconds": None, "bytes": 0},
        ],
        processor_hour=0.5,
        gigabyte=0.1,
    )
    assert bill.iloc[0, 1:].tolist() == pytest.approx([3.6, 2e9, 3.6 / 3600 * 0.5 + 2 * 0.1])
    assert bill.iloc[1, 1:].isna().tolist() == [True, False, True]
    with pytest.raises(ValueError, match="lacks bytes"):
        cost_table([{"way": "a", "clients": 1, "seconds": 1}], 1, 1)


def test_seconds_past_what_a_float_holds_are_refused():
    with pytest.raises(ValueError, match="shares"):
        end_to_end_gain({"a": 1e308, "b": 1e308}, "a", 2)
    with pytest.raises(ValueError, match="speedup"):
        end_to_end_gain({"a": 1.0, "b": 1.0}, "a", 10**400)
