"""``start.py`` as a person runs it: foreseeable trouble is one sentence with its remedy."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from execml.course.programme import root
from execml.start.main import main

START = root() / "start.py"
OLD = [
    path
    for version in ("2.7", "3.6", "3.8", "3.9", "3.10", "3.14")
    for path in [
        shutil.which(f"python{version}"),
        *map(str, Path.home().glob(f".pyenv/versions/{version}.*/bin/python")),
    ]
    if path and "shims" not in path  # pyenv's stand-ins, whose Pythons are listed anyway
]


def starts(python: str) -> bool:
    return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("python", OLD or [None])
def test_another_python_is_told_which_ones_will_do(python: str | None) -> None:
    if python is None or not starts(python):
        pytest.skip("no other Python here")
    done = subprocess.run([python, str(START)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert re.fullmatch(r"This programme needs Python 3\.11, 3\.12 or 3\.13, and this is .+\n", done.stderr)


def test_help_names_what_there_is_from_any_folder(tmp_path: Path) -> None:
    command = [sys.executable, str(START), "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert {"test", "check", "repair", "--port", "--no-browser"} <= set(re.findall(r"[-\w]+", done.stdout))


def test_a_busy_port_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["--port", str(port), "--no-browser"]) == 1
    said = capsys.readouterr()
    assert said.err == (
        f"Port {port} is in use: name another one with --port, or leave --port out and a free one is taken.\n"
    )


@pytest.mark.parametrize("port", ["0", "65536", "-5"])
def test_what_is_no_port_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--port", port]) == 1
    assert "is not a port: name one from 1024 to 65535" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="bash")
def test_ci_runs_the_same_command() -> None:
    script = root() / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").rstrip().endswith("exec python3 start.py test")
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
