"""A checkout in miniature, in a folder with a space in its name, for tests of what ``start.py`` does."""

from __future__ import annotations

import json
import os
import sys
import venv
from pathlib import Path

import pytest
from execml.start import stamp
from execml.start.place import Place

PROJECT = """
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "small"
version = "1"
description = "what a checkout holds"
dependencies = ["torch==1.0"]
[project.optional-dependencies]
test = ["pytest"]
[tool.setuptools]
packages = []
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return a checkout without an environment."""
    root = tmp_path / "a folder with spaces"
    root.mkdir()
    (root / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    (root / "constraints.txt").write_text("torch==1.0\npytest==9.0\n", encoding="utf-8")
    return Place(root)


@pytest.fixture
def installed(place: Place) -> Place:
    """Return a checkout whose environment (Python alone, no packages) is stamped as complete."""
    venv.create(place.venv, with_pip=False, symlinks=os.name != "nt")
    version = ".".join(str(part) for part in sys.version_info[:3])
    stamp.write(place, stamp.Stamp(stamp.key(place), frozenset(), str(place.root), version))
    return place


@pytest.fixture
def wheels(place: Place) -> Path:
    """Return a folder with the two packages that the miniature asks for, as wheels that pip can install."""
    import zipfile

    folder = place.root / "wheels"
    folder.mkdir()
    for name, version in (("torch", "1.0"), ("pytest", "9.0"), ("setuptools", "80.0")):
        info = f"{name}-{version}.dist-info"
        files = {
            f"{name}/__init__.py": "good = True\n",
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
            f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\n"
            "Tag: py3-none-any\n",
        }
        files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"])
        with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as archive:
            for path, content in files.items():
                archive.writestr(path, content)
    return folder


def stamped(place: Place) -> dict[str, object]:
    """Return what a checkout's stamp says."""
    return dict(json.loads(place.stamp.read_text(encoding="utf-8")))
