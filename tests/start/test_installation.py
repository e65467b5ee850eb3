"""Installing for real, in miniature: two small wheels in a folder stand for the registry."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from execml.start import conditions, installation, lock, records
from execml.start.place import Place, Problem

from .conftest import stamped

pytestmark = pytest.mark.slow


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch, wheels: Path) -> None:
    """Let pip see the folder of wheels only; leave the programme itself out, as setuptools is a dummy."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", wheels.as_uri())
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setattr(conditions, "NEED_GB", 0.1)
    monkeypatch.setattr(installation, "_install_programme", lambda place, phases: None)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an environment with pip alone, to copy: making one takes seconds."""
    folder = tmp_path_factory.mktemp("bare") / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return folder


def site(place: Place) -> Path:
    asked = [str(place.python), "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"]
    return Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())


def good(place: Place, package: str) -> bool:
    asked = [str(place.python), "-c", f"import {package}; assert {package}.good"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


@pytest.mark.usefixtures("offline")
def test_install_interrupt_finish_and_add_what_tests_need(place: Place, capsys, monkeypatch) -> None:
    installation.ensure(place)
    said = capsys.readouterr().out
    assert "First start: installing into" in said
    assert [f"[{number}/5]" in said for number in range(1, 6)] == [True] * 4 + [
        False
    ]  # the fifth is left out here
    assert good(place, "torch")
    assert not good(place, "pytest")
    assert stamped(place)["extras"] == []

    installation.ensure(place)
    assert capsys.readouterr().out == ""  # a second start does nothing

    # A kill while pip unpacked: no stamp, a package without its list of files, and one cut short.
    place.stamp.unlink()
    (site(place) / "torch" / "__init__.py").write_text("good = ")
    (site(place) / "torch-1.0.dist-info" / "RECORD").unlink()
    installation.ensure(place)
    assert "An earlier installation was not finished: finishing it." in capsys.readouterr().out
    assert good(place, "torch")

    installation.ensure(place, ["test"])
    assert "Adding what only the tests need." in capsys.readouterr().out
    assert good(place, "pytest")
    assert stamped(place)["extras"] == ["test"]

    # A learner's start after that keeps what is there, and without pip: it would fail now.
    monkeypatch.setenv("PIP_FIND_LINKS", "/nowhere")
    installation.ensure(place)
    assert installation.is_current(place, ["test"])


@pytest.mark.usefixtures("offline")
def test_a_failure_leaves_no_stamp(place: Place, wheels: Path, bare: Path) -> None:
    shutil.copytree(bare, place.venv, symlinks=True)
    (wheels / "torch-1.0-py3-none-any.whl").unlink()
    with pytest.raises(Problem, match="no file of a package for this computer"):
        installation.ensure(place)
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


def test_a_disk_without_room_for_nvidias_libraries_is_mentioned(place: Place, monkeypatch, capsys) -> None:
    free = type("Usage", (), {"free": 9e9})()
    monkeypatch.setattr(conditions.shutil, "disk_usage", lambda path: free)
    monkeypatch.setattr(conditions.sys, "platform", "linux")
    conditions.refuse_full_disk(place, conditions.NEED_GB)
    assert "9.0 GB of disk are free" in capsys.readouterr().out
    monkeypatch.setattr(conditions.sys, "platform", "darwin")
    conditions.refuse_full_disk(place, conditions.NEED_GB)
    assert capsys.readouterr().out == ""


def test_a_full_disk_is_said_before_anything_is_installed(place: Place, monkeypatch) -> None:
    free = type("Usage", (), {"free": 2e9})()
    monkeypatch.setattr(conditions.shutil, "disk_usage", lambda path: free)
    with pytest.raises(
        Problem, match=r"^The disk has 2\.0 GB free and the installation needs \d+\.\d GB: free some"
    ):
        installation.ensure(place)
    assert [entry.name for entry in place.venv.iterdir()] == [lock.NAME]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_read_only_folder_is_one_sentence(place: Place, monkeypatch) -> None:
    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)  # rights alone would not stop root
    with pytest.raises(Problem, match="cannot be written: copy it to a folder of your own"):
        installation.ensure(place)


def test_a_python_without_venv_is_told_the_package(place: Place, monkeypatch) -> None:
    words = "ensurepip is not available.  On Debian/Ubuntu systems, you need to install the python3-venv"
    code = f"import sys; print({words!r}); sys.exit(1)"
    with pytest.raises(Problem, match=r"came without its parts venv and ensurepip: install them \(Debian"):
        installation._checked([sys.executable, "-c", code], place, "no")


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


def test_one_installs_while_another_waits(tmp_path: Path) -> None:
    order = []
    waiting = threading.Event()

    def second() -> None:
        with lock.exclusive(tmp_path, waiting.set, pause=0.05):
            order.append("second")

    with lock.exclusive(tmp_path, lambda: None):
        thread = threading.Thread(target=second)
        thread.start()
        assert waiting.wait(10)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_killed_installation_holds_no_lock(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from execml.start import lock\n"
        "with lock.exclusive(Path(sys.argv[1]), lambda: None):\n    print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    holder.kill()
    holder.wait()

    def complain() -> None:
        raise AssertionError("the lock outlived its holder")

    with lock.exclusive(tmp_path, complain):
        pass


def test_clearing_keeps_the_lock_file(tmp_path: Path) -> None:
    for name in (lock.NAME, "pyvenv.cfg", "lib/x.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    lock.clear(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == [lock.NAME]


def test_damaged_packages_are_found(tmp_path: Path) -> None:
    def package(name: str, rows: str | None, metadata: str = "Name: x") -> None:
        info = tmp_path / f"{name}-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(metadata)
        if rows is not None:
            (info / "RECORD").write_text(rows)

    (tmp_path / "module.py").write_text("1234")
    package("whole", "module.py,sha256=x,4\nwhole-1.dist-info/RECORD,,\ncompiled.pyc,,\n")
    (tmp_path / "short.py").write_text("12")
    (tmp_path / "shared.py").write_text("1")
    package("cut", "short.py,sha256=x,5\n")
    package("early", "shared.py,sha256=x,9\n")  # overwritten by a package that owns the file too
    package("late", "shared.py,sha256=x,1\n")
    package("lacking", "other.py,sha256=x,4\n")
    package("unlisted", None)
    package("empty", "")
    package("nameless", "module.py,sha256=x,4\n", metadata="")
    found = [Path(path).name.removesuffix("-1.dist-info") for path in records.damaged(str(tmp_path))]
    assert found == ["cut", "empty", "lacking", "nameless", "unlisted"]
