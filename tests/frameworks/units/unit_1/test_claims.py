"""What unit 1 says in bold, repeated on other draws and at other sizes than the page's."""

from __future__ import annotations

import execml.frameworks as fw
import numpy as np
import pytest
from execml.course import repeated, risk_split

UNIT = "1_frameworks/1_the_machine_under_every_framework"


def multiple(seed: int, units: int, clients: int) -> float:
    """The cost of a whole gradient, in evaluations of the loss."""
    split, draw = risk_split(), np.random.default_rng(seed)
    rows = draw.permutation(len(split.train_labels))[:clients]
    loss = fw.mean_loss(split.train_features[rows].astype(float), split.train_labels[rows])
    return fw.derivative_costs(loss, fw.starting_weights(30, units, draw)).gradient


@pytest.mark.claim
def test_a_gradient_takes_as_many_evaluations_whatever_the_number_of_weights(on_the_page) -> None:
    bold = (
        "Reverse mode, the walk backwards, takes the arithmetic of #, and that does not grow with the "
        "number of weights."
    )
    (said,) = on_the_page(UNIT, bold)
    over = {"seed": range(10), "units": [16, 64, 256, 1024], "clients": [64]}
    runs = repeated(multiple, over=over).by("units")
    means = [part.mean for part in runs.values()]
    assert all(
        part.quantiles(0, 1)[0] == part.quantiles(0, 1)[1] for part in runs.values()
    )  # no chance in it
    assert means == sorted(means, reverse=True)  # it falls, and does not grow
    assert said == pytest.approx(runs[256].mean, abs=0.05)
    assert multiple(0, 256, 512) < said + 0.5  # and more clients change little


def deep_multiple(seed: int, units: int, layers: int) -> float:
    draw = np.random.default_rng(seed)
    kernels = [draw.normal(size=(units, units)) / 20 for _ in range(layers)]
    return fw.derivative_costs(fw.deep_loss(draw.normal(size=(64, units))), kernels).gradient


@pytest.mark.claim
def test_a_deep_networks_gradient_costs_three_evaluations(on_the_page) -> None:
    (said,) = on_the_page(UNIT, "a deep network's gradient costs about # evaluations.")
    over = {"seed": range(10), "units": [16, 64], "layers": [16, 64]}
    runs = repeated(deep_multiple, over=over)
    low, high = runs.quantiles(0, 1)
    assert said - 0.5 < low <= high < said + 0.5, f"{runs}"


def lost(seed: int, units: int, passes: int) -> float:
    """Points of AUC that the forgotten slope costs, from one start."""
    split, draw = risk_split(), np.random.default_rng(1_000 + seed)
    features, labels = split.train_features.astype(float), split.train_labels
    start = fw.starting_weights(30, units, draw)
    order = fw.shuffled_batches(len(features), draw, passes=passes, rows=500)
    right, wrong = (
        fw.train_from([start], features, labels, order, rate=0.3, forget_the_slope=forget)[0]
        for forget in (False, True)
    )
    clients, defaults = split.test_features.astype(float), split.test_labels
    return 100 * (fw.auc(right, clients, defaults) - fw.auc(wrong, clients, defaults))


@pytest.mark.claim
def test_a_forgotten_factor_costs_auc_from_every_start(on_the_page) -> None:
    worse, of, points = on_the_page(UNIT, "# of # models come out worse, by # points of AUC on average")
    runs = repeated(lost, over={"seed": range(10), "units": [8, 16, 32], "passes": [20]})
    assert worse == of == 10
    same = runs.by("units")[16]
    assert same.share(lambda gain: gain > 0).count >= len(same) - 1, f"{same}"
    assert runs.share(lambda gain: gain > 0).count > 0.9 * len(runs), f"{runs}"  # other widths and batches
    early = repeated(lost, over={"seed": range(10), "units": [16], "passes": [1]})
    assert abs(early.mean) < same.mean / 4, f"{early} and {same}"  # the size depends on how long one trains
    low, high = same.further(draws=10, level=0.999)
    assert low - 0.05 < points < high + 0.05, f"{points} and {low} to {high}"


def test_on_few_clients_the_wrong_gradient_can_come_out_ahead() -> None:
    split = risk_split()
    features, labels = split.train_features[:1000].astype(float), split.train_labels[:1000]
    starts = [fw.starting_weights(30, 16, np.random.default_rng(seed)) for seed in range(10)]
    ends = [
        fw.train_from(starts, features, labels, np.tile(np.arange(1000), (150, 1)), 1.0, forget)
        for forget in (False, True)
    ]
    clients, defaults = split.test_features.astype(float), split.test_labels
    right, wrong = ([fw.auc(end, clients, defaults) for end in group] for group in ends)
    assert any(bad > good for good, bad in zip(right, wrong, strict=True))


def test_the_gradient_test_finds_the_mistake_from_every_start_and_not_at_zero() -> None:
    split = risk_split()
    features, labels = split.train_features[:2000].astype(float), split.train_labels[:2000]
    loss = fw.value_of(fw.mean_loss(features, labels))
    right, wrong = (fw.gradient_by_hand(features, labels, forget) for forget in (False, True))
    for seed in range(10):
        draw = np.random.default_rng(500 + seed)
        start = fw.starting_weights(30, 16, draw)
        assert fw.gradient_test(loss, wrong, start, draw) > 0.005
        assert fw.gradient_test(loss, right, start, draw) < 1e-6
        zeros = [np.zeros_like(part) for part in start]  # vendor A of the exercise
        assert fw.gradient_test(loss, wrong, zeros, draw) < 1e-6
        ways = [0 * start[0], 0 * start[1], draw.normal(size=16), np.zeros(())]  # vendor C
        seen = fw.central_difference(loss, start, ways, 1e-5)
        claimed = sum(float(np.sum(part * way)) for part, way in zip(wrong(start), ways, strict=True))
        assert claimed == pytest.approx(seen, rel=1e-6)
