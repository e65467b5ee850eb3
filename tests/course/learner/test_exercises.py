"""Checks: an untouched stub, right and wrong answers, answers of odd kinds, the learner's own errors."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from execml.course.answers.numbers import number
from execml.course.answers.verdicts import NotAnswered, demand
from execml.course.learner import exercises
from execml.course.learner.exercises import Exercise, check, find, hint
from execml.course.programme import module_of


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
        monkeypatch.setattr(exercises, "exercises_of", lambda module: {})
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
