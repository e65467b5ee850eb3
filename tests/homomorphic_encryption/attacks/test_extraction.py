"""A linear model from its answers."""

from __future__ import annotations

import numpy as np
import pytest
from execml.homomorphic_encryption import DamagedMessage, EncryptedScorer, extract_model, weights_from_noise


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


def test_a_batch_of_zeros_gives_the_weights_by_its_noise():
    draw = np.random.default_rng(1)
    weights = draw.normal(size=12)
    for automatic, within in ((False, 1e-6), (True, 1.0)):
        scorer = EncryptedScorer(weights, 0.25, automatic=automatic)
        client = scorer.client()
        request = client.encrypt(np.zeros((4_096, 12)))
        response = scorer.server(client.public_context).score(request)
        assert np.ptp(client.decrypt(response)) < 1e-6  # the scores themselves say nothing
        assert np.abs(weights_from_noise(client, request, response) - weights).max() < within
    assert np.abs(weights_from_noise(client, request, response) - weights).max() > 1e-3  # rescaling rounds


def test_what_holds_no_equations_is_refused():
    scorer = EncryptedScorer([0.5, -1.0])
    client = scorer.client()
    request = client.encrypt(np.zeros((2, 2)))
    response = scorer.server(client.public_context).score(request)
    with pytest.raises(ValueError, match="request has 2 customers"):
        weights_from_noise(client, request, response)
    with pytest.raises(ValueError, match="client=None"):
        weights_from_noise(None, request, response)
    with pytest.raises(DamagedMessage, match="received"):
        weights_from_noise(client, request[:-1], response)
