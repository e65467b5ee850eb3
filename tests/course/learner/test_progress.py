"""The progress file: what is committed survives a killed process, and no trouble stops a lesson."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time

import pytest
from execml.course.learner import progress
from execml.course.learner.decisions import decisions
from execml.course.learner.predictions import guess
from execml.course.learner.progress import (
    UnreadableProgress,
    attempts,
    database,
    location,
    passed_exercises,
    record_attempt,
    recording,
)
from execml.course.learner.repetition import answers
from execml.course.programme import root

pytestmark = pytest.mark.usefixtures("recorded")


def run(code: str) -> subprocess.Popen:
    """Start a Python process with this environment; it reports on its standard output."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ.copy(),
    )


class TestRecording:
    def test_attempts_come_back_in_order(self):
        record_attempt("dp1.a", passed=False)
        record_attempt("dp1.b", passed=True)
        record_attempt("dp1.a", passed=True)
        assert [(attempt.exercise, attempt.passed) for attempt in attempts()] == [
            ("dp1.a", False),
            ("dp1.b", True),
            ("dp1.a", True),
        ]
        assert passed_exercises() == {"dp1.a", "dp1.b"}
        assert attempts()[0].at.endswith("+00:00")

    def test_reading_before_anything_is_written_makes_no_file(self, recorded):
        assert attempts() == [] and passed_exercises() == set()
        assert not recorded.exists()

    @pytest.mark.parametrize(("name", "value"), [("EXECML_RECORD", "0"), ("CI", "true"), ("CI", "1")])
    def test_builds_and_tests_record_nothing(self, monkeypatch, recorded, name, value):
        monkeypatch.setenv(name, value)
        record_attempt("dp1.a", passed=True)
        assert not recording() and not recorded.exists()

    def test_ci_set_to_false_is_not_ci(self, monkeypatch):
        monkeypatch.setenv("CI", "false")
        assert recording()

    def test_default_place_is_a_hidden_folder_in_the_checkout(self, monkeypatch):
        from execml.course.programme import root

        monkeypatch.delenv("EXECML_HOME")
        assert location() == root() / ".execml" / "progress.sqlite3"


class TestCrashes:
    def test_exception_inside_rolls_everything_back(self):
        record_attempt("dp1.a", passed=True)
        with pytest.raises(RuntimeError), database() as connection:
            connection.execute("insert into attempts values ('dp1.b', 1, 'now')")
            raise RuntimeError
        assert passed_exercises() == {"dp1.a"}

    @pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught")
    def test_kill_inside_a_transaction_keeps_what_was_committed_before(self):
        record_attempt("dp1.a", passed=True)
        writer = run(
            """
            import time
            from execml.course.learner.progress import database
            with database() as connection:
                # Enough rows that SQLite writes to the file itself: the journal is needed to undo it.
                connection.execute("pragma cache_size = 1")
                rows = [("dp9." + "y" * 500,)] * 2000
                connection.executemany("insert into attempts values (?, 1, 'x')", rows)
                print("inside", flush=True)
                time.sleep(60)
            """
        )
        assert writer.stdout.readline() == "inside\n"
        assert location().with_name("progress.sqlite3-journal").exists()
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        assert [attempt.exercise for attempt in attempts()] == ["dp1.a"]
        record_attempt("dp1.b", passed=True)
        assert passed_exercises() == {"dp1.a", "dp1.b"}

    @pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught")
    @pytest.mark.parametrize("seconds", [0.01, 0.05, 0.13])
    def test_kill_at_any_moment_loses_nothing_that_was_acknowledged(self, seconds):
        writer = run(
            """
            from itertools import count
            from execml.course.learner.progress import record_attempt
            for n in count():
                record_attempt(f"dp1.{n}", passed=True)
                print(n, flush=True)
            """
        )
        assert writer.stdout.readline() == "0\n"
        time.sleep(seconds)
        writer.send_signal(signal.SIGKILL)
        acknowledged = [0, *(int(line) for line in writer.stdout if line.endswith("\n"))]
        writer.wait()
        found = [attempt.exercise for attempt in attempts()]
        assert found[: len(acknowledged)] == [f"dp1.{n}" for n in acknowledged]
        assert len(found) <= len(acknowledged) + 1


class TestTwoNotebooks:
    def test_two_writers_at_once_lose_nothing(self):
        code = """
            import sys
            from execml.course.learner.progress import record_attempt
            for n in range(60):
                record_attempt(f"dp{sys.argv[1]}.{n}", passed=True)
        """
        writers = [
            subprocess.Popen([sys.executable, "-c", textwrap.dedent(code), str(place)], env=os.environ.copy())
            for place in (1, 2)
        ]
        assert [writer.wait() for writer in writers] == [0, 0]
        assert len(passed_exercises()) == 120

    def test_a_writer_that_holds_the_file_delays_but_does_not_stop_a_lesson(self, monkeypatch):
        monkeypatch.setattr(progress, "PATIENCE", 0.1)
        record_attempt("dp1.a", passed=True)
        with database():
            record_attempt("dp1.b", passed=True)
            assert passed_exercises() == {"dp1.a"}
        record_attempt("dp1.c", passed=True)
        assert passed_exercises() == {"dp1.a", "dp1.c"}


class TestTrouble:
    def test_folder_that_cannot_be_made_stops_nothing(self, monkeypatch, tmp_path):
        (tmp_path / "file").write_text("not a folder")
        monkeypatch.setenv("EXECML_HOME", str(tmp_path / "file" / "below"))
        assert "is not to be used" in record_attempt("dp1.a", passed=True)
        with pytest.raises(UnreadableProgress, match=r"^Your progress cannot be read: .*EXECML_HOME"):
            attempts()

    def test_folder_in_place_of_the_file_stops_nothing(self):
        location().mkdir(parents=True)
        assert "is not to be used" in record_attempt("dp1.a", passed=True)
        with pytest.raises(UnreadableProgress, match="unable to open database file"):
            attempts()

    @pytest.mark.parametrize(
        "read", [attempts, passed_exercises, decisions, answers, lambda: guess("dp1.alone")]
    )
    def test_a_file_that_another_program_holds_is_not_an_empty_one(self, monkeypatch, read):
        monkeypatch.setattr(progress, "PATIENCE", 0.1)
        record_attempt("dp1.a", passed=True)
        holder = sqlite3.connect(location(), isolation_level=None)
        holder.execute("begin exclusive")
        try:
            with pytest.raises(UnreadableProgress, match=r"another program holds .*; close") as said:
                read()
            assert "another program holds" in record_attempt("dp1.b", passed=True)
        finally:
            holder.close()
        assert said.value._render_traceback_() == [str(said.value)]
        assert passed_exercises() == {"dp1.a"}

    @pytest.mark.parametrize("page", ["show_map", "again", "predict", "reveal"])
    def test_a_page_says_that_it_cannot_read_and_goes_on(self, monkeypatch, capsys, page):
        from execml.course import again, predict, reveal, show_map

        location().mkdir(parents=True)
        monkeypatch.setattr("execml.course.learner.forms.live", lambda: True)
        monkeypatch.setattr("execml.course.learner.forms.show_guess", lambda *_: None)
        monkeypatch.setattr("execml.course.learner.predictions._fold_and_wait", lambda *_: None)
        {
            "show_map": show_map,
            "again": again,
            "predict": lambda: predict("dp1.alone", "How many?", 0, 100),
            "reveal": lambda: reveal("dp1.alone", 91),
        }[page]()
        assert "Your progress cannot be read" in capsys.readouterr().out

    def test_the_command_says_it_and_fails(self):
        from execml.cli import app
        from typer.testing import CliRunner

        location().mkdir(parents=True)
        done = CliRunner().invoke(app, ["progress"])
        assert done.exit_code == 1
        assert done.stderr.startswith("Your progress cannot be read: ") and "0 of" not in done.output

    @pytest.mark.parametrize("call", ["check", "decide", "quiz"])
    def test_what_is_withheld_for_ci_is_said_and_in_a_build_nothing(self, monkeypatch, capsys, call):
        from execml.course import check, decide, quiz
        from execml.course.learner.choices import decision_of

        rows = {row: 1.0 for option in decision_of("dp6.epsilon").options for row in option.evidence}
        calls = {
            "check": lambda: check("fw1.segments", 24),
            "decide": lambda: decide("dp6.epsilon", "a", "Because.", rows),
            "quiz": lambda: quiz("dp1", "a"),
        }
        monkeypatch.setenv("CI", "true")
        calls[call]()
        assert "Nothing is saved: the variable CI is set" in capsys.readouterr().out
        monkeypatch.setenv("EXECML_RECORD", "0")
        calls[call]()
        assert "saved" not in capsys.readouterr().out

    @pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write anywhere")
    def test_folder_that_cannot_be_written_stops_nothing(self, recorded):
        recorded.mkdir()
        recorded.chmod(0o500)
        record_attempt("dp1.a", passed=True)
        assert attempts() == []
        recorded.chmod(0o700)

    @pytest.mark.parametrize(
        "content", [b"not a database, not even close to one" * 40, b"SQLite format 3\0" + b"\1" * 4000]
    )
    def test_damaged_file_is_set_aside_with_a_message(self, recorded, capsys, content):
        recorded.mkdir()
        location().write_bytes(content)
        record_attempt("dp1.a", passed=True)
        kept = list(recorded.glob("progress.sqlite3.damaged-*"))
        assert [file.read_bytes() for file in kept] == [content]
        assert f"kept as `{kept[0].name}`" in capsys.readouterr().out
        assert passed_exercises() == {"dp1.a"}

    def test_damage_in_the_middle_of_the_file_is_noticed(self, recorded, capsys):
        with database() as connection:
            rows = [(f"dp1.{n}{'z' * 200}", "now") for n in range(300)]
            connection.executemany("insert into attempts values (?, 1, ?)", rows)
        content = bytearray(location().read_bytes())
        content[len(content) // 2 : len(content) // 2 + 3000] = b"\xff" * 3000
        location().write_bytes(content)
        record_attempt("dp1.after", passed=True)
        assert "was damaged" in capsys.readouterr().out
        assert passed_exercises() == {"dp1.after"}

    def test_file_that_may_only_be_read_still_shows_what_was_done(self, recorded, monkeypatch):
        record_attempt("dp1.a", passed=True)
        connect = sqlite3.connect
        monkeypatch.setattr(
            sqlite3, "connect", lambda path, **options: connect(f"file:{path}?mode=ro", uri=True, **options)
        )
        record_attempt("dp1.b", passed=True)
        assert passed_exercises() == {"dp1.a"}


def test_a_worked_copy_records_nothing(monkeypatch, recorded):
    monkeypatch.chdir(root() / "notebooks" / "3_differential_privacy")
    assert progress.recording()
    monkeypatch.chdir(root() / "solutions" / "3_differential_privacy")
    assert not progress.recording()
