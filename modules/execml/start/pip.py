"""Run pip quietly: its news as one living line, its errors as one sentence with the remedy."""

from __future__ import annotations

import os
import queue
import re
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from execml.start.place import Place, Problem, child_environment

LOG = "execml-install.log"

# What pip prints when something outside of it goes wrong, and what a person can do; the first that fits.
CAUSES: tuple[tuple[str, str, str], ...] = (
    (
        r"No space left on device|Errno 28|not enough space on the disk|WinError 112",
        "The disk is full",
        "free {need} GB and run the same command again, it goes on where it stopped",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError|SSL: ",
        "The connection to the package registry is not trusted, as a company's proxy often causes",
        "set the variable PIP_CERT to your IT's certificate file and run the same command again",
    ),
    (
        r"NewConnectionError|Failed to establish a new connection|Temporary failure in name resolution"
        r"|getaddrinfo|ConnectTimeout|Read timed out|Connection refused|Network is unreachable|ProxyError"
        r"|Max retries exceeded|Connection reset|IncompleteRead|RemoteDisconnected|ConnectionError"
        r"|ProtocolError",
        "There is no connection to the package registry, and the first start needs it",
        "connect to the network (behind a proxy, set HTTPS_PROXY) and run the same command again",
    ),
    (
        r"Long Path|long path|WinError 206",
        "Windows does not allow paths as long as this folder's",
        "move the folder to a short path such as C:\\execml and run the same command again",
    ),
    (
        r"Permission denied|PermissionError|Errno 13|Access is denied|WinError 5\b|Read-only file system",
        "A file of the environment cannot be written",
        "close programs that use .venv, make sure that the folder is yours, and run the same command again",
    ),
    (
        r"Could not find a version|No matching distribution|conflicting dependencies",
        "The package registry has no file of a package for this computer",
        "run 'python start.py check', which says which computers are supported",
    ),
)


def explain(lines: Sequence[str], log: Path, need: float) -> Problem:
    """Turn pip's last words into one sentence.

    Args:
        lines: what pip printed.
        log: where all of it stands.
        need: free gigabytes that an installation needs.
    """
    text = "\n".join(lines)
    for pattern, what, remedy in CAUSES:
        if re.search(pattern, text):
            return Problem(what, remedy.format(need=f"{need:.0f}"))
    errors = [line.strip() for line in lines if line.lstrip().lower().startswith("error")]
    first = errors[0] if errors else "no reason given"
    return Problem(
        f"pip could not install the packages ({first[:200]})",
        f"read the end of {log}, then run the same command again",
    )


def run(place: Place, arguments: Sequence[str], tell: Callable[[str], None], need: float) -> int:
    """Run pip in the environment and return how many packages it installed.

    Args:
        place: the checkout.
        arguments: pip's arguments.
        tell: called at least once a second with what goes on.
        need: free gigabytes that an installation needs, for the message if the disk fills up.

    Raises:
        Problem: if pip fails; the sentence says why and what to do.
    """
    options = ("--disable-pip-version-check", "--no-input", "--no-color", "--retries=3")
    command = [str(place.python), "-m", "pip", *options, *arguments]
    news = News(_site_packages(place))
    log = place.venv / LOG
    # A user's pip configuration must not install outside the environment; LC_ALL keeps pip's words English.
    environment = child_environment(
        place, PIP_USER="0", PIP_REQUIRE_VIRTUALENV="0", PIP_NO_WARN_SCRIPT_LOCATION="1", LC_ALL="C.UTF-8"
    )
    with log.open("a", encoding="utf-8") as sink:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=place.root,
            encoding="utf-8",
            errors="replace",
        )
        try:
            for line in lines_of(process):
                if line is not None:
                    sink.write(line)
                    news.hear(line)
                tell(news.now())
        except BaseException:
            process.terminate()
            process.wait()
            raise
    if process.wait() != 0:
        raise explain(news.lines, log, need)
    return news.installed


def lines_of(process: subprocess.Popen[str]) -> Iterator[str | None]:
    """Yield the lines of a process as they come, and None for each second without one."""
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    assert process.stdout is not None

    def read(stream: Iterable[str]) -> None:
        for line in stream:
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read, args=(process.stdout,), daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=1)
        except queue.Empty:
            yield None
            continue
        if line is None:
            return
        yield line


class News:
    """What pip is doing: told by its lines and, while it silently unpacks, by the environment's folder."""

    def __init__(self, site: Path | None) -> None:
        """Remember where packages appear."""
        self.lines: list[str] = []
        self.found = 0
        self.installed = 0
        self._doing = "looking up packages"
        self._goal = 0
        self._before = 0
        self._site = site

    def hear(self, line: str) -> None:
        """Take in one line of pip."""
        self.lines.append(line.rstrip())
        text = line.strip()
        if text.startswith("Collecting "):
            self.found += 1
            self._doing = text.removeprefix("Collecting ").split()[0]
        elif match := re.match(r"Downloading (\S+?)-\d\S* \(([^)]+)\)", text):
            self._doing = f"downloading {match[1].rsplit('/', 1)[-1]} ({match[2]})"
        elif text.startswith(("Building wheel for ", "Getting requirements to build", "Preparing metadata")):
            self._doing = text.split("(")[0].split(":")[0].lower().strip()
        elif text.startswith("Installing collected packages: "):
            self._goal = text.count(",") + 1
            self._before = self._present()
        elif text.startswith("Successfully installed "):
            self.installed = len(text.split()) - 2

    def now(self) -> str:
        """Say in a few words what goes on."""
        if self._goal:
            return f"unpacking, {max(0, self._present() - self._before)} of {self._goal} packages"
        return f"{self.found} packages found, {self._doing}" if self.found else self._doing

    def _present(self) -> int:
        if self._site is None or not self._site.is_dir():
            return 0
        return sum(entry.name.endswith(".dist-info") for entry in os.scandir(self._site))


def _site_packages(place: Place) -> Path | None:
    return next(
        iter([*place.venv.glob("lib/python3*/site-packages"), *place.venv.glob("Lib/site-packages")]), None
    )
