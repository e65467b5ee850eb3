"""Functions as answers: called on copies, ended, heard once; and in a notebook's kernel."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from execml.course.answers import functions
from execml.course.answers.functions import Handed, number_returned, returned
from execml.course.answers.verdicts import NotAnswered, NotYet


def test_an_untouched_stub_counts_as_not_answered():
    for stub in (lambda value: ..., lambda value: None, lambda value: (1, ...)):
        with pytest.raises(NotAnswered):
            returned(stub, 1)


def test_a_function_that_forgets_to_return_is_told_so():
    def forgets(value):
        doubled = []
        doubled.append(2 * value)

    with pytest.raises(NotYet, match="returns nothing"):
        returned(forgets, 1)


def test_a_value_in_place_of_a_function_is_said():
    with pytest.raises(NotYet, match="function itself"):
        returned(3.0)


def test_the_number_that_a_function_returns_is_passed_on():
    assert number_returned(lambda a, b: a - b, 3, 1) == 2.0
    assert number_returned(max, 3, 1) == 3.0


def test_a_function_that_returns_no_number_is_said():
    with pytest.raises(NotYet, match="hat the function returns"):
        number_returned(lambda: "much")


def test_a_generator_is_the_list_of_its_values_and_an_endless_one_is_ended(monkeypatch):
    def counting(stop):
        place = 0
        while place != stop:
            yield place
            place += 1

    assert returned(counting, 3) == [0, 1, 2]
    monkeypatch.setattr(functions, "MOST", 50)
    assert len(returned(counting, -1)) == 50


def test_the_check_s_own_arguments_are_never_changed():
    kept = np.ones(3)

    def spoils(values):
        values[:] = 0
        return 1.0

    with pytest.raises(NotYet, match="changes the array"):
        returned(spoils, kept)
    assert kept.tolist() == [1, 1, 1]


@pytest.mark.parametrize("given", [float("nan"), np.array([np.nan, 1.0]), [np.array([np.nan])], {"a": [1]}])
def test_missing_values_in_an_argument_do_not_count_as_changed(given):
    assert returned(lambda value: 1.0, given) == 1.0


def test_what_a_function_prints_is_shown_once(capsys):
    handed = Handed(lambda value: print("at", value) or value)
    assert [handed(1), handed(2)] == [1, 2]
    assert capsys.readouterr().out == "at 1\n"


def test_a_second_error_deep_inside_names_the_learner_s_line():
    source = "def outer(x):\n    import json\n    return json.loads(x)\n"
    names: dict[str, Any] = {}
    exec(compile(source, "<cell>", "exec"), names)
    with pytest.raises(NotYet, match=r"JSONDecodeError.*in line 3 of its cell"):
        returned(names["outer"], "{")


def test_an_interruption_by_a_person_goes_through():
    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        returned(stop)


@contextmanager
def kernel(home: str) -> Iterator[Any]:
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(env={**os.environ, "EXECML_HOME": home, "EXECML_RECORD": "0"})

    def run(code: str) -> str:
        heard: list[str] = []

        def hear(message: Any) -> None:
            content = message["content"]
            heard.append(str(content.get("data", content.get("text", content.get("ename", "")))))

        client.execute_interactive(code, timeout=120, output_hook=hear)
        return "\n".join(heard)

    try:
        yield run
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.mark.slow
def test_in_a_kernel_a_loop_is_ended_and_exit_ends_nothing(tmp_path):
    with kernel(str(tmp_path)) as run:
        run("from execml.course import check\nfrom execml.course.answers import functions")
        run("functions.SECONDS = 0.5")
        assert "did not come back within 0.5 seconds" in run(
            "def looping(share, confidence):\n    while True: pass\ncheck('am1.draws', looping)"
        )
        for word in ("exit", "quit"):
            said = run(f"def leaving(share, confidence):\n    {word}()\ncheck('am1.draws', leaving)")
            assert "leaves the program" in said
        assert "alive" in run("print('alive')")
