"""Medians and trimmed means against scipy's, and the clients that must be named."""

from __future__ import annotations

import execml.federated_learning as fl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import trim_mean

RULES = {
    "median": fl.coordinate_median,
    "trimmed": lambda updates: fl.trimmed_mean(updates, 0.2),
    "krum": lambda updates: fl.krum(updates, 1),
}


@given(clients=st.integers(1, 30), trim=st.sampled_from([0, 0.1, 0.2, 0.29, 0.4]), seed=st.integers(0, 2**16))
@settings(max_examples=50, deadline=None)
def test_the_trimmed_mean_is_scipys(clients, trim, seed):
    updates = np.random.default_rng(seed).normal(size=(clients, 4))
    assert np.allclose(fl.trimmed_mean(updates, trim), trim_mean(updates, trim, axis=0), atol=1e-12)


def test_a_share_that_floating_point_falls_short_of_still_counts_whole_clients():
    updates = np.arange(100.0)[:, None] ** 2
    assert fl.trimmed_mean(updates, 0.29)[0] == pytest.approx(np.mean(np.arange(29, 71) ** 2))


@given(seed=st.integers(0, 2**16), size=st.floats(1, 1e9))
@settings(max_examples=40, deadline=None)
def test_one_wrong_client_of_seven_cannot_pull_a_middle_out_of_the_honest_range(seed, size):
    updates = np.random.default_rng(seed).normal(size=(7, 3))
    updates[6] = size
    honest = updates[:6]
    for name in ("median", "trimmed"):
        found = RULES[name](updates)
        assert (honest.min(axis=0) <= found).all() and (found <= honest.max(axis=0)).all()


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_client_whose_update_is_not_finite_is_named_and_nothing_is_averaged(rule, bad):
    updates = np.zeros((6, 2))
    updates[4, 1] = bad
    with pytest.raises(ValueError, match=r"clients \[4\] hold NaN or infinity"):
        rule(updates)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@pytest.mark.parametrize("updates", [[], [1.0, 2.0], "text", None, [[1.0], [1.0, 2.0]]])
def test_what_are_no_updates_is_refused(rule, updates):
    with pytest.raises(ValueError, match="updates"):
        rule(updates)


@pytest.mark.parametrize("trim", [-0.1, 0.5, np.nan, None])
def test_the_share_is_refused_by_name(trim):
    with pytest.raises(ValueError, match="trim"):
        fl.trimmed_mean([[1.0]], trim)
