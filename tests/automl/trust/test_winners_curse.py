"""The winner's curse: exact values against fractions, scipy, simulation and known order statistics."""

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from execml.automl import expected_best_of
from execml.automl.trust.winners_curse import (
    expected_best_correlated,
    expected_largest_normal,
    simulated_best,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal, norm


def exact_fraction(m: int, n: int, p: Fraction) -> Fraction:
    """E[max] as a fraction, from the distribution itself: sum of k times F(k)^m − F(k−1)^m."""
    mass = [math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    below = [sum(mass[: k + 1], Fraction(0)) for k in range(n + 1)]
    return sum(
        (Fraction(k, n) * (below[k] ** m - (below[k - 1] ** m if k else 0)) for k in range(n + 1)),
        Fraction(0),
    )


@given(
    m=st.integers(1, 12),
    n=st.integers(1, 10),
    p=st.fractions(Fraction(0), Fraction(1), max_denominator=20),
)
@settings(deadline=None, max_examples=60)
def test_the_expected_best_equals_exact_rational_arithmetic(m: int, n: int, p: Fraction) -> None:
    assert expected_best_of(m, n, float(p)) == pytest.approx(float(exact_fraction(m, n, p)), abs=1e-13)


def test_two_coins_and_two_flips_by_listing_all_outcomes() -> None:
    outcomes = [max(sum(flips[:2]), sum(flips[2:])) / 2 for flips in product((0, 1), repeat=4)]
    assert expected_best_of(2, 2) == pytest.approx(np.mean(outcomes), abs=1e-15)


@pytest.mark.parametrize(
    ("m", "n", "published"), [(100, 200, 0.588), (1000, 1000, 0.551), (1000, 100, 0.661)]
)
def test_the_reference_values_are_reproduced(m: int, n: int, published: float) -> None:
    assert round(expected_best_of(m, n), 3) == published


def test_a_simulation_of_coin_flip_models_agrees() -> None:
    best = np.random.default_rng(8).binomial(200, 0.5, size=(20_000, 100)).max(axis=1) / 200
    assert abs(best.mean() - expected_best_of(100, 200)) < 4 * best.std() / math.sqrt(len(best))


def test_enormous_searches_stay_accurate() -> None:
    # With m so large that somebody nearly surely scores 10 of 10, 1 − E is P(max = 9)/10 to leading order.
    m = 10_000
    missed = Fraction(1023, 1024) ** m
    assert 1 - expected_best_of(m, 10) == pytest.approx(float(missed) / 10, rel=1e-2)
    assert expected_best_of(10**9, 2_000) < 0.58
    assert expected_best_of(10**6, 50_000, 0.78) == pytest.approx(
        0.78 + math.sqrt(0.78 * 0.22 / 50_000) * expected_largest_normal(10**6), abs=1e-4
    )


@given(m=st.integers(1, 500), n=st.integers(1, 300), p=st.floats(0, 1))
@settings(deadline=None, max_examples=60)
def test_one_more_candidate_never_looks_worse_and_one_is_honest(m: int, n: int, p: float) -> None:
    assert expected_best_of(1, n, p) == pytest.approx(p, abs=1e-12)
    assert expected_best_of(m + 1, n, p) >= expected_best_of(m, n, p) - 1e-12
    assert p - 1e-12 <= expected_best_of(m, n, p) <= 1 + 1e-12


@pytest.mark.parametrize(
    ("m", "known"),
    [(1, 0.0), (2, 1 / math.sqrt(math.pi)), (3, 1.5 / math.sqrt(math.pi)), (10, 1.53875273)],
)
def test_the_largest_normal_equals_known_order_statistics(m: int, known: float) -> None:
    # m = 2 and 3 in closed form; m = 10 from tables of normal scores.
    assert expected_largest_normal(m) == pytest.approx(known, abs=1e-8)


def test_the_largest_of_a_million_normals_by_its_own_density() -> None:
    x = np.linspace(2, 9, 200_001)
    density = 1e6 * norm.pdf(x) * np.exp((1e6 - 1) * norm.logcdf(x))
    assert expected_largest_normal(10**6) == pytest.approx(np.trapezoid(x * density, x), abs=1e-7)


def test_simulated_contests_agree_with_the_formula() -> None:
    counts = [1, 7, 100]
    found = simulated_best(counts, 50, np.random.default_rng(2), contests=3_000)
    np.testing.assert_allclose(found, [expected_best_of(m, 50) for m in counts], atol=0.005)


def test_correlated_candidates_agree_with_a_simulation() -> None:
    m, n, p, share = 20, 400, 0.7, 0.6
    covariance = (share * np.ones((m, m)) + (1 - share) * np.eye(m)) * p * (1 - p) / n
    best = multivariate_normal(np.full(m, p), covariance).rvs(40_000, random_state=3).max(axis=1)
    error = best.std() / math.sqrt(len(best))
    assert abs(best.mean() - expected_best_correlated(m, n, p, share)) < 4 * error


def test_correlation_only_lowers_the_best() -> None:
    best = [expected_best_correlated(50, 100, 0.5, share) for share in (0, 0.3, 0.6, 0.9, 1)]
    assert best == sorted(best, reverse=True)
    assert best[-1] == 0.5


@pytest.mark.parametrize(
    ("arguments", "name"),
    [((0, 10), "m"), ((2.5, 10), "m"), ((5, 0), "n"), ((5, 10, 1.2), "p"), ((5, 10, math.nan), "p")],
)
def test_bad_arguments_are_named(arguments: tuple[float, ...], name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name}="):
        expected_best_of(*arguments)  # type: ignore[arg-type]


def test_a_bad_correlation_is_named() -> None:
    with pytest.raises(ValueError, match="correlation=1"):
        expected_best_correlated(5, 10, correlation=1.5)
