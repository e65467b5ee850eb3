"""One line of code for every device: the choice, and the same scores from it."""

import execml.frameworks as fw
import numpy as np
import pytest
import torch


@pytest.mark.parametrize(
    ("cuda", "mps", "picked"),
    [(True, True, "cuda"), (True, False, "cuda"), (False, True, "mps"), (False, False, "cpu")],
)
def test_the_fastest_device_there_is_picked(
    cuda: bool, mps: bool, picked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    assert fw.pick_device().type == picked


def test_scores_on_the_picked_device_equal_the_processors() -> None:
    draw = np.random.default_rng(0)
    features = draw.normal(size=(500, 30)).astype(np.float32)
    models = fw.same_weights((30, 16, 1), generator=draw, frameworks=("numpy", "torch"))
    there = fw.score_on(fw.pick_device(), models.torch, features)
    np.testing.assert_allclose(there, models.numpy(features)[:, 0], atol=1e-4)


def test_the_model_and_the_features_are_moved_to_the_device(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def note(self: torch.Tensor | torch.nn.Module, device: torch.device) -> torch.Tensor | torch.nn.Module:
        asked.append(f"{type(self).__name__} to {torch.device(device).type}")
        return self  # a machine without the device keeps it where it is

    monkeypatch.setattr(torch.Tensor, "to", note)
    monkeypatch.setattr(torch.nn.Module, "to", note)
    fw.score_on("cuda", torch.nn.Identity(), np.ones((2, 1), dtype=np.float32))
    assert asked == ["Identity to cuda", "Tensor to cuda"]


def test_float64_is_refused_before_a_device_is_asked() -> None:
    with pytest.raises(ValueError, match="float32"):
        fw.score_on("cpu", torch.nn.Identity(), np.ones((2, 1)))


def test_scores_asked_for_one_by_one_are_the_scores_of_all() -> None:
    draw = np.random.default_rng(1)
    features = draw.normal(size=(40, 5)).astype(np.float32)
    model = fw.same_weights((5, 4, 1), generator=draw, frameworks=("torch",)).torch
    np.testing.assert_allclose(
        fw.score_one_by_one(model, features), fw.score_on("cpu", model, features), atol=1e-6
    )
