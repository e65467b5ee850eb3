"""The key from returned scores: found exactly, useful, and stopped by what is said to stop it."""

from __future__ import annotations

import numpy as np
import pytest
from execml.homomorphic_encryption import EncryptedScorer, flooded, recover_key
from execml.homomorphic_encryption.libraries import tenseal as library

DRAW = np.random.default_rng(0)
CLIENTS = DRAW.uniform(-1, 1, (8192, 4))


def served(**options):
    scorer = EncryptedScorer([0.5, -1.0, 0.25, 2.0], 0.1, **{"automatic": True, **options})
    client = scorer.client()
    server = scorer.server(client.public_context)
    request = client.encrypt(CLIENTS)
    scores = client.decrypt(server.score(request))
    return client, server, request, np.split(scores, 2)


def test_two_batches_give_the_key_and_the_key_reads_every_client():
    client, server, request, scores = served()
    key = recover_key(server, scores)
    assert key.found
    assert (key.coefficients == library.secret_polynomial(client.context)).all()
    assert np.abs(key.read(server, request) - CLIENTS).max() < 1e-6


def test_eleven_digits_suffice_and_ten_do_not():
    _, server, request, scores = served()
    assert recover_key(server, [batch.round(11) for batch in scores]).found
    few = recover_key(server, [batch.round(9) for batch in scores])
    assert not few.found
    with pytest.raises(ValueError, match="no key was found"):
        few.read(server, request)


def test_at_a_smaller_scale_three_digits_fewer_suffice():
    for _ in range(5):  # keys
        _, server, _, scores = served(prime_bits=(60, 30, 60), scale_bits=30)
        assert recover_key(server, [batch.round(8) for batch in scores]).found
        assert not recover_key(server, [batch.round(7) for batch in scores]).found


def test_noise_stops_it():
    _, server, _, scores = served()
    noisy = [flooded(batch, 1e-6, np.random.default_rng(1)) for batch in scores]
    assert not recover_key(server, noisy).found


def test_without_rescaling_a_float_does_not_hold_the_message():
    _, server, _, scores = served(automatic=False)
    with pytest.raises(ValueError, match="has not rescaled"):
        recover_key(server, scores)


def test_what_is_no_equation_is_refused():
    _, server, _, scores = served()
    with pytest.raises(ValueError, match="at least 2"):
        recover_key(server, scores[:1])
    with pytest.raises(ValueError, match="a full one has 4096"):
        recover_key(server, [batch[:100] for batch in scores])
    with pytest.raises(ValueError, match="the same batch twice"):
        server.served[1] = server.served[0]
        recover_key(server, [scores[0], scores[0]])
    with pytest.raises(ValueError, match="server="):
        recover_key("a file from elsewhere", scores)
