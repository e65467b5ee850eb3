"""Flower's deployment engine on this computer: a SuperLink and its SuperNodes, real processes with TLS.

Everything listens on 127.0.0.1, nothing is fetched or reported, all files lie in one folder, and no process
outlives the ``with`` block, however it ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from execml.course.measure.loopback import LOOPBACK, free_ports, port_is_free
from execml.course.validation import positive, whole
from execml.federated_learning.averaging.clients import Client, trained_alone
from execml.federated_learning.averaging.network import Layers
from execml.federated_learning.libraries.app import flower_app
from execml.federated_learning.libraries.certificates import write_certificates
from execml.federated_learning.libraries.keeper import FOLDER, MARK, end_all, marked, tree

# What Flower would send out or fetch, switched off.
OFFLINE = {
    "FLWR_TELEMETRY_ENABLED": "0",
    "FLWR_DISABLE_UPDATE_CHECK": "1",
    "FLWR_DISABLE_RUNTIME_DEPENDENCY_INSTALLATION": "1",
    "RAY_USAGE_STATS_ENABLED": "0",
    "PYTHONUNBUFFERED": "1",
    "NO_COLOR": "1",
}
SLICE = 0.2


class FederationFailed(RuntimeError):
    """The engine did not start, or a run did not finish; the message gives the last lines of its log."""


@dataclass
class Federated:
    """A running federation.

    Attributes:
        folder: where all its files lie.
        port: of the SuperLink.
        nodes: process numbers of the SuperNodes, one a client.
    """

    folder: Path
    port: int
    token: str
    link: int = 0
    nodes: list[int] = field(default_factory=list)
    _seconds: float = 180.0
    _keeper: Any = None
    _runs: int = 0

    def run(
        self,
        layers: Layers,
        rounds: int,
        learning_rate: float = 0.5,
        local_epochs: int = 5,
        kill_after: tuple[int, int] | None = None,
        patience: float = 60.0,
    ) -> tuple[Layers, list[dict[str, int]]]:
        """Train, and return the model and for each round how many lenders were asked and answered.

        Args:
            layers: the model to start with.
            rounds: 1 or more.
            learning_rate: of the local steps.
            local_epochs: local full-batch steps a round.
            kill_after: a round and a node: once the round is done, the node's processes are killed.
            patience: seconds that the server waits for answers in a round.

        Raises:
            ValueError: if an argument lies outside its range.
            FederationFailed: if the run does not finish in time.
        """
        whole("rounds", rounds)
        self._runs += 1
        result = self.folder / f"run_{self._runs}" / "model.npz"
        result.parent.mkdir()
        named: dict[str, Any] = {f"layer_{place}": layer for place, layer in enumerate(layers)}
        np.savez(result, **named)
        app = flower_app(
            result.parent / "app", rounds, result, learning_rate, local_epochs, patience, len(self.nodes)
        )
        self._start(["flwr", "run", str(app), "lesson"], "run.log", self.folder)
        done, log = result.with_name("model.npz.done.npz"), result.with_suffix(".jsonl")
        deadline = time.monotonic() + self._seconds
        while not _readable(done):
            if kill_after is not None and len(_lines(log)) >= kill_after[0]:
                self.kill(kill_after[1])
                kill_after = None
            if time.monotonic() > deadline or self._refused():
                raise FederationFailed(f"the run did not finish within {self._seconds:g} s; {self._tail()}")
            time.sleep(SLICE)
        with np.load(done) as found:
            return [found[name] for name in sorted(found.files)], _lines(log)

    def kill(self, node: int) -> None:
        """Kill a node's processes at once, as a power cut would.

        Raises:
            ValueError: if there is no such node.
        """
        import psutil

        whole("node", node, low=0, high=len(self.nodes) - 1)
        for process in tree(self.nodes[node]):
            with contextlib.suppress(psutil.Error):
                process.kill()

    def processes(self) -> list[str]:
        """Return the names of all processes of the federation that run now."""
        import psutil

        names = []
        for process in marked(self.token):
            with contextlib.suppress(psutil.Error):
                names.append(
                    next((Path(part).name for part in process.cmdline() if "fl" in Path(part).name), "?")
                )
        return sorted(names)

    def listening(self) -> set[tuple[str, int]]:
        """Return the addresses on which its processes listen: pairs of host and port."""
        import psutil

        found = set()
        for process in marked(self.token):
            with contextlib.suppress(psutil.Error):
                for one in process.net_connections(kind="inet"):
                    if one.status == psutil.CONN_LISTEN:
                        found.add((one.laddr.ip, one.laddr.port))
        return found

    def _start(self, command: list[str], log: str, folder: Path) -> int:
        program = Path(sys.executable).with_name(command[0] + (".exe" if sys.platform == "win32" else ""))
        order = {
            "command": [str(program), *command[1:]],
            "log": str(self.folder / log),
            "folder": str(folder),
        }
        self._keeper.stdin.write(json.dumps(order) + "\n")
        self._keeper.stdin.flush()
        answer = self._keeper.stdout.readline().strip()
        if not answer.isdigit():
            raise FederationFailed(f"{command[0]} did not start")
        return int(answer)

    def _refused(self) -> bool:
        """Return whether the command line printed an error instead of handing the app over."""
        log = self.folder / "run.log"
        return log.exists() and " Error " in log.read_text(encoding="utf-8", errors="replace")

    def _tail(self) -> str:
        lines: list[str] = []
        for log in sorted(self.folder.glob("*.log")):
            text = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            lines += [f"{log.name}: {line.strip()[:200]}" for line in text[-2:]]
        return " | ".join(lines) or "it wrote no log"


@contextmanager
def superlink(
    clients: Sequence[Client], port: int | None = None, seconds: float = 180.0
) -> Iterator[Federated]:
    """Start a SuperLink and one SuperNode a client with TLS on 127.0.0.1, and end them all afterwards.

    Each node gets its own client's rows as a file in its own folder; the SuperLink gets none.

    Args:
        clients: for each its features and labels.
        port: of the SuperLink; if not given, a free one.
        seconds: that starting, and any run, may take.

    Raises:
        ValueError: if the clients' data are not fit for training, a client has one class only, or the port
            is in use.
        FederationFailed: if the SuperLink or a node does not start in time.
    """
    trained_alone(clients)
    positive("seconds", seconds)
    if port is not None and not port_is_free(whole("port", port, low=1024, high=65_535)):
        raise ValueError(f"port={port} is in use on {LOOPBACK}; leave it out, and a free one is found")
    numbers = free_ports(1 + len(clients))
    link_port = numbers[0] if port is None else port
    with tempfile.TemporaryDirectory(prefix="execml_federation_", ignore_cleanup_errors=True) as name:
        federation = Federated(Path(name), link_port, secrets.token_hex(8), _seconds=seconds)
        try:
            federation._keeper = _keeper(federation)
            _start_all(federation, clients, numbers[1:])
            yield federation
        finally:
            _end(federation)


def _keeper(federation: Federated) -> subprocess.Popen[str]:
    home = federation.folder / "home"
    home.mkdir()
    modules = os.pathsep.join(part for part in sys.path if part)
    settings: dict[str, Any] = {"start_new_session": True}  # Ctrl-C reaches this process alone
    if sys.platform == "win32":
        settings = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FLWR_")}
    temporary = {name: str(home) for name in ("FLWR_HOME", "TMPDIR", "TEMP", "TMP", "HOME", "USERPROFILE")}
    binaries = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    surroundings = {**kept, **OFFLINE, **temporary, "PATH": binaries, "PYTHONPATH": modules}
    return subprocess.Popen(
        [sys.executable, "-m", "execml.federated_learning.libraries.keeper"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**surroundings, MARK: federation.token, FOLDER: str(federation.folder)},
        **settings,
    )


def _start_all(federation: Federated, clients: Sequence[Client], ports: Sequence[int]) -> None:
    folder, address = federation.folder, f"{LOOPBACK}:{federation.port}"
    files = write_certificates(folder)
    profile = f'[superlink]\ndefault = "lesson"\n\n[superlink.lesson]\naddress = "{address}"\n'
    profile += f'root-certificates = "{files.authority.as_posix()}"\n'
    (folder / "home" / "config.toml").write_text(profile, encoding="utf-8")
    federation.link = federation._start(
        [
            *("flower-superlink", "--host", LOOPBACK, "--port", str(federation.port)),
            *("--disable-runtime-dependency-installation", "--ssl-ca-certfile", str(files.authority)),
            *("--ssl-certfile", str(files.certificate), "--ssl-keyfile", str(files.key)),
        ],
        "superlink.log",
        folder,
    )
    for place, ((features, labels), port) in enumerate(zip(clients, ports, strict=True)):
        own = folder / f"lender_{place}"
        own.mkdir()
        book = own / "book.npz"
        np.savez(book, features=np.asarray(features), labels=np.asarray(labels))
        node = [
            *("flower-supernode", "--superlink", address, "--root-certificates", str(files.authority)),
            *("--host", LOOPBACK, "--port", str(port), "--node-config", f'book="{book.as_posix()}"'),
        ]
        federation.nodes.append(federation._start(node, f"lender_{place}.log", own))
    wanted, deadline = (
        {(LOOPBACK, port) for port in (federation.port, *ports)},
        time.monotonic() + federation._seconds,
    )
    while not wanted <= federation.listening():
        if time.monotonic() > deadline:
            raise FederationFailed(f"the federation did not start; {federation._tail()}")
        time.sleep(SLICE)


def _end(federation: Federated) -> None:
    """Close the keeper's input, which ends all; then look again, in case the keeper itself was killed."""
    keeper = federation._keeper
    if keeper is not None:
        with contextlib.suppress(OSError):
            keeper.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            keeper.wait(timeout=30)
        if keeper.poll() is None:
            keeper.kill()
            keeper.wait()
        keeper.stdout.close()
    end_all(federation.token)


def _lines(log: Path) -> list[dict[str, int]]:
    if not log.exists():
        return []
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines() if line.endswith("}")]


def _readable(path: Path) -> bool:
    """Return whether a file is there and complete."""
    import zipfile

    return path.exists() and zipfile.is_zipfile(path)
