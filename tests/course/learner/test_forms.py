"""Forms: shown in a live notebook only, they hand on what a person gave, and their answer is plain text."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import ipywidgets
import pytest
from execml.course.learner import forms


@pytest.fixture
def parts(monkeypatch):
    """Return the widgets of the form that is shown, in their order."""
    found: list[ipywidgets.Widget] = []
    monkeypatch.setattr(forms, "show_form", found.extend)
    return found


def in_kernel(monkeypatch, shell):
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))


def test_a_form_is_live_only_in_a_notebook_that_is_recorded(monkeypatch, recorded):
    in_kernel(monkeypatch, SimpleNamespace(kernel=1))
    assert forms.live()
    monkeypatch.setenv("EXECML_RECORD", "0")
    assert not forms.live()
    monkeypatch.delenv("EXECML_RECORD")
    in_kernel(monkeypatch, None)
    assert not forms.live()
    in_kernel(monkeypatch, SimpleNamespace())  # IPython in a terminal
    assert not forms.live()


def test_a_form_says_how_it_comes_back_and_leaves_a_sentence_where_it_cannot_be_drawn(monkeypatch, shown):
    displayed = []
    monkeypatch.setattr("IPython.display.display", displayed.append)
    forms.show_form([ipywidgets.HTML("inside")])
    assert shown[-1]["text/plain"] == "*Not live? Run this cell again.*"
    assert repr(displayed[0]) == "A form stands here while the page is live."
    assert displayed[0].children[-1].value == "inside"


def test_a_decision_hands_on_choice_and_reason_and_shows_the_reply(parts):
    given = []

    def record(place, because):
        given.append((place, because))
        return ["Decided: <keep>.", because, "A reply."]

    forms.show_decision(["a) publish", "b) keep"], record)
    choice, reason, button, answer = parts
    button.click()
    choice.index, reason.value = 1, "5 < 7"
    button.click()
    assert given == [(None, ""), (1, "5 < 7")]
    assert answer.value == (
        '<div role="alert"><p><strong>Decided: &lt;keep&gt;.</strong> 5 &lt; 7</p><p>A reply.</p></div>'
    )


def test_a_decision_begins_with_what_was_recorded_before(parts):
    forms.show_decision(["a) x", "b) y"], lambda place, because: [], 1, "So.", ["Recorded:", "y."])
    choice, reason, _, answer = parts
    assert (choice.index, reason.value) == (1, "So.")
    assert "<strong>Recorded:</strong> y." in answer.value


def test_a_guess_can_be_corrected_until_it_is_kept_and_then_no_more(parts):
    kept = {"30": True}
    forms.show_guess("How many?", "of 100", lambda typed: (kept.get(typed, False), f"You typed {typed}."))
    row, answer = parts
    field, unit, button = row.children
    assert (field.value, unit.value) == ("", "of 100")
    field.value = "many"
    button.click()
    assert not field.disabled and "You typed many." in answer.value
    field.value = "30"
    button.click()
    assert field.disabled and button.disabled and "You typed 30." in answer.value
