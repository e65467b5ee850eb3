"""Planted model files: what opens them, what the plant does, and that nothing stays behind."""

import io
import os
import pickle
import tempfile
from pathlib import Path

import execml.frameworks as fw
import pytest
import torch
from execml.frameworks.platforms.checkpoints import Planted


def test_the_plant_does_nothing_but_create_its_own_file(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    content = pickle.dumps(Planted(trace))
    assert not trace.exists()
    pickle.loads(content).close()  # our own bytes, of the line above
    assert list(tmp_path.iterdir()) == [trace] and trace.read_bytes() == b""


def test_code_runs_where_the_safety_is_off_or_missing_and_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    trials = fw.opened_checkpoints().set_index("opened by")
    off = trials.index.str.contains("False|joblib")  # joblib, scikit-learn's usual way, has no switch
    assert off.sum() == 3 and len(trials) == 7
    assert (trials.loc[off, "the planted code"] == "ran").all()
    assert (trials.loc[~off, "the planted code"] == "did not run").all()
    assert trials.loc["load_file(…), weights only", "the library"] == "opens it"
    refused = trials.loc[~off & (trials.index != "load_file(…), weights only"), "the library"]
    assert (refused == "refuses").all()
    assert not list(tmp_path.iterdir()) and "EXECML_TRACE" not in os.environ


def test_pytorch_refuses_a_model_of_ones_own_class_and_reopens_weights(branches: torch.nn.Module) -> None:
    file = io.BytesIO()
    torch.save(branches, file)
    file.seek(0)
    with pytest.raises(pickle.UnpicklingError, match="Weights only load failed"):
        torch.load(file)
    file = io.BytesIO()
    torch.save(branches.state_dict(), file)
    file.seek(0)
    assert set(torch.load(file)) == {"low.weight", "low.bias", "high.weight", "high.bias"}
