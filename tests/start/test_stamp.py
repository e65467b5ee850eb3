"""What counts as installed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from execml.start import conditions, stamp
from execml.start.installation import is_current
from execml.start.place import Place


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_complete_installation_is_recognised(installed: Place) -> None:
    assert is_current(installed)


def test_no_stamp_means_unfinished(installed: Place) -> None:
    installed.stamp.unlink()
    assert not is_current(installed)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"key": 1}', "\x00"])
def test_a_damaged_stamp_means_unfinished(installed: Place, content: str) -> None:
    installed.stamp.write_text(content, encoding="utf-8")
    assert stamp.read(installed) is None
    assert not is_current(installed)


def test_another_pin_asks_for_an_update(installed: Place) -> None:
    edit(installed.constraints, "pytest==9.0", "pytest==9.1")
    assert not is_current(installed)


def test_another_dependency_asks_for_an_update(installed: Place) -> None:
    edit(installed.project, '"torch==1.0"', '"torch==1.0", "numpy"')
    assert not is_current(installed)


def test_what_pip_does_not_read_asks_for_nothing(installed: Place) -> None:
    edit(installed.project, "[tool.setuptools]", "[tool.ruff]\nline-length = 99\n[tool.setuptools]")
    assert is_current(installed)


def test_line_ends_of_a_windows_checkout_are_no_change(place: Place) -> None:
    before = stamp.key(place)
    place.constraints.write_bytes(place.constraints.read_bytes().replace(b"\n", b"\r\n"))
    assert stamp.key(place) == before


def test_a_learners_installation_lacks_what_tests_need(installed: Place) -> None:
    assert not is_current(installed, ["test"])
    found = stamp.read(installed)
    assert found is not None
    stamp.write(installed, stamp.Stamp(found.key, frozenset({"test"}), found.root, found.python))
    assert is_current(installed, ["test"])
    assert is_current(installed)


def test_a_moved_folder_is_noticed(installed: Place, tmp_path: Path) -> None:
    shutil.move(installed.root, tmp_path / "elsewhere")
    assert not is_current(Place(tmp_path / "elsewhere"))


def test_a_python_that_is_gone_is_noticed(installed: Place) -> None:
    installed.python.unlink()
    assert not is_current(installed)
    if os.name != "nt":
        installed.python.symlink_to("/nowhere/python3")
        assert not is_current(installed)


def test_the_stamp_is_written_whole_or_not_at_all(installed: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    before = installed.stamp.read_bytes()
    found = stamp.read(installed)
    assert found is not None

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(stamp.os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        stamp.write(installed, stamp.Stamp("other", frozenset(), found.root, found.python))
    assert installed.stamp.read_bytes() == before


def test_the_environments_python_is_judged_by_its_version(installed: Place) -> None:
    assert conditions.supported_venv(installed)
    cfg = installed.venv / "pyvenv.cfg"
    for version, good in (("3.10.13", False), ("3.12.1", True), ("3.14.0", False)):
        cfg.write_text(f"home = /usr/bin\nversion = {version}\n", encoding="utf-8")
        assert conditions.supported_venv(installed) is good
    cfg.unlink()
    assert not conditions.supported_venv(installed)


def test_requirements_come_from_the_project_file(place: Place) -> None:
    assert stamp.requirements(place) == ["torch==1.0"]
    assert stamp.requirements(place, ["test"]) == ["torch==1.0", "pytest"]
