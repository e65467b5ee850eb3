"""Copies are whole, have a place of their own, and a folder that can't be written stops everything."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from execml.pipeline.upkeep import copies

NOON = datetime(2026, 12, 1, 12, 0, 30)
PAGE = Path("notebooks", "1_a", "seite ü.ipynb")


@pytest.fixture
def learner(tmp_path: Path) -> Path:
    (tmp_path / PAGE).parent.mkdir(parents=True)
    (tmp_path / PAGE).write_bytes(b"\xff not even text \r\n")
    return tmp_path


def test_a_copy_has_the_same_bytes_and_a_folder_named_by_date_and_time(learner):
    folder = copies.keep(learner, [PAGE], NOON)
    assert folder == learner / ".execml" / "kept" / "2026-12-01_12-00-30"
    assert (folder / PAGE).read_bytes() == (learner / PAGE).read_bytes()


def test_a_second_copy_of_the_same_second_replaces_nothing(learner):
    first = copies.keep(learner, [PAGE], NOON)
    (learner / PAGE).write_bytes(b"later")
    second, third = copies.keep(learner, [PAGE], NOON), copies.keep(learner, [PAGE], NOON)
    assert [folder.name[-2:] for folder in (first, second, third)] == ["30", "-2", "-3"]
    assert (first / PAGE).read_bytes() != (second / PAGE).read_bytes() == b"later"


def test_a_folder_that_cannot_be_written_is_named(learner):
    (learner / ".execml").mkdir()
    (learner / ".execml" / "kept").write_text("in the way")
    with pytest.raises(copies.Refused, match=r"cannot be written to \.execml/kept .*nothing was changed"):
        copies.keep(learner, [PAGE])


def test_a_page_that_is_saved_in_between_is_noticed(learner):
    folder = copies.keep(learner, [PAGE])
    copies.unchanged_since(learner, [PAGE], folder)
    (learner / PAGE).write_bytes(b"saved by JupyterLab")
    with pytest.raises(copies.Refused, match="was saved at this very moment"):
        copies.unchanged_since(learner, [PAGE], folder)
