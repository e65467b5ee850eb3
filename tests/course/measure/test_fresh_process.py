"""Children that end well, fail or hang; what they are given, and what comes back."""

import os
import subprocess
import sys

import pytest
from execml.course.measure import fresh_process as children
from execml.course.measure.fresh_process import ChildFailed, ChildLate, run_children

GREET = "execml.course.measure._worker:greet"


@pytest.mark.parametrize(
    ("code", "seconds", "error", "words"),
    [
        ("import sys; print('no such card'); sys.exit(3)", 60, ChildFailed, "status 3.*no such card"),
        ("import time; print('waiting'); time.sleep(60)", 0.5, ChildLate, "waiting"),
    ],
)
def test_a_child_that_fails_or_hangs_is_reported_and_ended_with_the_others(
    code: str, seconds: float, error: type[Exception], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen] = []
    popen = subprocess.Popen

    def start(command: list[str], **options: object) -> subprocess.Popen:
        text = code if not started else "import time; time.sleep(60)"
        command = [sys.executable, "-u", "-c", text]
        started.append(popen(command, **options))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(children.subprocess, "Popen", start)
    with pytest.raises(error, match=words):
        run_children(GREET, [{"name": "a"}, {"name": "b"}], seconds=seconds)
    assert len(started) == 2 and all(child.poll() is not None for child in started)


def test_children_get_the_variables_asked_for_and_leave_ours_alone() -> None:
    before = dict(os.environ)
    assert run_children(GREET, [{"name": "x"}], environment={"EXECML_TRIAL": "1"}) == [{"hello": "x"}]
    assert dict(os.environ) == before
