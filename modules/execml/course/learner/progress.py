"""What the learner has done, in one local SQLite file that survives a crash in the middle of a write."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from execml.course.page.prose import say
from execml.course.programme import SOLUTIONS, root

TABLES = (
    "create table if not exists attempts (exercise text not null, passed integer not null, at text not null)",
    "create table if not exists decisions (id text primary key, choice text not null, because text not null, "
    "evidence text not null, at text not null)",
    "create table if not exists guesses (id text primary key, value real not null, at text not null)",
    "create table if not exists answers (quiz text not null, question text not null, option text not null, "
    "right integer not null, at text not null)",
)
Found = TypeVar("Found")
PATIENCE = 5.0  # seconds to wait for another notebook that is writing


class UnreadableProgress(RuntimeError):
    """The progress file is there and cannot be read; the message says why, and what to do."""

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows: the sentence, which says all there is to know."""
        return [str(self)]


@dataclass(frozen=True)
class Attempt:
    """One run of a check: the exercise's id, whether the answer was right, and when (UTC, ISO 8601)."""

    exercise: str
    passed: bool
    at: str


def recording() -> bool:
    """Return whether the learner's work is recorded.

    Builds and tests set ``EXECML_RECORD=0`` or ``CI``. A worked copy records nothing: its answers are not the
    learner's, and its decision would take the place of theirs.
    """
    return not _in_ci() and _of_a_learner()


def withheld() -> str:
    """Return why a learner's work is not recorded, if a variable set for another purpose keeps it from that.

    Builds, which set ``EXECML_RECORD=0``, and worked copies are meant to record nothing: they get no word.
    """
    if _of_a_learner() and _in_ci():
        return "Nothing is saved: the variable CI is set, as on a test machine; unset it and start again."
    return ""


def _in_ci() -> bool:
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def _of_a_learner() -> bool:
    return os.environ.get("EXECML_RECORD", "1") != "0" and not _among_solutions()


def _among_solutions() -> bool:
    try:
        return Path.cwd().is_relative_to(root() / SOLUTIONS)
    except OSError:  # the working folder is gone
        return False


def location() -> Path:
    """Return the progress file: ``.execml/progress.sqlite3`` in the checkout, or below ``EXECML_HOME``."""
    home = os.environ.get("EXECML_HOME")
    return (Path(home) if home else root() / ".execml") / "progress.sqlite3"


@contextmanager
def database() -> Iterator[sqlite3.Connection]:
    """Open the progress file; what happens inside is committed whole or not at all.

    SQLite writes through a journal, so that a process that is killed leaves the last committed state behind.
    A file that is no database any more is set aside, with a message, and a new one is begun.

    Raises:
        OSError: if the folder cannot be made.
        sqlite3.Error: if the file cannot be opened or written.
    """
    path = location()
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = _open(path)
    try:
        connection.execute("begin immediate")
        yield connection
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise
    finally:
        connection.close()


def _open(path: Path) -> sqlite3.Connection:
    try:
        return _connect(path)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise
    _set_aside(path)
    return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        (verdict,) = connection.execute("pragma quick_check(1)").fetchone()
        if verdict != "ok":
            damage = sqlite3.DatabaseError(verdict)
            damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise damage
        for statement in TABLES:
            connection.execute(statement)
    except BaseException:
        connection.close()
        raise
    return connection


def _set_aside(path: Path) -> None:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    kept = path.with_name(f"{path.name}.damaged-{stamp}")
    os.replace(path, kept)
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    say(f"The file of your progress was damaged. It is kept as `{kept.name}`, and a new one has been begun.")


def now() -> str:
    """Return the present time in UTC, to the second, in ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def write(statement: str, row: tuple[object, ...]) -> str:
    """Write a row down if work is recorded, and return a sentence only if that was not possible.

    Args:
        statement: in SQL, with a question mark for each part of the row.
        row: what to write.
    """
    if not recording():
        return withheld()
    try:
        with database() as connection:
            connection.execute(statement, row)
    except (OSError, sqlite3.Error) as error:
        return f"It could not be saved: {_trouble(error)}"
    return ""


def record_attempt(exercise: str, passed: bool) -> str:
    """Record one attempt, and return a sentence only if that was not possible: it never stops a lesson."""
    return write("insert into attempts values (?, ?, ?)", (exercise, int(passed), now()))


def attempts() -> list[Attempt]:
    """Return every recorded attempt, the oldest first.

    Raises:
        UnreadableProgress: if there is a file and it cannot be read.
    """
    rows = rows_of("select exercise, passed, at from attempts order by at, rowid")
    return [Attempt(exercise, bool(passed), at) for exercise, passed, at in rows]


def passed_exercises() -> set[str]:
    """Return the ids of the exercises that have been passed at least once.

    Raises:
        UnreadableProgress: if there is a file and it cannot be read.
    """
    return {attempt.exercise for attempt in attempts() if attempt.passed}


def rows_of(query: str) -> list[tuple]:
    """Return the rows of a query on the progress file; none if there is no file yet.

    Raises:
        UnreadableProgress: if there is one and it cannot be read: that is not the same as nothing done.
    """
    try:
        location().stat()
        with closing(_open(location())) as connection:
            return connection.execute(query).fetchall()
    except FileNotFoundError:
        return []
    except (OSError, sqlite3.Error) as error:
        raise UnreadableProgress(f"Your progress cannot be read: {_trouble(error)}") from None


def readable(read: Callable[[], Found], otherwise: Found) -> Found:
    """Return what is read; if it cannot be, say why, and return something else, so that the page goes on."""
    try:
        return read()
    except UnreadableProgress as trouble:
        say(f"*{trouble}*")
        return otherwise


def _trouble(error: OSError | sqlite3.Error) -> str:
    """Return what is in the way of the progress file, and what to do, as the rest of a sentence."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the lower byte of an extended code is its kind
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return f"another program holds {location()}; close what syncs or backs it up, and run this again."
    if code == sqlite3.SQLITE_FULL or getattr(error, "errno", None) == errno.ENOSPC:
        return f"the disk of {location().parent} is full; free some, and run this again."
    return f"{location()} is not to be used ({error}); make the folder yours, or set EXECML_HOME to another."
