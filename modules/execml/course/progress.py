"""What the learner has done, in one local SQLite file that survives a crash in the middle of a write."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from execml.course.programme import root

SCHEMA = """
create table if not exists attempts (exercise text not null, passed integer not null, at text not null);
create table if not exists decisions (id text primary key, choice text not null, because text not null, evidence text not null, at text not null);
"""


def recording() -> bool:
    """Return whether the learner's work is recorded; builds and tests set ``EXECML_RECORD=0``."""
    return os.environ.get("EXECML_RECORD", "1") != "0" and not os.environ.get("CI")


def location() -> Path:
    """Return the progress file: ``.execml/progress.sqlite3`` in the checkout, or below ``EXECML_HOME``."""
    home = os.environ.get("EXECML_HOME")
    return (Path(home) if home else root() / ".execml") / "progress.sqlite3"


@contextmanager
def database() -> Iterator[sqlite3.Connection]:
    """Open the progress file; what happens inside is committed whole or not at all."""
    path = location()
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=5)
    try:
        connection.executescript(SCHEMA)
        with connection:
            yield connection
    finally:
        connection.close()


def now() -> str:
    """Return the present time in UTC, to the second, in ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def record_attempt(exercise: str, passed: bool) -> None:
    """Record one attempt; a folder that cannot be written never stops a lesson."""
    if not recording():
        return
    try:
        with database() as connection:
            connection.execute("insert into attempts values (?, ?, ?)", (exercise, int(passed), now()))
    except (OSError, sqlite3.Error):
        return


def passed_exercises() -> set[str]:
    """Return the ids of the exercises that have been passed at least once."""
    if not location().exists():
        return set()
    with database() as connection:
        return {row[0] for row in connection.execute("select distinct exercise from attempts where passed = 1")}
