"""Run JupyterLab: find it a port, start it, wait until it shows its page, and end it cleanly."""

from __future__ import annotations

import http.client
import re
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

from execml.course.measure.loopback import first_free, port_is_free
from execml.start.lab import WELCOME, command, environment, write_settings
from execml.start.place import Place, Problem

FIRST_PORT = 8888
PORTS_TRIED = 50


def choose_port(asked: int | None) -> int:
    """Return the port that was asked for, or else the first free one from 8888 on.

    Raises:
        Problem: if the port asked for is not a free one.
    """
    if asked is None:
        port = first_free(range(FIRST_PORT, FIRST_PORT + PORTS_TRIED))
        if port is not None:
            return port
        raise Problem(
            f"The ports {FIRST_PORT} to {FIRST_PORT + PORTS_TRIED - 1} are all in use",
            "name a free one with --port",
        )
    if not 1 <= asked <= 65535:
        raise Problem(f"--port {asked} is not a port", "name one from 1024 to 65535, or leave --port out")
    if not port_is_free(asked):
        why = "is in use, or reserved by the system" if asked < 1024 else "is in use"
        raise Problem(
            f"Port {asked} {why}", "name another one with --port, or leave --port out and a free one is taken"
        )
    return asked


def open_lab(place: Place, asked_port: int | None, browser: bool) -> int:
    """Run JupyterLab until it is stopped; return its exit status.

    Raises:
        Problem: if the port is taken or the server does not come up.
    """
    port = choose_port(asked_port)
    token = secrets.token_hex(24)
    begun = time.monotonic()
    server, log = launch(place, port, token, browser)
    for asked in (
        signal.SIGINT,
        signal.SIGTERM,
    ):  # a shell's background job ignores Ctrl-C unless told otherwise
        signal.signal(asked, _interrupt)
    try:
        print("Starting JupyterLab ...", flush=True)
        wait_until_up(server, port, token, log)
        shown = f"tree/{WELCOME}" if (place.root / WELCOME).exists() else ""
        print(
            f"JupyterLab is open ({time.monotonic() - begun:.0f} s). If your browser doesn't show it, go to\n"
        )
        print(f"    http://127.0.0.1:{port}/lab/{shown}?token={token}\n")
        print(
            "Leave this window open while you work. To stop, save your notebook and press Ctrl-C here.",
            flush=True,
        )
        return wait(server)
    except KeyboardInterrupt:
        print("\nStopping JupyterLab ...", flush=True)
        stop(server)
        print("Stopped. Run the same command to go on.")
        return 0
    finally:
        stop(server)


def launch(place: Place, port: int, token: str, browser: bool) -> tuple[subprocess.Popen[bytes], Path]:
    """Start the server, and return it at once with the path of its log."""
    write_settings(place)
    log = place.venv / f"jupyterlab-{port}.log"
    with log.open("w", encoding="utf-8") as sink:
        server = subprocess.Popen(
            command(place, port, browser),
            stdout=sink,
            stderr=sink,
            cwd=place.root,
            env=environment(place, token),
        )
    return server, log


def trouble(place: Place) -> str:
    """Start the server as a learner does, end it again, and return what went wrong; empty if nothing did."""
    token = secrets.token_hex(24)
    try:
        port = choose_port(None)
        server, log = launch(place, port, token, browser=False)
    except (OSError, Problem) as error:
        return str(error)
    try:
        wait_until_up(server, port, token, log)
    except Problem as problem:
        return problem.what
    finally:
        stop(server, patience=0)
    return ""


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def wait(server: subprocess.Popen[bytes]) -> int:
    """Wait for a process in short steps: on Windows a long wait would not hear Ctrl-C."""
    while True:
        try:
            return server.wait(0.5)
        except subprocess.TimeoutExpired:
            continue


def stop(server: subprocess.Popen[bytes], patience: float = 3, seconds: float = 20) -> None:
    """End the server, and it its kernels. It may have heard Ctrl-C itself: ask again only after a while."""
    for ask, pause in ((None, patience), (server.terminate, seconds), (server.kill, seconds)):
        if server.poll() is not None:
            return
        if ask is not None:
            ask()
        try:
            server.wait(pause)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            continue


def wait_until_up(
    server: subprocess.Popen[bytes], port: int, token: str, log: Path, seconds: float = 120
) -> None:
    """Return when the server shows its page to whoever has the token.

    Raises:
        Problem: if it ends, answers otherwise than it should, or has not answered in time.
    """
    deadline = time.monotonic() + seconds
    answer = ""
    while time.monotonic() < deadline and server.poll() is None:
        answer = _asked(port, token)
        if answer == "200 OK":
            return
        if answer and not answer.startswith("5"):  # it is up, and somewhere else than it was told
            break
        time.sleep(0.2)
    server.kill()
    said = [f"it answers {answer}"] if answer else _errors(log)
    raise Problem(
        f"JupyterLab did not start ({'; '.join(said) or 'it said nothing'})",
        f"run '{Path(sys.executable).name} start.py check', and see the end of {log}",
    )


def _asked(port: int, token: str) -> str:
    """Return what the server answers to a request for its page; empty while it does not answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)  # never through a proxy
    try:
        connection.request("GET", "/lab", headers={"Authorization": f"token {token}"})
        answer = connection.getresponse()
        if b"assets not found" in answer.read():
            return "that JupyterLab's files are missing"
        return f"{answer.status} {answer.reason}"
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()


def _errors(log: Path) -> list[str]:
    """Return the last line of a log that names an error, if there is one."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    named = [line.strip() for line in lines if re.match(r"\s*(\w+\.)*\w*(Error|Exception)\b", line)]
    return [line[:200] for line in named[-1:]]
