"""Secret sharing gives the scores, and each share alone is uniform."""

from __future__ import annotations

import numpy as np
import pytest
from execml.homomorphic_encryption import shared_scores


def test_scores_are_right_and_bytes_are_counted():
    draw = np.random.default_rng(0)
    clients, weights = draw.uniform(-1, 1, (300, 10)), draw.normal(size=10)
    found = shared_scores(clients, weights, 0.5, draw)
    assert np.abs(found.scores - clients @ weights - 0.5).max() < 1e-4
    assert found.upload == (300 * 10 + 10) * 8 + 64  # one share is made from a seed
    assert found.between == 2 * (300 * 10 + 10) * 8  # weights are opened once, not for each client
    assert found.prepared == 300 * 8 + 64
    assert found.download == 2 * 300 * 8
    with pytest.raises(ValueError, match="fraction_bits"):
        shared_scores(clients, weights, 0.5, draw, 60)


def test_numbers_that_would_wrap_around_are_refused():
    """Without the check features and weights of a million gave −5,959,679 in place of 10¹²."""
    for features, weights in (([[1e6, 1.0]], [1e6, 1.0]), ([[1e30]], [1.0]), ([[1.0]], [1e30])):
        with pytest.raises(ValueError, match="features and weights make sums up to"):
            shared_scores(features, weights, 0.0, np.random.default_rng(0))
