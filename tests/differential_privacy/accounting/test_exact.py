"""The exact accountant against closed forms, nested integrals and forty digits, and its two methods."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import numpy as np
import pytest
from execml.differential_privacy import epsilon, noise_multiplier, precise_delta
from execml.differential_privacy.accounting import contour, exact, tilted_fft
from execml.differential_privacy.accounting.privacy_loss import Composition
from hypothesis import given, settings
from scipy.special import ndtr

from .cases import SETTINGS, counts, deltas, noises, rates


def gaussian_delta_in_digits(epsilon: float, mu: float) -> float:
    """Balle and Wang's delta in forty digits."""
    import mpmath as mp

    with mp.workdps(40):
        e, m = mp.mpf(epsilon), mp.mpf(mu)
        return float(mp.ncdf(m / 2 - e / m) - mp.exp(e) * mp.ncdf(-m / 2 - e / m))


def nested_delta(epsilon: float, noise: float, rate: float, steps: int) -> float:
    """Delta of two or three steps, one integral inside the other, the innermost step in closed form."""

    def last(left: np.ndarray) -> np.ndarray:
        excess = np.expm1(left) + rate
        x = 0.5 + noise**2 * np.log(np.where(excess > 0, excess, 1) / rate)
        harm = rate * ndtr((1 - x) / noise) - excess * ndtr(-x / noise)
        return np.where(excess > 0, harm, -np.expm1(left))

    step = noise / 80
    x = np.arange(-10 * noise, 1 + 10 * noise, step)
    density = (1 - rate) * np.exp(-((x / noise) ** 2) / 2) + rate * np.exp(-(((x - 1) / noise) ** 2) / 2)
    mass = density * step / (noise * math.sqrt(2 * math.pi))
    loss = np.log1p(rate * np.expm1((x - 0.5) / noise**2))
    if steps == 2:
        return float(mass @ last(epsilon - loss))
    return float(sum(m * (mass @ last(epsilon - one - loss)) for m, one in zip(mass, loss, strict=True)))


def relative_error(found: float, delta_at: Callable[[float], float], target: float) -> float:
    """How far epsilon is from where delta meets the target, by Newton's step on the oracle's log delta."""
    here, beside = math.log(delta_at(found)), math.log(delta_at(found * 1.001))
    return math.log(target / math.exp(here)) / (beside - here) * 0.001


@pytest.mark.parametrize(("noise", "rate", "steps", "target"), SETTINGS)
def test_epsilon_is_what_forty_digits_say(noise: float, rate: float, steps: int, target: float) -> None:
    found = epsilon(noise, rate, steps, target)
    removed = precise_delta(found, noise, rate, steps, "remove")
    assert removed == pytest.approx(target, rel=1e-4)
    assert removed <= target  # never below the truth
    assert precise_delta(found, noise, rate, steps, "add") <= target


@pytest.mark.parametrize("noise", [0.4, 1.0, 5.0, 20.0])
@pytest.mark.parametrize("steps", [1, 12, 10_000, 250_000])
@pytest.mark.parametrize("target", [1e-2, 1e-6, 1e-12])
def test_without_subsampling_steps_are_one_gaussian(noise: float, steps: int, target: float) -> None:
    found = epsilon(noise, 1.0, steps, target)
    mu = math.sqrt(steps) / noise
    assert gaussian_delta_in_digits(found, mu) == pytest.approx(target, rel=1e-6)


def test_a_rate_just_below_one_continues_the_closed_form() -> None:
    assert epsilon(2.0, 1 - 1e-9, 40, 1e-6) == pytest.approx(epsilon(2.0, 1.0, 40, 1e-6), rel=1e-5)


@pytest.mark.parametrize(
    ("noise", "rate", "steps", "target"),
    [
        (0.4, 9.4e-5, 3, 1e-4),  # few events: an epsilon of thousandths under losses of ten
        (0.487, 9.15e-5, 3, 2.6e-6),
        (0.45, 5.55e-5, 2, 2.8e-9),
        (0.5, 1e-5, 2, 1e-12),
        (0.7, 0.02, 2, 1e-7),
        (1.5, 0.5, 2, 1e-9),
        (8.0, 0.9, 3, 1e-3),
    ],
)
def test_two_and_three_steps_agree_with_nested_integrals(
    noise: float, rate: float, steps: int, target: float
) -> None:
    found = epsilon(noise, rate, steps, target)
    error = relative_error(found, lambda e: nested_delta(e, noise, rate, steps), target)
    assert abs(error) < 1e-3
    assert found * error < 1e-4  # the truth isn't above by more


@settings(deadline=None, max_examples=25)
@given(noise=noises, rate=rates, target=deltas)
def test_one_step_is_a_closed_form_that_integration_confirms(
    noise: float, rate: float, target: float
) -> None:
    found = epsilon(noise, rate, 1, target)
    x = np.linspace(-12 * noise, 1 + 12 * noise, 200_001)
    with_person = (1 - rate) * np.exp(-((x / noise) ** 2) / 2) + rate * np.exp(-(((x - 1) / noise) ** 2) / 2)
    without = np.exp(-((x / noise) ** 2) / 2)
    scale = (x[1] - x[0]) / (noise * math.sqrt(2 * math.pi))
    harms = [
        scale * np.maximum(a - math.exp(found) * b, 0).sum()
        for a, b in ((with_person, without), (without, with_person))
    ]
    assert max(harms) <= target * (1 + 1e-3) + 1e-15
    assert found == 0 or max(harms) == pytest.approx(target, rel=1e-3, abs=1e-15)


@settings(deadline=None, max_examples=20)
@given(noise=noises, rate=rates, steps=counts, target=deltas)
def test_the_two_exact_methods_agree(noise: float, rate: float, steps: int, target: float) -> None:
    """Wherever the contour integral calls itself accurate, the tilted Fourier transform confirms it."""
    found = epsilon(noise, min(rate, 0.999), steps + 1, target)
    if found == 0:
        return
    composition = Composition(noise, min(rate, 0.999), steps + 1, "remove", target, found)
    nodes = composition.nodes()
    tilt, _ = nodes.tilt_at(steps + 1, found)
    totals = [
        [exact.Total(curve, nodes, composition) for curve in method(composition, tilt)]
        for method in (contour.lines, lambda *setting: [next(iter(tilted_fft.sums(*setting)))])
    ]
    trusted = [total.log_delta(found)[0] for method in totals for total in method if total.trusted(found)]
    assert all(abs(one - trusted[0]) < 1e-3 for one in trusted)
    assert not trusted or abs(trusted[0] - math.log(target)) < 1e-3


TRAINED = [(4.0, 0.01, 10_000), (1.3, 1 / 250, 3_750), (1.1, 1 / 250, 15_000), (0.7, 1 / 250, 11_250)]


@pytest.mark.parametrize(("noise", "rate", "steps"), [*TRAINED, (1.1, 256 / 20_000, 780), (1.77, 0.05, 400)])
@pytest.mark.parametrize("times", [1, 10, 60])
def test_a_usual_training_run_takes_a_few_dozen_points_however_many_its_steps(
    noise: float, rate: float, steps: int, times: int
) -> None:
    setting = noise, rate, times * steps
    found = epsilon(*setting, 1e-6)
    composition = Composition(*setting, "remove", 1e-6, 1.1 * found)
    nodes = composition.nodes()
    tilt, _ = nodes.tilt_at(times * steps, found)
    lines = contour.lines(composition, tilt)
    enough = next(line for line in lines if exact.Total(line, nodes, composition).trusted(found))
    assert len(enough.heights) <= 90


def test_powers_by_squaring_are_powers_and_the_moments_those_of_the_definition() -> None:
    generator = np.random.default_rng(4)
    values = np.exp(1j * generator.uniform(-3, 3, 200)) * generator.uniform(0.9, 1, 200)
    for exponent in (1, 2, 3, 100, 14_062):
        assert tilted_fft.power(values, exponent) == pytest.approx(values**exponent, rel=1e-9, abs=1e-300)
    losses, masses = generator.normal(size=300), generator.dirichlet(np.ones(300))
    heights = 0.07 * np.arange(430)
    wanted = np.exp(1j * np.multiply.outer(heights, losses)) @ masses
    assert contour.characteristic(losses, masses, 0.07, 430) == pytest.approx(wanted, abs=1e-14)


def test_epsilon_is_zero_where_delta_covers_everything() -> None:
    total_variation = 1e-4 * (2 * ndtr(0.5) - 1)  # of one step at noise 1
    assert epsilon(1.0, 1e-4, 1, 1.01 * total_variation) == 0
    assert epsilon(1.0, 1e-4, 1, 0.99 * total_variation) > 0
    assert epsilon(2.0, 1e-5, 10, 1e-2) == 0


def least_cpu(task: Callable[[], object], repeats: int) -> float:
    """Least processor time of several runs, in seconds."""
    spent = []
    for _ in range(repeats):
        start = time.process_time()
        task()
        spent.append(time.process_time() - start)
    return min(spent)


def test_exact_accounting_is_fast() -> None:
    assert least_cpu(lambda: epsilon(*SETTINGS[0]), 7) < 0.005
    assert least_cpu(lambda: epsilon(*SETTINGS[1]), 7) < 0.005
    assert least_cpu(lambda: epsilon(0.4, 1e-3, 100, 1e-6), 3) < 0.1  # the Fourier transform
    assert least_cpu(lambda: noise_multiplier(3, 1e-5, 256 / 20_000, 780), 3) < 0.1
