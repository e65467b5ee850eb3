"""Guesses: asked before the figure, kept once, compared with it exactly, and never part of a build."""

from __future__ import annotations

import math

import numpy as np
import pytest
from execml.course.learner import forms, predictions
from execml.course.learner.predictions import compared, guess, predict, reveal
from execml.course.learner.progress import location

pytestmark = pytest.mark.usefixtures("recorded")
ASKED = ("dp1.alone", "How many stand alone?", 0, 100, "of 100")


@pytest.fixture
def commit(monkeypatch, shown):
    """Pretend that a kernel is live, and return a function that commits what is typed into the last form."""
    given = []
    monkeypatch.setattr(forms, "live", lambda: True)
    monkeypatch.setattr(forms, "show_guess", lambda question, unit, commit: given.append(commit))
    monkeypatch.setattr(predictions, "_WAITING", {})
    return lambda typed: given[-1](typed)


@pytest.fixture
def place(monkeypatch):
    """Collect what is said in the one place that a reveal keeps for itself, the latest last."""
    said = []

    class Place:
        def update(self, bundle, raw):
            said.append(bundle["text/plain"])

    def display(bundle, raw, display_id):
        said.append(bundle["text/plain"])
        return Place()

    monkeypatch.setattr("IPython.display.display", display)
    return said


def said(shown):
    return [bundle["text/plain"] for bundle in shown]


def test_a_build_asks_and_answers_without_a_form_or_a_guess(monkeypatch, shown, commit):
    predict(*ASKED)
    assert commit("30")[0]
    monkeypatch.undo()
    monkeypatch.setenv("EXECML_RECORD", "0")
    with pytest.MonkeyPatch.context() as patch:
        lines = []
        patch.setattr("execml.course.page.prose.emit", lambda bundle: lines.append(bundle["text/plain"]))
        predict(*ASKED)
        reveal("dp1.alone", 91.2)
    assert lines == [
        "**Your guess first.** How many stand alone?\n\n*Your number, from 0 to 100: … of 100*",
        "**The number to guess** was 91.",
    ]


def test_a_guess_is_kept_and_compared(shown, commit):
    predict(*ASKED)
    assert commit(" 30 of 100 ") == (True, "Kept: 30. The page says below what it is.")
    reveal("dp1.alone", 91)
    assert said(shown)[-1] == "**The number to guess** was 91. You said 30; it is 91: 61 too low."
    predict(*ASKED)
    assert said(shown)[-1] == "You said 30 of 100."


def test_the_first_guess_stands(shown, commit):
    predict(*ASKED)
    commit("30")
    reveal("dp1.alone", 91)
    assert commit("91")[0]
    assert guess("dp1.alone") == 30
    assert guess("dp1.other") is None


@pytest.mark.parametrize("typed", ["", "many", "101", "-1", "nan", "inf", "1e9"])
def test_what_is_no_number_in_the_range_is_not_kept(shown, commit, typed):
    predict(*ASKED)
    assert commit(typed) == (False, "Please give a number from 0 to 100.")
    assert guess("dp1.alone") is None


@pytest.mark.parametrize(
    ("typed", "value"),
    [("30", 30), ("30.5 %", 30.5), ("1,250", 1250), ("2,5", 2.5), ("4 000", 4000), ("−3", -3), ("7 of 9", 7)],
)
def test_numbers_are_read_as_people_write_them(shown, commit, typed, value):
    predict("dp1.alone", "How many?", -10, 5000, "of 9")
    assert commit(typed)[0]
    assert guess("dp1.alone") == value


def test_a_figure_shown_before_the_guess_is_compared_in_its_place(shown, commit, place):
    predict(*ASKED)
    reveal("dp1.alone", 91)
    assert len(place) == 1
    assert place[0].startswith("<details><summary>")  # nobody sees it who has yet to guess
    assert "**The number to guess** was 91." in place[0]
    commit("95")
    assert place[-1] == "**The number to guess** was 91. Well judged: you said 95; it is 91."
    assert len(place) == 2


def test_a_guess_that_cannot_be_kept_is_said(shown, commit, monkeypatch, tmp_path):
    predict(*ASKED)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("EXECML_HOME", str(tmp_path / "file"))
    kept, words = commit("30")
    assert not kept and words.startswith("It could not be saved")


@pytest.mark.parametrize(
    ("given", "value", "form", "words"),
    [
        (30, 91, "{:,.0f}", "You said 30; it is 91: 61 too low."),
        (100, 50, "{:,.0f}", "You said 100; it is 50: 50 too high."),
        (91, 91.4, "{:,.0f}", "You said 91; it is 91: exactly."),
        (0.8, 0.77, "{:.2f}", "Well judged: you said 0.80; it is 0.77."),
        (0.5, 0.1, "{:.0%}", "You said 50%; it is 10%: 40% too high."),
        (3, 0, "{:.0f}", "You said 3; it is 0: 3 too high."),
        (-5, -10, "{:.0f}", "You said -5; it is -10: 5 too high."),
    ],
)
def test_the_comparison_is_exact(given, value, form, words):
    assert compared(given, value, form) == words


@pytest.mark.parametrize("identifier", ["dp1", "dp.alone", "dp1.", "zz1.alone", "xdp1.alone", "dp1.a b"])
def test_an_id_is_a_unit_and_a_name(identifier):
    with pytest.raises(ValueError, match="identifier="):
        predict(identifier, "How many?", 0, 1)
    with pytest.raises(ValueError, match="identifier="):
        reveal(identifier, 1)


@pytest.mark.parametrize(
    ("low", "high"), [(1, 1), (2, 1), (math.nan, 1), (0, math.inf), ("0", 1), (False, True), (None, 1)]
)
def test_the_range_is_finite_and_rises(low, high):
    with pytest.raises(ValueError, match="must be finite numbers, the first below the second"):
        predict("dp1.alone", "How many?", low, high)


@pytest.mark.parametrize("question", ["", " ", None])
def test_a_question_is_a_sentence(question):
    with pytest.raises(ValueError, match="question="):
        predict("dp1.alone", question, 0, 1)


@pytest.mark.parametrize("value", [math.nan, math.inf, "91", None, True, [91], 10**400])
def test_the_figure_is_a_finite_number(value):
    with pytest.raises(ValueError, match="must be a finite number"):
        reveal("dp1.alone", value)


@pytest.mark.parametrize("form", ["", "number", "{", "{:,.0f} {}", "{:d}", "{name}", None])
def test_the_format_is_one_of_a_number(form):
    with pytest.raises(ValueError, match="must be a format of one number"):
        reveal("dp1.alone", 91.2, form)


def test_large_numbers_are_written_out(shown, commit):
    predict("dp1.alone", "How much?", 0, 2_000_000)
    assert commit("1,500,000") == (True, "Kept: 1,500,000. The page says below what it is.")
    assert "from 0 to 2,000,000" in said(shown)[0]


def test_numpy_numbers_serve(shown):
    predict("dp1.alone", "How many?", np.int64(0), np.float32(1))
    reveal("dp1.alone", np.float64(0.25), "{:.0%}")
    assert said(shown)[-1] == "**The number to guess** was 25%."
    assert not location().exists()
