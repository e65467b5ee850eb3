"""Open a notebook in a real JupyterLab and a real browser, run it from the top, and take pictures of it.

Use it before committing a notebook::

    python tests/browser/look.py notebooks/0_welcome.ipynb --out pictures

The notebook is copied first, so the committed file never changes. ``test_pages.py`` uses the same functions.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from execml.course.measure.loopback import free_ports
from execml.course.page.setup import QUIET
from execml.pipeline.export import paper
from execml.start import lab
from execml.start.place import Place
from execml.start.server import stop, wait_until_up

ROOT = Path(__file__).resolve().parents[2]

# What a learner has, and for the pictures every cell in the page, nothing saved, no empty space at the end.
SETTINGS: dict[str, dict[str, Any]] = {
    **lab.SETTINGS,
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
    "@jupyterlab/notebook-extension:tracker": {
        **lab.SETTINGS["@jupyterlab/notebook-extension:tracker"],
        **{"windowingMode": "none", "scrollPastEnd": False},
    },
}

CHROMIUM_FLAGS = ["--no-sandbox", *paper.QUIET]

# The notebook is looked for in the main area: a dialog takes the place of shell.currentWidget.
PANEL = "[...window.jupyterapp.shell.widgets('main')].find((widget) => widget.sessionContext)"

# Waits for the kernel, not only for the page: running all cells without one opens a dialog that blocks it.
READY = f"""async () => {{
  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  while (!window.jupyterapp) await sleep(100);
  await window.jupyterapp.restored;
  while (!{PANEL}) await sleep(100);
  const panel = {PANEL};
  await panel.context.ready;
  await panel.sessionContext.ready;
  while (!panel.sessionContext.session?.kernel) await sleep(100);
  await panel.sessionContext.session.kernel.info;
  window.jupyterapp.shell.activateById(panel.id);
}}"""
# evaluate() has no timeout of its own: the promise stays in the page, and its end is polled from here.
IN_PAGE = """([name, body]) => {
  window[name] = "running";
  (0, eval)(body)().then((value) => { window[name] = value === false ? "failed" : "done"; },
                         (error) => { window[name] = String(error); });
}"""
RUN_ALL = "() => window.jupyterapp.commands.execute('notebook:run-all-cells')"

CELLS = f"""() => {PANEL}.content.widgets.map((cell, index) => ({{
  index,
  type: cell.model.type,
  source: cell.model.sharedModel.getSource(),
  count: cell.model.type === "code" ? cell.model.executionCount : null,
  outputs: cell.model.type === "code" ? cell.model.outputs.toJSON() : [],
}}))"""

FIGURES = """() => [...document.querySelectorAll(".jp-Notebook img")]
  .filter((image) => image.closest(".jp-OutputArea-output, .jp-RenderedMarkdown"))
  .map((image) => ({ alt: image.getAttribute("alt"), loaded: image.complete && image.naturalWidth > 0 }))"""

SCROLLER = ".jp-NotebookPanel-notebook .jp-WindowedPanel-outer"


@dataclass
class Look:
    """What was seen on one page: every cell, every figure, and what the browser complained about."""

    notebook: Path
    cells: list[dict[str, Any]]
    figures: list[dict[str, Any]]
    console_errors: list[str]
    outside_requests: list[str]
    last_output: str
    last_output_visible: bool
    seconds: float
    pictures: list[Path] = field(default_factory=list)

    def problems(self) -> list[str]:
        """Say in one line each what a reader would stumble on; empty if nothing."""
        found = [f"console error: {text}" for text in self.console_errors]
        found += [f"request off this machine: {url}" for url in self.outside_requests]
        for cell in self.cells:
            if cell["type"] != "code" or not cell["source"].strip():
                continue
            where = f"cell {cell['index'] + 1}"
            if cell["count"] is None:
                found.append(f"{where} did not run")
            for output in cell["outputs"]:
                if output["output_type"] == "error":
                    found.append(f"{where} raised {output['ename']}: {output['evalue']}")
                if output["output_type"] == "stream" and output["name"] == "stderr":
                    found.append(f"{where} wrote to stderr: {str(output['text'])[:200]}")
        for number, image in enumerate(self.figures, 1):
            if (image["alt"] or "").strip() in ("", "Image"):  # JupyterLab writes "Image" where there is none
                found.append(f"figure {number} has no alt text")
            if not image["loaded"]:
                found.append(f"figure {number} did not load")
        if self.last_output and not self.last_output_visible:
            found.append("the last cell's output is not visible on the page")
        return found


def chromium() -> str | None:
    """Find a Chromium or Chrome: the variable CHROMIUM, or the search path."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def server_environment(home: Path) -> dict[str, str]:
    """Return the server's variables: configuration of its own under ``home``, no progress recorded."""
    folders = {
        name: home / name.lower()
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    }
    folders["JUPYTERLAB_SETTINGS_DIR"] = home / "user-settings"
    folders["JUPYTERLAB_WORKSPACES_DIR"] = home / "workspaces"
    folders["IPYTHONDIR"] = home / "ipython"
    settings = folders["JUPYTER_CONFIG_DIR"] / "labconfig"
    settings.mkdir(parents=True)
    (settings / "default_setting_overrides.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    (settings / "page_config.json").write_text(json.dumps(lab.PAGE), encoding="utf-8")
    profile = folders["IPYTHONDIR"] / "profile_default"
    profile.mkdir(parents=True)
    (profile / lab.KERNEL_FILE).write_text(lab.KERNEL, encoding="utf-8")
    (settings.parent / "custom").mkdir()
    folders["JUPYTERLAB_WORKSPACES_DIR"].mkdir()
    (folders["JUPYTERLAB_WORKSPACES_DIR"] / lab.FIRST_WORKSPACE).write_text(json.dumps(lab.LAYOUT))
    shutil.copyfile(lab.CSS, settings.parent / "custom" / "custom.css")
    fixed = {**QUIET, "EXECML_RECORD": "0", "JUPYTER_PLATFORM_DIRS": "1"}
    return {**os.environ, **fixed, **{name: str(path) for name, path in folders.items()}}


@contextmanager
def lab_server(folder: Path) -> Iterator[tuple[str, str]]:
    """Run JupyterLab on ``folder`` as start.py does; yield its address and token; end it afterwards."""
    home = Path(tempfile.mkdtemp(prefix="look-home-"))
    token, port, log = secrets.token_hex(16), free_ports()[0], home / "server.log"
    command = [sys.executable, *lab.command(Place(ROOT), port, browser=False, folder=folder)[1:]]
    command += ["--LabApp.custom_css=True", "--LabApp.expose_app_in_browser=True"]
    command += ["--MappingKernelManager.transport_encryption=auto"]
    variables = {**server_environment(home), "JUPYTER_TOKEN": token}
    with log.open("w") as sink:
        server = subprocess.Popen(command, stdout=sink, stderr=sink, env=variables, cwd=folder)
    try:
        wait_until_up(server, port, token, log)
        yield f"http://127.0.0.1:{port}", token
    finally:
        stop(server, patience=0)
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def browser_page(width: int = 1200, height: int = 1500, scale: float = 1) -> Iterator[Any]:
    """Open a page in the machine's own headless Chromium.

    Raises:
        RuntimeError: if no Chromium is found.
    """
    from playwright.sync_api import sync_playwright

    executable = chromium()
    if executable is None:
        raise RuntimeError(
            "No Chromium found: install it (Debian: apt-get install chromium) or set CHROMIUM to its path."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, headless=True, args=CHROMIUM_FLAGS)
        context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=scale)
        try:
            yield context.new_page()
        finally:
            browser.close()


@contextmanager
def copied(notebook: Path) -> Iterator[Path]:
    """Copy a notebook, with the names of the folders above it, to a temporary place; yield that."""
    with tempfile.TemporaryDirectory(prefix="look-", ignore_cleanup_errors=True) as folder:
        target = Path(folder) / _inside(notebook)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(notebook, target)
        yield target


def look(
    notebook: Path,
    out: Path | None = None,
    timeout: float = 180,
    run: bool = True,
    width: int = 1200,
    then: Callable[[Any], None] | None = None,
) -> Look:
    """Open ``notebook`` in JupyterLab, run all its cells, and report what a reader would see.

    Args:
        notebook: the notebook; a copy of it is opened.
        out: folder for the pictures; none are taken without it.
        timeout: seconds that running all cells may take.
        run: whether to run the cells, or to look at the stored outputs only.
        width: width of the window in pixels.
        then: called with the browser's page at the end.
    """
    start = time.monotonic()
    errors: list[str] = []
    outside: list[str] = []
    with opened(notebook, errors, outside, width) as page:
        if run:
            run_all_cells(page, timeout)
        cells, figures = page.evaluate(CELLS), page.evaluate(FIGURES)
        text, visible = last_output(page)
        pictures = [] if out is None else take_pictures(page, out, notebook.stem)
        if then is not None:
            then(page)
    took = time.monotonic() - start
    return Look(notebook, cells, figures, errors, outside, text, visible, took, pictures)


@contextmanager
def opened(
    notebook: Path, errors: list[str] | None = None, outside: list[str] | None = None, width: int = 1200
) -> Iterator[Any]:
    """Open a copy of ``notebook`` in JupyterLab and yield the browser's page.

    Args:
        notebook: the notebook.
        errors: gets what the browser's console reports as an error.
        outside: gets the addresses off this machine that the page asks for.
        width: width of the window in pixels.
    """
    errors, outside = [] if errors is None else errors, [] if outside is None else outside
    with (
        copied(notebook) as copy,
        lab_server(copy.parents[len(_inside(notebook).parts) - 1]) as (address, token),
        browser_page(width) as page,
    ):
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: outside.append(request.url) if is_outside(request.url) else None)
        open_notebook(page, address, token, _inside(notebook))
        yield page


def _inside(notebook: Path) -> Path:
    path = notebook.resolve()
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else Path(path.name)


def is_outside(url: str) -> bool:
    """Say whether an address leads off this machine."""
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob", "about") and parts.hostname != "127.0.0.1"


def open_notebook(page: Any, address: str, token: str, path: Path) -> None:
    """Open a notebook by itself (JupyterLab's single-document mode) and wait until its kernel answers."""
    page.set_default_timeout(90_000)
    page.goto(f"{address}/doc/tree/{quote(path.as_posix())}?token={token}&reset")
    page.wait_for_selector(".jp-NotebookPanel")
    _in_page(page, "ready", READY, 90)


def _in_page(page: Any, name: str, body: str, timeout: float) -> None:
    page.evaluate(IN_PAGE, [name, body])
    page.wait_for_function("(name) => window[name] !== 'running'", arg=name, timeout=timeout * 1000)


def run_all_cells(page: Any, timeout: float) -> None:
    """Run every cell from the top and wait for the end; a cell that raises ends the run early."""
    _in_page(page, "runAll", RUN_ALL, timeout)
    page.wait_for_timeout(500)  # the last output is still being drawn when the command resolves


def last_output(page: Any) -> tuple[str, bool]:
    """Give the text of the page's last non-empty output, and whether a reader who scrolls there sees it."""
    outputs = page.locator(".jp-Notebook .jp-OutputArea-output")
    if outputs.count() == 0:
        return "", False
    last = outputs.last
    last.scroll_into_view_if_needed()
    return last.inner_text().strip() or last.evaluate(
        "node => node.innerHTML.slice(0, 80)"
    ), last.is_visible()


def take_pictures(page: Any, out: Path, name: str) -> list[Path]:
    """Scroll through the notebook and save one picture per window height, numbered from the top."""
    out.mkdir(parents=True, exist_ok=True)
    scroller = page.locator(SCROLLER).first
    size = scroller.evaluate("node => ({ total: node.scrollHeight, window: node.clientHeight })")
    pictures = []
    step = size["window"] - 40  # a little overlap, so that no line is cut in both pictures
    for number, top in enumerate(range(0, max(size["total"] - 40, 1), step), 1):
        scroller.evaluate("(node, top) => node.scrollTo(0, top)", top)
        page.wait_for_timeout(150)
        path = out / f"{name}_{number:02d}.png"
        scroller.screenshot(path=str(path))
        pictures.append(path)
    return pictures


def take_top(page: Any, file: Path, height: int = 1250) -> None:
    """Save one picture of the window with JupyterLab's own parts, at the top of the notebook."""
    page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
    page.locator(SCROLLER).first.evaluate("node => node.scrollTo(0, 0)")
    page.wait_for_timeout(500)
    page.screenshot(path=str(file))


def main() -> int:
    """Look at the notebooks named on the command line; exit 1 if any has a problem."""
    parser = argparse.ArgumentParser(
        description="Run notebooks in a real JupyterLab and take pictures of them."
    )
    parser.add_argument("notebooks", nargs="+", type=Path)
    parser.add_argument(
        "--out", type=Path, default=Path(tempfile.gettempdir()) / "look", help="folder for the pictures"
    )
    parser.add_argument("--stored", action="store_true", help="look at the stored outputs, run nothing")
    parser.add_argument("--width", type=int, default=1200, help="window width in pixels")
    parser.add_argument("--timeout", type=float, default=180, help="seconds that a notebook may run")
    parser.add_argument("--top", type=Path, help="file for one picture of the whole window, as in the README")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that an ended script still ends its server
    failed = False
    for notebook in options.notebooks:
        top = partial(take_top, file=options.top) if options.top else None
        seen = look(notebook, options.out, options.timeout, not options.stored, options.width, top)
        problems = seen.problems()
        failed = failed or bool(problems)
        counts = f"{len(seen.cells)} cells, {len(seen.figures)} figures"
        print(f"{notebook}: {counts}, {seen.seconds:.0f} s, {len(problems)} problems")
        for line in [*problems, *(str(picture) for picture in seen.pictures)]:
            print(f"  {line}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
