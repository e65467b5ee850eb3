"""Exports to ONNX: they score alike, the traced branch is frozen, and what cannot be said is refused."""

import io
from typing import Any

import execml.frameworks as fw
import numpy as np
import onnx
import pytest
import torch
from execml.frameworks.platforms.export_trials import linear_layer
from execml.frameworks.platforms.exporter_noise import quiet_exporters
from execml.frameworks.platforms.portability import ExportRefused, PortableModel
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

COLUMN = 2
UNIT = st.floats(0, 1, allow_nan=False)


class Branches(torch.nn.Module):
    """Two linear models; the third feature chooses between them, in Python."""

    def __init__(self) -> None:
        super().__init__()
        self.low = linear_layer(np.array([[1.0, -1.0, 0.5]]), np.array([0.1]))
        self.high = linear_layer(np.array([[-2.0, 0.3, 0.2]]), np.array([-0.4]))

    def forward(self, client: torch.Tensor) -> torch.Tensor:
        if client[0, COLUMN] > 0:
            return torch.sigmoid(self.high(client))
        return torch.sigmoid(self.low(client))


class Formula(Branches):
    """The same choice as a formula."""

    def forward(self, clients: torch.Tensor) -> torch.Tensor:
        chosen = torch.where(clients[:, COLUMN, None] > 0, self.high(clients), self.low(clients))
        return torch.sigmoid(chosen)


@pytest.fixture(scope="module")
def clients() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(300, 3)).astype(np.float32)


@pytest.fixture(scope="module")
def expected(clients: np.ndarray) -> np.ndarray:
    """What the two branches give, by hand."""
    low = clients @ np.array([1.0, -1.0, 0.5]) + 0.1
    high = clients @ np.array([-2.0, 0.3, 0.2]) - 0.4
    return 1 / (1 + np.exp(-np.where(clients[:, COLUMN] > 0, high, low)))


@pytest.fixture(scope="module")
def portable(clients: np.ndarray) -> PortableModel:
    return fw.export_torch(Formula(), torch.from_numpy(clients[:1]))


def test_a_traced_model_repeats_the_examples_branch_for_everybody(
    clients: np.ndarray, expected: np.ndarray
) -> None:
    low = torch.tensor([[0.0, 0.0, -1.0]])
    traced = fw.trace_torch(Branches(), low)
    scores, is_low = traced.scorer()(clients), clients[:, COLUMN] <= 0
    np.testing.assert_allclose(scores[is_low], expected[is_low], atol=1e-6)
    np.testing.assert_allclose(scores, 1 / (1 + np.exp(-(clients @ [1.0, -1.0, 0.5] + 0.1))), atol=1e-6)
    assert np.abs(scores - expected)[~is_low].max() > 0.3
    assert any("boolean" in remark for remark in traced.remarks)


def test_capturing_refuses_the_branch_and_writes_the_formula(
    clients: np.ndarray, expected: np.ndarray, portable: PortableModel
) -> None:
    with pytest.raises(ExportRefused, match="data-dependent"):
        fw.export_torch(Branches(), torch.from_numpy(clients[:1]))
    np.testing.assert_allclose(portable.scorer()(clients), expected, atol=1e-6)
    np.testing.assert_allclose(portable.scorer()(clients[:1]), expected[:1], atol=1e-6)


def test_an_operator_of_ones_own_is_refused_by_name(clients: np.ndarray, capfd: Any) -> None:
    with pytest.raises(ExportRefused, match=r"harbour\.round_up"):
        fw.export_torch(fw.rounded_scores(Branches().low), torch.from_numpy(clients[:1]))
    written = capfd.readouterr()
    assert not written.out and not written.err


def test_attempts_and_outcomes_keep_refusals_beside_files(clients: np.ndarray, expected: np.ndarray) -> None:
    def refuse(model: Any, example: Any) -> PortableModel:
        raise ExportRefused("no")

    low = torch.tensor([[0.0, 0.0, -1.0]])
    found = fw.attempts(low, {"traced": (fw.trace_torch, Branches()), "refused": (refuse, Branches())})
    frame = fw.outcomes(found, expected, clients, 0.5)
    frozen = 1 / (1 + np.exp(-(clients @ [1.0, -1.0, 0.5] + 0.1)))
    assert frame["decisions changed"].iloc[0] == np.sum((frozen > 0.5) != (expected > 0.5))
    assert frame["the exporter"].tolist() == ["writes a file", "refuses"]


def test_the_exporters_notes_name_this_file_and_are_taken_out(
    clients: np.ndarray, portable: PortableModel
) -> None:
    with quiet_exporters():
        program = torch.onnx.export(Formula(), (torch.from_numpy(clients[:2]),), dynamo=True, verbose=False)
    assert program is not None
    assert b"test_portability.py" in program.model_proto.SerializeToString()
    assert portable.notes > 0
    assert b".py" not in portable.content


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


def test_round_trips_count_what_each_file_does(
    clients: np.ndarray, expected: np.ndarray, portable: PortableModel
) -> None:
    shifted = expected.copy()
    shifted[7] += 0.9 if expected[7] < 0.5 else -0.9
    frame = fw.round_trips({"same": (expected, portable), "one moved": (shifted, portable)}, clients, 0.5)
    assert frame["decisions changed"].tolist() == [0, 1]
    assert frame["largest gap"][0] < 1e-6 and frame["largest gap"][1] == pytest.approx(0.9, abs=1e-6)
    assert frame["kilobytes"][0] == len(portable.content) / 1000


def test_scorecards_are_the_maximum_of_the_penalised_likelihood_of_each_group() -> None:
    draw = np.random.default_rng(2)
    features = draw.normal(size=(400, 3))
    labels = (features[:, 0] + draw.normal(size=400) > 0).astype(int)
    cards = fw.scorecards(features, labels, column=1)
    for card, group in zip(cards, (features[:, 1] <= 0, features[:, 1] > 0), strict=True):
        weight, bias = card.weight.detach().numpy()[0].astype(float), card.bias.item()
        left = 1 / (1 + np.exp(-(features[group] @ weight + bias))) - labels[group]
        np.testing.assert_allclose(features[group].T @ left + weight, 0, atol=1e-4)  # the penalty's slope
        assert abs(left.sum()) < 1e-4


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


def test_pytorch_refuses_to_reopen_a_model_of_ones_own_class_and_reopens_weights() -> None:
    assert "Weights only load failed" in fw.reopened(Branches())
    file = io.BytesIO()
    torch.save(Branches().state_dict(), file)
    file.seek(0)
    assert set(torch.load(file)) == {"low.weight", "low.bias", "high.weight", "high.bias"}


def test_what_stays_behind_is_counted() -> None:
    weights = fw.glorot_weights((30, 16, 1), np.random.default_rng(0))
    portable = fw.trace_torch(torch.nn.Linear(30, 1), torch.ones(1, 30))
    frame = fw.left_behind(portable, weights).set_index("part of the system")
    assert frame.loc["graph and weights", "size here"].startswith("31 numbers")
    assert frame.loc["graph and weights", "in the file"] == "yes"
    assert (frame["in the file"] == "yes").sum() == 1
    # two averages a weight and one counter for each of the four tensors
    assert "1,030 numbers for 513 weights" in frame.loc["the optimiser's memory (Adam)", "size here"]
