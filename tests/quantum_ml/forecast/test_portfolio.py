"""The portfolio's loss: the integral against exact binomial sums, against draws and against the formula."""

import numpy as np
import pytest
from execml.quantum_ml.forecast.portfolio import (
    capital_formula,
    chance_above,
    loss_quantile,
    simulate_losses,
)
from scipy.integrate import quad
from scipy.stats import binom, norm


@pytest.mark.parametrize(("risk", "correlation"), [(0.02, 0.04), (0.05, 0.04), (0.2, 0.15)])
def test_equal_clients_follow_the_mixture_of_binomials(risk, correlation):
    """Without the normal approximation, by adaptive quadrature: equal stakes make the sum binomial."""
    clients = 2_000

    def above(count):
        def given(factor):
            bad = norm.cdf((norm.ppf(risk) - np.sqrt(correlation) * factor) / np.sqrt(1 - correlation))
            return binom.sf(count, clients, bad) * norm.pdf(factor)

        return quad(given, -8, 8, limit=400)[0]

    quantile = loss_quantile(0.999, np.full(clients, risk), np.ones(clients), correlation)
    assert above(int(quantile * 1.01)) < 0.001 < above(int(quantile * 0.99))
    assert chance_above([quantile], np.full(clients, risk), np.ones(clients), correlation) == pytest.approx(
        0.001
    )


def test_draws_agree_and_depend_on_the_generator_only():
    draw = np.random.default_rng(5)
    risks, stakes = draw.uniform(0.01, 0.4, 500), draw.exponential(size=500)
    losses = simulate_losses(risks, stakes, 4_000, np.random.default_rng(1))
    same = simulate_losses(risks, stakes, 4_000, np.random.default_rng(1))
    assert (losses == same).all()
    assert abs(losses.mean() / (risks @ stakes) - 1) < 0.02
    for level in (0.5, 0.9, 0.99):
        share = (losses > loss_quantile(level, risks, stakes)).mean()
        assert abs(share - (1 - level)) < 4 * np.sqrt(level * (1 - level) / 4_000)


def test_the_formula_is_the_limit_of_many_small_clients():
    gaps = []
    for clients in (100, 1_000, 10_000):
        risks, stakes = np.full(clients, 0.05), np.full(clients, 1 / clients)
        gaps.append(loss_quantile(0.999, risks, stakes) / capital_formula(0.999, risks, stakes) - 1)
    assert gaps[0] > 5 * gaps[1] > 25 * gaps[2] > 0


def test_the_formula_is_that_of_the_capital_rules():
    """CRE31 for revolving retail: N[(1 - R)^-0.5 G(PD) + (R / (1 - R))^0.5 G(0.999)], R = 0.04."""
    expected = norm.cdf(0.96**-0.5 * norm.ppf(0.03) + (0.04 / 0.96) ** 0.5 * norm.ppf(0.999))
    assert capital_formula(0.999, [0.03], [1.0]) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("risks", "stakes", "correlation", "words"),
    [
        ([0.0], [1.0], 0.04, "risks must be"),
        ([1.0], [1.0], 0.04, "risks must be"),
        ([0.1, 0.2], [1.0], 0.04, "stakes must be 2"),
        ([0.1], [-1.0], 0.04, "stakes must be 1"),
        ([0.1], [0.0], 0.04, "not all zero"),
        ([0.1], [1.0], 1.0, "correlation"),
        ([], [], 0.04, "risks"),
    ],
)
def test_nonsense_is_refused_by_name(risks, stakes, correlation, words):
    with pytest.raises(ValueError, match=words):
        loss_quantile(0.99, risks, stakes, correlation)
