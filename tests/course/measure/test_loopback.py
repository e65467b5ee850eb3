"""Free ports: what another server holds is seen, and what is handed out can be listened on."""

import itertools
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from execml.course.measure import loopback
from execml.course.measure.loopback import LOOPBACK, first_free, free_ports, port_is_free


@pytest.fixture
def taken() -> Iterator[int]:
    """Hold a port as a server does."""
    with socket.socket() as server:
        server.bind((LOOPBACK, 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_port_that_a_server_holds_is_not_free_and_stays_the_servers(taken: int) -> None:
    assert not port_is_free(taken)
    assert not port_is_free(taken - 1, following=1)
    with socket.create_connection((LOOPBACK, taken), timeout=5):  # looking did not disturb it
        pass


def test_one_can_listen_on_all_ports_handed_out_and_on_those_that_follow() -> None:
    ports = free_ports(4, following=1)
    assert all(later - earlier > 1 for earlier, later in itertools.pairwise(sorted(ports)))
    servers = [socket.create_server((LOOPBACK, number)) for port in ports for number in (port, port + 1)]
    assert not any(port_is_free(port) for port in ports)
    for server in servers:
        server.close()


def test_a_port_whose_last_connection_has_just_closed_is_free_for_the_next_server() -> None:
    with socket.create_server((LOOPBACK, 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection((LOOPBACK, port), timeout=5):
            server.accept()[0].close()  # it closes first, and the port waits for late packets
    assert port_is_free(port)


def test_the_first_free_port_comes_after_those_in_use(taken: int) -> None:
    free = free_ports()[0]
    assert first_free([taken, free]) == free
    assert first_free([taken]) is None


@pytest.mark.parametrize("number", [-1, 65_536, 70_000])
def test_a_number_that_is_no_port_is_not_free(number: int) -> None:
    assert not port_is_free(number)


def test_the_last_port_has_none_that_follows() -> None:
    assert not port_is_free(65_535, following=1)


def test_where_all_offers_are_in_use_the_search_ends(monkeypatch: pytest.MonkeyPatch, taken: int) -> None:
    monkeypatch.setattr(loopback, "_offered", lambda: taken)
    with pytest.raises(OSError, match="1 free ports"):
        free_ports()


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ((0,), "count"),
        ((1, -1), "following"),
        ((1.5,), "count"),
        ((10**30,), "count"),
        ((1, 10**30), "following"),
    ],
)
def test_impossible_counts_are_named(arguments: tuple, name: str) -> None:
    with pytest.raises(ValueError, match=f"{name}="):
        free_ports(*arguments)


def test_it_needs_nothing_but_the_standard_library() -> None:
    program = "from execml.course.measure.loopback import free_ports; print(len(free_ports(2)))"
    path = str(loopback.__file__).rpartition("execml")[0]
    isolated = f"import sys; sys.path.insert(0, {path!r}); {program}"
    done = subprocess.run(  # -S: without the folder of installed packages
        [sys.executable, "-I", "-S", "-c", isolated], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "2\n"


@pytest.mark.parametrize("port", [None, float("nan"), "8888", 80.0, True])
def test_what_is_no_number_of_a_port_is_refused(port):
    with pytest.raises(ValueError, match="port="):
        port_is_free(port)
