"""Many starts at once: each arrives where it arrives alone, by another implementation."""

import execml.frameworks as fw
import numpy as np
import pytest
import torch


@pytest.mark.parametrize("forget", [False, True])
def test_each_start_arrives_where_the_gradient_by_hand_leads_it(forget: bool) -> None:
    draw = np.random.default_rng(0)
    features, labels = draw.normal(size=(40, 3)), draw.integers(0, 2, size=40)
    starts = [fw.starting_weights(3, 5, draw) for _ in range(3)]
    batches = fw.shuffled_batches(40, draw, passes=2, rows=10)
    ends = fw.train_from(starts, features, labels, batches, rate=0.2, forget_the_slope=forget)
    for start, end in zip(starts, ends, strict=True):
        weights = [part.copy() for part in start]
        rule = fw.SGD(weights, lr=0.2, momentum=0.9)
        for rows in batches:
            rule.step(fw.gradient_by_hand(features[rows], labels[rows], forget)(weights))
        assert fw.largest_gap(end, weights) < 1e-12


def test_the_right_gradient_is_pytorchs() -> None:
    draw = np.random.default_rng(1)
    features, labels = draw.normal(size=(20, 3)), draw.integers(0, 2, size=20)
    start = fw.starting_weights(3, 4, draw)
    (end,) = fw.train_from([start], features, labels, [np.arange(20)], rate=0.5)
    kernel, bias, last, offset = leaves = [torch.tensor(part, requires_grad=True) for part in start]
    logits = torch.tanh(torch.tensor(features) @ kernel + bias) @ last + offset
    wanted = torch.tensor(labels, dtype=torch.float64)
    torch.nn.functional.binary_cross_entropy_with_logits(logits, wanted).backward()
    moved = [(leaf - 0.5 * leaf.grad).detach().numpy() for leaf in leaves]  # type: ignore[operator]
    assert fw.largest_gap(end, moved) < 1e-12


def test_bad_arguments_of_the_starts_are_named() -> None:
    draw = np.random.default_rng(0)
    start, features, labels = fw.starting_weights(2, 3, draw), np.eye(2), np.array([0, 1])
    with pytest.raises(ValueError, match="same number of units"):
        fw.train_from([start, fw.starting_weights(2, 4, draw)], features, labels, [[0]], 0.1)
    with pytest.raises(ValueError, match="batches must hold whole numbers from 0 to 1"):
        fw.train_from([start], features, labels, [[2]], 0.1)
    with pytest.raises(ValueError, match="rate=-1"):
        fw.train_from([start], features, labels, [[0]], -1)
