"""The door of the accountants: monotone, inverse to each other, ordered, and clear about bad input."""

from __future__ import annotations

import math

import pytest
from execml.differential_privacy import delta, epsilon, noise_multiplier
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
