"""Workers train what one machine would, and stay on loopback; rings add up; time has its formula."""

import math
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import execml.frameworks as fw
import numpy as np
import psutil
import pytest
from execml.frameworks.platforms import scale_out
from hypothesis import given, settings
from hypothesis import strategies as st

STEPS, RATE = 8, 0.5


def problem() -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
    draw = np.random.default_rng(3)
    features = draw.normal(size=(90, 5))
    labels = (features[:, 0] + draw.normal(size=90) > 0).astype(float)
    return fw.glorot_weights((5, 4, 1), draw, "float64"), features, labels


def by_pytorch() -> np.ndarray:
    """The same training in one process, by automatic differentiation."""
    import torch

    weights, features, labels = problem()
    model = fw.same_weights(weights, dtype="float64", frameworks=("torch",)).torch
    pace = torch.optim.SGD(model.parameters(), lr=RATE)
    for _ in range(STEPS):
        pace.zero_grad()
        logits = model(torch.from_numpy(features))[:, 0]
        torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.from_numpy(labels)).backward()
        pace.step()
    return np.concatenate([part.detach().numpy().T.ravel() for part in model.parameters()])


def plans() -> list[fw.Plan]:
    _, *data = problem()
    both = data[0], data[1]
    return [fw.Plan.of(both, (45, 45)), fw.Plan.of(both, (60, 30)), fw.Plan.of(both, (60, 30), weighted=True)]


@contextmanager
def addresses() -> Iterator[set[str]]:
    """Collect every local address on which a child of this process listens or talks by TCP."""
    seen: set[str] = set()
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.05):
            for child in psutil.Process().children(recursive=True):
                try:
                    ends = [found.laddr.ip for found in child.net_connections("tcp") if found.laddr]
                    seen.update(end.removeprefix("::ffff:") for end in ends)
                except psutil.Error:  # it has just ended
                    continue

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        done.set()
        watcher.join()


def test_training_alone_is_what_pytorch_does() -> None:
    weights, *data = problem()
    alone = fw.train_alone(weights, (data[0], data[1]), STEPS, RATE)
    np.testing.assert_allclose(alone.weights, by_pytorch(), atol=1e-13)
    assert np.all(np.diff(alone.losses) < 0)


@pytest.mark.slow
def test_two_workers_train_what_one_does_if_shares_are_equal_or_weighted_and_stay_on_loopback() -> None:
    weights, features, labels = problem()
    alone = fw.train_alone(weights, (features, labels), STEPS, RATE)
    with addresses() as seen:
        runs = fw.train_apart(weights, plans(), STEPS, RATE)
    assert seen == {"127.0.0.1"}
    equal, unequal, weighted = runs
    for together in (equal, weighted):
        np.testing.assert_allclose(together.gradient, alone.gradient, atol=1e-13)
        np.testing.assert_allclose(together.losses, alone.losses, atol=1e-13)
        np.testing.assert_allclose(together.weights, alone.weights, atol=1e-12)

    parts = [fw.train_alone(weights, share, 1, RATE).gradient for share in plans()[1].shares]
    error = (1 / 2 - 60 / 90) * parts[0] + (1 / 2 - 30 / 90) * parts[1]  # the theorem's last formula
    np.testing.assert_allclose(unequal.gradient - alone.gradient, error, atol=1e-13)
    assert np.abs(error).max() > 1e-3


@pytest.mark.slow
def test_workers_find_each_other_whatever_a_cluster_s_variables_and_the_folder_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "two words für Ä"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    for name, value in {
        "MASTER_ADDR": "10.0.0.5",
        "MASTER_PORT": "none",
        "WORLD_SIZE": "9",
        "GLOO_SOCKET_IFNAME": "nowhere0",
        "GLOO_DEVICE_TRANSPORT": "TCP_TLS",
        "ALL_PROXY": "socks5://127.0.0.1:9",
        "LC_ALL": "C",
    }.items():
        monkeypatch.setenv(name, value)
    weights, *data = problem()
    with addresses() as seen:
        (run,) = fw.train_apart(weights, plans()[:1], 2, RATE)
    assert seen == {"127.0.0.1"}
    alone = fw.train_alone(weights, (data[0], data[1]), 2, RATE)
    np.testing.assert_allclose(run.weights, alone.weights, atol=1e-12)
    assert not list(folder.iterdir())


def test_three_workers_need_three_shares_in_every_plan() -> None:
    weights, features, labels = problem()
    two, three = [(features, labels)] * 2, [(features, labels)] * 3
    for wrong in ([fw.Plan(two), fw.Plan(three)], [fw.Plan([(features, labels)])]):
        with pytest.raises(ValueError, match="shares"):
            fw.train_apart(weights, wrong, STEPS, RATE)


def test_a_plan_cuts_all_clients_in_their_order() -> None:
    _, features, labels = problem()
    plan = fw.Plan.of((features, labels), (50, 30, 10), weighted=True)
    np.testing.assert_array_equal(np.concatenate([rows for rows, _ in plan.shares]), features)
    np.testing.assert_array_equal(np.concatenate([wanted for _, wanted in plan.shares]), labels)
    np.testing.assert_allclose(plan.factors, [3 * 50 / 90, 3 * 30 / 90, 3 * 10 / 90])
    for wrong in ((50, 30), (90, 0), (60, 60)):
        with pytest.raises(ValueError, match="sizes"):
            fw.Plan.of((features, labels), wrong)


def test_gaps_of_weights_are_the_largest_and_rounding_is_none() -> None:
    def ended(*weights: float) -> scale_out.Training:
        return scale_out.Training(np.ones(1), np.ones(2), np.array(weights))

    runs = {"here": [ended(1.0, 2.0 + 1e-14), ended(1.5, 1.0)]}
    one = fw.Plan([(np.ones((1, 1)), np.ones(1))])
    plans = {"a": one, "b": one}
    frame = fw.weight_gaps(plans, ended(1.0, 2.0), runs)
    assert frame["shares"].tolist() == ["a", "b"]
    assert frame["here"].tolist() == ["under 1e-12", "1.000"]


@settings(deadline=None, max_examples=40)
@given(workers=st.integers(2, 7), pieces=st.integers(1, 5), seed=st.integers(0, 99))
def test_a_ring_gives_everybody_the_sum_and_sends_the_stated_numbers(
    workers: int, pieces: int, seed: int
) -> None:
    vectors = np.random.default_rng(seed).normal(size=(workers, workers * pieces))
    held, sent = fw.ring_all_reduce(vectors)
    np.testing.assert_allclose(held, np.tile(vectors.sum(axis=0), (workers, 1)), atol=1e-12)
    assert sent == 2 * (workers - 1) * vectors.shape[1] // workers


def test_a_ring_refuses_pieces_of_unequal_size() -> None:
    with pytest.raises(ValueError, match="multiple"):
        fw.ring_all_reduce(np.ones((3, 4)))


def test_step_seconds_shares_arithmetic_and_pays_for_the_exchange() -> None:
    assert fw.step_seconds(1, 2.0, 1e9, 1e6) == 2.0  # alone nothing is exchanged
    assert math.isclose(fw.step_seconds(4, 2.0, 1e6, 1e6), 0.5 + 1.5)
    fast = fw.step_seconds(np.arange(1, 9), 1.0, 1.0, 1e12)
    np.testing.assert_allclose(fast, 1 / np.arange(1, 9), rtol=1e-9)
    for wrong in ({"bytes_a_second": 0}, {"model_bytes": -1}, {"compute_seconds": 0}, {"workers": 0}):
        settings = {"workers": 2, "compute_seconds": 1.0, "model_bytes": 1.0, "bytes_a_second": 1.0, **wrong}
        with pytest.raises(ValueError, match=next(iter(wrong))):
            fw.step_seconds(**settings)  # type: ignore[arg-type]
