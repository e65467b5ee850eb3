"""Open JupyterLab at the welcome page: on this machine only, with a token, quietly, and stop it cleanly."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from execml.course.measure.loopback import first_free, port_is_free
from execml.course.page.setup import QUIET
from execml.course.programme import HELPERS, root
from execml.start.place import Place, Problem, child_environment

WELCOME = "notebooks/0_welcome.ipynb"
FIRST_PORT = 8888
PORTS_TRIED = 50

# Outside a text field JupyterLab takes these keys for itself, to move between cells. In a list, a choice or a
# button of a page they belong to that: the more specific rule wins, and no command has this name.
FORM_KEYS = [
    {
        "command": "execml:leave-to-the-form",
        "keys": [key],
        "selector": f".jp-Notebook.jp-mod-commandMode .jp-OutputArea {part}:focus",
        "preventDefault": False,
    }
    for part in ("select", "input", "button")
    for key in ("ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Space", "Enter")
]

# Buttons of a page, with words: most who read are new to JupyterLab. What they replace is in the Edit menu.
BUTTONS: list[dict[str, Any]] = [
    {"name": "run-everything", "command": "notebook:run-all-cells", "label": "Run everything", "rank": 34},
    {"name": "show-code", "command": "notebook:show-all-cell-code", "label": "Show code", "rank": 35},
    {"name": "hide-code", "command": "notebook:hide-all-cell-code", "label": "Hide code", "rank": 36},
    *({"name": name, "disabled": True} for name in ("cut", "copy", "paste")),
]
# Defaults of JupyterLab's pages; whatever a learner sets in its Settings menu wins over them. The state of
# sliders is not saved: JupyterLab would call a page changed as soon as it is open, and empty what it stores.
SETTINGS: dict[str, dict[str, Any]] = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Markdown Preview"}},
    # A page that is closed ends its kernel; a line of code is never cut at the window's edge.
    "@jupyterlab/notebook-extension:tracker": {
        "kernelShutdown": True,
        "codeCellConfig": {"lineNumbers": False, "lineWrap": True},
    },
    "@jupyterlab/notebook-extension:panel": {"toolbar": BUTTONS},
    "@jupyterlab/shortcuts-extension:shortcuts": {"shortcuts": FORM_KEYS},
}
# A dependency ships a JupyterLab extension as source: without this, a dialog offers to rebuild JupyterLab.
PAGE: dict[str, Any] = {"buildCheck": False, "buildAvailable": False}
SERVER = '''"""Settings of the programme's JupyterLab, written by start.py at each start."""

import os

import zmq

c = get_config()  # noqa: F821
# Kernels talk to the server over TCP; with these keys nobody else on the machine can read along.
if zmq.has("curve"):
    c.MappingKernelManager.transport_encryption = "auto"
c.LabApp.check_for_updates_class = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
c.LabApp.news_url = None
c.LabApp.extension_manager = "readonly"
c.LabApp.custom_css = True
c.ServerApp.answer_yes = True
# A terminal keeps the PATH that holds `execml`: a login shell, the usual one here, would set it anew.
if os.name != "nt":
    c.ServerApp.terminado_settings = {"shell_command": [os.environ.get("SHELL") or "sh"]}
'''
# Every kernel of the environment helps with a page that has not run yet; IPython in a terminal is left alone.
KERNEL_FILE = "ipython_kernel_config.py"
KERNEL = '''"""Settings of the programme's kernels, written by start.py at each start."""

c = get_config()  # noqa: F821
c.InteractiveShellApp.extensions.append("execml.course.page.cold")
'''
# A first start shows the page over the whole width, without the list of files; JupyterLab then keeps its own.
FIRST_WORKSPACE = "default-37a8.jupyterlab-workspace"
LAYOUT: dict[str, Any] = {
    "data": {"layout-restorer:data": {"left": {"collapsed": True, "visible": True, "widgets": []}}},
    "metadata": {"id": "default"},
}
CSS = root() / HELPERS / "course" / "page" / "lab.css"  # how pages look in JupyterLab


def write_settings(place: Place) -> None:
    """Write the settings of the server, pages and kernels into the environment; the user's own stay."""
    folder = place.venv / "etc" / "jupyter"
    contents = {
        place.venv / "etc" / "ipython" / KERNEL_FILE: KERNEL,
        folder / "custom" / "custom.css": CSS.read_text(encoding="utf-8"),
        folder / "jupyter_server_config.py": SERVER,
        folder / "labconfig" / "default_setting_overrides.json": json.dumps(SETTINGS, indent=1),
        folder / "labconfig" / "page_config.json": json.dumps(PAGE, indent=1),
    }
    first = _workspaces(place) / FIRST_WORKSPACE
    if not first.exists():
        contents[first] = json.dumps(LAYOUT)
    for path, content in contents.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")


def _workspaces(place: Place) -> Path:
    return place.venv / "share" / "jupyter" / "lab" / "workspaces"


def command(place: Place, port: int, browser: bool, folder: Path | None = None) -> list[str]:
    """Return the arguments that start JupyterLab; they win over what a user's own Jupyter settings say.

    Args:
        place: the checkout.
        port: where it listens, on this machine only.
        browser: whether it opens the browser.
        folder: what it shows, if not the whole checkout.
    """
    shown = f"/lab/tree/{WELCOME}" if (place.root / WELCOME).exists() else "/lab"
    return [
        *(str(place.python), "-m", "jupyterlab"),
        *([] if browser else ["--no-browser"]),
        *("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
        *(f"--ServerApp.root_dir={folder or place.root}", f"--LabApp.default_url={shown}"),
        *(["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
    ]


def environment(place: Place, token: str) -> dict[str, str]:
    """Return the server's environment, which its kernels inherit.

    The libraries are quiet, and the token stands here as a list of processes shows command lines. Of
    the user's own Jupyter, the look and feel of the pages is kept; a server configuration, which may ask for
    another address, a certificate or a password, and the layout of other projects are left out.
    """
    theirs = Path(os.environ.get("JUPYTER_CONFIG_DIR") or Path.home() / ".jupyter") / "lab" / "user-settings"
    own = {
        "JUPYTER_TOKEN": token,
        "JUPYTER_CONFIG_DIR": str(place.venv / "etc" / "jupyter"),
        "JUPYTERLAB_SETTINGS_DIR": os.environ.get("JUPYTERLAB_SETTINGS_DIR") or str(theirs),
        "JUPYTERLAB_WORKSPACES_DIR": str(_workspaces(place)),
        "JUPYTER_PREFER_ENV_PATH": "1",
    }
    return child_environment(place, **{**QUIET, **own})


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
    write_settings(place)
    log = place.venv / f"jupyterlab-{port}.log"
    begun = time.monotonic()
    with log.open("w", encoding="utf-8") as sink:
        server = subprocess.Popen(
            command(place, port, browser),
            stdout=sink,
            stderr=sink,
            cwd=place.root,
            env=environment(place, token),
        )
    for asked in (
        signal.SIGINT,
        signal.SIGTERM,
    ):  # a shell's background job ignores Ctrl-C unless told otherwise
        signal.signal(asked, _interrupt)
    try:
        print("Starting JupyterLab ...", flush=True)
        wait_until_up(server, port, log)
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


def wait_until_up(server: subprocess.Popen[bytes], port: int, log: Path, seconds: float = 120) -> None:
    """Return when the server answers.

    Raises:
        Problem: if it ends, or has not answered in time.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)  # never through a proxy
        try:
            connection.request("GET", "/api")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    server.kill()
    raise Problem(
        "JupyterLab did not start",
        f"run '{Path(sys.executable).name} start.py check', and see the end of {log}",
    )
