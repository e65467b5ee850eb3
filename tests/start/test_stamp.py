"""What counts as installed."""

from __future__ import annotations

import os

import pytest
from execml.start import conditions, stamp
from execml.start.installation import is_current
from execml.start.place import Place


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


@pytest.mark.parametrize(
    ("file", "old", "new", "current"),
    [
        ("constraints.txt", "pytest==9.0", "pytest==9.1", False),
        ("pyproject.toml", '"torch==1.0"', '"torch==1.0", "numpy"', False),
        ("pyproject.toml", "[tool.setuptools]", "[tool.ruff]\nline-length = 99\n[tool.setuptools]", True),
        ("constraints.txt", "\n", "\r\n", True),  # a checkout on Windows
    ],
)
def test_another_list_of_packages_asks_for_an_update(installed: Place, file, old, new, current) -> None:
    text = (installed.root / file).read_text(encoding="utf-8")
    assert old in text
    (installed.root / file).write_text(text.replace(old, new), encoding="utf-8", newline="")
    assert is_current(installed) is current


def test_a_learners_installation_lacks_what_tests_need(installed: Place) -> None:
    assert not is_current(installed, ["test"])
    found = stamp.read(installed)
    assert found is not None
    stamp.write(installed, stamp.Stamp(found.key, frozenset({"test"})))
    assert is_current(installed, ["test"])
    assert is_current(installed)


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
        stamp.write(installed, stamp.Stamp("other", frozenset()))
    assert installed.stamp.read_bytes() == before


def test_the_environments_python_is_judged_by_its_version(place: Place, monkeypatch) -> None:
    for version, good in (("3.10.13", False), ("3.12.1", True), ("3.14.0", False), (None, False)):
        monkeypatch.setattr(conditions, "python_version", lambda place, version=version: version)
        assert conditions.usable(place) is good


def test_requirements_come_from_the_project_file(place: Place) -> None:
    assert stamp.requirements(place) == ["torch==1.0"]
    assert stamp.requirements(place, ["test"]) == ["torch==1.0", "pytest"]
