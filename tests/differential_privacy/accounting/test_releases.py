"""Composing releases: against dp-accounting, a closed form, and the bounds that hold for any mixture."""

from __future__ import annotations

import math

import pytest
from dp_accounting import GaussianDpEvent, PoissonSampledDpEvent
from dp_accounting.pld import PLDAccountant
from execml.differential_privacy.accounting.releases import Release, composed_epsilon
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import norm


@pytest.mark.parametrize(
    "releases",
    [
        (
            *[Release("table", noise_multiplier=8.0)] * 12,
            *[Release("retraining", noise_multiplier=3.3, sample_rate=0.05, steps=600)] * 4,
        ),
        (
            Release("a", noise_multiplier=1.0, sample_rate=0.01, steps=1000),
            Release("b", noise_multiplier=3.0),
        ),
        (
            Release("a", noise_multiplier=0.8, sample_rate=0.02, steps=300),
            Release("b", noise_multiplier=2.0, sample_rate=0.1, steps=50),
            Release("c", noise_multiplier=10.0, steps=4),
        ),
    ],
)
def test_mixtures_compose_as_in_the_reference_accountant(releases: tuple[Release, ...]) -> None:
    accountant = PLDAccountant()
    for release in releases:
        event = GaussianDpEvent(release.noise_multiplier)
        accountant.compose(PoissonSampledDpEvent(release.sample_rate, event), release.steps)
    for delta in (1e-5, 1e-8):
        assert composed_epsilon(releases, delta) == pytest.approx(accountant.get_epsilon(delta), rel=2e-3)


FEW_EVENTS = [
    [(0.5, 0.001, 20), (10.0, 1.0, 1)],
    [(0.5, 0.01, 10), (1.0, 1.0, 1)],
    [(0.38, 0.0009, 1), (9.4, 1.0, 2)],
    [(0.6, 0.0017, 20), (1.8, 1.0, 1), (0.9, 0.01, 50)],
]


@pytest.mark.parametrize("parts", FEW_EVENTS)
@pytest.mark.parametrize("delta", [1e-5, 1e-6])
def test_mixtures_in_which_few_steps_carry_the_loss_are_tight_and_never_below(
    parts: list[tuple[float, float, int]], delta: float
) -> None:
    """No contour follows these; the best Chernoff bound is up to twice the reference."""
    accountant = PLDAccountant()
    for noise, rate, steps in parts:
        accountant.compose(PoissonSampledDpEvent(rate, GaussianDpEvent(noise)), steps)
    releases = [Release("r", noise_multiplier=noise, sample_rate=rate, steps=n) for noise, rate, n in parts]
    reference = accountant.get_epsilon(delta)
    assert reference * (1 - 1e-6) < composed_epsilon(releases, delta) < reference * (1 + 1e-4)


@pytest.mark.parametrize(("pure", "count", "delta"), [(0.5, 4, 1e-5), (0.1, 50, 1e-6), (1.0, 3, 1e-3)])
def test_pure_releases_compose_as_randomised_response_does(pure: float, count: int, delta: float) -> None:
    truth = 1 / (1 + math.exp(-pure))
    chances = [
        math.comb(count, told) * truth**told * (1 - truth) ** (count - told) for told in range(count + 1)
    ]

    def curve(epsilon: float) -> float:
        losses = [(2 * told - count) * pure for told in range(count + 1)]
        return sum(
            chance * max(0.0, -math.expm1(epsilon - loss))
            for chance, loss in zip(chances, losses, strict=True)
        )

    exact = brentq(lambda epsilon: curve(epsilon) - delta, 0, count * pure)
    found = composed_epsilon([Release("p", pure_epsilon=pure)] * count, delta)
    assert exact - 1e-9 < found < exact * (1 + 1e-4)


@pytest.mark.parametrize(
    ("sigma", "pure"), [(6.0, 0.5), (6.0, 0.1), (2.0, 0.5), (1.0, 1.0), (10.0, 3.0), (50.0, 0.01)]
)
def test_a_gaussian_with_a_pure_release_meets_its_closed_form(sigma: float, pure: float) -> None:
    # Randomised response loses +pure with probability p, else -pure: delta mixes two shifted Gaussian curves.
    p = 1 / (1 + math.exp(-pure))

    def curve(epsilon: float) -> float:
        return norm.cdf(0.5 / sigma - epsilon * sigma) - math.exp(epsilon) * norm.cdf(
            -0.5 / sigma - epsilon * sigma
        )

    expected = brentq(lambda value: p * curve(value - pure) + (1 - p) * curve(value + pure) - 1e-5, 0, 20)
    found = composed_epsilon([Release("g", noise_multiplier=sigma), Release("p", pure_epsilon=pure)], 1e-5)
    assert found == pytest.approx(expected, abs=1e-6)


RELEASES = st.one_of(
    st.builds(Release, st.just("g"), noise_multiplier=st.floats(1, 50), steps=st.integers(1, 12)),
    st.builds(Release, st.just("p"), pure_epsilon=st.floats(0.01, 1)),
    st.builds(
        Release,
        st.just("d"),
        noise_multiplier=st.floats(0.8, 5),
        sample_rate=st.floats(0.001, 0.2),
        steps=st.integers(1, 500),
    ),
)


@settings(deadline=None, max_examples=25)
@given(releases=st.lists(RELEASES, min_size=2, max_size=4), delta=st.sampled_from([1e-4, 1e-6]))
def test_together_costs_at_least_each_and_at_most_basic_composition(
    releases: list[Release], delta: float
) -> None:
    together = composed_epsilon(releases, delta)
    assert together >= max(composed_epsilon([release], delta) for release in releases) - 1e-6
    # Basic composition: epsilons add at delta / k each.
    added = sum(composed_epsilon([release], delta / len(releases)) for release in releases)
    assert together <= added * (1 + 1e-6) + 1e-9
    assert composed_epsilon(releases[::-1], delta) == pytest.approx(together, rel=1e-6)


def test_nothing_released_spends_nothing() -> None:
    assert composed_epsilon([], 1e-5) == 0


def test_pure_releases_alone_cost_no_more_than_their_sum() -> None:
    assert composed_epsilon([Release("p", pure_epsilon=0.5)] * 2, 1e-9) <= 1.0


@pytest.mark.parametrize(
    "arguments",
    [{}, {"noise_multiplier": 1.0, "pure_epsilon": 1.0}, {"pure_epsilon": 0.0}, {"noise_multiplier": -1.0}],
)
def test_releases_name_exactly_one_kind_of_noise(arguments: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"noise_multiplier|pure_epsilon"):
        Release("x", **arguments)  # type: ignore[arg-type]
