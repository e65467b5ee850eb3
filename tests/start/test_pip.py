"""What pip says becomes one line while it works, and one sentence when it fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from execml.start import pip
from execml.start.main import of_the_system
from execml.start.place import Place, child_environment

LOG = Path("pip.log")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full: free 8 GB"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "PIP_CERT"),
        (
            "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution",
            "no connection",
        ),
        ("ReadTimeoutError: HTTPSConnectionPool: Read timed out.", "no connection"),
        ("ERROR: Could not install packages: [Errno 13] Permission denied: 'x'", "cannot be written"),
        ("ERROR: No matching distribution found for torch==2.13.0", "no file of a package for this computer"),
        (
            "HINT: This error might have occurred since this system does not have Windows Long Path",
            "short path",
        ),
        ("ERROR: something else", r"pip could not install the packages (ERROR: something else)"),
        ("nothing at all", "no reason given"),
    ],
)
def test_each_failure_has_its_remedy(line: str, words: str) -> None:
    said = str(pip.explain(["Collecting x", line], LOG, 8))
    assert words in said
    assert said.count("\n") == 0


def test_a_lost_connection_is_named_before_the_package_it_cost() -> None:
    lines = ["WARNING: NewConnectionError", "ERROR: Could not find a version that satisfies torch"]
    assert "no connection" in str(pip.explain(lines, LOG, 8))


def test_news_follow_pip_from_looking_up_to_unpacking(tmp_path: Path) -> None:
    news = pip.News(tmp_path)
    assert news.now() == "looking up packages"
    news.hear("Collecting numpy==2.4.6 (from -c constraints.txt)\n")
    assert news.now() == "1 packages found, numpy==2.4.6"
    news.hear("  Downloading https://example.org/numpy-2.4.6-cp311-cp311-manylinux.whl (16.8 MB)\n")
    assert news.now() == "1 packages found, downloading numpy (16.8 MB)"
    (tmp_path / "pip-23.dist-info").mkdir()
    news.hear("Installing collected packages: numpy, scipy\n")
    (tmp_path / "numpy-2.4.6.dist-info").mkdir()
    assert news.now() == "unpacking, 1 of 2 packages"
    news.hear("Successfully installed numpy-2.4.6 scipy-1.17\n")
    assert news.installed == 2


def test_children_look_nowhere_but_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place(Path("somewhere"))
    for name in ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET"):
        monkeypatch.setenv(name, "elsewhere")
    found = child_environment(place, EXTRA="1")
    assert not {"PYTHONPATH", "PYTHONHOME", "PIP_TARGET"} & set(found)
    assert found["PATH"].startswith(str(place.scripts))
    assert found["EXTRA"] == "1"


@pytest.mark.parametrize(
    ("number", "words"),
    [(28, "The disk is full"), (13, "cannot be written"), (30, "cannot be written"), (5, "refused")],
)
def test_errors_of_the_system_are_sentences(number: int, words: str) -> None:
    assert words in str(of_the_system(OSError(number, "words", "a file")))
