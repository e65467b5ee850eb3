"""Each mechanism: its distribution, its guarantee from exact probabilities, OpenDP, and bad input."""

from __future__ import annotations

import math

import numpy as np
import pytest
from execml.differential_privacy import gaussian_sigma
from execml.differential_privacy.mechanisms import noise as mechanisms
from execml.differential_privacy.mechanisms.discrete import discrete_laplace_pmf
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

SAMPLES = 20_000
EPSILON = st.floats(0.01, 20)


@pytest.fixture
def generator():
    return np.random.default_rng(7)


@pytest.fixture(scope="module")
def opendp():
    import opendp.prelude as dp

    dp.enable_features("contrib")
    return dp


def test_laplace_noise_has_scale_sensitivity_over_epsilon(generator):
    noisy = mechanisms.laplace(np.full(SAMPLES, 50.0), sensitivity=3.0, epsilon=0.5, generator=generator)
    assert stats.kstest(noisy - 50, "laplace", (0, 6)).pvalue > 0.001
    assert stats.kstest(noisy - 50, "laplace", (0, 3)).pvalue < 1e-6


def test_gaussian_noise_has_the_exact_sigma(generator):
    noisy = mechanisms.gaussian_mechanism(np.zeros(SAMPLES), 2.0, 1.0, 1e-5, generator)
    assert stats.kstest(noisy, "norm", (0, gaussian_sigma(1.0, 1e-5, 2.0))).pvalue > 0.001


def test_geometric_noise_follows_its_probabilities(generator):
    noisy = mechanisms.geometric(np.full(SAMPLES, 100), sensitivity=2, epsilon=1.0, generator=generator)
    points = np.arange(-8, 9)
    expected = discrete_laplace_pmf(points, rate=0.5)
    counts = np.array([(noisy - 100 == point).sum() for point in points])
    inside = counts.sum()
    assert stats.chisquare(counts, expected / expected.sum() * inside).pvalue > 0.001


@settings(deadline=None, max_examples=50)
@given(EPSILON, st.integers(1, 5))
def test_geometric_probabilities_of_neighbours_differ_by_at_most_epsilon(epsilon, sensitivity):
    points = np.arange(-30, 31)
    with np.errstate(divide="ignore"):
        here = np.log(discrete_laplace_pmf(points, epsilon / sensitivity))
        there = np.log(discrete_laplace_pmf(points - sensitivity, epsilon / sensitivity))
    seen = np.isfinite(here) & np.isfinite(there)
    worst = np.abs(here - there)[seen].max()
    assert worst == pytest.approx(epsilon, rel=1e-9)  # not above: private; not below: no noise wasted


def test_laplace_and_geometric_scales_deliver_the_epsilon_that_opendp_computes(opendp):
    reals = opendp.atom_domain(T=float, nan=False), opendp.absolute_distance(T=float)
    counts = opendp.atom_domain(T=int), opendp.absolute_distance(T=int)
    for sensitivity, epsilon in ((1, 0.1), (3, 2.0)):
        scale = sensitivity / epsilon
        theirs = opendp.m.make_laplace(*reals, scale=scale).map(float(sensitivity))
        assert theirs == pytest.approx(epsilon, rel=1e-9)
        assert opendp.m.make_laplace(*counts, scale=scale).map(sensitivity) == pytest.approx(
            epsilon, rel=1e-9
        )


def test_discrete_gaussian_has_the_zcdp_that_opendp_computes(opendp, generator):
    measured = opendp.m.make_gaussian(opendp.atom_domain(T=int), opendp.absolute_distance(T=int), scale=4.0)
    assert measured.map(3) == pytest.approx(3**2 / (2 * 4.0**2), rel=1e-9)
    noisy = mechanisms.discrete_gaussian(np.full(SAMPLES, 9), sigma=4.0, generator=generator)
    assert noisy.std() == pytest.approx(4.0, rel=0.03)
    assert noisy.mean() == pytest.approx(9, abs=0.15)


def test_exponential_and_randomised_response_agree_with_opendp(opendp):
    candidates = opendp.vector_domain(opendp.atom_domain(T=float, nan=False)), opendp.linf_distance(T=float)
    gumbel = opendp.m.make_noisy_max(*candidates, opendp.max_divergence(), scale=2 * 1.5 / 0.8)
    assert gumbel.map(1.5) == pytest.approx(
        0.8, rel=1e-9
    )  # ours adds Gumbel noise of scale 2 sensitivity / epsilon
    for epsilon in (0.3, 2.0):
        truthful = math.exp(epsilon) / (1 + math.exp(epsilon))
        assert opendp.m.make_randomized_response_bool(prob=truthful).map(1) == pytest.approx(
            epsilon, rel=1e-9
        )


@settings(deadline=None, max_examples=60)
@given(
    st.floats(-1e6, 1e6),
    st.floats(0.01, 500),
    st.floats(-1, 1),
    st.integers(-6, 8).map(lambda power: 2.0**power),
)
def test_rounding_to_the_grid_never_stretches_the_sensitivity(value, sensitivity, share, granularity):
    other = value + share * sensitivity
    strong = 1e6 * math.ceil(sensitivity / granularity)  # so large an epsilon that the noise is zero
    first, second = (
        mechanisms.discrete_laplace(answer, sensitivity, strong, np.random.default_rng(0), granularity)
        for answer in (value, other)
    )
    assert abs(first - value) <= granularity / 2
    assert (first / granularity).is_integer()
    assert abs(first - second) / granularity <= math.ceil(sensitivity / granularity) + 1e-9


def test_rounding_does_not_open_a_gap_at_ties(generator):
    halves = mechanisms.discrete_laplace(np.array([0.5, 1.5, 2.5, -0.5]), 1.0, 1e6, generator)
    assert halves.tolist() == [1.0, 2.0, 3.0, 0.0]  # to even would put 0.5 and 1.5 two steps apart


def test_discrete_laplace_on_a_grid_has_the_right_spread(generator):
    noisy = mechanisms.discrete_laplace(np.full(SAMPLES, 10.3), 1.0, 0.2, generator, granularity=0.25)
    assert set(np.unique(noisy * 4 % 1)) == {0.0}
    assert np.abs(noisy - 10.25).mean() == pytest.approx(0.25 / math.sinh(0.2 / 4), rel=0.03)


def test_exponential_chooses_with_its_probabilities(generator):
    scores = np.array([0.0, 3.0, 5.0, 5.0, -40.0])
    chosen = mechanisms.exponential(np.broadcast_to(scores, (SAMPLES, 5)), 1.0, 0.8, generator)
    expected = mechanisms.exponential_probabilities(scores, 1.0, 0.8)
    assert expected == pytest.approx(np.exp(0.4 * scores) / np.exp(0.4 * scores).sum())
    counts = np.bincount(chosen, minlength=5)
    assert stats.chisquare(counts[:4], expected[:4] / expected[:4].sum() * counts[:4].sum()).pvalue > 0.001


@settings(deadline=None, max_examples=80)
@given(
    st.lists(st.floats(-100, 100), min_size=2, max_size=8),
    st.floats(0.1, 5),
    EPSILON,
    st.booleans(),
    st.integers(0, 2**32),
)
def test_exponential_is_private_for_every_change_of_the_scores(scores, sensitivity, epsilon, monotonic, seed):
    low = 0 if monotonic else -1
    change = np.random.default_rng(seed).uniform(low, 1, len(scores)) * sensitivity
    change[:2] = low * sensitivity, sensitivity  # the worst neighbours move scores by the whole sensitivity
    here, there = (
        mechanisms.exponential_probabilities(np.array(scores) + moved, sensitivity, epsilon, monotonic)
        for moved in (0, change)
    )
    assert np.all(here <= math.exp(epsilon) * there * (1 + 1e-9) + 1e-300)
    assert np.all(there <= math.exp(epsilon) * here * (1 + 1e-9) + 1e-300)


def test_exponential_is_stable_for_huge_scores(generator):
    assert mechanisms.exponential([1e15, 1e15 + 1000], 1.0, 1.0, generator) == 1
    assert mechanisms.exponential_probabilities([-1e15, -1e15], 1.0, 1.0).tolist() == [0.5, 0.5]


@pytest.mark.parametrize("epsilon", [0.2, 1.0, 4.0])
def test_randomised_response_lies_at_the_promised_rate(epsilon, generator):
    lie = 1 / (1 + math.exp(epsilon))
    for truth in (True, False):
        lies = (mechanisms.randomised_response(np.full(SAMPLES, truth), epsilon, generator) != truth).sum()
        assert stats.binomtest(int(lies), SAMPLES, lie).pvalue > 0.001


@settings(deadline=None, max_examples=50)
@given(st.floats(0, 1), EPSILON)
def test_share_estimate_inverts_the_expected_report(share, epsilon):
    lie = 1 / (1 + math.exp(epsilon))
    reported = share * (1 - lie) + (1 - share) * lie
    assert mechanisms.randomised_response_share(reported, epsilon) == pytest.approx(share, abs=1e-9)


def test_share_estimate_is_right_on_real_answers(generator):
    answers = np.arange(30_000) % 5 == 0
    reported = mechanisms.randomised_response(answers, 1.0, generator).mean()
    assert mechanisms.randomised_response_share(reported, 1.0) == pytest.approx(0.2, abs=0.025)


def test_one_answer_gives_a_number_and_many_give_an_array_of_their_shape(generator):
    table = np.arange(6).reshape(2, 3)
    assert isinstance(mechanisms.laplace(1, 1, 1, generator), float)
    assert isinstance(mechanisms.geometric(1, 1, 1, generator), int)
    assert isinstance(mechanisms.discrete_gaussian(1, 1, generator), int)
    assert isinstance(mechanisms.exponential([1, 2], 1, 1, generator), int)
    assert isinstance(mechanisms.randomised_response(True, 1, generator), bool)
    assert mechanisms.geometric(table, 1, 1, generator).shape == (2, 3)
    assert mechanisms.geometric(table, 1, 1, generator).dtype == np.int64
    assert mechanisms.gaussian_mechanism(table, 1, 1, 0.1, generator).shape == (2, 3)
    assert mechanisms.exponential(table, 1, 1, generator).shape == (2,)


def test_counts_beyond_64_bits_are_an_error_and_never_wrap_around(generator):
    with pytest.raises(OverflowError):
        mechanisms.geometric(np.full(50, 2**63 - 1), 1, 0.01, generator)


NOBODY = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: mechanisms.laplace(1, 0, 1, NOBODY), "sensitivity"),
        (lambda: mechanisms.laplace(1, 1, 0, NOBODY), "epsilon"),
        (lambda: mechanisms.laplace(math.nan, 1, 1, NOBODY), "value"),
        (lambda: mechanisms.laplace("1", 1, 1, NOBODY), "value"),
        (lambda: mechanisms.laplace(1, 1, 1, 42), "generator"),
        (lambda: mechanisms.geometric(1.5, 1, 1, NOBODY), "value"),
        (lambda: mechanisms.geometric(1, 0.5, 1, NOBODY), "sensitivity"),
        (lambda: mechanisms.geometric(1, 1, -1, NOBODY), "epsilon"),
        (lambda: mechanisms.discrete_laplace(1.0, 1, 1, NOBODY, granularity=0.3), "granularity"),
        (lambda: mechanisms.discrete_laplace(1e300, 1, 1, NOBODY), "granularity"),
        (lambda: mechanisms.gaussian_mechanism(1, 1, 1, 0, NOBODY), "delta"),
        (lambda: mechanisms.discrete_gaussian(1, 0, NOBODY), "sigma"),
        (lambda: mechanisms.exponential([], 1, 1, NOBODY), "scores"),
        (lambda: mechanisms.exponential(3, 1, 1, NOBODY), "scores"),
        (lambda: mechanisms.exponential([1, math.inf], 1, 1, NOBODY), "value"),
        (lambda: mechanisms.randomised_response([0, 2], 1, NOBODY), "answers"),
        (lambda: mechanisms.randomised_response([0, 1], 0, NOBODY), "epsilon"),
        (lambda: mechanisms.randomised_response_share(0.5, math.nan), "epsilon"),
    ],
)
def test_bad_input_is_refused_by_name(call, named):
    with pytest.raises(ValueError, match=named):
        call()
