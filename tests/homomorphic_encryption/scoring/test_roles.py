"""Encrypted scoring: right, in order, with no secret at the server, and clear about damage."""

from __future__ import annotations

import numpy as np
import pytest
from execml.homomorphic_encryption import DamagedMessage, EncryptedScorer, InsecureParameters
from execml.homomorphic_encryption.approximation.polynomials import OutsideInterval
from execml.homomorphic_encryption.libraries import tenseal as library
from execml.homomorphic_encryption.scoring.messages import Message, opened, sealed

DRAW = np.random.default_rng(0)
WEIGHTS = DRAW.normal(size=5)
CLIENTS = DRAW.uniform(-1, 1, (5_000, 5))  # more than one ciphertext holds
SCORER = EncryptedScorer(WEIGHTS, 0.3)
CLIENT = SCORER.client()
SERVER = SCORER.server(CLIENT.public_context)
REQUEST = CLIENT.encrypt(CLIENTS)
RESPONSE = SERVER.score(REQUEST)


def test_scores_are_right_and_in_order_across_blocks():
    assert np.abs(CLIENT.decrypt(RESPONSE) - SCORER.plain(CLIENTS)).max() < 1e-6
    assert (
        np.abs(CLIENT.decrypt(SERVER.score(CLIENT.encrypt(CLIENTS[:1]))) - SCORER.plain(CLIENTS[:1])) < 1e-6
    )


def test_the_server_holds_no_secret_key_and_cannot_read():
    assert not SERVER.context.has_secret_key()
    with pytest.raises(ValueError, match="secret"):
        SERVER.served[0].decrypt()
    with pytest.raises(ValueError, match="the client must keep that to itself"):
        SCORER.server(CLIENT.context.serialize(save_secret_key=True))


def test_parts_of_a_score_add_up_to_it():
    parts = np.vstack([WEIGHTS * [1, 1, 0, 0, 0], WEIGHTS * [0, 0, 1, 1, 1]])
    found = CLIENT.decrypt(SERVER.combine(REQUEST, parts, [0.3, 0.0]))
    assert found.shape == (5_000, 2)
    assert np.abs(found.sum(axis=1) - SCORER.plain(CLIENTS)).max() < 1e-6


def test_a_hidden_layer_is_scored():
    hidden = DRAW.normal(size=(3, 5)) * 0.3
    scorer = EncryptedScorer(
        [0.5, -1.0, 0.3], 0.1, hidden, DRAW.normal(size=3),
        ring_dimension=16_384, prime_bits=(60, 40, 40, 40, 60),
    )  # fmt: skip
    client = scorer.client()
    server = scorer.server(client.public_context)
    few = CLIENTS[:200]
    assert np.abs(client.decrypt(server.score(client.encrypt(few))) - scorer.plain(few)).max() < 1e-3


@pytest.mark.parametrize(
    "damage",
    [
        lambda b: b[:-1],
        lambda b: b[:100],
        lambda b: b[:500] + bytes([b[500] ^ 1]) + b[501:],
        lambda b: b"",
        lambda b: b[1:],
    ],
)
def test_damaged_bytes_are_noticed(damage):
    with pytest.raises(DamagedMessage, match="received"):
        SERVER.score(damage(REQUEST))
    with pytest.raises(DamagedMessage, match="received"):
        CLIENT.decrypt(damage(RESPONSE))


def test_messages_of_the_wrong_kind_or_key_are_noticed():
    with pytest.raises(DamagedMessage, match="a request is wanted"):
        SERVER.score(RESPONSE)
    other = EncryptedScorer(np.ones(4)).client()
    with pytest.raises(DamagedMessage, match="4 features; the model has 5"):
        SERVER.score(other.encrypt(np.zeros((1, 4))))
    with pytest.raises(ValueError, match="no context"):
        SCORER.server(b"nothing")


def test_what_the_client_must_not_send_and_parameters_that_are_not_safe():
    with pytest.raises(OutsideInterval, match=r"1 of 5 outside \[-8, 8\]"):
        CLIENT.encrypt([[0, 0, 0, 0, 9.0]])
    with pytest.raises(ValueError, match="features"):
        CLIENT.encrypt([[0.0, 1.0]])
    with pytest.raises(InsecureParameters, match="allows 106"):
        EncryptedScorer(WEIGHTS, ring_dimension=4096, prime_bits=(40, 20, 49))
    with pytest.raises(ValueError, match="weight that is not zero"):
        SERVER.combine(REQUEST, np.zeros((1, 5)), [0.0])


def test_bytes_of_the_library_are_those_of_a_public_context():
    assert library.context_from(CLIENT.public_context).is_public()
    assert not library.context_from(CLIENT.public_context).has_galois_keys()


def test_a_response_under_another_key_decrypts_to_nonsense_without_an_error():
    scorer = EncryptedScorer([0.5, -1.0], 0.1)
    owner, stranger = scorer.client(), scorer.client()
    clients = np.array([[0.5, 0.25], [-1.0, 1.0]])
    response = scorer.server(owner.public_context).score(owner.encrypt(clients))
    assert np.abs(owner.decrypt(response) - scorer.plain(clients)).max() < 1e-6
    assert np.abs(stranger.decrypt(response)).min() > 100


def test_a_model_whose_scores_could_pass_the_modulus_is_refused():
    """Without the check an intercept of 10⁹ at a scale of 20 bits came back as 2,096."""
    small = {"ring_dimension": 4_096, "prime_bits": (36, 20, 36), "scale_bits": 20}
    for bad in ({"intercept": 1e9}, {"weights": [1e6, 1.0]}, {"scale_bits": 34}):
        with pytest.raises(ValueError, match=r"intercept=.*allow scores up to .* hold those below"):
            EncryptedScorer(**{"weights": [0.5, 1.0], **small, **bad})
    with pytest.raises(ValueError, match="allow scores up to"):  # hidden units are squared
        EncryptedScorer([1.0], 0.0, [[300.0]], [0.0])
    for automatic in (False, True):  # the largest that is let through comes back
        scorer = EncryptedScorer([1_000.0, -1_000.0], 300.0, **small, automatic=automatic)
        client = scorer.client()
        ends = [[8.0, -8.0], [-8.0, 8.0]]
        found = client.decrypt(scorer.server(client.public_context).score(client.encrypt(ends)))
        assert np.abs(found / scorer.plain(ends) - 1).max() < 0.05  # a scale of 20 bits drifts by 1.6%


def test_a_weight_that_would_vanish_is_refused_by_its_value():
    with pytest.raises(ValueError, match="weights hold 1e-300; at scale_bits=40"):
        EncryptedScorer([1e-300, 1.0])
    with pytest.raises(ValueError, match="weights hold 1e-15; at scale_bits=40"):
        SERVER.combine(REQUEST, [[1e-15, 1, 1, 1, 1]], [0.0])


def test_a_context_with_other_parameters_than_agreed_is_refused():
    other = EncryptedScorer(WEIGHTS, ring_dimension=16_384).client().public_context
    with pytest.raises(ValueError, match=r"public_context has N = 16384 .* ring_dimension=8192"):
        SCORER.server(other)
    shorter = EncryptedScorer(WEIGHTS, prime_bits=(50, 40, 50)).client().public_context
    with pytest.raises(ValueError, match=r"data primes of \(50, 40\) bits"):
        SCORER.server(shorter)


def test_a_response_that_announces_more_clients_than_it_holds_is_noticed():
    message = opened(SERVER.score(CLIENT.encrypt(CLIENTS[:3])), "response")
    for rows in ((4,), (2,), (4_097,)):
        changed = sealed(Message("response", rows, 1, message.parts))
        if rows == (2,):  # fewer are read as fewer: who asked knows how many there must be
            assert len(CLIENT.decrypt(changed)) == 2
            continue
        with pytest.raises(DamagedMessage, match="received"):
            CLIENT.decrypt(changed)
