"""A user's own settings: whatever they are, the programme's own kernel, server and packages are what runs."""

from __future__ import annotations

import os
from pathlib import Path
from unittest.mock import Mock

import pytest
from execml.start import inspection, lab, pip, settings
from execml.start import place as places
from execml.start.place import Place, Problem, child_environment

ELSEWHERE = "/elsewhere"
BOTH = "127.0.0.1,localhost"
# Each would change where something is looked for, what is computed, or how a child speaks.
NONE_OF_OURS = (
    *("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONUSERBASE", "PYTHONWARNINGS", "PYTHONOPTIMIZE"),
    *("PYTHONINSPECT", "PYTHONDEVMODE", "PYTHONIOENCODING", "PYTHONCASEOK", "PYTHONPYCACHEPREFIX"),
    *("JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "JUPYTERLAB_DIR", "JUPYTER_NO_CONFIG", "JUPYTER_GATEWAY_URL"),
    *("JUPYTER_PORT", "JUPYTER_PLATFORM_DIRS", "JPY_SESSION_NAME", "JUPYTERHUB_API_TOKEN", "MPLBACKEND"),
    *("MATPLOTLIBRC", "KERAS_MAX_EPOCHS", "TF_DETERMINISTIC_OPS", "TF_USE_LEGACY_KERAS", "TF_XLA_FLAGS"),
    *("NVIDIA_TF32_OVERRIDE", "TORCH_ALLOW_TF32_CUBLAS_OVERRIDE", "ONEDNN_DEFAULT_FPMATH_MODE", "XLA_FLAGS"),
    *("TORCH_LOGS", "PYTORCH_JIT", "SKLEARN_ASSUME_FINITE", "SCIPY_ARRAY_API", "DASK_CONFIG", "FORCE_COLOR"),
)
OURS = (
    *("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_WORKSPACES_DIR"),
    *("IPYTHONDIR", "MPLCONFIGDIR", "VIRTUAL_ENV"),
)


@pytest.mark.parametrize("name", NONE_OF_OURS)
def test_what_would_lead_elsewhere_reaches_neither_server_nor_kernel(place: Place, monkeypatch, name) -> None:
    monkeypatch.setenv(name, ELSEWHERE)
    assert name not in lab.environment(place, "token")
    assert name not in child_environment(place)


@pytest.mark.parametrize("name", OURS)
def test_what_is_written_while_it_runs_stays_in_the_environment(place: Place, monkeypatch, name) -> None:
    monkeypatch.setenv(name, ELSEWHERE)
    assert Path(lab.environment(place, "token")[name]).is_relative_to(place.venv)


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("OMP_NUM_THREADS", "0", "1"),
        ("OMP_NUM_THREADS", "all", "1"),
        ("MKL_NUM_THREADS", "-3", "1"),
        ("KERAS_BACKEND", "torch", "tensorflow"),
        ("KERAS_HOME", ELSEWHERE, str(lab.CSS.parent)),
        ("TF_ENABLE_ONEDNN_OPTS", "1", "0"),
        ("PYTHONUTF8", "0", "1"),
        ("JUPYTER_PREFER_ENV_PATH", "0", "1"),
        ("PYTHON_KEYRING_BACKEND", "one.of.theirs", "one.of.theirs"),
        ("HTTPS_PROXY", "http://proxy.example", "http://proxy.example"),
        ("TMPDIR", "/a folder", "/a folder"),
        ("LC_ALL", "C", "C"),
    ],
)
def test_what_a_variable_becomes(place: Place, monkeypatch, name: str, value: str, wanted: str) -> None:
    monkeypatch.setenv(name, value)
    assert lab.environment(place, "token")[name] == wanted


@pytest.mark.parametrize(
    ("proxies", "exempt"),
    [
        ({"ALL_PROXY": "socks5://p.example:1080"}, BOTH),
        (
            {"http_proxy": "http://p.example", "no_proxy": "intra.example"},
            "intra.example,127.0.0.1,localhost",
        ),
        ({"https_proxy": "http://p.example", "NO_PROXY": "localhost, 127.0.0.1"}, "localhost,127.0.0.1"),
        ({"HTTPS_PROXY": "http://p.example", "NO_PROXY": "*"}, "*"),
    ],
)
def test_no_proxy_is_asked_for_this_computer(place: Place, monkeypatch, proxies, exempt) -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    for name, value in proxies.items():
        monkeypatch.setenv(name, value)
    found = lab.environment(place, "token")
    assert found["NO_PROXY"] == found["no_proxy"] == exempt
    assert not any(value.startswith("socks") for value in found.values())


class TestHome:
    """A home that is missing, or cannot be written."""

    @pytest.mark.skipif(os.name == "nt", reason="Windows knows of a home otherwise")
    @pytest.mark.parametrize("value", [None, ""])
    def test_whom_the_system_does_not_know_gets_a_home_and_a_name(self, place, monkeypatch, value) -> None:
        import pwd

        for name in ("HOME", "LOGNAME", "USER", "LNAME", "USERNAME"):
            monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv("HOME", value)
        monkeypatch.setattr(pwd, "getpwuid", Mock(side_effect=KeyError))
        found = lab.environment(place, "token")
        assert (found["HOME"], found["LOGNAME"]) == (str(place.home), "learner")
        assert Path(found["JUPYTERLAB_SETTINGS_DIR"]).is_relative_to(place.home)
        assert places.home() is None

    @pytest.mark.skipif(os.name == "nt", reason="Windows names it otherwise")
    @pytest.mark.parametrize("home", ["/dev/null", "/proc/1/nowhere"])
    def test_one_that_cannot_be_written_is_left_alone(self, place: Place, monkeypatch, home: str) -> None:
        monkeypatch.setattr(os, "access", lambda path, mode: False)  # for the superuser as well
        monkeypatch.setenv("HOME", home)
        found = lab.environment(place, "token")
        assert not any(value.startswith(home) for name, value in found.items() if name != "HOME")
        assert found["JUPYTERLAB_SETTINGS_DIR"] == str(place.home / "user-settings")

    def test_the_look_and_feel_of_the_user_s_own_pages_is_kept(self, place, monkeypatch, tmp_path) -> None:
        for name in ("JUPYTERLAB_SETTINGS_DIR", "JUPYTER_CONFIG_DIR"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HOME" if os.name != "nt" else "USERPROFILE", str(tmp_path))
        theirs = tmp_path / ".jupyter" / "lab" / "user-settings"
        assert lab.environment(place, "")["JUPYTERLAB_SETTINGS_DIR"] == str(theirs)
        monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
        named = tmp_path / "config" / "lab" / "user-settings"
        assert lab.environment(place, "")["JUPYTERLAB_SETTINGS_DIR"] == str(named)


@pytest.mark.parametrize(
    "name",
    [
        *("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "PIP_DRY_RUN", "PIP_PYTHON", "PIP_CONSTRAINT"),
        *(
            "PIP_NO_BINARY",
            "PIP_ONLY_BINARY",
            "PIP_REQUIRE_VIRTUALENV",
            "PIP_NO_DEPS",
            "PIP_IGNORE_INSTALLED",
        ),
        *("PIP_REQUIREMENT", "PIP_LOG", "PIP_PLATFORM", "PIP_ABI", "PIP_PRE", "PIP_REPORT", "PIP_USE_PEP517"),
        *(
            "UV_TARGET",
            "UV_PREFIX",
            "UV_PYTHON",
            "UV_SYSTEM_PYTHON",
            "UV_CONSTRAINT",
            "UV_OVERRIDE",
            "UV_OFFLINE",
        ),
        *("UV_CONFIG_FILE", "UV_NO_BINARY", "UV_EXCLUDE_NEWER", "UV_NO_INDEX", "UV_PROJECT_ENVIRONMENT"),
        *("UV_RESOLUTION", "UV_PRERELEASE", "UV_DRY_RUN", "UV_BUILD_CONSTRAINT", "UV_REQUIRE_HASHES"),
        *("UV_BREAK_SYSTEM_PACKAGES", "UV_TORCH_BACKEND", "UV_WORKING_DIRECTORY", "UV_ENV_FILE"),
    ],
)
def test_an_installer_hears_of_nothing_that_leads_elsewhere(place: Place, monkeypatch, name: str) -> None:
    for other in [other for other in os.environ if "elsewhere" in os.environ[other]]:
        monkeypatch.delenv(other)
    monkeypatch.setenv(name, ELSEWHERE)
    found = {name.removeprefix("PIP_").lower().replace("_", "-"): ELSEWHERE} if "PIP_" in name else {}
    options, of_uv = settings.for_uv(place, found)
    assert ELSEWHERE not in {*of_uv.values(), *options}
    assert ELSEWHERE not in settings.for_pip(place, found).values() or name.startswith("UV_")
    assert of_uv["NO_COLOR"] == "1"


@pytest.mark.parametrize(
    ("line", "sources", "words"),
    [
        (
            "OSError: [Errno 28] No space left on device: '/tmp/x/y.whl'",
            "",
            "The disk that holds /tmp/x is full",
        ),
        ("error: failed to write to `/cache/uv/z`: No space left on device", "", "holds /cache/uv is full"),
        ("OSError: [Errno 28] No space left on device: '{root}/.venv/y'", "", "The disk is full"),
        (
            "ERROR: no suitable TLS CA certificate bundle, invalid path: /x.pem",
            "",
            "unset whichever",
        ),
        (
            "ERROR: No matching distribution found for torch",
            "no-index = 1",
            r"\(no-index = 1\), one",
        ),
        ("ERROR: No matching distribution found for torch", "", "no file of a package for this computer"),
        ("ERROR: x: conflicting dependencies.", "index-url = {x}", r"\(index-url = {x}\), one is missing"),
        ("shap 0.51 depends on numpy<2", "index-url = {x}", "exclude each other"),
        ("ERROR: Missing dependencies for SOCKS support.", "", "SOCKS proxy that ALL_PROXY"),
        ("error: a value is required", "", r"could not be installed \(error: a value is required\)"),
    ],
)
def test_a_diagnosis_names_what_was_in_the_way(place: Place, line: str, sources: str, words: str) -> None:
    with pytest.raises(Problem, match=words):
        raise pip.explain(place, [line.replace("{root}", str(place.root))], sources)


def test_an_error_is_heard_where_a_kernel_prints_none() -> None:
    assert inspection._said({"content": {"text": "a"}}) == "a"
    told = inspection._said(
        {"content": {"ename": "ModuleNotFoundError", "evalue": "No module named 'execml'"}}
    )
    assert told == "ModuleNotFoundError No module named 'execml'"


def test_two_versions_that_are_asked_for_are_named(place: Place) -> None:
    asked = ["ERROR: x has conflicting dependencies", "The user requested torch==1.0"]
    asked += ["The user requested (constraint) torch==0.9"]
    assert "asked for torch 1.0 and for torch 0.9: unset PIP_CONSTRAINT" in str(pip.explain(place, asked))
    asked[-1] = "The user requested (constraint) torch==1.0"
    assert "asked for" not in str(pip.explain(place, asked))
