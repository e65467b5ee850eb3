"""Ranges of settings: what is drawn, and which range is impossible."""

import math
from typing import Any

import numpy as np
import pytest
from execml.automl.spaces.domains import Choice, Real, Whole
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare, kstest


def test_a_logarithmic_range_is_uniform_in_its_logarithm() -> None:
    generator = np.random.default_rng(0)
    drawn = np.log10([Real(1e-3, 10, log=True).sample(generator) for _ in range(4_000)])
    assert kstest(drawn, "uniform", args=(-3, 4)).pvalue > 1e-3


def test_a_whole_number_on_a_logarithmic_range_has_the_stated_probabilities() -> None:
    generator = np.random.default_rng(0)
    drawn = [Whole(1, 6, log=True).sample(generator) for _ in range(6_000)]
    expected = [math.log((k + 0.5) / (k - 0.5)) / math.log(6.5 / 0.5) for k in range(1, 7)]
    counts = [drawn.count(k) for k in range(1, 7)]
    assert chisquare(counts, np.array(expected) * 6_000).pvalue > 1e-3


@settings(deadline=None, max_examples=50)
@given(st.floats(0, 1), st.sampled_from([Real(0.5, 80, log=True), Real(-3, 4), Whole(2, 31, log=True)]))
def test_a_value_and_its_place_belong_together(place: float, domain: Any) -> None:
    value = domain.at(place)
    assert domain.contains(value)
    assert domain.at(domain.unit(value)) == pytest.approx(value, rel=1e-5)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Real(1, 1),
        lambda: Real(0, 1, log=True),
        lambda: Real(0, math.inf),
        lambda: Whole(1, 2.5),
        lambda: Whole(0, 3, log=True),
        lambda: Choice(("one",)),
        lambda: Choice("ab"),
        lambda: Choice((1, 1)),
    ],
)
def test_an_impossible_range_is_refused(make: Any) -> None:
    with pytest.raises(ValueError, match=r"low|options"):
        make()
