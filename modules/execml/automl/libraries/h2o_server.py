"""H2O for as long as a ``with`` block lasts: started, connected, quiet, and gone afterwards."""

from __future__ import annotations

import contextlib
import http.client
import io
import json
import os
import secrets
import subprocess
import time
import urllib.request
import warnings
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from execml.automl.libraries.h2o_node import USER, H2OStartError, Node, last_words, start_node
from execml.course.measure.loopback import free_ports, port_is_free
from execml.course.measure.scratch import scratch_folder
from execml.course.validation import whole

PATIENCE = 180.0  # seconds; a Java virtual machine on a busy laptop takes a while to start
# Another program may take a free port between our look and H2O's. And in about one start of ten, seen with
# H2O 3.46.0.12 on Java 25, a node ends itself at its first session ("Failed to instantiate schema").
ATTEMPTS = 5
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@dataclass
class H2OCluster:
    """A running H2O cloud to which the package ``h2o`` is connected.

    Attributes:
        name: its name, random, so that no other cloud can be meant.
        nodes: its nodes; the client talks to the first.
    """

    name: str
    nodes: list[Node]

    @property
    def url(self) -> str:
        """Address of the node that the client talks to."""
        return self.nodes[0].url

    @property
    def size(self) -> int:
        """How many nodes have joined, as the first one counts them."""
        return int(_cloud(self.nodes[0])["cloud_size"])

    def cpu_seconds(self) -> float:
        """Return the processor time of all nodes so far, start-up included, in seconds."""
        return sum(node.cpu_seconds() for node in self.nodes)


@contextlib.contextmanager
def h2o_cluster(
    nodes: int = 1,
    port: int | None = None,
    megabytes: int = 1024,
    threads: int = 1,
    repeatable: bool = True,
) -> Iterator[H2OCluster]:
    """Start H2O on this machine, connect the package ``h2o`` to it, and end it when the block is left.

    It listens on 127.0.0.1 only and on ports of its own, under a random name and with its files in a
    temporary folder, so that a server of an earlier session, or of a notebook beside this one, is neither met
    nor disturbed. It asks for a password, which this connection alone knows, and the connection for no proxy.
    Telemetry, progress bars and notices of newer versions are off. An earlier connection of ``h2o`` is the
    current one again afterwards. A node ends even if this Python is killed.

    Args:
        nodes: how many Java processes form the cloud.
        port: port of the first node; the next port must be free too. By default free ones are found.
        megabytes: largest heap of each node.
        threads: how many threads compute on each node; with one, results repeat.
        repeatable: whether the same algorithms run on every machine; if not, XGBoost joins where it exists.

    Raises:
        ValueError: if an argument is out of its range.
        H2OStartError: if Java is missing, the port is in use, or the cloud does not form in three minutes.

    Example::

        with h2o_cluster() as cluster:
            frame = h2o.H2OFrame(clients)
    """
    with running(nodes, port, megabytes, threads, repeatable) as cluster, connected(cluster):
        yield cluster


@contextlib.contextmanager
def running(
    nodes: int = 1,
    port: int | None = None,
    megabytes: int = 1024,
    threads: int = 1,
    repeatable: bool = True,
) -> Iterator[H2OCluster]:
    """Start H2O without connecting to it, and end it when the block is left: see :func:`h2o_cluster`."""
    whole("nodes", nodes)
    if port is not None:
        whole("port", port, low=1)
        _demand_free(port)
    name, password = f"execml_{secrets.token_hex(8)}", secrets.token_hex(16)
    with scratch_folder("h2o_") as folder:
        settings = (password, megabytes, threads, repeatable)
        cluster = H2OCluster(name, _start(name, Path(folder), nodes, port, settings))
        try:
            yield cluster
        finally:
            _stop(cluster.nodes)


def _demand_free(port: int) -> None:
    if not port_is_free(port, following=1):
        raise H2OStartError(
            f"port={port} is in use, or {port + 1}, which H2O needs as well. "
            "Leave the argument out, and free ports are found."
        )


def _start(
    name: str, folder: Path, count: int, port: int | None, settings: tuple[str, int, int, bool]
) -> list[Node]:
    """Return the nodes of a cloud that has formed; one that ended at its start is tried again."""
    for attempt in range(1, ATTEMPTS + 1):
        ports = free_ports(count, following=1)
        if port is not None:
            ports[0] = port
        started: list[Node] = []
        try:
            for member in ports:
                own = folder / f"{attempt}_{member}"
                own.mkdir()
                started.append(start_node(name, own, member, ports, *settings))
            _await(started)
            return started
        except H2OStartError:
            _stop(started)
            if attempt == ATTEMPTS or len(started) < count:  # Java is missing: trying again is of no use
                raise
            if port is not None:
                _demand_free(port)
        except BaseException:  # Ctrl-C while Java starts must not leave it behind
            _stop(started)
            raise
    raise AssertionError("the loop above returns or raises")


def _await(nodes: list[Node]) -> None:
    """Wait until all nodes count each other in one cloud and the first has opened a session."""
    deadline = time.monotonic() + PATIENCE
    while True:
        for node in nodes:
            if node.process.poll() is not None:
                raise H2OStartError(f"H2O ended while it was starting. Its last words: {last_words(node)}")
        states = [_cloud(node) for node in nodes]
        formed = all(state.get("cloud_size") == len(nodes) and state.get("consensus") for state in states)
        if formed and _ask(nodes[0], "/4/sessions", "POST"):
            return
        if time.monotonic() > deadline:
            raise H2OStartError(
                f"H2O did not form a cloud of {len(nodes)} within {PATIENCE:g} s. "
                f"Its last words: {last_words(nodes[0])}"
            )
        time.sleep(0.2)


def _cloud(node: Node) -> dict[str, Any]:
    """Return what a node says of its cloud; nothing while it does not answer."""
    return _ask(node, "/3/Cloud")


def _ask(node: Node, path: str, method: str = "GET") -> dict[str, Any]:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy cannot know our loopback
    asked = urllib.request.Request(node.url + path, method=method)
    asked.add_header("Authorization", "Basic " + b64encode(f"{USER}:{node.password}".encode()).decode())
    try:
        with direct.open(asked, timeout=5) as answer:
            return json.load(answer)
    except (OSError, ValueError, http.client.HTTPException):
        return {}


def _stop(nodes: list[Node]) -> None:
    for node in nodes:
        node.cpu_seconds()  # a last reading, while there is something to read
        node.process.terminate()
    for node in nodes:
        node.stop()


class H2OEndedError(RuntimeError):
    """The server ended while it was at work; the message quotes its last words and says what to do."""


@contextlib.contextmanager
def connected(cluster: H2OCluster) -> Iterator[None]:
    """Connect the package ``h2o`` to a running cloud, quietly; afterwards its global state is as it was."""
    import h2o
    from h2o import telemetry
    from h2o.exceptions import H2ODependencyWarning
    from h2o.job import H2OJob

    before, bar, tracked = h2o.h2o.h2oconn, H2OJob.__PROGRESS_BAR__, telemetry.telemetry_enabled()
    with warnings.catch_warnings(), _no_proxy():
        warnings.simplefilter("ignore", H2ODependencyWarning)  # "install polars to convert faster"
        h2o.no_progress()
        try:
            with contextlib.redirect_stdout(io.StringIO()):  # "your version is old" is printed, not warned
                login = (USER, cluster.nodes[0].password)
                connection = h2o.connect(url=cluster.url, auth=login, verbose=False, telemetry=False)
            connection.request = _watched(connection.request, cluster)
            try:
                yield
            finally:
                connection.close()  # else the client complains when Python ends
        finally:
            h2o.h2o.h2oconn = before
            H2OJob.__PROGRESS_BAR__ = bar
            telemetry.set_enabled(tracked)


def _watched(request: Callable[..., Any], cluster: H2OCluster) -> Callable[..., Any]:
    """Return a request that says at once if the server has ended: the client would ask thirty times more."""

    def ask(*arguments: Any, **options: Any) -> Any:
        try:
            return request(*arguments, **options)
        except Exception as error:
            ended = [node for node in cluster.nodes if _has_ended(node)]
            if ended:
                raise H2OEndedError(
                    f"H2O's server has ended while it was at work. Its last words: {last_words(ended[0])}. "
                    "Run this cell again, and a new one starts."
                ) from None
            raise error

    return ask


def _has_ended(node: Node) -> bool:
    """Say whether a node has ended; one that is just being killed has a second to be gone."""
    try:
        node.process.wait(1)
    except subprocess.TimeoutExpired:
        return False
    return True


@contextlib.contextmanager
def _no_proxy() -> Iterator[None]:
    """Keep the client's requests from the proxies that the environment names: none can know our loopback."""
    theirs = {name: value for name, value in os.environ.items() if name.lower() in PROXIES}
    for name in theirs:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(theirs)
