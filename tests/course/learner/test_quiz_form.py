"""The form: an answer commits once, says why, and is counted; what is not due shows its last answer."""

from __future__ import annotations

from datetime import date, timedelta

import ipywidgets
import pytest
from execml.course.learner.questions import questions
from execml.course.learner.quiz_form import Part, quiz_form
from execml.course.learner.repetition import Asked, answers, asked_in, record_answer

pytestmark = pytest.mark.usefixtures("recorded")


def parts_of(widget, kind):
    """Return the widgets of a kind in a form, from the top."""
    below = [found for child in getattr(widget, "children", ()) for found in parts_of(child, kind)]
    return [widget, *below] if isinstance(widget, kind) else below


def shown(form):
    return "\n".join(html.value for html in parts_of(form, ipywidgets.HTML))


def place_of(item, right):
    return next(place for place, option in enumerate(item["options"]) if option["right"] is right)


@pytest.fixture
def form():
    return quiz_form([Part("", asked_in("dp1", answers()))])


def answer(form, question, place):
    parts_of(form, ipywidgets.RadioButtons)[question].value = place
    parts_of(form, ipywidgets.Button)[question].click()


def test_nothing_can_be_committed_before_a_choice(form):
    button = parts_of(form, ipywidgets.Button)[0]
    assert button.disabled
    button.click()
    assert answers() == []
    parts_of(form, ipywidgets.RadioButtons)[0].value = 1
    assert not button.disabled and answers() == []


def test_options_stand_whole_and_in_the_order_of_the_file(form):
    for radio, item in zip(parts_of(form, ipywidgets.RadioButtons), questions("dp1"), strict=True):
        assert [label for label, _ in radio.options] == [option["text"].strip() for option in item["options"]]


def test_an_answer_commits_once_and_says_why(form):
    item = questions("dp1")[0]
    answer(form, 0, place_of(item, False))
    answer(form, 0, place_of(item, True))
    assert [one.right for one in answers()] == [False]
    radio, button = parts_of(form, ipywidgets.RadioButtons)[0], parts_of(form, ipywidgets.Button)[0]
    assert radio.disabled and button.description == "Answered"
    said = shown(form)
    assert "✗ No." in said and "The right answer:" in said and "0 of 3 right, 2 to answer." in said


def test_the_count_is_that_of_the_answers(form):
    for question, (item, right) in enumerate(zip(questions("dp1"), (True, False, True), strict=True)):
        answer(form, question, place_of(item, right))
    assert "2 of 3 right." in shown(form)
    assert sum(one.right for one in answers()) == 2


def test_run_again_it_asks_what_was_wrong_and_shows_what_was_right(form):
    first, second, third = questions("dp1")
    answer(form, 0, place_of(first, True))
    answer(form, 1, place_of(second, False))
    fresh = quiz_form([Part("", asked_in("dp1", answers()))])
    texts = [[label for label, _ in radio.options] for radio in parts_of(fresh, ipywidgets.RadioButtons)]
    assert texts == [[option["text"].strip() for option in item["options"]] for item in (second, third)]
    assert "and comes back on" in shown(fresh) and "1 of 3 right, 2 to answer." in shown(fresh)


def test_a_known_question_says_so():
    item = questions("dp1")[0]
    record_answer("dp1", item, item["options"][place_of(item, True)])
    (last,) = answers()
    assert "and is known." in shown(quiz_form([Part("", [Asked("dp1", item, last, None)])]))


def test_an_option_that_was_reworded_since_leaves_the_day(form):
    item = questions("dp1")[0]
    record_answer("dp1", item, {**item["options"][0], "text": "An option of long ago."})
    (last,) = answers()
    asked = Asked("dp1", item, last, date.today() + timedelta(days=3))
    assert "and comes back on" in shown(quiz_form([Part("", [asked])]))


def test_what_an_author_wrote_is_text():
    options = [{"text": text, "right": text == "<i>a</i>", "why": "<b>b</b>"} for text in ("<i>a</i>", "c")]
    form = quiz_form(
        [Part("<u>d</u>", [Asked("dp1", {"question": "<s>e</s>", "options": options}, None, None)])]
    )
    answer(form, 0, 1)
    assert not any(tag in shown(form) for tag in ("<i>", "<b>", "<u>", "<s>"))


def test_it_says_what_to_do_when_it_is_not_live(form):
    assert "Not live? Run this cell again." in shown(form)
    assert "Not live? Run this cell again." in repr(form)


def test_trouble_with_the_file_is_said_in_the_form(form, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("EXECML_HOME", str(tmp_path / "file"))
    answer(form, 0, 0)
    assert "It could not be saved" in shown(form)


def test_questions_of_other_units_are_told_apart_from_the_unit_s_own(form):
    other = Part("Once more, from 1.1", asked_in("fw1", [])[:1])
    assert "From this unit" not in shown(form)
    both = shown(quiz_form([other, Part("", asked_in("dp1", []))]))
    assert (
        both.index("Once more, from 1.1") < both.index("From this unit") < both.index("1. The press office")
    )
