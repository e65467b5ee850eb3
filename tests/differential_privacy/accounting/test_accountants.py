"""The door of the accountants: monotone, inverse to each other, ordered, and clear about bad input."""

from __future__ import annotations

import math

import numpy as np
import pytest
from execml.differential_privacy import delta, epsilon, fixed_size_epsilon_at_least, noise_multiplier
from hypothesis import given, settings

from .cases import SETTINGS, counts, deltas, noises, rates


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
        ({"noise_multiplier": 0}, r"noise_multiplier=0 must lie in \[0.01, 1e\+06\]"),
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


@pytest.mark.parametrize(("noise", "rate", "steps"), [(1.0, 0.1, 20), (0.8, 0.02, 40)])
def test_batches_of_a_fixed_size_leak_what_an_attack_on_them_finds(noise, rate, steps) -> None:
    """Simulate the pair of data sets and the best test, of which the bound is the likelihood ratio."""
    generator, clients = np.random.default_rng(3), round(2 / rate)
    size = round(rate * clients)
    losses = []
    for odd in (1, -1):  # the one client's clipped gradient; everybody else's is -1
        gradients = np.full(clients, -1.0)
        gradients[0] = odd
        order = generator.random((4_000, steps, clients)).argpartition(size, axis=2)[..., :size]
        sums = gradients[order].sum(axis=2) + size + generator.normal(scale=noise, size=order.shape[:2])
        losses.append(np.log1p(rate * np.expm1((2 * sums - 2) / noise**2)).sum(axis=1))
    cut = np.quantile(losses[1], 0.995)
    hits, alarms = ((loss > cut).mean() for loss in losses)
    found = math.log((hits - 1e-5) / alarms)
    bound = fixed_size_epsilon_at_least(noise, rate, steps, 1e-5)
    assert epsilon(noise, rate, steps, 1e-5) < found < bound


def test_the_paper_s_example_is_about_one_for_poisson_and_over_ten_without_replacement() -> None:
    """Lebeda, Regehr, Kamath and Steinke (2024), abstract: settings with about 1 and more than 10."""
    setting = 0.7, 0.001, 1_000, 1e-6
    assert epsilon(*setting) == pytest.approx(1, abs=0.05)
    assert fixed_size_epsilon_at_least(*setting) > 10
