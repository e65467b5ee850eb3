"""How JupyterLab is started, and what the diagnosis says."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from execml.course.page.setup import QUIET
from execml.course.programme import root
from execml.start import diagnosis, inspection, lab, server, stamp
from execml.start.place import Place, Problem
from traitlets.config import Config

HERE = Place(root())


def test_the_server_listens_on_this_machine_only_and_hides_its_token() -> None:
    command = lab.command(HERE, 8888, browser=False)
    assert "--ServerApp.ip=127.0.0.1" in command
    assert "--LabApp.default_url=/lab/tree/notebooks/0_welcome.ipynb" in command
    assert "--no-browser" in command
    assert "--no-browser" not in lab.command(HERE, 8888, browser=True)
    variables = lab.environment(HERE, "secret")
    assert variables["JUPYTER_TOKEN"] == "secret"
    assert not any("secret" in argument for argument in command)
    assert QUIET.items() <= variables.items()


def test_the_next_free_port_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        first = taken.getsockname()[1]
        monkeypatch.setattr(server, "FIRST_PORT", first)
        assert not server.port_is_free(first)
        assert first < server.choose_port(None) < first + server.PORTS_TRIED
        monkeypatch.setattr(server, "PORTS_TRIED", 1)
        with pytest.raises(Problem, match="are all in use"):
            server.choose_port(None)


def test_settings_are_written_once_and_can_be_read(place: Place) -> None:
    lab.write_settings(place)
    files = sorted(path for path in place.venv.rglob("*") if path.is_file())
    assert [path.relative_to(place.venv).as_posix() for path in files] == [
        "etc/ipython/ipython_kernel_config.py",
        "etc/jupyter/custom/custom.css",
        "etc/jupyter/jupyter_nbconvert_config.py",
        "etc/jupyter/jupyter_server_config.py",
        "etc/jupyter/labconfig/default_setting_overrides.json",
        "etc/jupyter/labconfig/page_config.json",
        "share/jupyter/lab/workspaces/default-37a8.jupyterlab-workspace",
    ]
    assert json.loads(files[4].read_text(encoding="utf-8")) == lab.SETTINGS
    before = [path.stat().st_mtime_ns for path in files]
    lab.write_settings(place)
    assert [path.stat().st_mtime_ns for path in files] == before


def test_the_arrangement_of_a_learner_s_window_stays(place: Place) -> None:
    lab.write_settings(place)
    arranged = next(place.venv.rglob("*.jupyterlab-workspace"))
    arranged.write_text('{"data": {"mine": 1}}', encoding="utf-8")
    lab.write_settings(place)
    assert arranged.read_text(encoding="utf-8") == '{"data": {"mine": 1}}'


def test_every_setting_is_one_that_jupyterlab_knows() -> None:
    share = Path(sys.prefix) / "share" / "jupyter" / "lab" / "schemas"
    for plugin, values in lab.SETTINGS.items():
        package, _, name = plugin.partition(":")
        schema = json.loads((share / package / f"{name}.json").read_text(encoding="utf-8"))
        assert values.keys() <= schema["properties"].keys(), plugin
    usual = json.loads((share / "@jupyterlab/notebook-extension/panel.json").read_text(encoding="utf-8"))
    names = {item["name"] for item in usual["jupyter.lab.toolbars"]["Notebook"]}
    assert {button["name"] for button in lab.BUTTONS if button.get("disabled")} <= names


def test_every_kernel_of_the_environment_reads_our_settings() -> None:
    from ipykernel.kernelapp import IPKernelApp
    from IPython.core.application import ENV_CONFIG_DIRS

    assert [Path(folder) for folder in ENV_CONFIG_DIRS] == [Path(sys.prefix) / "etc" / "ipython"]
    assert IPKernelApp().config_file_name == lab.KERNEL_FILE
    settings = Config()
    exec(lab.KERNEL, {"get_config": lambda: settings})
    extensions = settings.InteractiveShellApp.extensions.get_value([])
    assert extensions == ["execml.course.page.cold"]
    assert hasattr(importlib.import_module(extensions[0]), "load_ipython_extension")


@pytest.mark.skipif(os.name == "nt", reason="PowerShell leaves PATH as it is")
@pytest.mark.parametrize("shell", ["sh", "bash", "zsh"])
def test_a_terminal_finds_our_command(place: Place, monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    if (program := shutil.which(shell)) is None:
        pytest.skip(f"no {shell} on this machine")
    monkeypatch.setenv("SHELL", program)
    monkeypatch.setenv("HOME", str(place.root))
    settings = Config()
    exec(lab.SERVER, {"get_config": lambda: settings})
    place.scripts.mkdir(parents=True)
    ours = place.scripts / "execml"
    ours.write_text("#!/bin/sh\n")
    ours.chmod(0o755)
    asked = [*settings.ServerApp.terminado_settings["shell_command"], "-i", "-c", "command -v execml"]
    done = subprocess.run(asked, capture_output=True, text=True, env=lab.environment(place, ""), check=False)
    assert done.stdout.strip() == str(ours)


def test_the_server_is_ended_even_if_it_does_not_listen() -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    deaf += "print('up', flush=True); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    server.stop(process, patience=0, seconds=0.5)
    assert process.poll() is not None


def test_other_versions_and_missing_packages_are_named() -> None:
    found = inspection.deviations(
        ["numpy==0.1", "nobody-has-this==1.0", "pytest==1 ; sys_platform == 'other'", "# words"],
        ["numpy>=0.1", "nobody-has-this>1", "nor-this; sys_platform == 'other'"],
    )
    assert found["missing"] == ["nobody-has-this>1"]
    assert [line.split()[0] for line in found["other"]] == ["numpy"]
    assert found["other"][0].endswith("(pinned: 0.1)")


def test_a_library_that_does_not_load_is_named() -> None:
    assert inspection.failures_to_load(["json"]) == []
    assert inspection.failures_to_load(["no_such_library"])[0].startswith(
        "no_such_library: ModuleNotFoundError"
    )


def test_the_diagnosis_tells_states_apart(installed: Place, monkeypatch) -> None:
    assert diagnosis.environment(installed).what.startswith("The environment is complete: Python 3.")
    installed.constraints.write_text("torch==1.1\n", encoding="utf-8")
    assert diagnosis.environment(installed).what.startswith("The list of packages has changed")
    installed.stamp.unlink()
    assert diagnosis.environment(installed).what == "The installation was not finished"
    for version, words in (
        ("3.10.1", ".venv has Python 3.10.1"),
        (None, "The Python of .venv does not start"),
    ):
        monkeypatch.setattr(diagnosis.conditions, "python_version", lambda place, version=version: version)
        assert diagnosis.environment(installed).what.startswith(words)
    installed.python.unlink()
    assert diagnosis.environment(installed).what == "The programme is not installed"


def test_every_wrong_finding_has_a_repair_and_the_status_is_1(place: Place, capsys) -> None:
    assert diagnosis.diagnose(place) == 1
    lines = capsys.readouterr().out.splitlines()
    wrong = [number for number, line in enumerate(lines) if "WRONG" in line]
    assert wrong
    assert all(lines[number + 1].strip().startswith("-> ") for number in wrong)


def test_every_direct_requirement_is_pinned() -> None:
    lines = HERE.constraints.read_text(encoding="utf-8").splitlines()
    pinned = dict(line.partition(";")[0].strip().lower().split("==") for line in lines)
    assert {inspection._name(line).lower() for line in stamp.requirements(HERE, ["test"])} <= pinned.keys()
    assert "uv" in pinned  # which start.py installs with
    assert pinned["torch"] == "2.13.0"
    assert tuple(int(part) for part in pinned["numba"].split(".")[:2]) >= (0, 66)
