"""Run an installer quietly: its last word as one living line, its errors as one sentence with the remedy."""

from __future__ import annotations

import queue
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from execml.start import conditions
from execml.start.place import Place, Problem

LOG = "execml-install.log"

# What an installer prints when something outside of it goes wrong, and what to do; the first that fits.
Cause = tuple[str, str, str]
NO_SPACE = r"No space left on device|Errno 28|not enough space on the disk|WinError 112"
FULL_ELSEWHERE = (
    "free some there, or let TMPDIR (a cache: PIP_CACHE_DIR, UV_CACHE_DIR) name another folder, and run the "
    "same command again"
)
MISSING_THERE = "ask whoever keeps that place, or take the setting away, and run the same command again"
OF_THE_DISK: tuple[Cause, ...] = (
    (
        NO_SPACE,
        "The disk is full ({error})",
        f"free {conditions.NEED_GB:.0f} GB and run the same command again",
    ),
    (
        r"Disk quota exceeded|Errno 122|File too large|Errno 27\b",
        "This account may not write so much ({error})",
        "ask whoever keeps the computer to raise the limit, or free some of what is yours, and run the same "
        "command again",
    ),
    (
        r"Long Path|long path|WinError 206|os error 206",
        "Windows does not allow paths as long as this folder's",
        "move the folder to a short path such as C:\\execml and run the same command again",
    ),
    (
        r"Permission denied|Errno (1|13|30)\b|Access is denied|WinError 5\b|Read-only file system",
        "A file cannot be read or written ({error})",
        "close programs that use .venv, make sure that the folder is yours, and run the same command again",
    ),
)
OF_THE_NETWORK: tuple[Cause, ...] = (
    (
        r"SOCKS support",
        "pip cannot use the SOCKS proxy that ALL_PROXY, HTTPS_PROXY or its setting proxy names ({error})",
        "unset it, or name an http proxy there, and run the same command again",
    ),
    (
        r"TLS CA certificate bundle|invalid path: |failed to (read|open) .*\.(pem|crt|cer)",
        "A setting names a file of certificates that cannot be read ({error})",
        "correct or unset whichever of PIP_CERT, REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE and SSL_CERT_FILE names "
        "it, and run the same command again",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError|SSL: |invalid peer certificate",
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
)
OF_THE_REGISTRY: tuple[Cause, ...] = (
    (
        r"^\S+ \S+ depends on ",  # only then do packages conflict: pip says so of a missing file as well
        "Packages ask for versions that exclude each other ({error})",
        f"read the end of .venv/{LOG}, which names them",
    ),
    (
        r"Could not find a version|No matching distribution|conflicting dependencies",
        "The package registry has no file of a package for this computer ({error})",
        "run 'python start.py check', which says which computers are supported",
    ),
)


REQUESTED = r"The user requested (?:\(constraint\) )?"
ASKED_TWICE = re.compile(rf"{REQUESTED}(\S+)==(\S+)\n\s*{REQUESTED}\1==(?!\2\s*$)(\S+)", re.MULTILINE)


def known(lines: Sequence[str], causes: Iterable[Cause], root: Path | None = None) -> Problem | None:
    """Return the first of the causes that an installer's words name, or None.

    Args:
        lines: its words.
        causes: to look for.
        root: the checkout: a file elsewhere, that no space is left for, lies on a disk that may be another.
    """
    for pattern, what, remedy in causes:
        for line in lines:
            if re.search(pattern, line):
                folder = _elsewhere(line, root) if pattern == NO_SPACE and root else ""
                if folder:
                    what, remedy = f"The disk that holds {folder} is full ({{error}})", FULL_ELSEWHERE
                error = line.strip()[:200] if "error" in line.lower() else first_error(lines)
                return Problem(what.replace("{error}", error), remedy)
    return None


def _elsewhere(line: str, root: Path) -> str:
    """Return the folder of the file that a line quotes, if it lies outside the checkout; empty if not."""
    quoted = re.search(r"[`'\"]((?:/|[A-Za-z]:\\)[^`'\"]+)[`'\"]", line)
    if quoted is None or Path(quoted[1]).is_relative_to(root):
        return ""
    return str(Path(quoted[1]).parent)


def explain(place: Place, lines: Sequence[str], sources: str = "") -> Problem:
    """Turn an installer's words into one sentence, whatever they are.

    Args:
        place: the checkout.
        lines: what it said.
        sources: the settings of the user's that say where packages come from; empty if there are none.
    """
    registry: Iterable[Cause] = OF_THE_REGISTRY
    if sources:
        what = f"Where your settings look for packages ({sources}), one is missing ({{error}})"
        registry = [OF_THE_REGISTRY[0], (OF_THE_REGISTRY[1][0], what, MISSING_THERE)]
    if twice := ASKED_TWICE.search("\n".join(lines)):
        return Problem(
            f"pip was asked for {twice[1]} {twice[2]} and for {twice[1]} {twice[3]}",
            "unset PIP_CONSTRAINT, or whichever setting of pip's names the other, and run this again",
        )
    return known(lines, (*OF_THE_DISK, *OF_THE_NETWORK, *registry), place.root) or Problem(
        f"The packages could not be installed ({first_error(lines)})",
        f"read the end of {place.venv / LOG}, then run the same command again",
    )


def first_error(lines: Sequence[str]) -> str:
    """Return the line in which an installer says what went wrong."""
    errors = [line.strip() for line in lines if line.lstrip().lower().startswith("error")]
    return (errors or [line.strip() for line in lines if line.strip()][-1:] or ["no reason given"])[0][:200]


class Phases:
    """Numbered phases: a terminal's line is rewritten, a log gets a sign of life every half minute."""

    def __init__(self, total: int) -> None:
        """Remember how many phases there will be."""
        self.total = total
        self.number = 0
        self._title = ""
        self._begun = self._told = time.monotonic()
        self._alive = sys.stdout.isatty()
        self._width = 0

    def begin(self, name: str) -> None:
        """Open the next phase."""
        self.number += 1
        self._title = f"[{self.number}/{self.total}] {name}"
        self._begun = self._told = time.monotonic()
        if not self._alive:
            print(f"{self._title} ...", flush=True)
        self.tell("")

    def tell(self, detail: str) -> None:
        """Say what is going on within the phase."""
        line = f"{self._title}{': ' if detail else ''}{detail} ({self.seconds:.0f} s)"
        if self._alive:
            self._rewrite(line[: shutil.get_terminal_size().columns - 1])
        elif time.monotonic() - self._told > 30:
            self._told = time.monotonic()
            print(f"      {line}", flush=True)

    def say(self, words: str) -> None:
        """Print a line that stays."""
        if self._alive:
            self._rewrite("")
        print("\r" * self._alive + words, flush=True)
        self._width = 0

    def end(self, result: str) -> None:
        """Close the phase with what came of it."""
        self.say(f"{self._title}: {result}, {self.seconds:.0f} s")

    @property
    def seconds(self) -> float:
        """Seconds since the phase began."""
        return time.monotonic() - self._begun

    def _rewrite(self, line: str) -> None:
        print(f"\r{line.ljust(self._width)}", end="", flush=True)
        self._width = len(line)


def run(
    place: Place, command: Sequence[str], environment: Mapping[str, str], tell: Callable[[str], None]
) -> list[str]:
    """Run an installer; return nothing if it succeeds, or else what it said.

    Args:
        place: the checkout; all that is said goes into a log in its environment.
        command: the program and its arguments.
        environment: its variables.
        tell: called at least once a second with the last line that it said.
    """
    said = [""]
    with (place.venv / LOG).open("a", encoding="utf-8") as log:
        try:
            process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd=place.root,
                encoding="utf-8",
                errors="replace",
            )
        except OSError:
            return ["error: it does not start on this computer"]
        try:
            for line in lines_of(process):
                if line is not None:
                    log.write(line)
                    said.append(line.strip())
                tell(said[-1])
        except BaseException:
            process.terminate()
            process.wait()
            raise
    return [*said, f"it ended with status {process.returncode}"] if process.wait() else []


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
