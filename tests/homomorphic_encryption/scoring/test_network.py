"""The network with squares: its gradient leads to a minimum, and it learns what a line cannot."""

from __future__ import annotations

import numpy as np
import pytest
from execml.homomorphic_encryption import EncryptedScorer, train_square_network


def test_it_learns_a_circle_and_scores_as_the_scorer_says():
    draw = np.random.default_rng(0)
    x = draw.uniform(-1, 1, (2_000, 2))
    labels = ((x**2).sum(axis=1) < 0.6).astype(int)
    net = train_square_network(x, labels, 3, draw)
    scorer = EncryptedScorer(
        net.weights, net.intercept, net.hidden_weights, net.hidden_intercepts,
        ring_dimension=16_384, prime_bits=(60, 40, 40, 40, 60),
    )  # fmt: skip
    assert ((scorer.plain(x) > 0) == labels).mean() > 0.97


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="labels"):
        train_square_network(np.ones((3, 2)), [0, 1], 2, np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"features hold 1e\+30"):
        train_square_network(np.full((3, 2), 1e30), [0, 1, 1], 2, np.random.default_rng(0))
    with pytest.raises(ValueError, match="units=0"):
        train_square_network(np.ones((3, 2)), [0, 1, 1], 0, np.random.default_rng(0))
