"""The comparison still compares: a notebook with wrong outputs fails under the very same command line."""

from __future__ import annotations

import subprocess
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from execml.course.programme import root
from execml.pipeline.building.verify import command, environment

HERE = Path(__file__).parent
RIGHT, WRONG = HERE / "canary_right.ipynb", HERE / "canary_wrong.ipynb"
# What the comparison is not meant to see: pixels (a figure's words and data are compared), and addresses.
UNSEEN = {"pixels", "address"}


def cells(path: Path) -> list[str]:
    """Return the names of a canary's code cells in order."""
    return [cell.id for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


@pytest.fixture(scope="module")
def failures(tmp_path_factory) -> dict[str, set[str]]:
    """Run the comparison over both canaries; return the names of the cells that fail in each."""
    report = tmp_path_factory.mktemp("canary") / "report.xml"
    run = command(root(), [RIGHT, WRONG], extra=[f"--junitxml={report}"])
    done = subprocess.run(run, cwd=root(), env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    failed: dict[str, set[str]] = {RIGHT.stem: set(), WRONG.stem: set()}
    ran: dict[str, int] = {RIGHT.stem: 0, WRONG.stem: 0}
    for case in ElementTree.parse(report).iter("testcase"):
        file = next(stem for stem in failed if stem in case.get("classname", ""))
        ran[file] += 1
        if len(case):
            failed[file].add(cells(HERE / f"{file}.ipynb")[int(case.get("name", "").removeprefix("Cell "))])
    assert ran == {path.stem: len(cells(path)) for path in (RIGHT, WRONG)}
    return failed


@pytest.mark.slow
def test_right_outputs_pass(failures):
    assert failures["canary_right"] == set()


@pytest.mark.slow
def test_each_wrong_output_fails_whatever_its_kind(failures):
    assert failures["canary_wrong"] == set(cells(WRONG)) - UNSEEN - {"begin"}


def test_the_canaries_differ_in_their_outputs_only():
    right, wrong = (nbformat.read(path, as_version=4).cells for path in (RIGHT, WRONG))
    assert [(cell.id, cell.source) for cell in right] == [(cell.id, cell.source) for cell in wrong]
    changed = {
        one.id for one, other in zip(right, wrong, strict=True) if one.get("outputs") != other.get("outputs")
    }
    assert changed == set(cells(WRONG)) - {"begin"}


def test_the_sanitizer_hides_pictures_and_addresses_only():
    rules = [
        line for line in (root() / "tests" / "nbval.cfg").read_text().splitlines() if line.startswith("re")
    ]
    assert [line.split(":")[0] for line in rules] == ["regex", "replace", "regex", "replace"]
    assert "base64" in rules[0]
    assert "0x" in rules[2]
