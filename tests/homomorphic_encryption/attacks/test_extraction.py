"""A linear model from its answers."""

from __future__ import annotations

import numpy as np
import pytest
from execml.homomorphic_encryption import EncryptedScorer, extract_model


def test_thirty_one_encrypted_queries_copy_thirty_weights():
    draw = np.random.default_rng(0)
    weights = draw.normal(size=30)
    scorer = EncryptedScorer(weights, -1.5)
    client = scorer.client()
    server = scorer.server(client.public_context)
    copy = extract_model(lambda rows: client.decrypt(server.score(client.encrypt(rows))), 30)
    assert copy.queries == 31
    assert np.abs(copy.weights - weights).max() < 1e-5
    clients = draw.uniform(-1, 1, (100, 30))
    assert np.abs(copy.score(clients) - scorer.plain(clients)).max() < 1e-5


def test_a_service_that_answers_otherwise_is_refused():
    with pytest.raises(ValueError, match="scores_of"):
        extract_model(lambda rows: rows, 3)
    with pytest.raises(ValueError, match="features=0"):
        extract_model(lambda rows: rows[:, 0], 0)
