"""Children that end well, fail or hang; what they are given, and what comes back."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from execml.course.measure import fresh_process
from execml.course.measure.fresh_process import ChildFailed, ChildLate, packed, run_children, unpacked

GREET = "execml.course.measure._worker:greet"

# What two children do: leave a word for each other in the folder, and tell what they were given.
MEETING = """
import os
import time
from pathlib import Path

def meet(request, arrays):
    mine, other = (Path(request["folder"]) / name for name in (request["name"], request["other"]))
    mine.touch()
    while not other.exists():
        time.sleep(0.01)
    return {
        "pair": request["pair"],
        "sum": (arrays["part_0"] + arrays["part_1"]).tolist(),
        "types": [arrays[name].dtype.name for name in ("part_0", "part_1")],
        "trial": os.environ["EXECML_TRIAL"],
        "quiet": os.environ["RAY_USAGE_STATS_ENABLED"],
    }
"""


def test_children_share_a_folder_and_get_arrays_and_variables_that_leave_ours_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RAY_USAGE_STATS_ENABLED", raising=False)
    (tmp_path / "meeting.py").write_text(MEETING)
    path = os.pathsep.join([str(tmp_path), *sys.path])
    before, third = dict(os.environ), np.full(2, 1 / 3)
    answers = run_children(
        "meeting:meet",
        [{"name": "a", "other": "b", "pair": (1, 2)}, {"name": "b", "other": "a", "pair": None}],
        packed([third, np.float32([1, 2])]),
        {"EXECML_TRIAL": "1", "PYTHONPATH": path},
    )
    assert [answer["pair"] for answer in answers] == [[1, 2], None]  # JSON has no tuples
    for answer in answers:
        np.testing.assert_array_equal(answer["sum"], third + np.array([1, 2]))  # to the last bit
        assert answer["types"] == ["float64", "float32"]
        assert (answer["trial"], answer["quiet"]) == ("1", "0")
    assert dict(os.environ) == before


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

    monkeypatch.setattr(fresh_process.subprocess, "Popen", start)
    with pytest.raises(error, match=words):
        run_children(GREET, [{"name": "a"}, {"name": "b"}], seconds=seconds)
    assert len(started) == 2 and all(child.poll() is not None for child in started)


def test_work_that_does_not_exist_is_named_by_the_child() -> None:
    with pytest.raises(ChildFailed, match="no attribute 'wave'"):
        run_children(GREET.replace("greet", "wave"), [{}])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            {"work": "execml.course.measure._worker"},
            "must have the form 'module:function'",
        ),
        ({"work": "a:b:c"}, "work='a:b:c'"),
        ({"work": ":greet"}, "work=':greet'"),
        ({"work": GREET, "seconds": 0}, "seconds=0"),
    ],
)
def test_bad_arguments_are_named_before_a_process_starts(
    arguments: dict[str, Any], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(fresh_process.subprocess, "Popen")
    with pytest.raises(ValueError, match=words):
        run_children(requests=[{"name": "a"}], **arguments)


def test_a_list_of_arrays_comes_out_as_it_went_in_among_others() -> None:
    parts = [np.full(place + 1, float(place)) for place in range(12)]  # ten and more keep their order
    found = unpacked({"features": np.ones(3), **packed(parts)})
    assert len(found) == 12
    assert all(np.array_equal(one, other) for one, other in zip(found, parts, strict=True))
    assert unpacked({"features": np.ones(3)}) == []


@pytest.mark.parametrize("requests", [[], None, ["one"], {"a": 1}])
def test_something_must_be_asked(requests):
    with pytest.raises(ValueError, match="requests"):
        run_children("execml.course.measure._worker:greet", requests)
