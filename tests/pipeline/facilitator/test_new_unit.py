"""A new unit: in the house shape from its first minute, building as it stands, and never over another."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from execml.course.programme import COPIES, HELPERS, MODULES, TESTS, notebook_path, root
from execml.pipeline.building.builder import build
from execml.pipeline.building.compare import load
from execml.pipeline.building.source import read
from execml.pipeline.contract.inspector import inspect_page
from execml.pipeline.contract.page import Page
from execml.pipeline.facilitator.new_unit import lay_out

pytestmark = pytest.mark.slow

SHARED = ("__init__.py", "cli", "py.typed", "course", "pipeline", "start")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout without any topic: what all topics share, and the data."""
    for name in SHARED:
        place, copied = root() / HELPERS / name, tmp_path / HELPERS / name
        copied.parent.mkdir(parents=True, exist_ok=True)
        if place.is_dir():
            shutil.copytree(place, copied, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(place, copied)
    (tmp_path / TESTS).mkdir()
    shutil.copy(root() / TESTS / "conftest.py", tmp_path / TESTS)
    shutil.copy(root() / "pyproject.toml", tmp_path)
    os.symlink(root() / "datasets", tmp_path / "datasets")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "modules"))
    return tmp_path


def test_a_new_unit_builds_and_lacks_only_what_its_author_must_write(checkout: Path) -> None:
    module = MODULES[6]
    written = lay_out(checkout, module, "9_small_groups")
    name = f"{module.folder}/9_small_groups"
    verdicts = build(checkout, [name])
    assert [verdict.detail for verdict in verdicts] == ["", ""]
    unit = read(checkout, name)
    pages = [Page(unit, copy, load(notebook_path(checkout, name, copy))) for copy in COPIES]
    found = [breach for page in pages for breach in inspect_page(page)]
    assert [(breach.rule, breach.message) for breach in found] == [
        ("boardroom_complete", "has 1 checked exercises; two to four are wanted"),
    ]
    assert unit.front.title == "Small groups"
    assert outcome_of_tests(checkout, written[-1]) == "5 passed"
    assert faults_of_style(checkout, written) == []


def outcome_of_tests(checkout: Path, file: Path) -> str:
    """Run a file of tests in a checkout and return how many passed and failed."""
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(file)]
    done = subprocess.run(line, cwd=checkout, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    return done.stdout.splitlines()[-1].partition(" in ")[0]


def faults_of_style(checkout: Path, files: list[Path]) -> list[str]:
    """Return what the linter and the formatter find in some files of a checkout."""
    faults = []
    for command in (("check", "--output-format=concise"), ("format", "--check")):
        line = [sys.executable, "-m", "ruff", *command, "--force-exclude", "--no-cache", "--quiet"]
        written = [str(file) for file in files if file.suffix in (".py", ".pyi")]
        done = subprocess.run([*line, *written], cwd=checkout, capture_output=True, text=True, check=False)
        faults += (done.stdout + done.stderr).splitlines()
    return faults


def test_a_topic_s_first_unit_brings_its_door_and_a_second_one_only_its_own(tmp_path: Path) -> None:
    first = [path.relative_to(tmp_path).as_posix() for path in lay_out(tmp_path, MODULES[5], "1_first")]
    topic, own = "modules/execml/xai_ethics", "modules/execml/xai_ethics/units/unit_1"
    assert first == [
        "solutions/6_xai_ethics/1_first.py",
        *(f"{topic}/{name}" for name in ("__init__.py", "__init__.pyi", "units/__init__.py")),
        *(
            f"{own}/{name}"
            for name in ("__init__.py", "figures.py", "exercises.py", "quiz.yaml", "decision.yaml")
        ),
        "tests/xai_ethics/units/unit_1/test_exercises.py",
    ]
    second = [path.relative_to(tmp_path).as_posix() for path in lay_out(tmp_path, MODULES[5], "2_second")]
    units = [path.replace("unit_1", "unit_2") for path in first[4:]]
    assert second == ["solutions/6_xai_ethics/2_second.py", *units]


def test_a_new_topic_s_door_opens(tmp_path: Path) -> None:
    lay_out(tmp_path, MODULES[5], "1_first")
    line = [sys.executable, "-c", "import xai_ethics; print(dir(xai_ethics))"]
    done = subprocess.run(line, cwd=tmp_path / HELPERS, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_an_existing_unit_is_not_overwritten(tmp_path: Path) -> None:
    lay_out(tmp_path, MODULES[0], "1_first")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file()}
    with pytest.raises(ValueError, match=r"solutions/1_frameworks/1_first.py exists, and is not overwritten"):
        lay_out(tmp_path, MODULES[0], "1_first")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file()} == before


def test_helpers_that_stand_there_already_are_left_alone(tmp_path: Path) -> None:
    door = MODULES[0].helpers(tmp_path) / "__init__.pyi"
    door.parent.mkdir(parents=True)
    door.write_text('"""My door."""\n')
    assert door not in lay_out(tmp_path, MODULES[0], "1_first")
    assert door.read_text() == '"""My door."""\n'


@pytest.mark.parametrize("name", ["first", "1", "1_First", "1_a/b", "../1_a", "1_"])
def test_a_name_of_another_form_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="must be a number and a name"):
        lay_out(tmp_path, MODULES[0], name)
    assert list(tmp_path.iterdir()) == []
