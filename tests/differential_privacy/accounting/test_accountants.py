"""The accountants against closed forms, nested integrals, forty digits, and two production libraries."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import numpy as np
import pytest
from execml.differential_privacy import delta, epsilon, noise_multiplier, precise_delta, sampled_epsilon
from execml.differential_privacy.accounting import contour, exact, tilted_fft
from execml.differential_privacy.accounting.privacy_loss import Composition, single_step_delta
from execml.differential_privacy.libraries.dp_accounting import dp_accounting_epsilon
from execml.differential_privacy.libraries.opacus import opacus_epsilon
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

SETTINGS = [
    (1.1, 256 / 20_000, 780, 1e-5),
    (1.1, 256 / 60_000, 14_062, 1e-5),
    (4.0, 0.01, 10_000, 1e-5),
    (1.6, 0.008, 4_001, 1e-12),
    (20.0, 1e-5, 250_000, 1e-12),
    (0.7, 0.05, 250_000, 1e-10),
    (6.0, 0.9, 50, 1e-3),
]

noises = st.floats(math.log(0.4), math.log(20)).map(math.exp)
rates = st.floats(math.log(1e-5), 0).map(math.exp)
counts = st.floats(0, math.log(250_000)).map(lambda x: int(math.exp(x)))
deltas = st.floats(-12, -2).map(lambda x: 10**x)


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


@pytest.mark.parametrize(
    ("noise", "rate", "steps", "target"), [*SETTINGS[:2], (0.5, 0.001, 300, 1e-6), (0.8, 1e-3, 5_000, 1e-7)]
)
def test_dp_accounting_bounds_us_closely_from_above(
    noise: float, rate: float, steps: int, target: float
) -> None:
    """Its default distribution is rounded pessimistically, so it is never below the truth at such a delta."""
    theirs = dp_accounting_epsilon(noise, rate, steps, target)
    ours = epsilon(noise, rate, steps, target)
    assert ours <= theirs * (1 + 1e-5)
    assert theirs == pytest.approx(ours, rel=1e-3)


@pytest.mark.parametrize(("noise", "rate", "steps", "target"), [SETTINGS[0], (0.8, 0.02, 500, 1e-6)])
def test_opacus_brackets_us(noise: float, rate: float, steps: int, target: float) -> None:
    from opacus.accountants import PRVAccountant

    accountant = PRVAccountant()
    accountant.history = [(noise, rate, steps)]
    composed = accountant._get_dprv(eps_error=0.005, delta_error=target / 1000)
    low, _, high = composed.compute_epsilon(target, target / 1000, 0.005)
    assert low <= epsilon(noise, rate, steps, target) <= high


def test_libraries_scatter_around_the_truth_at_a_tiny_delta() -> None:
    """At delta = 1e-12 rounding decides the libraries' digits; some upper bounds are below the truth."""
    setting, target = SETTINGS[3][:3], SETTINGS[3][3]
    truth = epsilon(*setting, target)
    google = [dp_accounting_epsilon(*setting, target, spacing) for spacing in (0.8e-4, 0.9e-4, 1e-4, 1.1e-4)]
    opacus = [opacus_epsilon(*setting, target, error) for error in (0.008, 0.009, 0.01, 0.011)]
    assert max(google) - min(google) > 0.003
    assert max(opacus) - min(opacus) > 0.01
    assert precise_delta(min(google + opacus), *setting) > 1.005 * target
    assert precise_delta(truth, *setting) == pytest.approx(target, rel=1e-5)


@settings(deadline=None, max_examples=25)
@given(noise=noises, rate=rates, steps=counts, target=deltas)
def test_epsilon_moves_the_right_way_in_every_argument(
    noise: float, rate: float, steps: int, target: float
) -> None:
    here = epsilon(noise, rate, steps, target)
    slack = 1e-4 * here + 1e-9
    assert epsilon(noise * 1.05, rate, steps, target) <= here + slack
    assert epsilon(noise, rate * 0.9, steps, target) <= here + slack
    assert epsilon(noise, rate, steps + 1 + steps // 10, target) >= here - slack
    assert epsilon(noise, rate, steps, target * 0.5) >= here - slack


@settings(deadline=None, max_examples=15)
@given(noise=noises, rate=rates, steps=counts, target=deltas)
def test_delta_undoes_epsilon(noise: float, rate: float, steps: int, target: float) -> None:
    found = epsilon(noise, rate, steps, target)
    if found > 0:
        assert delta(noise, rate, steps, found) == pytest.approx(target, rel=2e-3)
    else:
        assert delta(noise, rate, steps, 0.0) <= target * (1 + 1e-3)


def test_exact_is_never_above_the_other_bounds() -> None:
    for setting in SETTINGS:
        tight = epsilon(*setting)
        assert tight <= epsilon(*setting, accountant="rdp") <= epsilon(*setting, accountant="rdp_2017")


def test_epsilon_is_zero_where_delta_covers_everything() -> None:
    total_variation = 1e-4 * (2 * ndtr(0.5) - 1)  # of one step at noise 1
    assert epsilon(1.0, 1e-4, 1, 1.01 * total_variation) == 0
    assert epsilon(1.0, 1e-4, 1, 0.99 * total_variation) > 0
    assert epsilon(2.0, 1e-5, 10, 1e-2) == 0


def test_single_step_delta_at_epsilon_zero_is_the_total_variation_distance() -> None:
    assert single_step_delta(0.0, 2.0, 0.3) == pytest.approx(0.3 * (2 * ndtr(0.25) - 1), rel=1e-12)


@pytest.mark.parametrize("accountant", ["pld", "rdp", "rdp_2017", "clt"])
@pytest.mark.parametrize("promise", [0.1, 3.0, 50.0])
def test_noise_multiplier_is_the_least_that_keeps_the_promise(accountant: str, promise: float) -> None:
    noise = noise_multiplier(promise, 1e-5, 0.01, 1_000, accountant)  # type: ignore[arg-type]
    assert epsilon(noise, 0.01, 1_000, 1e-5, accountant) <= promise  # type: ignore[arg-type]
    assert epsilon(noise * (1 - 1e-5), 0.01, 1_000, 1e-5, accountant) > promise  # type: ignore[arg-type]


def test_noise_multiplier_says_when_a_promise_is_out_of_reach() -> None:
    with pytest.raises(ValueError, match=r"epsilon=1e-09 must be above"):
        noise_multiplier(1e-9, 1e-9, 1.0, 1_000_000)
    with pytest.raises(ValueError, match=r"epsilon=500 must be below"):
        noise_multiplier(500, 0.5, 0.001, 1)  # delta alone covers the sampled person


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"noise_multiplier": 0}, r"noise_multiplier=0 must lie in \(0, inf\)"),
        ({"noise_multiplier": math.nan}, "noise_multiplier=nan"),
        ({"noise_multiplier": math.inf}, "noise_multiplier=inf"),
        ({"sample_rate": 0}, r"sample_rate=0 must lie in \(0, 1\]"),
        ({"sample_rate": 1.01}, "sample_rate=1.01"),
        ({"steps": -3}, "steps=-3 must be a whole number"),
        ({"steps": 0}, "steps=0"),
        ({"steps": 10.5}, "steps=10.5"),
        ({"steps": True}, "steps=True"),
        ({"delta": 0}, r"delta=0 must lie in \(0, 1\)"),
        ({"delta": 1}, "delta=1"),
        ({"delta": math.nan}, "delta=nan"),
        ({"delta": "1e-5"}, "delta='1e-5'"),
        ({"accountant": "moments"}, "accountant='moments' must be one of: pld, rdp, rdp_2017, clt"),
    ],
)
def test_bad_arguments_of_epsilon_are_named(change: dict, message: str) -> None:
    arguments = {"noise_multiplier": 1.0, "sample_rate": 0.01, "steps": 100, "delta": 1e-5, **change}
    with pytest.raises(ValueError, match=message):
        epsilon(**arguments)


@pytest.mark.parametrize("promise", [0, -1.0, math.nan, math.inf])
def test_bad_promises_are_named(promise: float) -> None:
    with pytest.raises(ValueError, match="epsilon="):
        noise_multiplier(promise, 1e-5, 0.01, 100)
    if promise != 0:
        with pytest.raises(ValueError, match="epsilon="):
            delta(1.0, 0.01, 100, promise)


def test_subsampling_of_a_pure_mechanism_is_its_likelihood_ratio() -> None:
    """Randomised response on a Poisson sample: the ratio of the two worlds' likelihoods, written out."""
    e, q = 1.3, 0.07
    truth = math.exp(e) / (1 + math.exp(e))
    with_person, without = q * truth + (1 - q) * (1 - truth), 1 - truth
    assert sampled_epsilon(e, q) == pytest.approx(math.log(with_person / without), rel=1e-12)


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
