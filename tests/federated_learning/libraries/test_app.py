"""The folder that ``flwr run`` takes: it is an app for the installed Flower, and holds no data."""

from __future__ import annotations

import tomllib

import execml.federated_learning as fl
import pytest


def test_the_folder_is_a_flower_app(tmp_path):
    folder = fl.flower_app(tmp_path / "app", 3, tmp_path / "model.npz", local_epochs=2)
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
    flower = project["tool"]["flwr"]["app"]
    assert flower["config"]["rounds"] == 3 and flower["config"]["local-epochs"] == 2
    for part in flower["components"].values():
        module, _ = part.split(":")
        compile((folder / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"), module, "exec")
    assert not list(folder.rglob("*.npz"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rounds": 0}, "rounds=0"),
        ({"learning_rate": 0}, "learning_rate"),
        ({"patience": -1}, "patience"),
        ({"lenders": 0}, "lenders=0"),
    ],
)
def test_settings_are_refused_by_name(tmp_path, change, words):
    with pytest.raises(ValueError, match=words):
        fl.flower_app(**{"folder": tmp_path, "rounds": 1, "result": tmp_path / "m.npz", **change})
