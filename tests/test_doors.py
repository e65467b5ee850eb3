"""The doors of the packages: each name of a stub loads, is offered as one types, and is checked as a type."""

from __future__ import annotations

import ast
import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from execml.course.programme import HELPERS, MODULES, root

HOUSE = root() / HELPERS
STUBS = {file.parent.name: file for file in sorted(HOUSE.glob("*/__init__.pyi"))}
DOORS = sorted(STUBS)
WRONG = "a_name_that_nobody_gave"

COMPLETING = """
import json, sys
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

shell, offers = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}})), []
for package in sys.argv[1:]:
    shell.run_cell(f"import execml.{package}")
    for shell.Completer.use_jedi in (True, False):
        for typed in (f"from execml.{package} import ", f"execml.{package}."):
            with provisionalcompleter():
                found = shell.Completer.completions(typed, len(typed))
                offers.append((package, typed, [each.text.lstrip(".") for each in found]))
print(json.dumps(offers))
"""


def homes(package: str) -> dict[str, str]:
    """Return the module in which the stub says that each public name is at home."""
    tree = ast.parse(STUBS[package].read_text(encoding="utf-8"))
    lines = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    return {alias.asname or "": f"execml.{package}.{line.module}" for line in lines for alias in line.names}


def test_every_topic_has_a_door_with_a_stub() -> None:
    topics = {module.package for module in MODULES if module.helpers(root()).is_dir()}
    assert topics | {"course"} == set(DOORS)


@pytest.mark.parametrize("package", DOORS)
def test_every_name_of_the_stub_is_the_object_of_its_home(package: str) -> None:
    door = importlib.import_module(f"execml.{package}")
    named = homes(package)
    for name, home in named.items():
        assert getattr(door, name) is getattr(importlib.import_module(home), name)
    assert sorted(door.__all__) == sorted(named)
    assert set(named) <= set(dir(door))


@pytest.mark.parametrize("package", DOORS)
def test_no_public_name_is_hidden_by_a_room_of_the_same_name(package: str) -> None:
    """Once somebody has imported ``execml.automl.search``, that name is the room's."""
    rooms = {place.stem for place in STUBS[package].parent.iterdir()}
    assert rooms & set(homes(package)) == set()


def test_a_wrong_name_is_an_import_error() -> None:
    for package in DOORS:
        with pytest.raises(ImportError, match=WRONG):
            exec(f"from execml.{package} import {WRONG}")


def test_opening_the_doors_loads_nothing_heavy() -> None:
    code = f"import sys; from execml import {', '.join(DOORS)}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded & {"numpy", "scipy", "pandas", "sklearn", "matplotlib", "torch", "tensorflow"} == set()
    inside = {name for name in done.stdout.split() if name.startswith("execml.")}
    assert inside == {f"execml.{package}" for package in DOORS}


def test_completion_offers_the_names(tmp_path: Path) -> None:
    """JupyterLab asks IPython, which asks jedi where it can, and the live module otherwise."""
    line = [sys.executable, "-c", COMPLETING, *DOORS]
    surroundings = {**os.environ, "IPYTHONDIR": str(tmp_path)}
    done = subprocess.run(line, capture_output=True, text=True, check=True, env=surroundings)
    offers = json.loads(done.stdout)
    assert len(offers) == 4 * len(DOORS)
    for package, asked, offered in offers:
        assert set(homes(package)) - set(offered) == set(), asked


@pytest.mark.parametrize("package", DOORS)
def test_a_wrong_name_fails_the_type_check_and_right_ones_pass(package: str, tmp_path: Path) -> None:
    names = sorted(homes(package))
    (tmp_path / "right.py").write_text(f"from execml.{package} import {', '.join(names) or '__all__'}\n")
    (tmp_path / "wrong.py").write_text(f"from execml.{package} import {WRONG}\n")
    options = ["--follow-imports=skip", "--config-file=", f"--cache-dir={root() / '.mypy_cache' / 'doors'}"]
    files = [str(tmp_path / "right.py"), str(tmp_path / "wrong.py"), str(STUBS[package])]
    line = [sys.executable, "-m", "mypy", *options, "--no-error-summary", *files]
    done = subprocess.run(line, cwd=HOUSE.parent, capture_output=True, text=True, check=False)
    (fault,) = done.stdout.splitlines()
    assert "wrong.py:1" in fault
    assert f'has no attribute "{WRONG}"' in fault
