"""Choices: every decision of the programme is sound, a fault is named, and an option is known by little."""

from __future__ import annotations

import copy
import re
import string

import numpy as np
import pytest
import yaml
from execml.course.learner import choices
from execml.course.learner.choices import LETTERS, decision_of, faults, recognised
from execml.course.programme import MODULES, root
from hypothesis import given
from hypothesis import strategies as st

RELEASES = ("publish as it is", "publish only with noise", "refuse the table")
UNITS = [(module, number) for module in MODULES for number in module.unit_numbers(root())]
GOOD = {
    "id": "dp1.release",
    "question": "Publish?",
    "options": [
        {"text": "publish", "reply": "Clients leak.", "evidence": ["clients exposed"]},
        {"text": "keep", "model": True, "reply": "Nobody leaks. It obliges.", "evidence": []},
    ],
}


def changed(**new):
    """Return the good decision with other values; ``first`` changes its first option."""
    asked = copy.deepcopy(GOOD)
    asked["options"][0].update(new.pop("first", {}))
    return {**asked, **new}


@pytest.mark.parametrize(("module", "number"), UNITS, ids=[f"{m.prefix}{n}" for m, n in UNITS])
def test_every_decision_is_sound_and_each_option_is_known_by_letter_number_and_text(module, number):
    file = module.unit_helpers(root(), number) / "decision.yaml"
    asked = decision_of(yaml.safe_load(file.read_text(encoding="utf-8"))["id"])
    texts = [option.text for option in asked.options]
    for place, text in enumerate(texts):
        assert recognised(texts, LETTERS[place]) == recognised(texts, place + 1) == [place]
        assert recognised(texts, text.upper()) == [place]
    for option in asked.options:
        assert not re.search(r"(?<!\w)\d", re.sub(r"unit \d(\.\d)?", "", option.reply)), "the page computes"
        assert option.reply.endswith(".")
        assert len(re.split(r"\. (?=[A-Z])", option.reply)) in (2, 3)
        assert not option.model or "obliges" in option.reply
    assert sum(option.model for option in asked.options) == 1


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (None, "a decision needs exactly: id, question, options"),
        ([GOOD], "a decision needs exactly: id, question, options"),
        ({**GOOD, "unit": 1}, "a decision needs exactly: id, question, options"),
        (changed(question=" "), "question must be a text"),
        (changed(id=3), "id must be a text"),
        (changed(options="yes"), "options must be a list of 2 to 8"),
        (changed(options=GOOD["options"][:1]), "options must be a list of 2 to 8"),
        (changed(options=GOOD["options"] * 5), "options must be a list of 2 to 8"),
        (changed(options=["yes", GOOD["options"][1]]), "option 1 needs exactly: text, reply, evidence"),
        (changed(first={"right": True}), "option 1 needs exactly: text, reply, evidence"),
        (changed(first={"text": True}), "option 1: text must be a text (put it in quotes)"),
        (changed(first={"reply": ""}), "option 1: reply must be a text (put it in quotes)"),
        (changed(first={"evidence": "rows"}), "option 1: evidence must be a list"),
        (changed(first={"evidence": [1]}), "option 1: evidence must be a list"),
        (changed(first={"evidence": ["a", "a"]}), "option 1: evidence must be a list"),
        (changed(first={"model": False}), "option 1: model must be true, or left out"),
        (changed(first={"model": True}), "2 options are the model answer, and exactly 1 must be"),
        (changed(options=[GOOD["options"][0], {**GOOD["options"][0], "text": "b"}]), "0 options are"),
        (changed(first={"text": "KEEP."}), "two options have the same text"),
    ],
)
def test_each_fault_is_named(asked, fault):
    assert any(found.startswith(fault) for found in faults(asked)), faults(asked)


def test_a_good_decision_has_no_faults():
    assert faults(GOOD) == []


def test_a_missing_file_and_another_id_are_refused(tmp_path):
    with pytest.raises(ValueError, match=r"'dp1\.release' has no decision: there is no unit_1/decision"):
        decision_of("dp1.release", tmp_path)
    file = tmp_path / "modules/execml/differential_privacy/units/unit_1/decision.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(yaml.safe_dump(GOOD))
    assert decision_of("dp1.release", tmp_path).options[1].model
    with pytest.raises(
        ValueError, match=r"not the decision in unit_1/decision\.yaml, which is 'dp1\.release'"
    ):
        decision_of("dp1.other", tmp_path)
    file.write_text(yaml.safe_dump({**GOOD, "options": []}))
    with pytest.raises(ValueError, match=r"unit_1/decision\.yaml: options must be a list"):
        decision_of("dp1.release", tmp_path)
    with pytest.raises(ValueError, match="must begin with one of"):
        decision_of("zz1.release", tmp_path)


@pytest.mark.parametrize(
    ("choice", "places"),
    [
        ("b", [1]),
        (" B) ", [1]),
        ("(b)", [1]),
        ("b.", [1]),
        ("2", [1]),
        (np.int64(3), [2]),
        ("“Refuse”", [2]),
        ("'publish  only'", [1]),
        ("with noise", [1]),
        ("the table.", [2]),
        ("publish", [0, 1]),
        ("PUBLISH AS IT IS", [0]),
        ("d", []),
        ("ublish", []),
        ("wait", []),
        ("", []),
        (" ", []),
        (".", []),
        (0, []),
        (4, []),
        (True, []),
        (2.0, []),
        (["refuse"], []),
        (np.array(["refuse"]), []),
    ],
)
def test_a_choice_is_recognised_by_little_and_never_guessed(choice, places):
    assert recognised(RELEASES, choice) == places


def test_a_letter_means_its_option_even_where_others_begin_with_it():
    assert recognised(["build", "buy", "neither"], "b") == [1]
    assert recognised(["build", "buy", "neither"], "bu") == [0, 1]
    assert recognised(["build", "buy", "neither"], "n") == [2]


def test_a_whole_option_wins_over_a_longer_one_that_begins_with_it():
    assert recognised(["sign", "sign both"], "sign") == [0]


def test_the_other_form_of_epsilon_is_the_same_letter():
    assert recognised(["train at ε = 3", "train at ε = 1"], "ϵ = 3") == [0]


words = st.lists(st.text(string.ascii_lowercase, min_size=2, max_size=7), min_size=1, max_size=6)
lists = st.lists(words.map(" ".join), min_size=2, max_size=8, unique=True)


@given(options=lists, data=st.data())
def test_the_beginning_of_any_run_of_words_finds_its_option_and_nothing_that_lacks_it(options, data):
    place = data.draw(st.integers(0, len(options) - 1))
    starts = [0] + [spot + 1 for spot, letter in enumerate(options[place]) if letter == " "]
    start = data.draw(st.sampled_from(starts))
    length = data.draw(st.integers(2, len(options[place]) - start))
    given_text = options[place][start : start + length].strip()
    found = recognised(
        options, data.draw(st.sampled_from((" {} ", "'{}'", "“{}”"))).format(given_text.title())
    )
    if given_text in options:
        assert found == [options.index(given_text)]
    elif len(given_text) > 1:
        assert place in found
        assert all(f" {given_text}" in f" {options[other]}" for other in found)
        assert found == [other for other, text in enumerate(options) if f" {given_text}" in f" {text}"]


@given(options=lists, place=st.integers(0, 7), frame=st.sampled_from(("{}", " {}) ", "({})", '"{}"', "{}.")))
def test_letters_and_numbers_mean_their_place_and_none_beyond_the_list(options, place, frame):
    wanted = [place] if place < len(options) else []
    assert recognised(options, frame.format(place + 1)) == recognised(options, place + 1) == wanted
    if wanted:
        assert recognised(options, frame.format(choices.LETTERS[place].upper())) == wanted


@given(st.one_of(st.text(), st.floats(), st.none(), st.binary(), st.lists(st.text())))
def test_whatever_is_given_yields_places_of_the_list(choice):
    assert set(recognised(RELEASES, choice)) <= {0, 1, 2}
