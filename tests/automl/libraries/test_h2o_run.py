"""The real H2O AutoML on given folds."""

import contextlib

import numpy as np
import pytest
from execml.automl import run_h2o
from execml.automl.libraries import h2o_run
from execml.automl.libraries.h2o_server import H2OCluster
from execml.automl.search.objectives import Folds
from sklearn.metrics import roc_auc_score

pytestmark = pytest.mark.slow


def test_h2o_uses_the_folds_scores_new_clients_and_is_asked_for_its_model(
    h2o_server: H2OCluster, clients: tuple[np.ndarray, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(h2o_run, "h2o_cluster", lambda: contextlib.nullcontext(h2o_server))
    features, labels, new, truth = clients
    fold = np.zeros(len(labels), dtype=int)
    for number, (_, tested) in enumerate(Folds(features, labels).splits):
        fold[tested] = number
    steps: list[str] = []
    run = run_h2o(features, labels, fold, new, max_models=1, on_step=steps.append)
    assert run.risks.shape == (400,)
    assert 0.6 < roc_auc_score(truth, run.risks) < 0.9
    assert run.own_estimate == run.leaderboard["AUC"].max()
    assert run.training_auc > run.own_estimate
    assert run.models_inside >= 1
    assert run.size > 1_000
    assert run.refusal == "" or "Secure" in run.refusal
    assert 0 < run.start_seconds < run.cpu_seconds
    assert [step.split(": ")[1] for step in steps] == ["starting Java", "training", "scoring"]


def test_h2o_needs_a_model_to_train(clients: tuple[np.ndarray, ...]) -> None:
    with pytest.raises(ValueError, match="max_models=0"):
        run_h2o(*clients[:2], np.zeros(300), clients[0], max_models=0)
