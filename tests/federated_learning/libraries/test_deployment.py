"""The real federation: TLS on loopback, a node killed, and nothing left behind, however it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import execml.federated_learning as fl
import numpy as np
import pytest
from execml.course.measure.loopback import LOOPBACK
from execml.federated_learning.libraries.keeper import marked

from ..banks import some_clients

CLIENTS = some_clients(sizes=(300, 500))
START = [np.zeros((6, 2))]


@pytest.mark.slow
def test_two_nodes_train_under_tls_and_the_run_survives_a_killed_one():
    with fl.superlink(CLIENTS) as federation:
        assert {host for host, _ in federation.listening()} == {LOOPBACK}
        layers, log = federation.run(START, rounds=3, kill_after=(2, 1), patience=40)
        folder, token = federation.folder, federation.token
    assert [line["answered"] for line in log] == [2, 2, 1]
    assert [line["asked"] for line in log[:2]] == [2, 2] and log[2]["asked"] >= 1, "asked, and not: replied"
    both = fl.FedAvg(learning_rate=0.5, local_epochs=5, layers=START).fit(
        CLIENTS, 2, np.random.default_rng(0)
    )
    left = fl.FedAvg(learning_rate=0.5, local_epochs=5, layers=both.layers_)
    left.fit(CLIENTS[:1], 1, np.random.default_rng(0))
    assert np.abs(layers[0] - left.layers_[0]).max() < 1e-12
    assert not folder.exists() and not marked(token)


@pytest.mark.slow
def test_plain_http_is_refused():
    import socket
    import ssl

    with fl.superlink(CLIENTS) as federation:
        trusted = ssl.create_default_context(cafile=str(federation.folder / "ca.crt"))
        bare = socket.create_connection((LOOPBACK, federation.port))
        with trusted.wrap_socket(bare, server_hostname="localhost") as secured:
            assert secured.version() in ("TLSv1.2", "TLSv1.3")
        with socket.create_connection((LOOPBACK, federation.port), timeout=10) as bare:
            bare.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert b"200" not in bare.recv(64)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")
@pytest.mark.parametrize("ending", ["raises", signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_after_an_error_after_ctrl_c_and_after_the_kernel_s_death(ending):
    script = """
        import signal, sys, time
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
        import execml.federated_learning as fl
        import numpy as np
        clients = [(np.random.default_rng(k).normal(size=(20, 3)), np.arange(20) % 2) for k in range(2)]
        with fl.superlink(clients) as federation:
            print(federation.token, federation.folder, flush=True)
            if sys.argv[1] == "raises":
                raise RuntimeError("in the cell")
            time.sleep(300)
    """
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), "raises" if ending == "raises" else "waits"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    token, folder = child.stdout.readline().split()
    if ending != "raises":
        assert len(marked(token)) >= 4
        child.send_signal(ending)
    child.wait(timeout=60)
    deadline = time.monotonic() + 40
    while marked(token) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not marked(token)
    while Path(folder).exists() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not Path(folder).exists()


def test_a_port_in_use_is_refused_by_name():
    import socket

    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ValueError, match=f"port={port} is in use"), fl.superlink(CLIENTS, port=port):
            pass


@pytest.mark.parametrize(
    "clients", [[], [(np.zeros((0, 2)), [])], [CLIENTS[0], (np.zeros((3, 5)), [1, 1, 1])]]
)
def test_clients_that_cannot_be_trained_alone_are_refused_before_anything_starts(clients):
    with pytest.raises(ValueError, match="clients"), fl.superlink(clients):
        pass
