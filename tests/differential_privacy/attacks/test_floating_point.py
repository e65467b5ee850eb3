"""The floating-point attack: it must never accuse wrongly, and it must succeed on NumPy's own sampler."""

from __future__ import annotations

import numpy as np
import pytest
from execml.differential_privacy.attacks.floating_point import neighbouring_doubles, numpy_laplace, possible
from execml.differential_privacy.mechanisms.noise import geometric, laplace


def test_our_copy_of_the_sampler_is_numpys_bit_for_bit():
    uniform = np.random.default_rng(1).random(5_000)
    assert np.array_equal(numpy_laplace(uniform, 3.7), np.random.default_rng(1).laplace(0, 3.7, 5_000))


@pytest.mark.parametrize("answer", [0.0, 3.0, 7.0, -7.0, 1_000.0, 167_484.25])
@pytest.mark.parametrize("epsilon", [0.01, 0.1, 1.0, 5.0])
def test_what_was_released_is_always_found_possible(answer, epsilon):
    released = laplace(np.full(400, answer), 1, epsilon, np.random.default_rng(2))
    assert possible(released, answer, 1 / epsilon).all()


def test_most_releases_prove_a_count_that_noise_should_hide():
    released = laplace(np.full(2_000, 7.0), 1, 0.1, np.random.default_rng(3))
    proven = ~possible(released, 6, 10.0)
    assert 0.6 < proven.mean() < 0.75  # at zero false alarms the promise allows none


def test_what_is_called_impossible_is_not_found_by_a_search_fifty_times_wider():
    released = laplace(np.full(60, 7.0), 1, 0.1, np.random.default_rng(4))
    rejected = released[~possible(released, 6, 10.0)]
    noise = rejected - 6
    tail = np.exp(-np.abs(noise) / 10) / 2
    nearest = np.rint(np.where(noise < 0, tail, 1 - tail) * 2.0**53)
    uniform = np.clip((nearest[:, None] + np.arange(-1200, 1201)) * 2.0**-53, 2.0**-53, 1 - 2.0**-53)
    assert len(rejected) > 20
    assert not (6 + numpy_laplace(uniform, 10.0) == rejected[:, None]).any()


def test_a_large_count_hides_the_gaps():
    released = laplace(np.full(500, 100_000.0), 1, 1.0, np.random.default_rng(5))
    assert (~possible(released, 99_999, 1.0)).mean() < 0.02


def test_geometric_noise_gives_whole_numbers_that_both_worlds_can_give():
    here, there = (
        set(geometric(np.full(5_000, count), 1, 1.0, np.random.default_rng(count))) for count in (6, 7)
    )
    middle = set(range(2, 12))
    assert middle <= here
    assert middle <= there


def test_neighbouring_doubles_leave_none_out():
    doubles = neighbouring_doubles(15.18, 40)
    assert np.array_equal(np.nextafter(doubles[:-1], np.inf), doubles[1:])


@pytest.mark.parametrize(("outputs", "scale"), [([[1.0]], 1.0), ([np.nan], 1.0), ([1.0], 0.0)])
def test_bad_input_is_refused(outputs, scale):
    with pytest.raises(ValueError, match=r"outputs|scale"):
        possible(outputs, 0, scale)
