"""What every test shares: a temporary home, never the learner's own, and what is said to a wrong answer."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from execml.course.learner.exercises import NotYet, find
from execml.course.programme import root
from execml.pipeline.contract.claims import headline
from execml.pipeline.contract.inspector import gather

# TenSEAL cannot write what it encrypts in a process where TensorFlow was loaded before it.
with contextlib.suppress(ImportError):
    import tenseal  # noqa: F401


@pytest.fixture(scope="session", autouse=True)
def a_home_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep progress and decisions of the tests in a temporary folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EXECML_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture
def feedback() -> Callable[[str, Any], str]:
    """Hand a wrong answer in to an exercise, called by its id, and return what the exercise says to it."""

    def said(identifier: str, answer: Any) -> str:
        with pytest.raises(NotYet) as raised:
            find(identifier).verify(answer)
        return str(raised.value)

    return said


@pytest.fixture
def on_the_page() -> Callable[[str, str], list[float]]:
    """Return the numbers that a unit's page puts into one of its claims, a percentage as a share."""

    def numbers(unit: str, bold: str) -> list[float]:
        page = next(page for page in gather(root(), [unit]).pages if page.is_learners)
        return headline(page, bold)

    return numbers
