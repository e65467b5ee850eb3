"""Models that are hard to export: refusals beside files, scorecards, round trips counted."""

from typing import Any

import execml.frameworks as fw
import numpy as np
import pytest
import torch
from execml.frameworks.platforms.portability import ExportRefused, PortableModel

pytestmark = pytest.mark.slow


def test_an_operator_of_ones_own_is_refused_by_name(branches: Any, clients: np.ndarray, capfd: Any) -> None:
    with pytest.raises(ExportRefused, match=r"harbour\.round_up"):
        fw.export_torch(fw.rounded_scores(branches.low), torch.from_numpy(clients[:1]))
    written = capfd.readouterr()
    assert not written.out and not written.err


def test_attempts_and_outcomes_keep_refusals_beside_files(
    branches: Any, clients: np.ndarray, expected: np.ndarray
) -> None:
    def refuse(model: Any, example: Any) -> PortableModel:
        raise ExportRefused("no")

    low = torch.tensor([[0.0, 0.0, -1.0]])
    found = fw.attempts(low, {"traced": (fw.trace_torch, branches), "refused": (refuse, branches)})
    frame = fw.outcomes(found, expected, clients, 0.5)
    frozen = 1 / (1 + np.exp(-(clients @ [1.0, -1.0, 0.5] + 0.1)))
    assert frame["decisions changed"].iloc[0] == np.sum((frozen > 0.5) != (expected > 0.5))
    assert frame["the exporter"].tolist() == ["writes a file", "refuses"]


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
