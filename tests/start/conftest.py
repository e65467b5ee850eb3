"""A checkout in miniature, in a folder with a space in its name, for tests of what ``start.py`` does."""

from __future__ import annotations

import os
import venv
import zipfile
from importlib.metadata import distribution, version
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
    (root / "constraints.txt").write_text("torch==1.0\npytest==9.0\nuv==" + version("uv"), encoding="utf-8")
    return Place(root)


@pytest.fixture
def installed(place: Place) -> Place:
    """Return a checkout whose environment (Python alone, no packages) is stamped as complete."""
    venv.create(place.venv, with_pip=False, symlinks=os.name != "nt")
    stamp.write(place, stamp.Stamp(stamp.key(place), frozenset()))
    return place


@pytest.fixture
def wheels(place: Place) -> Path:
    """Return a folder with the two packages that the miniature asks for, as wheels that can be installed."""
    folder = place.root / "wheels"
    folder.mkdir()
    for name, number in (("torch", "1.0"), ("pytest", "9.0")):
        info = f"{name}-{number}.dist-info"
        files = {
            f"{name}/__init__.py": "good = True\n",
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {number}\n",
            f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\n"
            "Tag: py3-none-any\n",
        }
        files[f"{info}/RECORD"] = "".join(f"{path},,{len(text)}\n" for path, text in files.items())
        with zipfile.ZipFile(folder / f"{name}-{number}-py3-none-any.whl", "w") as archive:
            for path, content in files.items():
                archive.writestr(path, content)
    return folder


@pytest.fixture(scope="session")
def wheel_of_uv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the installed uv, packed as the wheel that it came in."""
    uv = distribution("uv")
    wheel = tmp_path_factory.mktemp("uv") / f"uv-{uv.version}-py3-none-any.whl"
    data = f"uv-{uv.version}.data/scripts/"
    with zipfile.ZipFile(wheel, "w") as archive:
        for file in uv.files or ():
            if file.suffix != ".pyc":
                archive.write(file.locate(), data + file.name if ".." in file.parts else file.as_posix())
    return wheel
