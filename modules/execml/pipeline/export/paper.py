"""A page as PDF, printed by whichever Chromium, Chrome or Edge the machine has."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
# Where the installers of Windows and macOS put a browser, which is not on the search path there.
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    *(
        os.path.join(os.environ.get(folder, ""), *program)
        for folder in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
        for program in (
            ("Google", "Chrome", "Application", "chrome.exe"),
            ("Microsoft", "Edge", "Application", "msedge.exe"),
        )
    ),
)
# What keeps a browser to this machine and to its task; the tests' browser is started with them too.
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FLAGS = ("--headless", *QUIET, "--no-pdf-header-footer")
PATIENCE = 120  # seconds for one page


class NoBrowser(RuntimeError):
    """No browser that prints was found; the message says what to do instead."""


def browser() -> str | None:
    """Return the path of a browser that prints: the variable CHROMIUM, the search path, the usual places."""
    named = os.environ.get("CHROMIUM")
    found = (shutil.which(name) for name in NAMES)
    return named or next(filter(None, found), None) or next(filter(os.path.isfile, PLACES), None)


def print_page(page: Path, pdf: Path) -> None:
    """Print an HTML file as PDF.

    Args:
        page: the HTML file.
        pdf: the file to write.

    Raises:
        NoBrowser: if the machine has no browser that prints without a window.
        RuntimeError: if the browser wrote nothing within two minutes.
    """
    program = browser()
    if program is None:
        raise NoBrowser(f"No Chromium, Chrome or Edge was found: open {page} in your browser and print it.")
    pdf.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="execml-print-", ignore_cleanup_errors=True) as profile:
        command = [program, *FLAGS, *_without_sandbox(), f"--user-data-dir={profile}"]
        command += [f"--print-to-pdf={pdf.resolve()}", page.resolve().as_uri()]
        try:
            ran = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
            said = ran.stderr.strip().splitlines()
        except subprocess.TimeoutExpired:
            said = [f"nothing within {PATIENCE} seconds"]
    if not pdf.is_file():
        raise RuntimeError(f"{program} printed nothing: {said[-1] if said else 'it gave no reason'}")


def _without_sandbox() -> list[str]:
    """Return the flag that root needs, as in a container: the browser refuses to start without it."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
