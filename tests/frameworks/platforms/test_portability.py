"""Exports to ONNX: they score alike, the traced branch is frozen, and what cannot be said is refused."""

from typing import Any

import execml.frameworks as fw
import numpy as np
import onnx
import pytest
import torch
from execml.frameworks.platforms.portability import ExportRefused, PortableModel
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

UNIT = st.floats(0, 1, allow_nan=False)


def test_a_traced_model_repeats_the_examples_branch_for_everybody(
    branches: torch.nn.Module, clients: np.ndarray, expected: np.ndarray
) -> None:
    low = torch.tensor([[0.0, 0.0, -1.0]])
    traced = fw.trace_torch(branches, low)
    scores, is_low = traced.scorer()(clients), clients[:, 2] <= 0
    np.testing.assert_allclose(scores[is_low], expected[is_low], atol=1e-6)
    np.testing.assert_allclose(scores, 1 / (1 + np.exp(-(clients @ [1.0, -1.0, 0.5] + 0.1))), atol=1e-6)
    assert np.abs(scores - expected)[~is_low].max() > 0.3
    assert any("boolean" in remark for remark in traced.remarks)


def test_capturing_refuses_the_branch_and_writes_the_formula(
    branches: torch.nn.Module, clients: np.ndarray, expected: np.ndarray, portable: PortableModel
) -> None:
    with pytest.raises(ExportRefused, match="data-dependent"):
        fw.export_torch(branches, torch.from_numpy(clients[:1]))
    np.testing.assert_allclose(portable.scorer()(clients), expected, atol=1e-6)
    np.testing.assert_allclose(portable.scorer()(clients[:1]), expected[:1], atol=1e-6)


def test_a_portable_model_describes_itself(portable: PortableModel) -> None:
    onnx.checker.check_model(portable.proto, full_check=True)
    assert portable.operators.count("Gemm") == 2 and "Where" in portable.operators
    assert portable.numbers >= 8  # two times three weights and a bias
    assert portable.opsets["ai.onnx"] >= 18


def test_keras_and_scikit_learn_score_alike_in_the_runtime() -> None:
    from sklearn.ensemble import HistGradientBoostingClassifier

    draw = np.random.default_rng(1)
    features = draw.normal(size=(2_000, 6)).astype(np.float32)
    labels = (features[:, 0] * features[:, 1] + draw.normal(size=2_000) > 0).astype(int)
    network = fw.same_weights((6, 8, 1), generator=draw, frameworks=("numpy", "keras"))
    by_keras = fw.export_keras(network.keras, features).scorer()(features)
    np.testing.assert_allclose(by_keras, network.numpy(features)[:, 0], atol=2e-6)

    trees = HistGradientBoostingClassifier(max_iter=20, random_state=0).fit(features, labels)
    by_trees = fw.export_sklearn(trees, features).scorer()(features)
    np.testing.assert_allclose(by_trees, trees.predict_proba(features)[:, 1], atol=1e-6)


@settings(deadline=None, max_examples=60)
@given(
    before=arrays(float, 20, elements=UNIT),
    move=arrays(float, 20, elements=st.floats(-0.1, 0.1)),
    cutoff=UNIT,
)
def test_no_decision_changes_beyond_the_gap_of_the_cutoff(
    before: np.ndarray, move: np.ndarray, cutoff: float
) -> None:
    if not 0 < cutoff < 1:
        with pytest.raises(ValueError, match="cutoff"):
            fw.round_trip(before, before + move, cutoff)
        return
    trip = fw.round_trip(before, before + move, cutoff)
    moved = np.abs((before + move) - before)
    assert trip.gap == moved.max()
    assert trip.changed <= trip.exposed
    far = np.abs(before - cutoff) > trip.gap
    assert np.array_equal((before > cutoff)[far], (before + move > cutoff)[far])


@pytest.mark.parametrize(("before", "after"), [([0.1], [0.1, 0.2]), ([], []), ([[0.1]], [[0.1]])])
def test_scores_of_other_shapes_are_refused(before: list[Any], after: list[Any]) -> None:
    with pytest.raises(ValueError, match="shape"):
        fw.round_trip(np.array(before), np.array(after), 0.5)


def fitted(classes: int) -> tuple[Any, np.ndarray]:
    """Return a classifier of so many classes, and features of other clients in its type."""
    from sklearn.linear_model import LogisticRegression

    rows = np.random.default_rng(0).normal(size=(60, 3)).astype(np.float32)
    return LogisticRegression().fit(rows, np.arange(60) % classes), rows


def test_a_scorer_names_the_type_and_the_shape_that_it_takes() -> None:
    model, rows = fitted(2)
    score = fw.export_sklearn(model, rows).scorer()
    np.testing.assert_allclose(score(rows), model.predict_proba(rows)[:, 1], atol=1e-6)
    for wrong, words in (
        (rows.astype(float), "features of float64 must be float32"),
        (rows[0], r"features of shape \(3,\) must be an array of shape \(rows, 3\)"),
        (rows[:, :2], r"features of shape \(60, 2\)"),
        (np.full((1, 3), np.nan, np.float32), "features holds nan"),
        (None, "features=None"),
    ):
        with pytest.raises(ValueError, match=words):
            score(wrong)


def test_a_model_without_probabilities_or_of_three_classes_is_no_scorer() -> None:
    from sklearn.svm import LinearSVC

    model, rows = fitted(3)
    with pytest.raises(ValueError, match="two classes with predict_proba; it has 3 classes"):
        fw.export_sklearn(model, rows)
    with pytest.raises(ValueError, match=r"model=LinearSVC.* must be a fitted classifier"):
        fw.export_sklearn(LinearSVC().fit(rows, np.arange(60) % 2), rows)
    with pytest.raises(ValueError, match="must be a fitted classifier"):
        fw.export_sklearn(type(model)(), rows)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_scores_that_are_not_finite_make_no_round_trip(bad: float) -> None:
    good = np.array([0.1, 0.3])
    for before, after in ((np.array([bad, 0.3]), good), (good, np.array([0.1, bad]))):
        with pytest.raises(ValueError, match="all must be finite"):
            fw.round_trip(before, after, cutoff=0.25)
