"""Progress is for a person who looks on, and for nobody else."""

import pytest
from execml.course.learner.waiting import progress_line


def test_nothing_is_shown_where_nobody_looks(capfd: pytest.CaptureFixture[str]) -> None:
    with progress_line() as tell:
        tell("half way")
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")
