"""What unit 2 says in bold: repeated on other draws than the page's, or derived by another road."""

from __future__ import annotations

import math

import numpy as np
import pytest
from dp_accounting import get_sigma_gaussian
from execml.course import POLICY, load, repeated
from execml.differential_privacy import laplace
from execml.differential_privacy.attacks.floating_point import possible
from scipy.stats import norm

UNIT = "3_differential_privacy/2_the_mathematics_of_noise"


@pytest.mark.claim
def test_no_outcome_is_more_than_the_factor_likelier_in_one_world(on_the_page):
    (factor,) = on_the_page(UNIT, "a stranger's odds between the two worlds move by a factor of at most #")
    limits = load("credit")["limit"]
    scale, moved = 1_000_000 / 30_000, limits.max() / 30_000
    seen = np.linspace(-50 * scale, 50 * scale, 100_001)
    ratio = np.exp((np.abs(seen) - np.abs(seen - moved)) / scale)
    assert ratio.max() <= math.exp(1) * (1 + 1e-12)
    assert factor == pytest.approx(ratio.max(), abs=0.05)


def proving(seed):
    limits = load("credit")["limit"]
    moved = limits.max() / 30_000
    return (np.random.default_rng(seed).uniform(-50, 50, 10_000) + moved > 50).mean()


@pytest.mark.claim
def test_a_third_of_releases_with_even_noise_prove_the_client(on_the_page):
    share, _ = on_the_page(UNIT, "# of the releases prove that client # was in the data")
    runs = repeated(proving, over={"seed": range(100, 112)})
    low, high = runs.further(level=0.999)
    assert low - 0.005 < share < high + 0.005, f"{runs}"
    assert runs.mean == pytest.approx(1 / 3, abs=0.01)  # it moves the figure by a third of the range


@pytest.mark.claim
def test_the_gaussian_hides_more_by_being_wider_only(on_the_page):
    wider, hits = on_the_page(UNIT, "with # times the spread; at Laplace's own it allows #")
    draws = np.random.default_rng(100).laplace(size=1_000_000)
    sigma = get_sigma_gaussian(1.0, POLICY.delta.value)  # of dp-accounting
    assert wider == pytest.approx(sigma / draws.std(), abs=0.06)
    assert hits == pytest.approx(norm.cdf(norm.ppf(0.05) + 1 / draws.std()), abs=0.006)
    laplace_hits = (draws + 1 > np.quantile(draws, 0.95)).mean()
    assert norm.cdf(norm.ppf(0.05) + 1 / sigma) < laplace_hits - 0.04 < laplace_hits < hits - 0.03


@pytest.mark.claim
def test_the_textbook_formula_breaks_its_promise_at_large_epsilon(on_the_page):
    (times,) = on_the_page(UNIT, "# times the promised δ, from a formula used outside its theorem.")
    delta = POLICY.delta.value
    m = 10 / math.sqrt(2 * math.log(1.25 / delta))
    delivered = norm.cdf(m / 2 - 10 / m) - math.exp(10) * norm.cdf(-m / 2 - 10 / m)
    assert times == pytest.approx(delivered / delta, abs=0.05)
    assert times > 1


def proven(seed, count, epsilon):
    """Share of releases of a count that cannot come from one client less."""
    releases = laplace(np.full(600, float(count)), 1, epsilon, np.random.default_rng(seed))
    return (~possible(releases, answer=count - 1, scale=1 / epsilon)).mean()


@pytest.mark.claim
def test_floating_point_noise_proves_a_client_in_every_group_and_the_more_the_smaller_the_count(on_the_page):
    low, high = on_the_page(UNIT, "# to # of the releases prove that the last client defaulted")
    credit = load("credit")
    counts = [int(((credit["age"] >= age) & (credit["default"] == 1)).sum()) for age in (75, 70, 65, 60)]
    runs = repeated(proven, over={"seed": range(10), "count": counts, "epsilon": [0.1, 1.0]})
    assert (runs.values > 0).all()
    means = {
        (count, epsilon): part.mean
        for count, of_count in runs.by("count").items()
        for epsilon, part in of_count.by("epsilon").items()
    }
    assert min(means.values()) == pytest.approx(low, abs=0.01)
    assert max(means.values()) == pytest.approx(high, abs=0.06)
    assert all(means[count, 0.1] > means[count, 1.0] for count in counts)
    assert [means[count, 0.1] for count in counts] == sorted(means[count, 0.1] for count in counts)[::-1]


@pytest.mark.claim
def test_the_error_of_exact_noise_beside_sampling_and_beside_the_average(on_the_page):
    share, branch, epsilon, of_average = on_the_page(
        UNIT, "# of that. For a branch of # at ε = # it is # of the average itself."
    )
    limits = load("credit")["limit"]

    def mean_size(rate):  # of z with probability proportional to exp(-rate |z|), by its sum
        z = np.arange(1, 2_000_000)
        weights = np.exp(-rate * z)
        return 2 * (z * weights).sum() / (1 + 2 * weights.sum())

    assert share == pytest.approx(mean_size(1 / 34) / (limits.std() / len(limits) ** 0.5), abs=0.005)
    assert (branch, epsilon) == (300, 0.1)
    assert of_average == pytest.approx(mean_size(0.1 / 3_334) / limits.mean(), abs=0.005)
