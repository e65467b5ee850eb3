"""H2O on this machine: started apart from other servers, quiet, and gone afterwards whatever happens."""

import os
import socket
import subprocess
import sys

import numpy as np
import psutil
import pytest
from execml.automl import h2o_cluster
from execml.automl.libraries import h2o_node, h2o_server
from execml.automl.libraries.h2o_node import H2OStartError
from execml.automl.libraries.h2o_server import H2OCluster
from execml.course.measure.loopback import free_ports, port_is_free

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
        assert listening(younger) == listening(h2o_server) == {"127.0.0.1"}
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


def listening(cluster: H2OCluster) -> set[str]:
    """Return the addresses at which the first node of a cloud listens."""
    found = psutil.Process(cluster.nodes[0].process.pid).net_connections()
    return {one.laddr.ip.removeprefix("::ffff:") for one in found if one.status == "LISTEN"}


def test_a_whole_program_ends_without_a_word() -> None:
    program = (
        "from execml.automl import h2o_cluster\nwith h2o_cluster(megabytes=256) as cluster: cluster.size"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=240, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


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
