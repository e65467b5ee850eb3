"""JupyterLab against a user's own Jupyter: our kernel and server run, and what does not is told at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from unittest.mock import Mock

import pytest
from execml.start import lab, server
from execml.start.place import Place, Problem
from execml.start.server import wait_until_up


@pytest.fixture
def hostile(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Return a checkout run by this Python, where a user's Jupyter, IPython and Python are set against it."""
    folder = tmp_path / "theirs"
    kernel = folder / "kernels" / "python3"
    startup = folder / "profile_default" / "startup"
    for made in (kernel, startup):
        made.mkdir(parents=True)
    stand_in = folder / "python"
    stand_in.write_text(f'#!/bin/sh\nexec "{sys._base_executable}" "$@"\n')  # type: ignore[attr-defined]
    stand_in.chmod(0o755)
    spec = {"argv": [str(stand_in), "-c", "raise SystemExit"], "display_name": "x", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec))
    (startup / "00.py").write_text("import sys; sys.prefix = 'changed by a startup file'")
    (folder / "profile_default" / "ipython_config.py").write_text(
        "get_config().InteractiveShellApp.exec_lines = ['raise SystemExit']\n"
    )
    config = "c = get_config()\nc.ServerApp.base_url = '/theirs'\nc.ServerApp.certfile = '/none.pem'\n"
    config += "c.ServerApp.ip = '0.0.0.0'\nc.IdentityProvider.token = ''\nc.ServerApp.password = 'x'\n"
    for name in ("jupyter_server_config.py", "jupyter_lab_config.py", "jupyter_config.py"):
        (folder / name).write_text(config)
    for name in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "JUPYTER_CONFIG_DIR", "JUPYTERLAB_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(folder))
    for name, value in {
        "JUPYTER_DATA_DIR": str(folder),
        "JUPYTER_PREFER_ENV_PATH": "0",
        "JUPYTER_RUNTIME_DIR": "/dev/null/runtime",
        "PYTHONWARNINGS": "error",
        "PYTHONSTARTUP": str(startup / "00.py"),
        "PYTHONOPTIMIZE": "2",
        "ALL_PROXY": "socks5://127.0.0.1:9",
        "HOME": "/dev/null",
        "LC_ALL": "C",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(Place, "python", property(lambda self: Path(sys.executable)))
    return place


KERNEL = "from execml.start.inspection import kernel_answers; print(kernel_answers())"


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for another Python")
@pytest.mark.usefixtures("hostile")
def test_the_kernel_is_our_own_and_a_check_would_see_another(place: Place) -> None:
    ours = {**lab.environment(place, "token"), "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", KERNEL], env=ours, capture_output=True, text=True, check=False
    )
    assert done.stdout == "[]\n", done.stderr
    theirs = {**ours, "IPYTHONDIR": os.environ["IPYTHONDIR"], "JUPYTER_CONFIG_DIR": "/nowhere"}
    (Path(theirs["IPYTHONDIR"]) / "profile_default" / "ipython_config.py").unlink()
    done = subprocess.run(
        [sys.executable, "-c", KERNEL], env=theirs, capture_output=True, text=True, check=False
    )
    assert "another Python's than this environment's (changed by a startup file)" in done.stdout


@pytest.mark.slow
def test_the_server_starts_and_ends_whatever_is_set(hostile: Place) -> None:
    assert server.trouble(hostile) == ""


# As a file of the whole machine's, in /etc/jupyter, which no variable keeps away.
MACHINE_WIDE = """
import sys
from jupyter_core import paths, application
paths.SYSTEM_CONFIG_PATH[:] = [sys.argv.pop(1)]
from jupyterlab.labapp import main
main()
"""


@pytest.mark.slow
def test_a_configuration_of_the_whole_machine_opens_no_door(hostile: Place, monkeypatch, tmp_path) -> None:
    usual = server.command

    def with_it(*arguments: object) -> list[str]:
        python, _, _, *rest = usual(*arguments)  # type: ignore[arg-type]
        return [python, "-c", MACHINE_WIDE, str(tmp_path / "theirs"), *rest]

    seen: list[str] = []
    asked = server._asked

    def look(port: int, token: str) -> str:
        seen.extend([answer] if (answer := asked(port, "")) else [])
        return asked(port, token)

    monkeypatch.setattr(server, "command", with_it)
    monkeypatch.setattr(server, "_asked", look)
    assert server.trouble(hostile) == ""
    assert seen and not any(answer.startswith("200") for answer in seen)


@contextmanager
def answering(*statuses: int) -> Iterator[tuple[int, list[str]]]:
    """Answer requests on the loopback with these statuses, the last again and again."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(statuses[min(len(asked), len(statuses)) - 1])
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield listening.server_port, asked
        listening.shutdown()


@pytest.mark.parametrize(
    ("statuses", "words"),
    [((404,), "it answers 404 Not Found"), ((302,), "it answers 302 Found"), ((403,), "403 Forbidden")],
)
def test_a_server_at_another_address_is_told_at_once(tmp_path: Path, statuses, words: str) -> None:
    running = Mock(poll=Mock(return_value=None))
    with answering(*statuses) as (port, asked), pytest.raises(Problem, match=words):
        wait_until_up(running, port, "token", tmp_path / "log", seconds=30)
    assert len(asked) == 1
    running.kill.assert_called_once()


def test_a_server_that_is_not_ready_is_asked_again_after_a_pause(tmp_path: Path) -> None:
    running = Mock(poll=Mock(return_value=None))
    with answering(503, 503, 200) as (port, asked):
        wait_until_up(running, port, "token", tmp_path / "log", seconds=30)
    assert asked == ["/lab"] * 3


def test_a_server_that_ended_is_told_with_the_error_that_it_named(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("[I] starting\nTraceback (most recent):\nPermissionError: [Errno 13] '/home/x'\n")
    with pytest.raises(Problem, match=r"did not start \(PermissionError: \[Errno 13\] '/home/x'\): run"):
        wait_until_up(Mock(poll=Mock(return_value=1)), 9, "token", log)
