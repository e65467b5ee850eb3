"""What a person sees of a long run of pytest, and where its time went."""

from __future__ import annotations

import subprocess
import sys
import time

from execml.course.measure.pytest_report import Report, owner, where_the_time_went
from execml.start.suite import NAMED


def test_it_reads_what_pytest_prints(tmp_path) -> None:
    (tmp_path / "test_it.py").write_text(
        "import time, pytest\ndef test_good(): time.sleep(0.1)\ndef test_bad(): assert 1 == 2\n"
        "@pytest.mark.parametrize('a', ['x y'])\ndef test_named(a): pass\n",
        encoding="utf-8",
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        "1",
        "-p",
        "no:dash",
        "-q",
        *NAMED,
        str(tmp_path),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    report = Report()
    shown = [line for line in done.stdout.splitlines() if report.hear(line, time.monotonic())]
    assert report.counts == {"failed": 1, "passed": 2}
    assert not report.running
    assert report.seconds["test_it.py::test_good"] >= 0.1
    text = "\n".join(shown)
    assert "FAILED test_it.py::test_bad" in text
    assert "assert 1 == 2" in text
    assert "test_named" not in text


def test_a_notebook_s_cell_runs_from_its_first_line_to_its_last() -> None:
    report = Report()
    cell = "notebooks/2_automl/3_tools::ipynb::Cell 4"  # as nbval names it on the way
    assert not report.hear(f"{cell} ", 10.0)
    assert report.at(52.0) == f"{cell} (42 s)"
    report.hear(f"[gw1] [  7%] PASSED {cell} ", 53.0)
    assert report.at(54.0) == ""


def test_of_what_passes_a_line_in_ten_seconds_is_shown() -> None:
    report = Report()
    lines = [f"[gw0] [ {part:2}%] PASSED tests/test_a.py::test_{part}" for part in range(30)]
    assert sum(report.hear(line, float(second)) for second, line in enumerate(lines)) == 3
    assert report.hear("[gw1] [ 99%] FAILED tests/test_a.py::test_z", 29.5)


def test_a_notebook_s_cells_are_added_up_and_parts_too() -> None:
    report = Report()
    for line in (
        "2.50s call     notebooks/2_automl/3_tools.ipynb::Cell 0",
        "1.50s setup    notebooks/2_automl/3_tools.ipynb::Cell 0",
        "9.00s call     tests/automl/search/test_trials.py::test_x[a b]",
        "0.25s call     tests/test_cli.py::test_y",
    ):
        assert not report.hear(line, 0.0)
    assert report.seconds["notebooks/2_automl/3_tools"] == 4.0
    lines = [line.split() for line in where_the_time_went(report.seconds).splitlines()]
    assert ["9", "4", "automl"] in lines
    assert ["0", "0", "the", "rest"] in lines


def test_nothing_is_said_of_the_time_where_no_test_ran() -> None:
    assert where_the_time_went({}) == ""


def test_owners() -> None:
    assert owner("modules/execml/frameworks/autodiff/tensor.py::execml.tensor") == "frameworks"
