"""What CI runs: progress, no limit on the whole, an end for what hangs, and where the time went."""

from __future__ import annotations

import sys

import pytest
from execml.course.programme import root
from execml.start import suite
from execml.start.main import main
from execml.start.place import Place

HERE = Place(root())
SLEEP = "import time; time.sleep(60)"


@pytest.fixture(autouse=True)
def this_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Place, "python", property(lambda self: sys.executable))


def steps(monkeypatch: pytest.MonkeyPatch, *codes: tuple[str, str]) -> None:
    made = tuple(suite.Step(name, ("-c", code)) for name, code in codes)
    monkeypatch.setattr(suite, "STEPS", made)


def test_a_step_that_fails_counts_and_the_last_line_says_so(monkeypatch, capsys) -> None:
    steps(
        monkeypatch,
        ("good", "print('fine')"),
        ("bad", "raise SystemExit(3)"),
        ("counted", "print('2 failed, 30 passed, 1 error in 4.00s'); raise SystemExit(1)"),
    )
    assert suite.run_suite(HERE) == 1
    said = capsys.readouterr().out.splitlines()
    assert "fine" in said
    assert said[-1] == "31 passed, 4 failed"
    assert [line.split()[:2] for line in said[-5:-2]] == [
        ["ok", "good"],
        ["FAILED", "bad"],
        ["FAILED", "counted"],
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not add up its children's seconds")
def test_the_processor_s_seconds_are_told_from_those_on_the_clock() -> None:
    busy = "import time\nwhile time.process_time() < 0.5: pass"
    grandchild = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    waiting = "import time; time.sleep(0.6)"
    worked = suite.run_step(HERE, suite.Step("works", ("-c", grandchild)))
    waited = suite.run_step(HERE, suite.Step("waits", ("-c", waiting)))
    assert worked.processor is not None
    assert waited.processor is not None
    assert worked.processor >= 0.5
    assert waited.seconds >= 0.6
    assert waited.processor < 0.5


def test_a_step_that_hangs_is_ended_with_its_children_and_what_it_was_at_is_said() -> None:
    child = f"subprocess.Popen([sys.executable, '-c', {SLEEP!r}])"
    code = f"import subprocess, sys; print('tests/a.py::test_b ', flush=True); {child}.wait()"
    result = suite.run_step(HERE, suite.Step("hang", ("-c", code)), silent=1)
    assert result.status != 0
    assert result.seconds < 30
    assert result.remark.startswith("ended: nothing printed for 1 s tests/a.py::test_b (")


def test_a_slow_step_that_still_prints_is_not_ended() -> None:
    code = "import time\nfor number in range(4): print(number, flush=True); time.sleep(1)"
    assert suite.run_step(HERE, suite.Step("slow", ("-c", code)), silent=2.5).status == 0


def test_a_step_without_a_line_gives_signs_of_life(monkeypatch, capsys) -> None:
    monkeypatch.setattr(suite, "WORD_EVERY", 0.5)
    suite.run_step(HERE, suite.Step("silent", ("-c", "import time; time.sleep(3)")))
    assert "... still running, " in capsys.readouterr().out


def test_the_fast_run_leaves_out_what_is_slow(monkeypatch, capsys) -> None:
    made = (
        suite.Step("chosen", ("-c", "import sys; print(sys.argv[1:])"), fast=("-m", "not slow")),
        suite.Step("left out", ("-c", "print('notebooks')"), fast=None),
    )
    monkeypatch.setattr(suite, "STEPS", made)
    assert suite.run_suite(HERE, fast=True) == 0
    fast = capsys.readouterr().out
    assert "['-m', 'not slow']" in fast
    assert "\nnotebooks\n" not in fast
    assert suite.run_suite(HERE) == 0
    whole = capsys.readouterr().out
    assert "[]" in whole
    assert "\nnotebooks\n" in whole


def test_only_the_test_run_can_be_fast(capsys) -> None:
    with pytest.raises(SystemExit):
        main(["open", "--fast"])
    assert "start.py test --fast" in capsys.readouterr().err


def test_everything_that_guards_the_programme_is_a_step() -> None:
    words = " ".join(" ".join(step.arguments) for step in suite.STEPS)
    for part in (
        "ruff check",
        "ruff format --check",
        "mypy",
        "pytest",
        "'build', '--check'",
        "building.verify",
    ):
        assert part in words
    variables = suite.environment(HERE)
    assert variables["EXECML_RECORD"] == "0"
    assert variables["OMP_NUM_THREADS"] == "1"


def test_what_hangs_is_ended_long_before_a_step_counts_as_silent() -> None:
    from execml.pipeline.building.verify import CELL_SECONDS

    assert 2 * CELL_SECONDS < suite.SILENT_SECONDS
