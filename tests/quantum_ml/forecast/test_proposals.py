"""The screen: what is refused stays refused, a gap is undetermined, and the best rival decides."""

import math
from dataclasses import replace

import pytest
from execml.quantum_ml import Proposal, crossover_time, screen_proposal, surface_code_qubits
from execml.quantum_ml.forecast.proposals import ENTRIES
from hypothesis import given
from hypothesis import strategies as st

FULL = Proposal(
    "a whole one",
    exponent=3,
    calls=1e4,
    operations=1e3,
    clock=1e4,
    loading_bits=1e9,
    logical_qubits=1_000,
    distance=29,
    rival_rate=1e9,
    best_seconds=1e5,
)


def test_a_whole_proposal_that_is_faster_than_all_rivals_passes():
    found = screen_proposal(FULL)
    assert found.verdict == "passes"
    assert found.quantum_seconds == pytest.approx(1e3 + 1)
    assert found.rival_seconds == pytest.approx(1e6)
    assert found.crossover_seconds == pytest.approx(crossover_time(1e9, 1e4, 3, 1e3))
    assert found.physical_qubits == surface_code_qubits(1_000, 1e9, 1e-3)


@pytest.mark.parametrize(
    ("entry", "value", "words"),
    [
        ("exponent", 1.0, "No gain"),
        ("exponent", 0.5, "No gain"),
        ("best_seconds", 500.0, "best method known"),
        ("best_seconds", 0.5, "Loading"),
        ("rival_rate", 1e13, "rival that it names"),
        ("clock", 5.0, "Slower|too late"),
        ("distance", 3, "Errors win: the job needs a code of distance"),
    ],
)
def test_one_entry_is_enough_to_refuse(entry, value, words):
    found = screen_proposal(replace(FULL, **{entry: value}))
    assert found.verdict == "refused"
    assert any(part in found.reason for part in words.split("|")), found.reason


def test_what_comes_after_the_limit_is_refused_however_slow_the_rival():
    found = screen_proposal(replace(FULL, best_seconds=1e12, rival_rate=1e3), patience=100)
    assert "too late" in found.reason


@pytest.mark.parametrize("entry", ENTRIES)
def test_any_gap_is_undetermined_and_named(entry):
    found = screen_proposal(replace(FULL, **{entry: None}))
    assert found.verdict == "undetermined"
    assert found.reason == f"Not stated: {ENTRIES[entry]}."


def test_an_exponential_gain_asks_who_measured_the_rival():
    found = screen_proposal(replace(FULL, exponent=math.inf, best_seconds=None))
    assert found.verdict == "undetermined" and found.rival_seconds == math.inf


entry = st.one_of(st.none(), st.floats(1e-3, 1e12))


@given(
    st.one_of(st.none(), st.floats(0.5, 5)), entry, entry, st.one_of(st.none(), st.floats(1, 1e9)), entry,
    entry, entry,
)  # fmt: skip
def test_filling_a_gap_never_saves_what_was_refused(exponent, calls, operations, clock, bits, rate, best):
    """The promise of the screen: a refusal stands, whatever the vendor states later."""
    asked = Proposal("any", exponent, calls, operations, clock, bits, None, None, rate, best)
    if screen_proposal(asked).verdict == "refused":
        filled = {name: getattr(FULL, name) for name in asked.missing()}
        assert screen_proposal(replace(asked, **filled)).verdict == "refused"


def test_entries_out_of_range_are_named():
    for entry in ("calls", "operations", "clock", "loading_bits", "rival_rate", "best_seconds"):
        with pytest.raises(ValueError, match=f"{entry}=-1"):
            replace(FULL, **{entry: -1})
    with pytest.raises(ValueError, match="exponent=0"):
        replace(FULL, exponent=0)
    with pytest.raises(ValueError, match="distance=2"):
        replace(FULL, distance=2)
    with pytest.raises(ValueError, match="proposal="):
        screen_proposal("a brochure")
