"""The stamp: what is installed, written last, so that an interrupted installation never looks complete."""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass

from execml.start.place import Place


@dataclass(frozen=True)
class Stamp:
    """What a complete installation says of itself.

    Attributes:
        key: hash of the pinned versions and of the packages asked for.
        extras: the additional sets that are installed, such as ``test``.
    """

    key: str
    extras: frozenset[str]


def key(place: Place) -> str:
    """Hash what decides the environment's content: the pins, and what the project file asks for."""
    named = tomllib.loads(place.project.read_text(encoding="utf-8"))["project"]
    parts = {
        "constraints": place.constraints.read_text(encoding="utf-8").split(),
        **{name: named.get(name) for name in ("dependencies", "optional-dependencies")},
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def requirements(place: Place, extras: Iterable[str] = ()) -> list[str]:
    """Return the project's direct requirements, with those of the named additional sets."""
    named = tomllib.loads(place.project.read_text(encoding="utf-8"))["project"]
    return [
        *named["dependencies"],
        *(line for extra in sorted(extras) for line in named["optional-dependencies"][extra]),
    ]


def read(place: Place) -> Stamp | None:
    """Return the stamp, or None if there is none that can be read."""
    try:
        found = json.loads(place.stamp.read_text(encoding="utf-8"))
        return Stamp(found["key"], frozenset(found["extras"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(place: Place, stamp: Stamp) -> None:
    """Write the stamp whole or not at all: beside its place first, on disk, then renamed."""
    beside = place.stamp.with_suffix(f".{os.getpid()}.tmp")
    content = {"key": stamp.key, "extras": sorted(stamp.extras)}
    with beside.open("w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, place.stamp)
