"""Decisions: recorded beside their numbers, replaced when taken again, never recorded half."""

from __future__ import annotations

import numpy as np
import pytest
from execml.course.learner.decisions import decide, decisions
from execml.course.learner.progress import location

pytestmark = pytest.mark.usefixtures("recorded")
EVIDENCE = {"lone clients": 0.171, "rows": 30_000}
OPTIONS = ("publish", "share under contract", "keep")


@pytest.fixture
def said(shown):
    return lambda: shown[-1]["text/plain"]


def test_undecided_lists_options_and_evidence_and_records_nothing(said):
    decide("dp1.release", OPTIONS, ..., ..., {"lone clients": 0.171})
    assert said().startswith(
        '**Your decision.** Choose one of `"publish"`, `"share under contract"`, `"keep"`'
    )
    assert "The evidence: lone clients: 0.171." in said()
    assert decisions() == []


@pytest.mark.parametrize(("choice", "because"), [("keep", ...), (..., "Too risky."), (None, None)])
def test_half_a_decision_is_none(said, choice, because):
    decide("dp1.release", OPTIONS, choice, because, {})
    assert said().startswith("**Your decision.**")
    assert decisions() == []


def test_decision_is_kept_with_its_evidence_and_said_back(said):
    decide(
        "dp1.release",
        OPTIONS,
        "keep",
        "One client in six stands alone.",
        EVIDENCE,
    )
    facts = "It rests on: lone clients: 0.171; rows: 30,000."
    assert said() == f"**Decided: keep.** One client in six stands alone.\n\n{facts}"
    (kept,) = decisions()
    assert (kept.id, kept.choice, kept.because) == ("dp1.release", "keep", "One client in six stands alone.")
    assert kept.evidence == EVIDENCE


def test_numpy_values_are_kept_as_numbers(said):
    evidence = {
        "share": np.float32(0.5),
        "count": np.int64(7),
        "flag": np.bool_(True),
        "curve": np.array([1.0, 2.0]),
        "zero": np.array(0.25),
        "name": "pld",
        "odd": {1, 2}.__class__,
    }
    decide("dp2.noise", OPTIONS, "keep", "Because.", evidence)
    kept = decisions()[0].evidence
    assert kept == {
        "share": 0.5,
        "count": 7,
        "flag": True,
        "curve": [1.0, 2.0],
        "zero": 0.25,
        "name": "pld",
        "odd": "<class 'set'>",
    }


def test_deciding_again_replaces(said):
    decide("dp1.release", OPTIONS, "publish", "First thought.", {"a": 1})
    decide("dp1.release", OPTIONS, "keep", "Second thought.", {"a": 2})
    decide("dp2.noise", OPTIONS, "keep", "Other.", {})
    assert [(kept.id, kept.choice, kept.evidence) for kept in decisions()] == [
        ("dp1.release", "keep", {"a": 2}),
        ("dp2.noise", "keep", {}),
    ]


@pytest.mark.parametrize("choice", ["maybe", 1, ["keep"], np.array(["keep", "publish"])])
def test_anything_but_an_option_is_not_recorded(said, choice):
    decide("dp1.release", OPTIONS, choice, "Because.", {})
    assert said().startswith("**Not recorded.** `choice` is not one of")
    assert decisions() == []


def test_capitals_and_spaces_make_no_difference(said):
    decide("dp1.release", OPTIONS, " Keep ", "Because.", {})
    assert decisions()[0].choice == "keep"


@pytest.mark.parametrize("because", ["", "  ", 3])
def test_a_reason_is_a_sentence(said, because):
    decide("dp1.release", OPTIONS, "keep", because, {})
    assert said() == "**Not recorded.** `because` should be the reason, in a sentence."


@pytest.mark.parametrize("options", [("only",), ("a", "a"), "keep"])
def test_a_choice_needs_two_options(options):
    with pytest.raises(ValueError, match="at least 2 different texts"):
        decide("dp1.release", options, "keep", "Because.", {})


def test_identifier_of_no_module_is_refused():
    with pytest.raises(ValueError, match="must begin with one of"):
        decide("zz.release", OPTIONS, "keep", "Because.", {})


def test_builds_record_nothing(monkeypatch, said):
    monkeypatch.setenv("EXECML_RECORD", "0")
    decide("dp1.release", OPTIONS, "keep", "Because.", {})
    assert said().startswith("**Decided: keep.**")
    assert not location().exists()


def test_trouble_with_the_file_is_a_sentence(monkeypatch, said, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("EXECML_HOME", str(tmp_path / "file"))
    decide("dp1.release", OPTIONS, "keep", "Because.", {})
    assert said().startswith("**Decided: keep.**") and "could not be saved" in said()
    assert decisions() == []
