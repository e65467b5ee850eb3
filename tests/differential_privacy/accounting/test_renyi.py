"""The Rényi accountant against Opacus, the binomial sum and published figures."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
from execml.differential_privacy import epsilon
from execml.differential_privacy.accounting.renyi import (
    renyi_delta,
    renyi_delta_2017,
    renyi_divergence,
    renyi_epsilon,
    renyi_epsilon_2017,
)
from hypothesis import given, settings
from hypothesis import strategies as st

SETTINGS = [(1.1, 256 / 60_000, 14_062), (4.0, 0.01, 10_000), (0.6, 0.02, 300), (0.9, 0.3, 40)]

ORDERS = np.array([1 + x / 10 for x in range(1, 100)] + list(range(12, 64)), dtype=float)


@pytest.mark.parametrize(("noise", "rate", "steps"), SETTINGS)
def test_divergences_and_epsilon_are_those_of_opacus_on_the_same_orders(
    noise: float, rate: float, steps: int
) -> None:
    from opacus.accountants.analysis.rdp import compute_rdp, get_privacy_spent

    theirs = compute_rdp(q=rate, noise_multiplier=noise, steps=steps, orders=ORDERS)
    ours = steps * renyi_divergence(ORDERS, noise, rate)
    resolved = theirs < 600  # beyond, the library's series overflow
    assert ours[resolved] == pytest.approx(theirs[resolved], rel=1e-6)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        spent, _ = get_privacy_spent(orders=ORDERS, rdp=theirs, delta=1e-5)
    assert renyi_epsilon(noise, rate, steps, 1e-5, ORDERS) == pytest.approx(spent, rel=1e-6)


@pytest.mark.parametrize(("noise", "rate", "steps"), SETTINGS)
def test_free_orders_never_do_worse_than_opacus_orders(noise: float, rate: float, steps: int) -> None:
    for delta in (1e-3, 1e-5, 1e-10):
        assert (
            renyi_epsilon(noise, rate, steps, delta)
            <= renyi_epsilon(noise, rate, steps, delta, ORDERS) * 1.0001
        )


def test_divergence_at_whole_orders_is_the_binomial_sum() -> None:
    noise, rate = 1.3, 0.05
    for order in (2, 3, 7, 20):
        terms = [
            math.comb(order, k) * (1 - rate) ** (order - k) * rate**k * math.exp(k * (k - 1) / (2 * noise**2))
            for k in range(order + 1)
        ]
        expected = math.log(math.fsum(terms)) / (order - 1)
        assert renyi_divergence(np.array([float(order)]), noise, rate)[0] == pytest.approx(expected, rel=1e-9)


def test_without_subsampling_the_divergence_is_half_the_order_over_the_variance() -> None:
    nearly = renyi_divergence(np.array([1.5, 4.0, 30.0]), 2.0, 1 - 1e-12)
    assert nearly == pytest.approx(np.array([1.5, 4.0, 30.0]) / 8, rel=1e-8)


@pytest.mark.parametrize(
    ("noise", "rate", "steps", "published"),
    [
        (4.0, 0.01, 10_000, 1.26),  # Abadi et al. 2016
        (1.3, 256 / 60_000, 15 * 60_000 / 256, 1.19),  # TensorFlow Privacy, tutorials/README.md
        (1.1, 256 / 60_000, 60 * 60_000 / 256, 3.01),
        (1.3, 1 / 250, 15 * 250, 1.16),  # Opacus, examples/mnist_README.md
        (1.1, 1 / 250, 60 * 250, 2.91),
        (0.7, 1 / 250, 45 * 250, 6.86),
    ],
)
def test_the_first_conversion_gives_the_published_figures(
    noise: float, rate: float, steps: float, published: float
) -> None:
    assert epsilon(noise, rate, int(steps), 1e-5, "rdp_2017") == pytest.approx(published, abs=0.0075)


@settings(deadline=None, max_examples=20)
@given(st.floats(0.5, 10), st.floats(0.001, 1), st.integers(1, 2_000), st.floats(-10, -3))
def test_conversions_are_ordered_and_delta_undoes_epsilon(
    noise: float, rate: float, steps: int, log_delta: float
) -> None:
    target = 10**log_delta
    new, old = (convert(noise, rate, steps, target) for convert in (renyi_epsilon, renyi_epsilon_2017))
    assert new <= old
    assert renyi_delta(noise, rate, steps, old) <= renyi_delta_2017(noise, rate, steps, old) * (1 + 1e-9)
    if new > 0:
        assert renyi_delta(noise, rate, steps, new) == pytest.approx(target, rel=1e-2)
