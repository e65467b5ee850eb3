"""No accountant returns less than the truth: delta at the epsilon it returns is never above what was asked.

The truth comes from sums that share nothing with the accountants: losses rounded down and convolved, counts
of outputs beyond a threshold, and sixty digits where there is a closed form.
"""

from __future__ import annotations

import math
import time

import mpmath
import numpy as np
import pytest
from execml.differential_privacy import Release, composed_epsilon, delta, epsilon, gaussian_epsilon
from execml.differential_privacy.accounting.participation import participation_delta, participation_epsilon
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.special import gammaln, log_ndtr

from .plain_sums import plain_delta

PROVEN = ["pld", "rdp", "rdp_2017"]
noises = st.floats(math.log(0.01), math.log(50)).map(math.exp)
rates = st.floats(math.log(1e-6), 0).map(math.exp)
counts = st.floats(0, math.log(250_000)).map(lambda x: int(math.exp(x)))
deltas = st.floats(-12, -0.3).map(lambda x: 10**x)


def counted_delta(epsilon: float, noise: float, rate: float, steps: int) -> float:
    """Delta of an observer who counts the outputs beyond a threshold, the best of many: a lower bound."""
    best = 0.0
    k = np.arange(min(steps, 2_000) + 1)
    ways = gammaln(steps + 1) - gammaln(k + 1) - gammaln(steps - k + 1)
    absent = math.log1p(-rate) if rate < 1 else -math.inf
    for threshold in np.concatenate([np.linspace(-3 * noise, 1 + 8 * noise, 40), [0.5]]):
        beyond, within = (log_ndtr(sign * threshold / noise) for sign in (-1, 1))
        shifted = [log_ndtr(sign * (threshold - 1) / noise) for sign in (-1, 1)]
        without = ways + xlogged(k, beyond) + xlogged(steps - k, within)
        pair = [
            np.logaddexp(absent + a, math.log(rate) + b)
            for a, b in zip((beyond, within), shifted, strict=True)
        ]
        with_person = ways + xlogged(k, pair[0]) + xlogged(steps - k, pair[1])
        for one, other in ((with_person, without), (without, with_person)):
            kept = one > other + epsilon
            best = max(best, float(np.exp(one[kept]) @ -np.expm1(other[kept] + epsilon - one[kept])))
    return best


def least_delta(epsilon: float, noise: float, rate: float, steps: int) -> float:
    """Delta at least: what an observer who counts sees, and a plain sum where its ring holds all sums."""
    counted = counted_delta(epsilon, noise, rate, steps)
    if noise < 0.05:  # losses in the hundreds: the plain sum's ring is shorter than the sums that matter
        return counted
    return max(counted, plain_delta(max(epsilon, 1e-12), noise, rate, steps, size=2**15))


def xlogged(count: np.ndarray, log_share: float) -> np.ndarray:
    """Return count times log share, 0 where nothing is counted."""
    return np.where(count > 0, count * max(log_share, -1e300), 0.0)


@settings(deadline=None, max_examples=30)
@given(noise=noises, rate=rates, steps=counts, target=deltas)
@example(noise=0.024346, rate=6.18e-5, steps=3, target=1.05e-5)  # 293 was returned, and 847 is true
@example(noise=0.0274, rate=1.145e-6, steps=3, target=4.7e-12)
@example(noise=0.055104, rate=0.01576, steps=33, target=5.045e-7)  # 0.3% too low
@example(noise=0.01, rate=1e-6, steps=250_000, target=1e-12)
@example(noise=0.05, rate=0.999, steps=250_000, target=1e-5)
def test_epsilon_is_never_below_the_truth(noise: float, rate: float, steps: int, target: float) -> None:
    for accountant in PROVEN:
        found = epsilon(noise, rate, steps, target, accountant)  # type: ignore[arg-type]
        slack = target * (1 + 1e-6)
        assert least_delta(found, noise, rate, steps) <= slack, accountant


@settings(deadline=None, max_examples=20)
@given(noise=noises, rate=rates, steps=counts, allowed=st.floats(0.0, 60.0))
@example(noise=0.02, rate=0.1, steps=2, allowed=0.1)
@example(noise=0.05, rate=0.0128, steps=100, allowed=0.0)
@example(noise=0.0111, rate=0.1353, steps=20, allowed=0.0)  # a plain sum wraps around; 0.945 is true
def test_delta_is_never_below_the_truth(noise: float, rate: float, steps: int, allowed: float) -> None:
    sure = least_delta(allowed, noise, rate, steps)
    for accountant in PROVEN:
        assert 0 <= delta(noise, rate, steps, allowed, accountant) <= 1  # type: ignore[arg-type]
        found = delta(noise, rate, steps, allowed, accountant)  # type: ignore[arg-type]
        assert sure <= found * (1 + 1e-6) + 1e-25, accountant


@settings(deadline=None, max_examples=25)
@given(noise=noises, rate=rates, steps=counts, target=deltas)
def test_the_bound_of_counted_participations_holds(
    noise: float, rate: float, steps: int, target: float
) -> None:
    found = participation_epsilon(noise, rate, steps, target)
    assert epsilon(max(noise, 0.05), rate, steps, target) <= found * (1 + 1e-6) or noise < 0.05
    assert participation_delta(noise, rate, steps, found) <= target
    assert counted_delta(found, noise, rate, steps) <= target * (1 + 1e-6)


@settings(deadline=None, max_examples=40)
@given(noise=noises, steps=counts, target=deltas)
def test_everybody_in_each_step_is_balle_and_wang_in_sixty_digits(
    noise: float, steps: int, target: float
) -> None:
    mu = math.sqrt(steps) / noise
    for found in (epsilon(noise, 1.0, steps, target), gaussian_epsilon(noise / math.sqrt(steps), target)):
        with mpmath.workdps(60):
            e, m = mpmath.mpf(found), mpmath.mpf(mu)
            truth = mpmath.ncdf(m / 2 - e / m) - mpmath.exp(e) * mpmath.ncdf(-m / 2 - e / m)
            assert truth <= mpmath.mpf(target) * (1 + mpmath.mpf(10) ** -9)


@settings(deadline=None, max_examples=25)
@given(noise=noises, rate=rates, target=deltas)
def test_one_step_is_its_integral_in_sixty_digits(noise: float, rate: float, target: float) -> None:
    found = epsilon(noise, rate, 1, target)
    with mpmath.workdps(60):
        e, s, q = mpmath.mpf(found), mpmath.mpf(noise), mpmath.mpf(rate)
        x = mpmath.mpf("0.5") + s**2 * mpmath.log((mpmath.exp(e) - 1 + q) / q)
        removed = q * mpmath.ncdf((1 - x) / s) - (mpmath.exp(e) - 1 + q) * mpmath.ncdf(-x / s)
        assert removed <= mpmath.mpf(target) * (1 + mpmath.mpf(10) ** -9)


@pytest.mark.parametrize("accountant", [*PROVEN, "clt"])
@pytest.mark.parametrize("noise", [0.01, 0.05, 1.0, 1e6])
@pytest.mark.parametrize("rate", [1e-300, 1e-6, 1 - 1e-12, 1.0])
def test_the_ends_of_the_range_give_numbers_within_seconds(
    accountant: str, noise: float, rate: float
) -> None:
    start = time.process_time()
    for steps in (1, 10**12):
        assert epsilon(noise, rate, steps, 1e-300, accountant) >= 0  # type: ignore[arg-type]
        assert 0 <= delta(noise, rate, steps, 1e30, accountant) <= 1  # type: ignore[arg-type]
        assert 0 <= delta(noise, rate, steps, 0.0, accountant) <= 1  # type: ignore[arg-type]
    assert time.process_time() - start < 5


def test_more_is_refused_with_the_range() -> None:
    with pytest.raises(ValueError, match=r"noise_multiplier=0.009 must lie in \[0.01, 1e\+06\]"):
        epsilon(0.009, 0.1, 10, 1e-5)
    with pytest.raises(ValueError, match="steps=1000000000001 must be at most 1000000000000"):
        epsilon(1.0, 0.1, 10**12 + 1, 1e-5)
    with pytest.raises(ValueError, match="noise_multiplier"):
        Release("table", noise_multiplier=1e-3)


@pytest.mark.parametrize("noise", [0.05, 0.3, 1.0])
@pytest.mark.parametrize("rate", [1e-4, 0.05])
def test_a_mixture_costs_no_less_than_each_of_its_releases(noise: float, rate: float) -> None:
    trained = Release("model", noise_multiplier=noise, sample_rate=rate, steps=50)
    table = Release("table", noise_multiplier=8.0)
    together = composed_epsilon([trained, table], 1e-6)
    assert plain_delta(together, noise, rate, 50, size=2**16) <= 1e-6 * (1 + 1e-6)
    assert together >= composed_epsilon([table], 1e-6)
