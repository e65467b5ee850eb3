"""The textbook rules against the exact accountant, likelihood ratios and a simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from execml.differential_privacy import (
    advanced_composition,
    basic_composition,
    epsilon,
    sampled_epsilon,
    shuffled_epsilon_at_least,
    zcdp_epsilon,
    zcdp_epsilon_2016,
    zcdp_rho,
)
from hypothesis import given, settings
from hypothesis import strategies as st


@settings(deadline=None, max_examples=25)
@given(st.floats(5, 60), st.integers(1, 400))
def test_the_rules_bound_the_exact_epsilon_of_gaussian_releases(noise: float, count: int) -> None:
    """Each textbook rule is a theorem, so none may fall below the exact value."""
    total = 1e-5
    exact = epsilon(noise, 1.0, count, total)
    assert basic_composition(epsilon(noise, 1.0, 1, total / count), total / count, count)[0] >= exact - 1e-9
    alone = epsilon(noise, 1.0, 1, total / 2 / count)
    assert advanced_composition(alone, total / 2 / count, count, total / 2)[0] >= exact
    assert zcdp_epsilon(count / (2 * noise**2), total) >= exact


@settings(deadline=None, max_examples=40)
@given(st.floats(0.3, 300), st.sampled_from([1e-3, 1e-5, 1e-6, 1e-10]))
def test_zcdp_of_gaussian_noise_is_the_renyi_accountant_and_below_the_conversion_of_2016(
    noise, delta
) -> None:
    rho = 1 / (2 * noise**2)
    assert zcdp_epsilon(rho, delta) == pytest.approx(epsilon(noise, 1.0, 1, delta, "rdp"), rel=1e-5, abs=1e-7)
    assert zcdp_epsilon(rho, delta) < zcdp_epsilon_2016(rho, delta)


@settings(deadline=None, max_examples=40)
@given(st.floats(1e-3, 60), st.floats(1e-12, 0.2))
def test_the_rho_of_a_promise_keeps_it_and_leaves_nothing_unused(promise, delta) -> None:
    rho = zcdp_rho(promise, delta)
    assert promise * (1 - 1e-6) < zcdp_epsilon(rho, delta) <= promise * (1 + 1e-12)


def test_deltas_of_the_rules_add_up() -> None:
    assert basic_composition(0.3, 1e-7, 20)[1] == pytest.approx(2e-6)
    assert advanced_composition(0.3, 1e-7, 20, 1e-6)[1] == pytest.approx(3e-6)


def test_subsampling_of_a_pure_mechanism_is_its_likelihood_ratio() -> None:
    """Randomised response on a Poisson sample: the ratio of the two worlds' likelihoods, written out."""
    e, q = 1.3, 0.07
    truth = math.exp(e) / (1 + math.exp(e))
    with_person, without = q * truth + (1 - q) * (1 - truth), 1 - truth
    assert sampled_epsilon(e, q) == pytest.approx(math.log(with_person / without), rel=1e-12)


def test_shuffled_batches_lose_more_than_the_poisson_figure_by_simulation() -> None:
    """The bound is the likelihood ratio of one test, so a simulation of that test must find it."""
    noise, batches = 0.8, 78
    claimed = epsilon(noise, 1 / batches, batches, 1e-5)
    proven = shuffled_epsilon_at_least(noise, batches, 1e-5)
    assert proven > 3 * claimed
    generator = np.random.default_rng(5)
    sums = generator.normal(scale=noise, size=(100_000, batches))
    sums[:, 0] += 2  # the batch that stands out; which one it is makes no difference to the maximum
    used = (sums.max(axis=1) > 4.0).mean()
    sums[:, 0] -= 1
    other = (sums.max(axis=1) > 4.0).mean()
    assert claimed < math.log((used - 1e-5) / other) < proven


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: basic_composition(0, 1e-6, 3), "epsilon=0"),
        (lambda: basic_composition(1, 1.0, 3), "delta=1.0"),
        (lambda: advanced_composition(1, 1e-6, 0, 1e-6), "count=0"),
        (lambda: advanced_composition(1, 1e-6, 3, 0), "slack=0"),
        (lambda: zcdp_epsilon(-1, 1e-6), "rho=-1"),
        (lambda: zcdp_rho(0, 1e-6), "epsilon=0"),
        (lambda: shuffled_epsilon_at_least(1.0, 2.5, 1e-6), "batches=2.5"),
    ],
)
def test_bad_arguments_of_the_rules_are_named(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_large_epsilons_give_numbers_or_infinity() -> None:
    assert sampled_epsilon(1000.0, 0.1) == pytest.approx(1000 + math.log(0.1))
    assert sampled_epsilon(699.9999, 1e-3) == pytest.approx(sampled_epsilon(700.0001, 1e-3), abs=1e-3)
    assert sampled_epsilon(750.0, 5e-324) == pytest.approx(750 + math.log(5e-324), rel=1e-3)
    assert sampled_epsilon(1e6, 1.0) == 1e6
    assert advanced_composition(1000.0, 1e-5, 10, 1e-5) == (math.inf, pytest.approx(1.1e-4))
    assert basic_composition(1.0, 0.5, 10) == (10.0, 1.0)
