"""What unit 3 says in bold, repeated on other draws and settings than the page's."""

from __future__ import annotations

import execml.frameworks as fw
import numpy as np
import pytest
from execml.course import load, repeated, risk_split
from execml.frameworks.networks.sweeps import rate_sweep
from execml.frameworks.training.bowls import input_tables
from execml.frameworks.training.descent import METHODS, slowest_direction, steps_promised
from execml.frameworks.training.generalisation import Hours, RandomFeatures, size_sweep

UNIT = "1_frameworks/3_the_price_of_training"
RATES = 10.0 ** np.arange(-4, 2)


def leads(seed):
    """Adam's lead over plain SGD in points, at PyTorch's default rate and at the tuned one."""
    runs = [rate_sweep(risk_split(), rule, RATES, (seed,))[:, 0] for rule in (fw.SGD, fw.Adam)]
    tuned = [run[run[:, 0].argmin(), 1] for run in runs]
    return {"default": 100 * (runs[1][1, 1] - runs[0][1, 1]), "tuned": 100 * (tuned[1] - tuned[0])}


@pytest.mark.claim
@pytest.mark.slow
def test_most_of_adams_lead_is_that_of_its_default_rate(on_the_page):
    said = on_the_page(UNIT, "At their defaults Adam leads plain SGD by # points of AUC; tuned, by #.")
    over = {"seed": range(100, 110)}
    default, tuned = (repeated(leads, over=over, measure=name) for name in ("default", "tuned"))
    for number, rounding, runs in ((said[0], 0.5, default), (said[1], 0.05, tuned)):
        low, high = runs.further(draws=4, level=0.999)
        assert low - rounding < number < high + rounding, f"{number} and {runs}"
    assert default.quantiles(0, 1)[0] > 5 > 2 > tuned.quantiles(0, 1)[1], (default, tuned)  # in every run


def longer(seed):
    """Adam's lead over plain SGD in points after twenty passes, and what they bought SGD; rates tuned."""
    ends = {}
    for rule, near in ((fw.SGD, (0.1, 1.0)), (fw.Adam, (0.001, 0.01))):
        for epochs in (5, 20):
            runs = rate_sweep(risk_split(), rule, near, (seed,), epochs=epochs)[:, 0]
            ends[rule, epochs] = runs[runs[:, 0].argmin(), 1]
    return {
        "lead": 100 * (ends[fw.Adam, 20] - ends[fw.SGD, 20]),
        "bought": 100 * (ends[fw.SGD, 20] - ends[fw.SGD, 5]),
    }


@pytest.mark.claim
@pytest.mark.slow
def test_longer_runs_close_the_gap_that_tuning_left(on_the_page):
    (said,) = on_the_page(UNIT, "After twenty passes, tuned again, both are within # points.")
    over = {"seed": range(100, 110)}
    lead, bought = (repeated(longer, over=over, measure=name) for name in ("lead", "bought"))
    low, high = lead.further(draws=4, level=0.999)
    assert any(low - 0.05 < sign * said < high + 0.05 for sign in (-1, 1)), f"{said} and {lead}"
    assert abs(lead.mean) < 0.4 and bought.mean > 0.1, (lead, bought)


def behind(seed, rate, strength):
    """Points of AUC by which Adam ends below AdamW with the same number for weight decay."""
    ends = [
        rate_sweep(risk_split(), rule, [rate], (seed,), weight_decay=strength)[0, 0, 1]
        for rule in (fw.AdamW, fw.Adam)
    ]
    return 100 * (ends[0] - ends[1])


@pytest.mark.claim
def test_weight_decay_is_not_weight_decay(on_the_page):
    bold = "With the same number Adam ends below AdamW in # of # pairs, by # to # points."
    below, pairs, least, most = on_the_page(UNIT, bold)
    over = {"seed": range(100, 110), "rate": [0.003, 0.01], "strength": [0.01, 0.3]}
    runs = repeated(behind, over=over)
    assert below == pairs and runs.share(lambda points: points > 0).count == len(runs), f"{runs}"
    low, high = runs.quantiles(0, 1)
    assert low - 0.6 < least < 3 < 10 < most < high + 3, f"{low}, {high}"


def ratios(seed):
    """What standardising and leaving two columns out divide κ by, on a random half of the year."""
    hours = load("bikes")
    rows = np.random.default_rng(seed).permutation(len(hours))[: len(hours) // 2]
    raw, scaled, apart = list(input_tables(hours.iloc[rows], load("credit")).values())[-3:]
    kappas = [fw.condition_number(columns) for columns in (raw, scaled, apart)]
    return {"scaling": kappas[0] / kappas[1], "leaving out": kappas[1] / kappas[2]}


@pytest.mark.claim
def test_other_halves_of_the_year_need_as_many_steps(on_the_page):
    bold = (
        "Standardising divides the number of steps by about #; leaving out two near-copies divides it by "
        "another #."
    )
    said = on_the_page(UNIT, bold)
    for number, name in zip(said, ("scaling", "leaving out"), strict=True):
        runs = repeated(ratios, over={"seed": range(10)}, measure=name)
        assert runs.mean == pytest.approx(number, rel=0.1), f"{number} and {runs}"


@pytest.mark.claim
def test_the_promises_hold_for_every_bowl_and_start(on_the_page):
    promised = on_the_page(UNIT, "Momentum turns # promised steps into #.")
    scaled = list(input_tables(load("bikes"), load("credit")).values())[-2]
    kappa = fw.condition_number(scaled)
    assert promised == [steps_promised(method, kappa, 1_000) for method in METHODS[:2]]

    def excess(seed):
        """By how much a random start exceeds the bound, at most over 400 steps."""
        draw, worst = np.random.default_rng(seed), 0.0
        curvatures = np.geomspace(1, kappa, 60)
        for method in METHODS:
            setting = fw.best_settings(method, 1, kappa)
            start = draw.standard_normal(60) * (draw.random(60) < 0.2) + 1e-9
            before = now = start
            for bound in slowest_direction(method, kappa, 400)[1:]:
                moved = now + setting.momentum * (now - before)
                slope = curvatures * (moved if setting.lookahead else now)
                before, now = now, moved - setting.step * slope
                worst = max(worst, np.linalg.norm(now) / np.linalg.norm(start) / bound - 1)
        return worst

    assert repeated(excess, over={"seed": range(20)}).share(lambda by: by < 1e-6).count == 20


def errors(seed, rows=400):
    """How much longer training costs at a quarter, one and five times as many units as hours."""
    draw = np.random.default_rng(seed)
    hours = Hours.draw(load("bikes"), (rows, 200, 2_000), draw)
    layer = RandomFeatures.draw(inputs=11, units=5 * rows, generator=draw)
    counts, penalties = np.unique(np.geomspace(1, 1e8, 25).astype(int)), 10.0 ** np.arange(-5, 1)
    sweep = size_sweep(hours, layer, [rows // 4, rows, 5 * rows], counts, penalties)
    rise = sweep["end"] / sweep["stopped"]
    names = ("quarter", "threshold", "wide")
    found = {f"rise, {name}": rise[place] for place, name in enumerate(names)}
    return found | {f"penalty, {name}": sweep["ridge"][place] for place, name in enumerate(names)}


@pytest.mark.claim
@pytest.mark.slow
def test_longer_is_much_worse_only_where_units_meet_hours(on_the_page):
    bold = (
        "At # units, one for each hour, training to the end makes the error # times what stopping gives; at "
        "# units # times, and at # units # times."
    )
    said = on_the_page(UNIT, bold)
    assert said[::2] == [400, 100, 2_000]
    over = {"seed": range(100, 110), "rows": [400]}
    for number, name in zip(said[1::2], ("threshold", "quarter", "wide"), strict=True):
        runs = repeated(errors, over=over, measure=f"rise, {name}")
        low, high = runs.further(draws=10, level=0.999)
        assert low - 0.05 < number < high + 0.05, f"{name}: {number} and {runs}"
    other = {"seed": range(100, 110), "rows": [200]}  # another number of hours, and so of units
    at_threshold, far = (
        repeated(errors, over=other, measure=f"rise, {name}") for name in ("threshold", "wide")
    )
    assert (at_threshold - far).share(lambda gap: gap > 1).count == 10


@pytest.mark.claim
@pytest.mark.slow
def test_a_larger_model_with_a_penalty_is_better(on_the_page):
    bold = (
        "Bigger helps here, if it comes with a penalty: from # rentals at # units to # at #, and in # of # "
        "draws."
    )
    small, at_small, large, at_large, wins, draws = on_the_page(UNIT, bold)
    assert (at_small, at_large, wins, draws) == (100, 2_000, 10, 10)
    over = {"seed": range(100, 110), "rows": [400]}
    runs = {name: repeated(errors, over=over, measure=f"penalty, {name}") for name in ("quarter", "wide")}
    for number, name in ((small, "quarter"), (large, "wide")):
        low, high = runs[name].further(draws=10, level=0.999)
        assert low - 0.5 < number < high + 0.5, f"{name}: {number} and {runs[name]}"
    gains = runs["quarter"] - runs["wide"]
    assert gains.share(lambda rentals: rentals > 0).count == 10
