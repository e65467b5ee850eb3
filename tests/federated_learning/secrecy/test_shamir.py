"""Shares: enough give the secret back, fewer say nothing, by counting and over many secrets."""

from __future__ import annotations

import itertools
from collections import Counter

import execml.federated_learning as fl
import numpy as np
import pytest
from execml.federated_learning.secrecy.shamir import PRIME, random_below
from hypothesis import given, settings
from hypothesis import strategies as st


@given(
    secret=st.integers(0, PRIME - 1),
    threshold=st.integers(1, 6),
    extra=st.integers(0, 3),
    seed=st.integers(0, 2**32),
)
@settings(max_examples=60, deadline=None)
def test_any_threshold_of_shares_gives_the_secret_back(secret, threshold, extra, seed):
    draw = np.random.default_rng(seed)
    shares = fl.shamir_share(secret, threshold + extra, threshold, PRIME, draw)
    chosen = draw.permutation(threshold + extra)[:threshold]
    assert fl.shamir_recover([shares[place] for place in chosen], PRIME) == secret


def test_fewer_shares_than_the_threshold_have_the_same_distribution_for_every_secret():
    """All polynomials over a field of 7: two shares of a threshold of three are uniform, whatever f(0)."""
    prime = 7
    for places in itertools.combinations(range(1, 7), 2):
        seen = []
        for secret in range(prime):
            pairs = Counter(
                tuple((secret + a * x + b * x * x) % prime for x in places)
                for a in range(prime)
                for b in range(prime)
            )
            seen.append(pairs)
        assert all(pairs == seen[0] for pairs in seen)
        assert set(seen[0].values()) == {1} and len(seen[0]) == prime**2


@given(secret=st.integers(0, 10**9), other=st.integers(0, 10**9), seed=st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_shares_below_the_threshold_fit_any_other_secret_as_well(secret, other, seed):
    shares = fl.shamir_share(secret, 5, 3, PRIME, np.random.default_rng(seed))[:2]
    # The polynomial through (0, other) and both shares is one that could have been drawn.
    third = fl.shamir_share(other, 5, 3, PRIME, np.random.default_rng(seed))[0][0] + 2
    bent = fl.shamir_recover([(x, (y - other) * pow(x, -1, PRIME) % PRIME) for x, y in shares], PRIME)
    slope = sum(
        (y - other) * pow(x, -1, PRIME) * sign for (x, y), sign in zip(shares, (1, -1), strict=True)
    ) * pow(shares[0][0] - shares[1][0], -1, PRIME)
    value = (other + bent * third + slope * third**2) % PRIME
    assert fl.shamir_recover([*shares, (third, value)], PRIME) == other


def test_the_coefficients_are_drawn_uniformly():
    draw = np.random.default_rng(0)
    counts = np.bincount([random_below(5, draw) for _ in range(5_000)], minlength=5)
    assert (abs(counts - 1_000) < 5 * np.sqrt(800)).all()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((101, 5, 3, 101), "secret=101"),
        ((1, 5, 6, 101), "threshold=6"),
        ((1, 5, 0, 101), "threshold=0"),
        ((1, 101, 3, 101), "n_shares=101"),
        ((1, 5, 3, 1), "prime=1"),
        ((1.5, 5, 3, 101), "secret=1.5"),
    ],
)
def test_sharing_refuses_by_name(arguments, words):
    with pytest.raises(ValueError, match=words):
        fl.shamir_share(*arguments, np.random.default_rng(0))


@pytest.mark.parametrize("shares", [[], [(1, 5), (1, 6)], [(0, 5)], [(1, 11)], [(1, -1)], [5], [(1,)]])
def test_recovering_refuses_what_are_no_shares(shares):
    with pytest.raises(ValueError, match="shares"):
        fl.shamir_recover(shares, 11)
