"""The winner's curse: how good the best of many candidates looks when none of them is any good."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from execml.course.validation import generator as generator_of
from execml.course.validation import real, several, whole


def expected_best_of(m: int, n: int, p: float = 0.5) -> float:
    r"""Return the expected accuracy of the best of ``m`` independent candidates on ``n`` test cases, exactly.

    Each candidate is right on each case with probability ``p``, independently of the others, so that its
    number of right answers is Binomial(n, p) with distribution function F. The best of m is at most k if all
    are: P(max ≤ k) = F(k)^m. The tail sum for a whole number X ≥ 0, E[X] = Σ_{k≥0} P(X > k), then gives

        E[max] / n = (1/n) Σ_{k=0}^{n-1} (1 − F(k)^m).

    No simulation and no approximation: what is left is rounding in the last digits. Each term is computed as
    −expm1(m · log1p(−S(k))) from the upper tail S = 1 − F, which loses no digits where F is near 1.

    Args:
        m: number of candidates, at least 1.
        n: number of test cases, at least 1.
        p: probability in [0, 1] that a candidate is right.

    Raises:
        ValueError: if an argument lies outside its range.

    For candidates that tend to be low together, P(all ≤ k) ≥ F(k)^m, and the value is an upper bound (see
    :func:`expected_best_correlated`). The derivation is complete here; it rests on nothing further.

    >>> round(expected_best_of(100, 200), 3), round(expected_best_of(1000, 1000), 3)
    (0.588, 0.551)
    >>> expected_best_of(1, 7, p=0.25)
    0.25
    """
    from scipy.stats import binom

    candidates, cases = whole("m", m), whole("n", n, high=10**7)
    chance = real("p", p, 0, 1, low_open=False, high_open=False)
    upper = binom.sf(np.arange(cases), cases, chance)  # S(k) = P(a candidate has more than k right)
    with np.errstate(divide="ignore"):  # S(k) = 1 gives log 0 = −inf, and the term 1
        terms = -np.expm1(candidates * np.log1p(-upper))
    return math.fsum(terms) / cases


def simulated_best(
    counts: Sequence[int], n: int, generator: np.random.Generator, contests: int = 300
) -> np.ndarray:
    """Return the mean accuracy of the best of m coin flips, by simulation; every flip takes part.

    Args:
        counts: numbers m of candidates.
        n: number of test cases.
        generator: source of the flips.
        contests: contests of the largest m; smaller ones make more of the same flips.

    Returns:
        float64, shape (number of counts,).

    >>> simulated_best([1, 4], 1, np.random.default_rng(0), 2_000).round(1).tolist()
    [0.5, 0.9]
    """
    most = max(whole("counts", count, high=10**6) for count in several("counts", counts))
    generator_of("generator", generator)
    right = generator.binomial(
        whole("n", n, high=10**7), 0.5, size=(whole("contests", contests, high=10**7), most)
    )
    groups = [right[:, : most // m * m].reshape(contests, -1, m) for m in counts]
    return np.array([group.max(axis=2).mean() / n for group in groups])


def expected_best_correlated(m: int, n: int, p: float = 0.5, correlation: float = 0.0) -> float:
    r"""Return the expected accuracy of the best of ``m`` equally correlated candidates, for large ``n``.

    By the central limit theorem the accuracies are nearly normal with standard deviation √(p(1−p)/n). Equally
    correlated normals share one part: Z_i = √ρ·C + √(1−ρ)·E_i. The shared part C moves all of them and has
    mean zero, so that

        E[max] ≈ p + √(p(1−p)/n) · √(1−ρ) · E[max of m independent standard normals].

    Real candidates are trained on the same rows and agree on most clients: their ρ is well above zero, and
    the value for independent ones is an upper bound.

    Args:
        m: number of candidates.
        n: number of test cases.
        p: probability that a candidate is right.
        correlation: ρ in [0, 1] between the results of two candidates on a case.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> [round(expected_best_correlated(100, 200, correlation=share), 3) for share in (0, 0.5, 1)]
    [0.589, 0.563, 0.5]
    """
    whole("n", n, high=10**7)
    chance = real("p", p, 0, 1, low_open=False, high_open=False)
    share = real("correlation", correlation, 0, 1, low_open=False, high_open=False)
    return chance + math.sqrt(chance * (1 - chance) / n * (1 - share)) * expected_largest_normal(m)


def expected_largest_normal(m: int) -> float:
    r"""Return the expected largest of ``m`` independent standard normal numbers, by numerical integration.

    The tail sum's continuous form is E[max] = ∫₀^∞ (1 − Φ(x)^m) − Φ(−x)^m dx. It grows like √(2 ln m), very
    slowly.

    Args:
        m: how many numbers.

    Raises:
        ValueError: if ``m`` is below 1.

    >>> [round(expected_largest_normal(count), 3) for count in (1, 2, 10, 1000)]
    [0.0, 0.564, 1.539, 3.241]
    """
    from scipy.integrate import quad
    from scipy.special import log_ndtr, ndtr

    count = whole("m", m)

    def gap(x: float) -> float:
        return float(-np.expm1(count * log_ndtr(x)) - ndtr(-x) ** count)

    bend = math.sqrt(2 * math.log(count + 1))  # where the first term falls from 1 to 0
    below, above = quad(gap, 0, bend, epsabs=1e-13), quad(gap, bend, bend + 10, epsabs=1e-13)
    return max(0.0, float(below[0] + above[0]))  # rounding may leave −1e−17 for m = 1
