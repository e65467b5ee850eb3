"""What unit 4 says in bold, repeated on other draws and settings than the page's."""

from __future__ import annotations

from functools import partial

import execml.frameworks as fw
import numpy as np
import pytest
from execml.course import POLICY, load, repeated, risk_split
from execml.frameworks.libraries.mixed_precision import memory_of_training
from execml.frameworks.networks.risk_training import narrow_storage, train_risk_model
from execml.frameworks.platforms.eight_bits import in_eight_bits

UNIT = "1_frameworks/4_numbers_and_machinery"


def total(seed):
    """What a running total of the bills in bfloat16 reaches of the exact one, in a random order."""
    bills = load("credit")["bill_1"].to_numpy(dtype=float)
    order = np.random.default_rng(seed).permutation(len(bills))
    return fw.running_totals(bills[order], "bfloat16")[-1] / bills.sum()


@pytest.mark.claim
def test_the_total_stops_in_any_order(on_the_page):
    exact, narrow = on_the_page(UNIT, "NT$ # million became # million, without a warning.")
    assert exact == round(load("credit")["bill_1"].sum() / 1e6)
    runs = repeated(total, over={"seed": range(12)})
    low, high = runs.quantiles(0, 1)
    assert 0.5 * low < narrow / exact < 2 * high < 0.6, f"{narrow / exact} and {runs}"


def left(seed, width):
    """What twenty layers of PyTorch's default start leave of the size and of the spread."""
    draw, features = np.random.default_rng(seed), risk_split().test_features[:200]
    sizes, spreads = fw.signal_sizes(features, 20, width, "PyTorch's Linear", draw, biases=True)
    return {"size": sizes[-1] / sizes[0], "spread": np.log10(spreads[-1] / spreads[0]), "last": spreads[-1]}


@pytest.mark.claim
def test_the_default_start_keeps_a_signal_that_says_the_same_of_everybody(on_the_page):
    bold = (
        "After twenty layers of PyTorch's default start # of the signal is left, and # of what tells clients "
        "apart."
    )
    size, spread = on_the_page(UNIT, bold)
    over = {"seed": range(100, 110), "width": [64, 256, 512]}
    runs = {name: repeated(left, over=over, measure=name) for name in ("size", "spread", "last")}
    low, high = runs["size"].by("width")[256].further(draws=4, level=0.999)
    assert low - 5e-4 < size < high + 5e-4, f"{runs['size']}"
    low, high = runs["spread"].by("width")[256].further(draws=4, level=0.999)
    assert low - 0.05 < np.log10(spread) < high + 0.05, f"{runs['spread']}"
    lost = runs["last"].share(lambda value: value < fw.FORMATS["float16"].smallest / 2)
    assert lost.count == len(runs["last"])  # at every width
    assert runs["size"].quantiles(0, 1)[0] > 0.01


def lost(seed, rate):
    """Points of AUC lost, and decisions changed, by keeping all in bfloat16, in both ways of rounding."""
    found = narrow_storage(risk_split(), fw.Adam, rate, seeds=(seed,), cutoff=POLICY.cutoff.value)
    (nearest, moved), (by_chance, moved_by_chance) = found["to nearest"][0], found["stochastic"][0]
    return {"nearest": nearest, "chance": by_chance, "moved": moved, "moved by chance": moved_by_chance}


@pytest.mark.claim
def test_short_steps_are_swallowed_by_rounding(on_the_page):
    bold = "Kept in sixteen bits, they lose # points of AUC at a rate of #, # at #, and # at #."
    said = on_the_page(UNIT, bold)
    assert said[1::2] == [0.01, 0.001, 0.0003]
    over = {"seed": range(100, 110), "rate": [0.01, 0.001, 0.0003]}
    runs = repeated(lost, over=over, measure="nearest").by("rate")
    for points, rate in zip(said[::2], said[1::2], strict=True):
        low, high = runs[rate].further(draws=4, level=0.999)
        assert low - 0.05 < points < high + 0.05, f"{rate}: {points} and {runs[rate]}"
    assert runs[1e-3].share(lambda points: points > 0).count >= 9
    assert runs[3e-4].quantiles(0, 1)[0] > runs[1e-3].quantiles(0, 1)[1] > 0.1


@pytest.mark.claim
def test_rounding_by_chance_loses_nothing_without_a_master_copy(on_the_page):
    bold = "Rounded stochastically, they lose # points, from # gained to # lost in # runs."
    mean, gained, most, count = on_the_page(UNIT, bold)
    assert count == 12
    over = {"seed": range(100, 110), "rate": [0.01, 0.001, 0.0003]}
    by_chance = repeated(lost, over=over, measure="chance")
    assert abs(by_chance.mean) < 0.05 and abs(mean) < 0.06, f"{mean} and {by_chance}"
    for low, high in (by_chance.quantiles(0, 1), (-gained, most)):
        assert -0.3 < low <= high < 0.3  # another seed alone changes more than that
    nearest = repeated(lost, over=over, measure="nearest")
    for rate in (1e-3, 3e-4):  # where rounding to nearest loses, in every draw
        ahead = nearest.by("rate")[rate] - by_chance.by("rate")[rate]
        assert ahead.share(lambda points: points > 0.1).count == 10, f"{rate}: {ahead}"
    moved, chance = (repeated(lost, over=over, measure=name) for name in ("moved", "moved by chance"))
    assert (moved - chance).by("rate")[1e-3].share(lambda clients: clients > 0).count == 10


@pytest.mark.claim
def test_sixteen_bits_halve_what_flows_through_only(on_the_page):
    bold = (
        "Adam keeps # bytes for each weight in float32, and # under autocast; what flows through falls to #."
    )
    plain, narrow, flows = on_the_page(UNIT, bold)
    assert plain == narrow == 4 + 4 + 8  # weight, gradient, two averages
    shapes = [(8, 1, 5), (32, 2, 100), (64, 7, 33), (100, 3, 1), (16, 4, 1_001)]

    def shares(place, autocast):
        width, depth, rows = shapes[place]
        found = memory_of_training(width, depth, rows, autocast=autocast)
        return {"a weight": found.for_weights / found.weights, "flows": found.for_activations}

    over = {"place": range(5), "autocast": [False, True]}
    assert set(repeated(shares, over=over, measure="a weight").values.tolist()) == {plain}
    kept = repeated(shares, over=over, measure="flows").by("autocast")
    np.testing.assert_allclose(kept[True].values / kept[False].values, flows)


def changed(seed):
    """Decisions changed by eight bits, and by training again from another seed."""
    split, cutoff = risk_split(), POLICY.cutoff.value
    one, other = (
        train_risk_model(split, partial(fw.Adam, lr=0.01), np.random.default_rng(first))
        for first in (seed, seed + 1_000)
    )
    found = in_eight_bits(one.parameters, split.test_features, split.test_labels, cutoff)
    logit = np.log(cutoff / (1 - cutoff))
    apart = np.sum((one(split.test_features) > logit) != (other(split.test_features) > logit))
    return {
        "eight bits": found.changed,
        "company": found.by_company,
        "again": apart,
        "points": abs(found.auc_points),
    }


@pytest.mark.claim
def test_eight_bits_change_far_less_than_another_seed(on_the_page):
    bold = (
        "Eight bits decide # of # clients differently; training again with another seed decides # "
        "differently."
    )
    narrow, clients, again = on_the_page(UNIT, bold)
    assert clients == len(risk_split().test_labels)
    runs = {
        name: repeated(changed, over={"seed": range(100, 112)}, measure=name)
        for name in ("eight bits", "again", "points")
    }
    for said, name in ((narrow, "eight bits"), (again, "again")):
        low, high = runs[name].further(draws=10, level=0.999)
        assert low - 0.5 < said < high + 0.5, f"{name}: {said} and {runs[name]}"
    ratio = runs["again"] - runs["eight bits"]
    assert ratio.share(lambda gap: gap > 0).count == 12
    assert runs["points"].quantiles(0, 1)[1] < 0.1


@pytest.mark.claim
def test_in_eight_bits_a_decision_depends_on_who_else_is_asked(on_the_page):
    bold = "Asked one by one, the same file decides # clients differently from asked all at once."
    (company,) = on_the_page(UNIT, bold)
    runs = repeated(changed, over={"seed": range(100, 112)}, measure="company")
    low, high = runs.further(draws=10, level=0.999)
    assert low - 0.5 < company < high + 0.5, f"{company} and {runs}"
    assert runs.quantiles(0, 1)[0] > 0  # with every model
