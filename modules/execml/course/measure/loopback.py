"""Free ports on this computer's loopback address, where nobody else on the network can reach a server.

A server of a page listens on ``LOOPBACK`` and on a port that nobody uses. This needs the standard library
alone, since ``start.py`` asks it before anything is installed.

>>> superlink, first_node, second_node = free_ports(3)  # a coordinator and two nodes
>>> address = f"{LOOPBACK}:{superlink}"
>>> port_is_free(superlink)
True
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable

from execml.course.validation import whole

LOOPBACK = "127.0.0.1"
LOOKS = 100  # at ports that the system offers, for each one that is wanted
MOST = 1_000


def port_is_free(port: int, following: int = 0) -> bool:
    """Return whether a server can listen on a port of this computer, and on so many that follow it.

    Args:
        port: its number; one that is no port is not free.
        following: how many ports right after it have to be free as well.

    Raises:
        ValueError: if a number is not whole, or ``following`` not from 0 to 1,000.
    """
    if isinstance(port, bool) or not hasattr(port, "__index__"):
        raise ValueError(f"port={port!r} must be a whole number")
    whole("following", following, low=0, high=MOST)
    return all(_can_listen(number) for number in range(port, port + following + 1))


def free_ports(count: int = 1, following: int = 0) -> list[int]:
    """Return ports of this computer that are free now, all different.

    Nothing reserves them: another program may take one before its server listens. Start the server at once,
    and ask again if it says that the port is in use.

    Args:
        count: how many are wanted.
        following: how many ports right after each belong to it: for a server that takes two, 1.

    Raises:
        ValueError: if ``count`` is below 1, ``following`` below 0, or either above 1,000.
        OSError: if not so many are found.

    >>> port, other = free_ports(2, following=1)
    >>> abs(port - other) > 1
    True
    """
    whole("count", count)
    whole("following", following, low=0)
    for name, value in (("count", count), ("following", following)):
        if value > MOST:
            raise ValueError(f"{name}={value!r} must be at most {MOST}")
    found: list[int] = []
    for _ in range(count * LOOKS):
        port = _offered()
        if all(abs(port - other) > following for other in found) and port_is_free(port, following):
            found.append(port)
        if len(found) == count:
            return found
    raise OSError(f"{count} free ports, each with {following} more, were not found on {LOOPBACK}")


def first_free(ports: Iterable[int]) -> int | None:
    """Return the first of some ports that is free, or ``None`` if all are in use.

    >>> first_free([]) is None
    True
    """
    return next((port for port in ports if port_is_free(port)), None)


def _offered() -> int:
    """Return a port that the system offers."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _can_listen(port: int) -> bool:
    with socket.socket() as probe:
        if os.name == "posix":  # a port whose last connection has just closed is free for a server
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
            probe.listen(1)
        except (OSError, OverflowError):
            return False
    return True
