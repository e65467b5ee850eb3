"""What every test shares: the learner's own progress file is never read or written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def a_home_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep progress and decisions of the tests in a temporary folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EXECML_HOME", str(tmp_path_factory.mktemp("home")))
        yield
