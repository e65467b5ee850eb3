"""What JupyterLab is told: on this machine only, with a token, quietly, whatever else a user has set."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from execml.course.page.setup import QUIET
from execml.course.programme import HELPERS, root
from execml.start.place import Place, child_environment, home

WELCOME = "notebooks/0_welcome.ipynb"

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
# For the menu and `jupyter nbconvert`: a figure reaches a PDF as the picture that it is; HTML folds the code
# and draws formulas without a network. Slides are a kind of HTML to nbconvert, and keep their own form.
EXPORTS = """
import os

from execml.pipeline import export

c.LatexExporter.preprocessors = ["execml.pipeline.export.latex.Pictures"]
c.HTMLExporter.template_name = "page"
c.HTMLExporter.extra_template_basedirs = [os.path.dirname(export.__file__)]
c.HTMLExporter.filters = {
    name: f"execml.pipeline.export.exporter.{function}"
    for name, function in (("page_markdown", "markdown"), ("page_title", "title"), ("is_open", "is_open"))
}
c.SlidesExporter.template_name = "reveal"
"""
SERVER = (
    '''"""Settings of the programme's JupyterLab, written by start.py at each start."""

import os

import zmq

c = get_config()  # noqa: F821
# Who may come in is decided by start.py, whatever a configuration of the whole machine says.
if os.environ.get("JUPYTER_TOKEN"):
    c.IdentityProvider.token = c.ServerApp.token = os.environ["JUPYTER_TOKEN"]
    c.PasswordIdentityProvider.hashed_password = c.ServerApp.password = ""
    c.ServerApp.identity_provider_class = "jupyter_server.auth.identity.PasswordIdentityProvider"
    c.ServerApp.authorizer_class = "jupyter_server.auth.authorizer.AllowAllAuthorizer"
    c.ServerApp.allow_unauthenticated_access = False
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
    + EXPORTS
)
NBCONVERT = f'''"""Settings of the programme's exports, written by start.py at each start."""

c = get_config()  # noqa: F821
{EXPORTS}'''
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
        folder / "jupyter_nbconvert_config.py": NBCONVERT,
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
        *(
            "--ServerApp.base_url=/",
            "--ServerApp.certfile=",
            "--ServerApp.keyfile=",
            "--ServerApp.client_ca=",
        ),
        *("--ServerApp.sock=", "--ServerApp.allow_remote_access=False", "--GatewayClient.url="),
        *(["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
    ]


def environment(place: Place, token: str) -> dict[str, str]:
    """Return the server's environment, which its kernels inherit.

    The libraries are quiet, and the token stands here as a list of processes shows command lines. Of the
    user's own Jupyter, the look and feel of the pages is kept. Left out are its configuration, which may ask
    for another address, a certificate or a password, its kernels and extensions, what its IPython does at
    each start, and the layout of other projects. What it writes while it runs stays in the environment.
    """
    own = {
        "JUPYTER_TOKEN": token,
        "JUPYTER_CONFIG_DIR": str(place.venv / "etc" / "jupyter"),
        "JUPYTER_DATA_DIR": str(place.home / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(place.home / "jupyter" / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(_look_and_feel(place)),
        "JUPYTERLAB_WORKSPACES_DIR": str(_workspaces(place)),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "IPYTHONDIR": str(place.home / "ipython"),
    }
    given = child_environment(place, **{**QUIET, **own})
    # No library here can use a proxy of this kind, and JupyterLab ends where it is told of one.
    socks = [name for name in given if name.lower().endswith("_proxy") and given[name].startswith("socks")]
    return {name: value for name, value in given.items() if name not in socks}


def _look_and_feel(place: Place) -> Path:
    """Return the folder of the user's settings of JupyterLab's pages; one of ours where it isn't writable."""
    if named := os.environ.get("JUPYTERLAB_SETTINGS_DIR"):
        theirs = Path(named)
    elif named := os.environ.get("JUPYTER_CONFIG_DIR"):
        theirs = Path(named, "lab", "user-settings")
    else:
        theirs = (home() or place.home) / ".jupyter" / "lab" / "user-settings"
    there = next((folder for folder in (theirs, *theirs.parents) if folder.exists()), theirs)
    return theirs if there.is_dir() and os.access(there, os.W_OK) else place.home / "user-settings"
