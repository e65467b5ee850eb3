"""H2O on this machine: started apart from other servers, quiet, and gone afterwards whatever happens."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import psutil
import pytest
from execml.automl import h2o_cluster
from execml.automl.libraries import h2o_node, h2o_server
from execml.automl.libraries.h2o_node import H2OStartError
from execml.automl.libraries.h2o_server import H2OCluster
from execml.course.measure.loopback import free_ports, port_is_free

from tests.automl.sockets import open_to, own_ports

pytestmark = pytest.mark.slow


def test_two_servers_at_once_do_not_meet_and_the_older_survives_the_younger(
    h2o_server: H2OCluster, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import h2o
    from h2o import telemetry
    from h2o.job import H2OJob

    environment, connection = dict(os.environ), h2o.connection()
    h2o.H2OFrame(np.eye(3), destination_frame="left_behind")
    monkeypatch.setattr(H2OJob, "__PROGRESS_BAR__", True)  # as a learner's own session has it
    seen: list[H2OCluster] = []
    with pytest.raises(ZeroDivisionError), h2o_cluster(megabytes=256) as younger:
        seen.append(younger)
        assert younger.url != h2o_server.url
        assert younger.name != h2o_server.name
        assert (younger.size, h2o_server.size) == (1, 1)
        assert h2o.connection().base_url == younger.url
        assert "left_behind" not in h2o.ls()["key"].tolist()
        assert not telemetry.telemetry_enabled()
        assert not H2OJob.__PROGRESS_BAR__
        for server in (younger, h2o_server):
            assert open_to(server) == own_ports(server)
        raise ZeroDivisionError
    (node,) = seen[0].nodes
    assert node.process.poll() is not None
    assert not psutil.pid_exists(node.guard.pid)
    assert not node.log.parent.exists()
    assert seen[0].cpu_seconds() > 0.5  # the last reading outlives the process
    assert h2o.connection() is connection
    assert "left_behind" in h2o.ls()["key"].tolist()
    h2o.remove("left_behind")
    assert dict(os.environ) == environment
    assert H2OJob.__PROGRESS_BAR__
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")


def test_a_whole_program_ends_without_a_word() -> None:
    program = (
        "from execml.automl import h2o_cluster\nwith h2o_cluster(megabytes=256) as cluster: cluster.size"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=240, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


HOSTILE = [
    {"TMPDIR": "two words"},
    {"TMPDIR": "Übung für Ä", "LC_ALL": "C", "PYTHONUTF8": "1"},
    {"TMPDIR": "100% #1 & more", "ALL_PROXY": "socks5://127.0.0.1:9", "LC_ALL": "tr_TR.UTF-8"},
    {"all_proxy": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9", "NO_PROXY": "elsewhere.example"},
    {"HOME": "/dev/null", "_JAVA_OPTIONS": "-Xmx8m", "JAVA_HOME": "/nowhere", "TZ": "Asia/Kathmandu"},
]


@pytest.mark.parametrize("settings", HOSTILE, ids=lambda settings: " ".join(settings))
def test_whatever_the_folder_the_proxy_or_the_language_is(settings: dict[str, str], tmp_path: Path) -> None:
    program = """if True:
        from execml.course import begin
        begin()
        import h2o, pandas
        from execml.automl import h2o_cluster
        from execml.automl.libraries.clusters import spread_frame
        with h2o_cluster(megabytes=256) as cluster:
            frame = spread_frame(pandas.DataFrame({"I": [0.5, 1.5], "i": [1.25, 2.0]}), pieces=2)
            print(frame.as_data_frame(use_multi_thread=False).to_numpy().tolist())
    """
    variables = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    variables |= settings
    if "TMPDIR" in settings:
        folder = tmp_path / settings["TMPDIR"]
        folder.mkdir()
        variables |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env=variables, encoding="utf-8", check=False
    )
    assert (done.stdout, done.stderr) == ("[[0.5, 1.25], [1.5, 2.0]]\n", "")
    assert "TMPDIR" not in settings or not list(folder.glob("h2o_*"))


def test_nobody_comes_in_without_the_password(h2o_server: H2OCluster) -> None:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for path in ("/", "/3/Cloud", "/3/Frames", "/flow/index.html"):
        with pytest.raises(urllib.error.HTTPError, match="401"):
            direct.open(h2o_server.url + path, timeout=20)
    command = psutil.Process(h2o_server.nodes[0].process.pid).cmdline()
    assert not any(h2o_server.nodes[0].password in part for part in command)


def test_a_server_that_is_killed_at_work_is_one_sentence_within_seconds() -> None:
    program = """if True:
        import contextlib, io, threading, time, numpy
        from h2o.automl import H2OAutoML
        import h2o
        from execml.automl import h2o_cluster
        from execml.automl.libraries.h2o_server import H2OEndedError
        with h2o_cluster(megabytes=512) as cluster:
            frame = h2o.H2OFrame(numpy.random.default_rng(0).normal(size=(2000, 20)))
            threading.Timer(3, cluster.nodes[0].process.kill).start()
            began = time.monotonic()
            said = io.StringIO()
            try:
                with contextlib.redirect_stdout(said):
                    H2OAutoML(max_models=100, seed=1).train(y="C1", training_frame=frame)
            except H2OEndedError as error:
                print(time.monotonic() - began, error)
                assert "retry" not in said.getvalue()
    """
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    seconds, _, said = done.stdout.partition(" ")
    assert float(seconds) < 20
    assert said.startswith("H2O's server has ended while it was at work. Its last words: ")
    assert said.endswith("Run this cell again, and a new one starts.\n") and said.count("\n") == 1


def test_last_words_are_the_cause_and_not_the_end_of_its_trace(tmp_path: Path) -> None:
    node = h2o_node.Node(1, "", Mock(), Mock(), tmp_path / "node.log")
    for log, words in (
        ("INFO x\njava.io.IOException: No space left on device\n\tat a.B.c(D.java:1)\n", "let TMPDIR name"),
        ("java.lang.RuntimeException: Invalid ice_root\n at a.b(c)\n at d\n at e\n at f", "Invalid ice_root"),
        (
            "Unrecognized VM option 'X'\nError: Could not create the Java Virtual Machine.\n a\n b",
            "option 'X'",
        ),
        ("one\ntwo\nthree\nfour", "two | three | four"),
    ):
        node.log.write_text(log)
        assert words in h2o_node.last_words(node)


@pytest.mark.parametrize("offset", [0, 1])
def test_a_port_in_use_is_named_with_the_way_out(offset: int) -> None:
    port = free_ports(following=1)[0]
    with socket.socket() as other:
        other.bind(("127.0.0.1", port + offset))
        other.listen()
        assert not port_is_free(port, following=1)
        with pytest.raises(H2OStartError, match=f"port={port} is in use.*Leave"), h2o_cluster(port=port):
            pass


def test_a_node_that_dies_while_starting_is_reported_with_its_last_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(h2o_node, "MANNER", ("-XX:+NoSuchOption",))
    monkeypatch.setattr(h2o_server, "ATTEMPTS", 2)
    with pytest.raises(H2OStartError, match="NoSuchOption"), h2o_cluster():
        pass


@pytest.mark.parametrize(
    ("argument", "value"),
    [("nodes", 0), ("port", 0), ("megabytes", 10), ("threads", 0), ("nodes", 1.5), ("port", "54321")],
)
def test_arguments_out_of_range_are_named(argument: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"{argument}="), h2o_cluster(**{argument: value}):  # type: ignore[arg-type]
        pass
