"""Checks: an untouched stub, right and wrong answers, answers of odd kinds, the learner's own errors."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from execml.course.learner import exercises
from execml.course.learner.exercises import (
    Exercise,
    NotAnswered,
    NotYet,
    check,
    demand,
    described,
    find,
    hint,
    number,
    unanswered,
)
from execml.course.programme import module_of
from hypothesis import given, settings
from hypothesis import strategies as st


def verify_half(answer):
    demand(abs(number(answer, "the share") - 0.5) < 1e-9, "That is not one half; divide by two.")


def verify_double(answer):
    result = answer(4)
    if result is ... or result is None:
        raise NotAnswered
    demand(result == 8, "Called with 4, it should give twice as much.")


HALF = Exercise(
    "dp1.half", "One half", "warm-up", 2, ("first", "second", "third"), verify_half, "Well halved."
)
DOUBLE = Exercise("dp1.double", "Doubling", "core", 3, ("a", "b", "c"), verify_double, "It doubles.")


@pytest.fixture(autouse=True)
def known(monkeypatch, recorded):
    table = {exercise.id: exercise for exercise in (HALF, DOUBLE)}
    monkeypatch.setattr(exercises, "exercises_of", lambda module: table)


@pytest.fixture
def said(shown):
    return lambda: shown[-1]["text/plain"]


class TestVerdicts:
    def test_untouched_stub_gets_the_friendly_line(self, said):
        check("dp1.half", ...)
        assert said().startswith("**Your turn.** One half (warm-up, about 2 minutes).")
        assert 'hint("dp1.half")' in said()

    def test_untouched_function_stub_gets_the_friendly_line(self, said):
        check("dp1.double", lambda x: ...)
        assert said().startswith("**Your turn.**")

    @pytest.mark.parametrize("answer", [0.5, np.float64(0.5), np.array([0.5]), pd.Series([0.5]), "0.5"])
    def test_right_answer_is_praised_in_any_numeric_dress(self, said, answer):
        check("dp1.half", answer)
        assert said() == "**Correct.** Well halved."

    def test_wrong_answer_gets_its_feedback_and_a_way_to_a_hint(self, said):
        check("dp1.half", 0.7)
        assert said() == ('**Not yet.** That is not one half; divide by two. For a hint: `hint("dp1.half")`.')

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            (float("nan"), "finite number, and this is nan: it comes from dividing zero by zero"),
            (float("inf"), "finite number, and this is inf: it is infinite"),
            (True, "should be one number, and this is True"),
            ([0.5, 0.5], "this is a list of 2"),
            (np.ones((2, 3)), "this is an array of 2 by 3"),
            (pd.DataFrame({"a": [1, 2]}), "this is a table of 2 by 1"),
            ("half", 'this is the text "half"'),
            (len, "this is a function (is it called, with brackets?)"),
            (10**400, "should be one number"),
            (1j, "this is of the type complex"),
        ],
    )
    def test_odd_answers_get_a_sentence_not_a_traceback(self, said, answer, words):
        check("dp1.half", answer)
        assert said().startswith("**Not yet.** The share should be ")
        assert words in said()
        assert "Traceback" not in said()

    def test_learner_s_exception_names_the_line_it_happened_in(self, said):
        source = "def broken(x):\n    y = x\n    return y / 0\n"
        namespace: dict = {}
        exec(compile(source, "<cell>", "exec"), namespace)
        check("dp1.double", namespace["broken"])
        assert "Your function stopped with `ZeroDivisionError: division by zero` in line 3" in said()

    def test_exception_inside_the_check_is_about_the_answer(self, said):
        check("dp1.double", 8)
        assert said().startswith(
            "**Not yet.** Your answer is a number, and the check cannot work with it: `TypeError"
        )

    def test_backticks_and_long_messages_do_not_break_the_sentence(self, said):
        def noisy(x):
            raise RuntimeError("`a`\nsecond line " + "x" * 500)

        check("dp1.double", noisy)
        assert "`RuntimeError: 'a'` in line" in said() and "xxxxx" not in said()

    def test_interrupt_is_not_swallowed(self):
        def stop(x):
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            check("dp1.double", stop)

    def test_unknown_exercise_lists_the_known_ones(self):
        with pytest.raises(ValueError, match=r"there are: dp1\.half, dp1\.double"):
            check("dp1.third", 1)

    def test_unknown_module_is_refused(self):
        with pytest.raises(ValueError, match="must begin with one of"):
            find("zz1.half")

    def test_no_message_contains_the_answer(self, said):
        for answer in (..., 0.7, float("nan"), "x", [1, 2]):
            check("dp1.half", answer)
            assert "0.5" not in said()


class TestModules:
    def test_a_module_without_exercises_says_so(self, monkeypatch):
        monkeypatch.undo()
        with pytest.raises(ValueError, match="none in this module yet"):
            find("qm1.anything")

    def test_an_import_error_inside_the_exercises_is_not_hidden(self, monkeypatch, tmp_path):
        monkeypatch.undo()
        monkeypatch.setattr(
            exercises.importlib,
            "import_module",
            lambda name: (_ for _ in ()).throw(ModuleNotFoundError("no", name="torch")),
        )
        with pytest.raises(ModuleNotFoundError):
            exercises.exercises_of(module_of("dp1"))


class TestUnanswered:
    @pytest.mark.parametrize(
        "answer",
        [
            ...,
            None,
            (1, ...),
            [[...]],
            {"a": {"b": ...}},
            {...},
            np.array([1, ...], dtype=object),
            pd.Series([..., 2]),
            np.array(..., dtype=object),
        ],
    )
    def test_the_stub_is_found_wherever_it_stands(self, answer):
        assert unanswered(answer) is True

    @pytest.mark.parametrize(
        "answer",
        [
            0,
            0.0,
            False,
            "",
            (),
            [],
            {},
            np.zeros(3),
            np.array([]),
            np.array(["a", "b"], dtype=object),
            pd.DataFrame({"a": [1]}),
            pd.Series(["a"], dtype="category"),
            len,
        ],
    )
    def test_an_answer_is_an_answer_even_if_it_is_nothing_much(self, answer):
        assert unanswered(answer) is False


class TestHints:
    def test_three_steps_each_naming_the_next(self, said):
        for step, (text, following) in enumerate(
            [("first", 'hint("dp1.half", 2)'), ("second", 'hint("dp1.half", 3)'), ("third", None)], 1
        ):
            hint("dp1.half", step)
            assert said().startswith(f"**Hint {step} of 3.** {text}")
            assert (following in said()) if following else said().endswith("third")

    @pytest.mark.parametrize("step", [0, 4, "1", None])
    def test_other_steps_are_refused(self, step):
        with pytest.raises(ValueError, match="must be 1, 2 or 3"):
            hint("dp1.half", step)


class TestDemandAndNumber:
    def test_demand_wants_every_element_of_an_array(self):
        demand(np.array([True, True]), "no")
        with pytest.raises(NotYet, match=r"^no$"):
            demand(np.array([True, False]), "no")

    @settings(deadline=None, max_examples=50)
    @given(st.floats(allow_nan=False, allow_infinity=False))
    def test_number_returns_what_it_was_given(self, value):
        assert number(value) == number(np.float64(value)) == number(repr(value)) == value

    def test_described_knows_the_common_kinds(self):
        assert described(pd.Series([1])) == "a column of 1"
        assert described({"a": 1}) == "a dict of 1"


class TestRecording:
    def test_attempts_are_recorded_but_not_an_untouched_stub(self, said):
        from execml.course.learner.progress import attempts, passed_exercises

        check("dp1.half", ...)
        check("dp1.half", 0.7)
        check("dp1.half", 0.5)
        assert [(attempt.exercise, attempt.passed) for attempt in attempts()] == [
            ("dp1.half", False),
            ("dp1.half", True),
        ]
        assert passed_exercises() == {"dp1.half"}


class TestReturned:
    def test_an_untouched_stub_counts_as_not_answered(self):
        with pytest.raises(exercises.NotAnswered):
            exercises.returned(lambda value: ..., 1)

    def test_a_value_in_place_of_a_function_is_said(self):
        with pytest.raises(exercises.NotYet, match="function itself"):
            exercises.returned(3.0)

    def test_the_number_that_a_function_returns_is_passed_on(self):
        assert exercises.number_returned(lambda a, b: a - b, 3, 1) == 2.0

    def test_a_function_that_returns_no_number_is_said(self):
        with pytest.raises(exercises.NotYet, match="hat the function returns"):
            exercises.number_returned(lambda: "much")


class TestSeveral:
    @pytest.mark.parametrize("answer", [("A", 1), ["A", 1], np.array([2.0, 1.0])])
    def test_a_tuple_a_list_and_an_array_pass(self, answer):
        assert exercises.several(answer, 2, "two things") == list(answer)

    @pytest.mark.parametrize("answer", ["AB", ("A",), (1, 2, 3), 5.0, None, {"a": 1, "b": 2}, np.eye(2)])
    def test_anything_else_gets_the_feedback(self, answer):
        with pytest.raises(exercises.NotYet, match="two things"):
            exercises.several(answer, 2, "two things")
