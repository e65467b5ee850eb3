"""Installing for real, in miniature: two small wheels in a folder stand for the registry."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from execml.start import conditions, inspection, installation
from execml.start.place import Place, Problem

pytestmark = pytest.mark.slow


# What would send packages elsewhere, or nowhere.
REDIRECTED = """[install]
target = {elsewhere}
prefix = {elsewhere}
root = {elsewhere}
dry-run = yes
no-binary = :all:
"""


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch, place: Place, wheels: Path) -> None:
    """Let the installers see the folder of wheels only, and settings that would lead them elsewhere."""
    (place.root / "pip.conf").write_text(REDIRECTED.format(elsewhere=place.root / "elsewhere"))
    (place.root / "other.txt").write_text("torch==0.9\n")
    for name, value in {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": wheels.as_uri(),
        "PIP_CONFIG_FILE": str(place.root / "pip.conf"),
        "PIP_CONSTRAINT": str(place.root / "other.txt"),
        "PIP_PYTHON": "/elsewhere/python",
        "UV_CONSTRAINT": str(place.root / "other.txt"),
        "UV_PYTHON": "/elsewhere/python",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(conditions, "NEED_GB", 0.1)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an environment with pip alone, to copy: making one takes seconds."""
    folder = tmp_path_factory.mktemp("bare") / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return folder


def good(place: Place, package: str) -> bool:
    asked = [str(place.python), "-c", f"import {package}; assert {package}.good"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


@pytest.mark.usefixtures("offline")
def test_install_interrupt_finish_repair_and_add_what_tests_need(
    place: Place, capsys, monkeypatch, wheels: Path, wheel_of_uv: Path
) -> None:
    monkeypatch.setenv("PIP_FIND_LINKS", f"{wheels.as_uri()} {wheel_of_uv.parent.as_uri()}")
    installation.ensure(place)
    said = capsys.readouterr().out
    assert "First start: installing into" in said
    assert "[2/2] Packages: in place" in said
    assert (place.site / "torch-1.0.dist-info" / "INSTALLER").read_text() == "uv"
    assert good(place, "torch")
    assert not good(place, "pytest")

    installation.ensure(place)
    assert capsys.readouterr().out == ""  # a second start does nothing

    installation.ensure(place, ["test"])
    assert "into step with what" in capsys.readouterr().out
    assert good(place, "pytest")

    # As after a kill while packages were unpacked: one without its list of files, one cut short.
    (place.site / "torch" / "__init__.py").write_text("good = ")
    (place.site / "pytest-9.0.dist-info" / "RECORD").unlink()
    assert len(inspection.damaged(place.site)) == 2
    installation.ensure(place, repair=True)
    assert good(place, "torch")
    assert inspection.damaged(place.site) == []

    # A learner's start after that keeps what is there, and without an installer: it would fail now.
    monkeypatch.setenv("PIP_FIND_LINKS", "/nowhere")
    installation.ensure(place)
    assert installation.is_current(place, ["test"])
    assert not (place.root / "elsewhere").exists()


@pytest.mark.usefixtures("offline")
def test_without_uv_pip_does_it_and_a_failure_leaves_no_stamp(
    place: Place, wheels: Path, bare: Path, capsys
) -> None:
    shutil.copytree(bare, place.venv, symlinks=True)
    installation.ensure(place)
    said = capsys.readouterr().out
    assert "into step with what" in said
    assert "uv does not do it here (ERROR: " in said
    assert good(place, "torch")
    assert not (place.root / "elsewhere").exists()
    (wheels / "pytest-9.0-py3-none-any.whl").unlink()
    with pytest.raises(Problem, match=r"find-links = .*no-index = 1\), one is missing \(ERROR: .* pytest"):
        installation.ensure(place, ["test"])
    assert not place.stamp.exists()


@pytest.mark.usefixtures("offline")
def test_no_network_is_one_sentence(place: Place, monkeypatch, bare: Path) -> None:
    shutil.copytree(bare, place.venv, symlinks=True)
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9")
    with pytest.raises(
        Problem, match=r"^There is no connection to the package registry.*: connect to the network"
    ):
        installation.ensure(place)
    assert not place.stamp.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has another script, seen below")
def test_the_programme_is_found_in_a_moved_folder_with_an_umlaut(installed: Place, tmp_path: Path) -> None:
    package = installed.root / "modules" / "execml"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "cli.py").write_text("import sys\n\ndef app(prog_name):\n    print(prog_name, sys.argv[1:])\n")
    installation.link_programme(installed)
    moved = Place(tmp_path / "Übung")
    shutil.move(installed.root, moved.root)
    assert installation.is_current(moved)
    ascii_only = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONUTF8": "0"}
    asked = [str(moved.scripts / "execml"), "guide", "3"]
    done = subprocess.run(asked, capture_output=True, text=True, env=ascii_only, cwd=tmp_path, check=False)
    assert (done.stdout, done.stderr) == ("execml ['guide', '3']\n", "")


def test_the_command_has_a_name_that_windows_runs() -> None:
    name, text = installation.execml_command(windows=True)
    assert name == "execml.cmd"
    assert text.startswith('@"%~dp0python.exe" -P -c "') and text.endswith('" %*\n')


@pytest.mark.skipif(os.name == "nt", reason="a colon")
def test_a_path_that_no_environment_may_have_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"Course 1:2 holds ':', .*: rename that folder\.$"):
        conditions.refuse_unwritable(tmp_path / "Course 1:2")


def test_a_file_with_two_names_counts_once(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"x" * 1_000_000)
    os.link(tmp_path / "one", tmp_path / "two")
    assert conditions.folder_gb(tmp_path) == pytest.approx(0.001)


def test_a_full_disk_is_said_before_anything_is_installed(place: Place, monkeypatch) -> None:
    free = type("Usage", (), {"free": 2e9})()
    monkeypatch.setattr(conditions.shutil, "disk_usage", lambda path: free)
    with pytest.raises(
        Problem, match=r"^The disk has 2\.0 GB free and the installation needs \d+\.\d GB: free some"
    ):
        installation.ensure(place)
    assert [entry.name for entry in place.venv.iterdir()] == [conditions.LOCK]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_read_only_folder_is_one_sentence(place: Place, monkeypatch) -> None:
    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)  # rights alone would not stop root
    with pytest.raises(Problem, match="cannot be written: copy it to a folder of your own"):
        installation.ensure(place)


def test_a_python_without_venv_is_told_the_package(place: Place, monkeypatch) -> None:
    monkeypatch.setattr(conditions.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Problem, match=r"came without its parts venv and ensurepip: install them \(Debian"):
        installation.ensure(place)


@pytest.mark.parametrize(
    ("system", "machine", "macos", "words"),
    [
        ("darwin", "x86_64", "15.1", "Intel processor"),
        ("darwin", "arm64", "13.6", "needs macOS 14"),
        ("win32", "ARM64", "", "Windows on ARM"),
        ("darwin", "arm64", "14.0", None),
        ("win32", "AMD64", "", None),
        ("linux", "x86_64", "", None),
    ],
)
def test_a_computer_that_pytorch_does_not_exist_for_is_told(
    monkeypatch, system, machine, macos, words
) -> None:
    monkeypatch.setattr(conditions.sys, "platform", system)
    monkeypatch.setattr(conditions.platform, "machine", lambda: machine)
    monkeypatch.setattr(conditions.platform, "mac_ver", lambda: (macos, ("", "", ""), machine))
    found = [what for what, _ in conditions.computer_findings()]
    assert found == [] if words is None else words in found[0]


def test_one_waits_for_another_that_installs_but_not_for_one_that_was_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from execml.start.conditions import exclusive\n"
        "with exclusive(Path(sys.argv[1]), lambda: None):\n    print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    waited: list[bool] = []

    def end_it() -> None:
        waited.append(True)
        holder.kill()

    with conditions.exclusive(tmp_path, end_it, pause=0.05):
        assert waited == [True]
    with conditions.exclusive(tmp_path, end_it):
        assert waited == [True]
    holder.wait()


def test_clearing_keeps_the_lock_file(tmp_path: Path) -> None:
    for name in (conditions.LOCK, "pyvenv.cfg", "lib/x.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    conditions.clear(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == [conditions.LOCK]


def test_damaged_packages_are_found(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text("1234")
    (tmp_path / "other.py").write_text("1234")
    for name, rows in {
        "cut": "module.py,,5\n",
        "empty": "",
        "lacking": "nothing.py,,4\n",
        "longer": "other.py,,3\n",  # as certificates to which one was added
        "early": "other.py,,9\n",  # overwritten by a package that owns the file too
        "whole": "other.py,,4\ncompiled.pyc,,\n",
    }.items():
        (tmp_path / f"{name}.dist-info").mkdir()
        (tmp_path / f"{name}.dist-info" / "RECORD").write_text(rows)
    (tmp_path / "unlisted.dist-info").mkdir()
    assert [info.stem for info in inspection.damaged(tmp_path)] == ["cut", "empty", "lacking", "unlisted"]
