"""What an installer says becomes one sentence when it fails; which of a user's settings it obeys."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest
from execml.start import installation, main, pip, settings
from execml.start.place import Place, Problem, child_environment

HERE = Place(Path("somewhere"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "free 8 GB"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "PIP_CERT"),
        ("NewConnectionError: [Errno -3] Temporary failure in name resolution", "no connection"),
        ("ReadTimeoutError: HTTPSConnectionPool: Read timed out.", "no connection"),
        ("ERROR: Could not install packages: [Errno 13] Permission denied: 'x'", "cannot be read or written"),
        ("ERROR: No matching distribution found for torch==2.13.0", "no file of a package for this computer"),
        ("HINT: This error might have occurred since Windows Long Path support is missing", "short path"),
        ("error: No space left on device (os error 28)", "The disk is full"),
        ("ERROR: something else", r"The packages could not be installed (ERROR: something else)"),
        ("words alone", "(words alone)"),
        ("", "no reason given"),
    ],
)
def test_each_failure_has_its_remedy(line: str, words: str) -> None:
    said = str(pip.explain(HERE, [line]))
    assert words in said
    assert said.count("\n") == 0


def test_a_lost_connection_is_named_before_the_package_it_cost() -> None:
    lines = ["WARNING: NewConnectionError", "ERROR: Could not find a version that satisfies torch"]
    assert "no connection" in str(pip.explain(HERE, lines))


def test_an_installer_is_heard_while_it_works_and_its_last_words_are_kept(place: Place) -> None:
    place.venv.mkdir()
    heard: list[str] = []
    talking = [sys.executable, "-c", "print('first'); print('error: last')"]
    assert pip.run(place, talking, dict(os.environ), heard.append) == []
    assert heard == ["first", "error: last"]
    failing = [*talking[:2], talking[2] + "; raise SystemExit(3)"]
    said = pip.run(place, failing, dict(os.environ), heard.append)
    assert said[-2:] == ["error: last", "it ended with status 3"]
    assert "does not start" in pip.run(place, [str(place.root / "nothing")], {}, heard.append)[0]
    assert (place.venv / pip.LOG).read_text(encoding="utf-8").count("first") == 2


CONF = """[global]
index-url = https://one.example/simple
extra-index-url =
    https://two.example/simple
    https://three.example/simple
proxy = http://proxy.example:3128
target = /elsewhere
[install]
trusted-host = one.example two.example
find-links = /here /there
[download]
find-links = /nowhere
"""
VARIABLES = {
    "PIP_INDEX_URL": "https://four.example/simple",
    "PIP_DEFAULT_TIMEOUT": "7",
    "PIP_NO_INDEX": "off",
    "PIP_CERT": "/a folder/it.pem",
    "REQUESTS_CA_BUNDLE": "/elsewhere",
    "https_proxy": "http://mine.example",
    "UV_INDEX": "https://mine.example/simple",
    "UV_TARGET": "/elsewhere",
}


@pytest.fixture
def configured(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pip have the settings above and no others, and let it run."""
    for name in [name for name in os.environ if name.upper().startswith(("PIP_", "UV_", "HTTP"))]:
        monkeypatch.delenv(name)
    (place.root / "pip.conf").write_text(CONF, encoding="utf-8")
    for name, value in {**VARIABLES, "PIP_CONFIG_FILE": str(place.root / "pip.conf")}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(Place, "python", property(lambda self: sys.executable))


@pytest.mark.usefixtures("configured")
def test_where_packages_come_from_is_obeyed_and_where_they_go_is_not(place: Place) -> None:
    found = settings.read(place)
    options, of_uv = settings.for_uv(place, found)
    assert options == ["--no-config", "--cert", "/a folder/it.pem"]
    assert {name: value for name, value in of_uv.items() if name.upper().startswith(("UV_", "HTTP"))} == {
        "UV_DEFAULT_INDEX": "https://four.example/simple",
        "UV_INDEX": "https://mine.example/simple",  # the user's own word to uv, as the next
        "https_proxy": "http://mine.example",
        "HTTP_PROXY": "http://proxy.example:3128",
        "UV_FIND_LINKS": "/here,/there",
        "UV_INSECURE_HOST": "one.example two.example",
        "UV_HTTP_TIMEOUT": "7",
        "UV_SYSTEM_CERTS": "1",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_CACHE_DIR": str(place.scratch / "uv"),
    }
    of_pip = settings.for_pip(place, found)
    assert of_pip["PIP_EXTRA_INDEX_URL"] == "https://two.example/simple https://three.example/simple"
    assert (of_pip["PIP_CONFIG_FILE"], of_pip["TMPDIR"]) == (os.devnull, str(place.scratch))
    assert not {"PIP_TARGET", "REQUESTS_CA_BUNDLE"} & of_pip.keys()
    assert settings.for_uv(place, {"no-index": "1"})[0] == ["--no-config", "--no-index"]


@pytest.mark.usefixtures("configured")
def test_settings_that_pip_cannot_read_are_one_sentence(place: Place) -> None:
    (place.root / "pip.conf").write_text("words", encoding="utf-8")
    with pytest.raises(Problem, match=r"^pip cannot read its settings \(.*pip\.conf.*\): correct them"):
        settings.read(place)


@pytest.mark.parametrize(
    ("system", "settings_of_uv", "status", "wanted"),
    [
        ("linux", {}, 0, ["--torch-backend", "cpu"]),
        ("linux", {}, 2, []),  # out of reach
        ("linux", {"UV_FIND_LINKS": "/here"}, 0, []),  # the user's own source is the only one
        ("win32", {}, 0, []),  # the registry's has nothing of NVIDIA's there
    ],
)
def test_pytorch_without_nvidias_libraries(
    place: Place, monkeypatch, capsys, system, settings_of_uv, status, wanted
) -> None:
    place.venv.mkdir()
    monkeypatch.setattr(installation.sys, "platform", system)
    stand_in = [sys.executable, "-c", f"raise SystemExit({status})"]
    assert installation._cpu_build(place, stand_in, settings_of_uv, pip.Phases(1)) == wanted
    assert ("out of reach" in capsys.readouterr().out) == (status != 0)


def test_children_look_nowhere_but_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place(Path("somewhere"))
    for name in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE"):
        monkeypatch.setenv(name, "elsewhere")
    found = child_environment(place, EXTRA="1")
    assert not {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"} & set(found)
    assert found["PATH"].startswith(str(place.scripts))
    assert found["EXTRA"] == "1"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (28, "The disk is full (["),
        (13, "cannot be read or written (["),
        (30, "cannot be read or written (["),
        (5, "refused"),
    ],
)
def test_errors_of_the_system_are_sentences(number: int, words: str, monkeypatch, capsys) -> None:
    monkeypatch.setattr(main, "act", Mock(side_effect=OSError(number, os.strerror(number), "a file")))
    assert main.main([]) == 1
    said = capsys.readouterr().err
    assert words in said and "'a file'" in said and said.count("\n") == 1
