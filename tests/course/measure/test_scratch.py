"""A full disk of temporary files is one sentence, and the folder goes whatever happens."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from unittest.mock import Mock

import pytest
from execml.course.measure import scratch
from execml.course.measure.fresh_process import run_children
from execml.course.measure.scratch import NoRoomError, scratch_folder


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_what_fails_for_want_of_room_names_the_folder_and_the_variable(number: int) -> None:
    with pytest.raises(NoRoomError, match=r"^There is no room .* TMPDIR") as told, scratch_folder() as folder:
        raise OSError(number, os.strerror(number))
    assert str(Path(folder).parent) in str(told.value)
    assert told.value._render_traceback_() == [str(told.value)]
    assert not Path(folder).exists()


def test_an_error_without_its_number_is_judged_by_what_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch.shutil, "disk_usage", lambda place: Mock(free=4096))
    with pytest.raises(NoRoomError, match="0 MB are free"), scratch_folder():
        raise OSError("8000 requested and 1024 written")  # NumPy's words


def test_another_disk_that_is_full_is_not_taken_for_this_one() -> None:
    full = OSError(errno.ENOSPC, "No space left on device", "/data/model.bin")
    with pytest.raises(OSError, match=r"/data/model\.bin") as told, scratch_folder():
        raise full
    assert told.value is full


def test_other_errors_stay_what_they_are() -> None:
    with pytest.raises(PermissionError, match="mine"), scratch_folder():
        raise PermissionError(errno.EACCES, "mine")


@pytest.mark.parametrize("name", ["two words", "Übung für Ä", "100% & more", "x" * 150])
def test_a_child_works_in_whatever_folder_there_is(tmp_path: Path, monkeypatch, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    monkeypatch.setattr(scratch.tempfile, "tempdir", str(folder))
    answers = run_children("execml.course.measure._worker:greet", [{"name": "Ada"}])
    assert answers == [{"hello": "Ada"}]
    assert not os.listdir(folder)


@pytest.mark.skipif(os.name == "nt", reason="limits of a process")
def test_a_child_s_folder_without_room_is_the_same_sentence(monkeypatch) -> None:
    import numpy as np

    monkeypatch.setattr(np, "savez", Mock(side_effect=OSError(errno.ENOSPC, "No space left on device")))
    with pytest.raises(NoRoomError, match="TMPDIR"):
        run_children("execml.course.measure._worker:greet", [{"name": "Ada"}])
