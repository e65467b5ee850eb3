"""Where the nodes of an H2O cloud can be reached, read from the system's own table of sockets."""

from __future__ import annotations

import psutil
from execml.automl.libraries.h2o_server import H2OCluster
from execml.course.measure.loopback import LOOPBACK


def open_to(cluster: H2OCluster) -> set[tuple[str, int]]:
    """Return address and port of every socket of the nodes that others may talk to first, TCP or UDP."""
    found = [
        one for node in cluster.nodes for one in psutil.Process(node.process.pid).net_connections(kind="inet")
    ]
    return {
        (one.laddr.ip.removeprefix("::ffff:"), one.laddr.port)
        for one in found
        if one.status == psutil.CONN_LISTEN or (one.status == psutil.CONN_NONE and not one.raddr)
    }


def own_ports(cluster: H2OCluster) -> set[tuple[str, int]]:
    """Return the two ports of each node on the loopback address: its pages, and its talk with other nodes."""
    return {(LOOPBACK, node.port + place) for node in cluster.nodes for place in (0, 1)}
