"""Rehearsals: batches cover the clients, paths are those of training, and noise vanishes where it must."""

from functools import partial

import execml.frameworks as fw
import numpy as np
import pytest
from execml.frameworks.networks.perceptron import NumpyMLP, glorot_weights
from hypothesis import given, settings
from hypothesis import strategies as st


@settings(deadline=None, max_examples=25)
@given(count=st.integers(1, 60), rows=st.integers(1, 60), passes=st.integers(1, 3))
def test_no_client_comes_twice_in_a_pass_and_only_the_rest_is_left_out(
    count: int, rows: int, passes: int
) -> None:
    if rows > count:
        with pytest.raises(ValueError, match=f"rows={rows} must be at most count={count}"):
            fw.shuffled_batches(count, np.random.default_rng(0), passes, rows)
        return
    batches = fw.shuffled_batches(count, np.random.default_rng(0), passes, rows)
    for one in np.split(batches, passes):
        assert len(np.unique(one)) == one.size == count - count % rows
        assert one.min() >= 0 and one.max() < count


def bank(rows: int = 300) -> tuple[np.ndarray, np.ndarray]:
    features = np.random.default_rng(4).uniform(-1, 1, size=(rows, 5))
    return features, (features[:, 0] + features[:, 1] > 0).astype(int)


def test_the_path_holds_the_weights_after_each_step() -> None:
    features, labels = bank()
    start = glorot_weights((5, 4, 1), np.random.default_rng(0), "float64")
    order = fw.shuffled_batches(len(labels), np.random.default_rng(1), rows=50)
    model, path = fw.trained("torch", start, partial(fw.SGD, lr=0.5), features, labels, order)
    alone = NumpyMLP(start, dtype="float64")  # the same descent by hand
    for place, rows in enumerate(order):
        slopes = alone.loss_and_gradients(features[rows], labels[rows])[1]
        for part, slope in zip(alone.parameters, slopes, strict=True):
            part -= 0.5 * slope
        assert fw.gaps_along([path[place]], [alone.parameters])[0] <= 1e-12
    assert len(path) == len(order)
    assert fw.gaps_along([path[-1]], [fw.weights_of(model)])[0] == 0
    with pytest.raises(ValueError, match="framework='jax'"):
        fw.trained("jax", start, fw.SGD, features, labels, order)


def test_the_same_rule_changes_no_decision_and_another_rule_or_order_does() -> None:
    training, clients = bank(), bank(2000)[0]
    slow, fast = partial(fw.SGD, lr=0.1), partial(fw.SGD, lr=1.0)
    draws = [np.random.default_rng(seed) for seed in (1, 2)]
    noise = fw.decision_noise((slow, slow), training, clients, 0.5, draws, hidden=(8,))
    assert noise["other rule"].tolist() == [0, 0]
    assert (noise["other order"] > 0).all()
    draws = [np.random.default_rng(seed) for seed in (1, 2)]
    other = fw.decision_noise((slow, fast), training, clients, 0.5, draws, hidden=(8,))
    assert (other["other rule"] > 0).all()
    assert other["other order"].tolist() == noise["other order"].tolist()
