"""Choices and answers at random: their probabilities, their guarantee, OpenDP, and bad input."""

from __future__ import annotations

import math

import numpy as np
import pytest
from execml.differential_privacy.mechanisms import choices
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

SAMPLES = 20_000

EPSILON = st.floats(0.01, 20)


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


def test_exponential_chooses_with_its_probabilities(generator):
    scores = np.array([0.0, 3.0, 5.0, 5.0, -40.0])
    chosen = choices.exponential(np.broadcast_to(scores, (SAMPLES, 5)), 1.0, 0.8, generator)
    expected = choices.exponential_probabilities(scores, 1.0, 0.8)
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
        choices.exponential_probabilities(np.array(scores) + moved, sensitivity, epsilon, monotonic)
        for moved in (0, change)
    )
    assert np.all(here <= math.exp(epsilon) * there * (1 + 1e-9) + 1e-300)
    assert np.all(there <= math.exp(epsilon) * here * (1 + 1e-9) + 1e-300)


def test_exponential_is_stable_for_huge_scores(generator):
    assert choices.exponential([1e15, 1e15 + 1000], 1.0, 1.0, generator) == 1
    assert choices.exponential_probabilities([-1e15, -1e15], 1.0, 1.0).tolist() == [0.5, 0.5]


@pytest.mark.parametrize("epsilon", [0.2, 1.0, 4.0])
def test_randomised_response_lies_at_the_promised_rate(epsilon, generator):
    lie = 1 / (1 + math.exp(epsilon))
    for truth in (True, False):
        lies = (choices.randomised_response(np.full(SAMPLES, truth), epsilon, generator) != truth).sum()
        assert stats.binomtest(int(lies), SAMPLES, lie).pvalue > 0.001


@settings(deadline=None, max_examples=50)
@given(st.floats(0, 1), EPSILON)
def test_share_estimate_inverts_the_expected_report(share, epsilon):
    lie = 1 / (1 + math.exp(epsilon))
    reported = share * (1 - lie) + (1 - share) * lie
    assert choices.randomised_response_share(reported, epsilon) == pytest.approx(share, abs=1e-9)


def test_share_estimate_is_right_on_real_answers(generator):
    answers = np.arange(30_000) % 5 == 0
    reported = choices.randomised_response(answers, 1.0, generator).mean()
    assert choices.randomised_response_share(reported, 1.0) == pytest.approx(0.2, abs=0.025)


def test_one_choice_is_a_number_and_many_are_an_array(generator):
    table = np.arange(6).reshape(2, 3)
    assert isinstance(choices.exponential([1, 2], 1, 1, generator), int)
    assert isinstance(choices.randomised_response(True, 1, generator), bool)
    assert choices.exponential(table, 1, 1, generator).shape == (2,)


NOBODY = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: choices.exponential([], 1, 1, NOBODY), "scores"),
        (lambda: choices.exponential(3, 1, 1, NOBODY), "scores"),
        (lambda: choices.exponential([1, math.inf], 1, 1, NOBODY), "scores"),
        (lambda: choices.randomised_response([0, 2], 1, NOBODY), "answers"),
        (lambda: choices.randomised_response([0, 1], 0, NOBODY), "epsilon"),
        (lambda: choices.randomised_response_share(0.5, math.nan), "epsilon"),
    ],
)
def test_bad_input_is_refused_by_name(call, named):
    with pytest.raises(ValueError, match=named):
        call()
