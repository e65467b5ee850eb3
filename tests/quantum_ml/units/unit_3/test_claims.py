"""What unit 3 says in bold, repeated on other draws than the page's, or counted by another route."""

from __future__ import annotations

import math
import re
from fractions import Fraction

import numpy as np
import pytest
from execml.course import POLICY, repeated, risk_split
from execml.course.bank.rivals import risks
from execml.course.programme import root
from execml.quantum_ml import crossover_time
from execml.quantum_ml.algorithms.amplitudes import amplitude_readings
from execml.quantum_ml.forecast.estimates import ESTIMATES
from execml.quantum_ml.forecast.portfolio import GRID, loss_quantile, simulate_losses
from execml.quantum_ml.forecast.published import OPERATIONS, RATES

UNIT = "7_quantum_ml/3_when_would_it_pay"
YEAR = 365.25 * 86_400


@pytest.mark.claim
def test_a_square_root_pays_after_centuries(on_the_page):
    [years] = on_the_page(UNIT, "A square root of the calls pays after # years")
    ratio = Fraction(195_000_000_000_000, 10_500)
    assert abs(float(ratio * 10_000 / 10_500) / YEAR - years) < 0.01 * years
    for rate in (195e12, 9.75e12):  # floating point and integers; a tenth of the processor is no rescue
        assert crossover_time(rate, 10.5e3, 2, 10_000) > 20 * YEAR


@pytest.mark.claim
def test_the_offer_wins_against_the_draws(on_the_page):
    minutes, hours = on_the_page(UNIT, "# minutes against # hours")
    draws = 0.999 * 0.001 / (0.001 * 0.01) ** 2  # a binomial share's variance over the square of its error
    assert abs(math.sqrt(draws) * 10_000 / 10.5e3 / 60 - minutes) < 0.5
    assert abs(draws * 10_000 / 1e7 / 3_600 - hours) < 0.05
    integral = len(GRID) * 10_000 / 1e7
    assert integral < minutes * 60 / 1_000
    # The verdict needs no luck: it holds for any error that a bank would ask for, and any tail.
    for error in (0.3, 0.1, 0.03, 0.003):
        for tail in (0.01, 0.001, 0.0001):
            calls = math.sqrt((1 - tail) / (tail * error**2))
            assert calls * 10_000 / 10.5e3 > integral


def share_above(seed, level, correlation):
    """Other clients, another correlation: the share of simulated losses above the integral's quantile."""
    draw = np.random.default_rng(1_000 + seed)
    split, chances = risk_split(), risks(POLICY.baseline.value)
    chosen = draw.choice(len(chances), 2_000, replace=False)
    stakes = split.test_clients["bill_1"].clip(lower=0).to_numpy(dtype=float)[chosen]
    quantile = loss_quantile(level, chances[chosen], stakes, correlation)
    losses = simulate_losses(chances[chosen], stakes, 3_000, draw, correlation)
    return float((losses > quantile).mean() / (1 - level))


@pytest.mark.claim
def test_the_integral_is_right(on_the_page):
    above, samples, expected = on_the_page(UNIT, "# of # simulated losses lie above it, # were expected")
    assert expected == samples / 100
    assert abs(above - expected) < 3.3 * math.sqrt(expected)
    found = repeated(
        share_above, over={"seed": range(12), "level": [0.9, 0.99], "correlation": [0.02, 0.04, 0.15]}
    )
    low, high = found.interval(0.99)
    assert low < 1 < high and high - low < 0.2, f"{found}"
    assert found.share(lambda share: 0.3 < share < 1.9).count >= 70


def draws_enough(seed, shift, clients):
    """How many draws around another bad economy give an error of 1% for a chance of 0.1%."""
    draw = np.random.default_rng(3_000 + seed)
    chosen = draw.choice(10_000, clients, replace=False)
    chances = risks(POLICY.baseline.value)[chosen]
    stakes = risk_split().test_clients["bill_1"].clip(lower=0).to_numpy(dtype=float)[chosen]
    quantile = loss_quantile(0.999, chances, stakes)
    economies = shift + draw.standard_normal(1_500)
    losses = simulate_losses(chances, stakes, 1_500, draw, factors=economies)
    hits = (losses > quantile) * np.exp(shift**2 / 2 - shift * economies)
    return {"chance": hits.mean(), "draws": (hits.std() / 0.001 / 0.01) ** 2}


@pytest.mark.claim
def test_bad_times_need_few_draws(on_the_page):
    enough, millions = on_the_page(UNIT, "# draws in place of # million")
    assert round(0.999 / 0.001 / 0.01**2 / 1e6) == millions
    over = {"seed": range(12), "shift": [-2.6, -3.0, -3.4], "clients": [3_000]}
    draws, chance = (repeated(draws_enough, over=over, measure=name) for name in ("draws", "chance"))
    low, high = chance.interval(0.99)
    assert low < 0.001 < high, f"{chance}"
    assert draws.mean / 2 < enough < 2 * draws.mean, f"{draws}"
    assert draws.share(lambda one: one < 150_000).count == 36, f"{draws}"


def slope_of(seed):
    """By which power of the calls the median error falls, for 40 other chances."""
    chances = np.random.default_rng(2_000 + seed).uniform(0.0005, 0.5, 40)
    bits = np.arange(5, 13)
    errors = [np.mean([_median_error(chance, int(count)) for chance in chances]) for count in bits]
    return -np.polyfit(np.log(2.0**bits - 1), np.log(errors), 1)[0]


def _median_error(chance, bits):
    """The median by draws of readings, where the page takes it from the distribution."""
    estimates, weights = amplitude_readings(chance, bits)
    draw = np.random.default_rng(bits).choice(estimates, 1_000, p=weights / weights.sum())
    return np.median(np.abs(draw - chance))


@pytest.mark.claim
def test_amplitude_estimation_has_its_square_root(on_the_page):
    power, of_draws = on_the_page(UNIT, "calls to the power of #; that of draws to the power of #")
    assert of_draws == 0.5
    found = repeated(slope_of, over={"seed": range(12)})
    low, high = found.further(draws=10, level=0.999)
    assert low - 0.03 < power < high + 0.03, f"{found}"
    assert 0.9 < found.mean < 1.1, f"{found}"


@pytest.mark.claim
def test_one_row_of_the_published_table_does_not_follow(on_the_page):
    follow, entries, least, most = on_the_page(
        UNIT, "# of # entries follow, and those of one row are # to # times too large"
    )
    ratios = {}
    for name, rates in RATES.items():
        for power, printed in zip((2, 3, 4), OPERATIONS[name], strict=True):
            calls = (rates.asic / rates.quantum) ** (1 / (power - 1))
            ratios[name, power] = printed / (1e6 * rates.quantum / calls)
    assert entries == len(ratios) == 9
    assert follow == sum(0.9 < ratio < 1.1 for ratio in ratios.values())
    off = sorted(ratio for ratio in ratios.values() if not 0.9 < ratio < 1.1)
    assert all(name == "binary" for (name, _), ratio in ratios.items() if not 0.9 < ratio < 1.1)
    assert [round(off[0]), round(off[-1])] == [least, most]


@pytest.mark.claim
def test_verdicts_over_clocks_and_calls(on_the_page):
    square, settings, cube = on_the_page(
        UNIT, "a square root pays within two weeks in # of # settings, a cube root in #"
    )
    counted = {2: 0, 3: 0}
    for step in range(9):
        clock = 10 ** (3 + step / 2)
        for size in (1, 100, 10_000):
            for power in counted:
                calls = (195e12 / clock) ** (1 / (power - 1))
                counted[power] += calls * size / clock <= 1e6
    assert (counted[2], counted[3], settings) == (square, cube, 27)


def test_the_clock_from_which_a_square_root_pays_is_the_formula_s_and_no_point_of_a_grid():
    """At one operation a call c / q^2 seconds are two weeks at the root of c over them."""
    stored = (root() / "notebooks" / f"{UNIT}.ipynb").read_text(encoding="utf-8")
    clock = float(re.search(r"a square root pays from a clock of ([\d,]+) a", stored)[1].replace(",", ""))
    assert abs(clock / (195e12 / 1e6) ** 0.5 - 1) < 0.01
    assert crossover_time(195e12, 0.98 * clock, 2) > 1e6 > crossover_time(195e12, 1.02 * clock, 2)


@pytest.mark.claim
def test_estimates_fell(on_the_page):
    [fold] = on_the_page(UNIT, "# times smaller")
    sizes = [one.qubits for one in ESTIMATES if one.key == "RSA-2048"]
    assert fold == sizes[0] / sizes[-1] == 20_000_000 / 100_000
    assert sizes == sorted(sizes, reverse=True)
