"""Decisions: recorded beside their numbers, replied to, replaced when taken again, never recorded half."""

from __future__ import annotations

import numpy as np
import pytest
from execml.course.learner import decisions as services
from execml.course.learner import forms
from execml.course.learner.choices import Option, Question
from execml.course.learner.decisions import decide, decisions
from execml.course.learner.progress import UnreadableProgress, location

pytestmark = pytest.mark.usefixtures("recorded", "releases")
EVIDENCE = {"lone clients": 0.171, "rows": 30_000}


@pytest.fixture
def said(shown):
    return lambda: shown[-1]["text/plain"]


@pytest.fixture
def releases(monkeypatch):
    """Let every id ask the same question, whose options rest on the evidence above."""
    options = (
        Option("publish", "Clients leak.", ("lone clients",), False),
        Option("share under contract", "A contract is paper.", (), False),
        Option("keep", "Nobody leaks.", ("rows",), True),
    )
    monkeypatch.setattr(services, "decision_of", lambda name: Question(name, "Shall we publish?", options))


@pytest.fixture
def form(monkeypatch):
    """Pretend that a kernel is live, and return what the form below the text was given."""
    given = {}

    def show(options, record, **before):
        given.update(options=options, record=record, **before)

    monkeypatch.setattr(forms, "live", lambda: True)
    monkeypatch.setattr(forms, "show_decision", show)
    return given


def test_undecided_lists_question_options_and_evidence_and_records_nothing(said):
    decide("dp1.release", ..., ..., EVIDENCE)
    assert said().startswith("**Your decision.** Shall we publish?\n\n- **a)** publish\n- **b)** share under")
    assert said().endswith("The evidence: lone clients: 0.171; rows: 30,000.")
    assert decisions() == []


@pytest.mark.parametrize(("choice", "because"), [("keep", ...), (..., "Too risky."), (None, None)])
def test_half_a_decision_is_none(said, choice, because):
    decide("dp1.release", choice, because, EVIDENCE)
    assert said().startswith("**Your decision.**")
    assert decisions() == []


def test_decision_is_kept_with_its_evidence_and_replied_to(said):
    decide("dp1.release", "C", "One client in six\nstands alone.", EVIDENCE)
    assert said() == (
        "**Decided: keep.** One client in six stands alone.\n\nNobody leaks.\n\n"
        "It is judged by: rows: 30,000. Also on the table: lone clients: 0.171."
    )
    (kept,) = decisions()
    assert (kept.id, kept.choice, kept.because) == ("dp1.release", "keep", "One client in six stands alone.")
    assert kept.evidence == EVIDENCE


def test_every_option_has_its_own_reply_and_one_without_a_row_gets_all(said):
    decide("dp1.release", "publish", "Because.", EVIDENCE)
    assert "Clients leak.\n\nIt is judged by: lone clients: 0.171. Also on the table: rows: 30,000." in said()
    decide("dp1.release", "under contract", "Because.", EVIDENCE)
    assert said().endswith("A contract is paper.\n\nThe evidence: lone clients: 0.171; rows: 30,000.")


def test_numpy_values_are_kept_as_numbers(said):
    evidence = EVIDENCE | {
        "share": np.float32(0.5),
        "count": np.int64(7),
        "flag": np.bool_(True),
        "curve": np.array([1.0, 2.0]),
        "zero": np.array(0.25),
        "name": "pld",
        "odd": {1, 2}.__class__,
    }
    decide("dp2.noise", "keep", "Because.", evidence)
    assert decisions()[0].evidence == EVIDENCE | {
        "share": 0.5,
        "count": 7,
        "flag": True,
        "curve": [1.0, 2.0],
        "zero": 0.25,
        "name": "pld",
        "odd": "<class 'set'>",
    }


def test_deciding_again_replaces(said):
    decide("dp1.release", "publish", "First thought.", EVIDENCE)
    decide("dp1.release", "keep", "Second thought.", EVIDENCE | {"a": 2})
    decide("dp2.noise", "keep", "Other.", EVIDENCE)
    assert [(kept.id, kept.choice, len(kept.evidence)) for kept in decisions()] == [
        ("dp1.release", "keep", 3),
        ("dp2.noise", "keep", 2),
    ]


@pytest.mark.parametrize("choice", ["maybe", 4, ["keep"], np.array(["keep", "publish"])])
def test_anything_but_an_option_is_not_recorded(said, choice):
    decide("dp1.release", choice, "Because.", EVIDENCE)
    assert said().startswith("**Not recorded.** `choice` is none of the options.")
    assert "- **c)** keep" in said()
    assert decisions() == []


def test_an_ambiguous_choice_is_told_what_it_may_mean(said, monkeypatch):
    options = (Option("sign both", "No.", (), False), Option("sign neither", "Yes.", (), True))
    monkeypatch.setattr(services, "decision_of", lambda name: Question(name, "Sign?", options))
    decide("dp6.epsilon", "sign", "Because.", {})
    assert "`choice` may mean **a) sign both** or **b) sign neither**." in said()
    assert decisions() == []


@pytest.mark.parametrize("because", ["", "  ", 3])
def test_a_reason_is_a_sentence(said, because):
    decide("dp1.release", "keep", because, EVIDENCE)
    assert said() == "**Not recorded.** `because` should be the reason, in a sentence."


def test_evidence_that_an_option_rests_on_must_be_there():
    with pytest.raises(ValueError, match=r"evidence lacks 'lone clients', 'rows', on which"):
        decide("dp1.release", ..., ..., {"others": 1})


def test_builds_record_nothing_and_show_no_form(monkeypatch, said, shown):
    monkeypatch.setenv("EXECML_RECORD", "0")
    decide("dp1.release", "keep", "Because.", EVIDENCE)
    assert said().startswith("**Decided: keep.**")
    decide("dp1.release", ..., ..., EVIDENCE)
    assert len(shown) == 2
    assert not location().exists()


def test_trouble_with_the_file_is_a_sentence(monkeypatch, said, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("EXECML_HOME", str(tmp_path / "file"))
    decide("dp1.release", "keep", "Because.", EVIDENCE)
    assert said().startswith("**Decided: keep.**") and "could not be saved" in said()
    with pytest.raises(UnreadableProgress, match=r"^Your progress cannot be read: .*set EXECML_HOME"):
        decisions()


def test_a_form_records_what_is_clicked_and_written(said, form):
    decide("dp1.release", ..., ..., EVIDENCE)
    assert form["options"] == ["a) publish", "b) share under contract", "c) keep"]
    assert (form["chosen"], form["because"], form["before"]) == (None, "", [])
    assert form["record"](None, "Because.") == ["Not recorded.", "Choose an option first."]
    assert form["record"](2, "  ") == ["Not recorded.", "Give the reason in a sentence."]
    assert decisions() == []
    assert form["record"](2, " Six alone. ")[:3] == ["Decided: keep.", "Six alone.", "Nobody leaks."]
    assert [(kept.choice, kept.because, kept.evidence) for kept in decisions()] == [
        ("keep", "Six alone.", EVIDENCE)
    ]


def test_a_page_opened_again_shows_what_was_recorded(said, form):
    decide("dp1.release", "keep", "Six alone.", EVIDENCE)
    assert form == {}, "what is decided in the text needs no form"
    decide("dp1.release", ..., ..., EVIDENCE)
    assert (form["chosen"], form["because"]) == (2, "Six alone.")
    assert form["before"][1] == "keep."


def test_a_recorded_option_that_is_gone_is_said_and_not_chosen(said, form, monkeypatch):
    decide("dp1.release", "keep", "Six alone.", EVIDENCE)
    options = (Option("sign", "No.", (), False), Option("refuse", "Yes.", (), True))
    monkeypatch.setattr(services, "decision_of", lambda name: Question(name, "Sign?", options))
    decide("dp1.release", ..., ..., EVIDENCE)
    assert (form["chosen"], form["before"][1]) == (None, "keep.")
