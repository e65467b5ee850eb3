"""What unit 4 says in bold, repeated on other keys, other planted clients and other wrong models."""

from __future__ import annotations

import numpy as np
import pytest
from execml.course import POLICY, repeated, risk_split
from execml.course.bank.delong import auc_difference
from execml.course.bank.rivals import risks
from execml.homomorphic_encryption import (
    EncryptedScorer,
    cutoff_logit,
    encrypted_count,
    harbour_scorecard,
    new_auditor,
    paillier,
    planted_mistakes,
    planted_places,
    train_square_network,
    weights_from_noise,
)

UNIT = "5_homomorphic_encryption/4_scoring_encrypted_customers"


def caught(seed, kept):
    """Share of planted clients that come back wrong when features beyond so many are left out."""
    card = harbour_scorecard()
    clients = np.random.default_rng(seed).permutation(card.clients)[:4_096]
    agreed = EncryptedScorer(card.weights, card.intercept)
    bank = agreed.client()
    stale = np.where(np.arange(10) < kept, card.weights, 1e-6)
    server = EncryptedScorer(stale, card.intercept).server(bank.public_context)
    places = planted_places(len(clients), 20, np.random.default_rng(seed))
    scores = bank.decrypt(server.score(bank.encrypt(clients)))
    return planted_mistakes(scores, card.logits(clients)[places], places).size / 20


def same_reason(seed, count):
    """Share of refused clients whose first reason is the plain one, under a fresh key."""
    card = harbour_scorecard()
    clients = np.random.default_rng(seed).permutation(card.clients)[:count]
    scorer = EncryptedScorer(card.weights, card.intercept)
    bank = scorer.client()
    weights = card.families()
    offsets = -weights @ card.centre
    answer = scorer.server(bank.public_context).combine(bank.encrypt(clients), weights, offsets)
    refused = card.logits(clients) > cutoff_logit()
    plain = (clients @ weights.T + offsets)[refused]
    return float((bank.decrypt(answer)[refused].argmax(axis=1) == plain.argmax(axis=1)).mean())


@pytest.mark.claim
@pytest.mark.slow
def test_planted_clients_catch_the_other_model(on_the_page):
    wrong, planted = on_the_page(UNIT, "# of the # planted clients come back wrong")
    runs = repeated(caught, over={"seed": range(100, 110), "kept": [6, 8]})
    low, _ = runs.quantiles(0, 1)
    assert planted == 20
    assert low > 0.7
    assert wrong / planted > 0.7


@pytest.mark.claim
@pytest.mark.slow
def test_encrypted_reasons_are_the_plain_ones(on_the_page):
    same, refused = on_the_page(UNIT, "# of # refused clients get the same first reason")
    runs = repeated(same_reason, over={"seed": range(100, 110), "count": [2_000, 4_096]})
    assert same == refused
    assert runs.mean == 1


@pytest.mark.claim
def test_the_count_is_exact(on_the_page):
    (said,) = on_the_page(UNIT, "# refused women, the same as in clear")
    card = harbour_scorecard()
    women = (risk_split().test_clients["sex"] == "female").to_numpy(dtype=int)
    refused = (card.logits() > cutoff_logit()).astype(int)
    assert said == int((women & refused).sum())
    for seed in range(3):  # fresh keys, and other people
        draw = np.random.default_rng(seed)
        groups, decisions = draw.integers(0, 2, (2, 5_000))
        auditor = new_auditor(summed=False)
        answer = encrypted_count(auditor.public_context, auditor.encrypt(groups), decisions, summed=False)
        assert auditor.read(answer).sum() == (groups & decisions).sum()


def lead_of_squares(seed, units):
    """Points of AUC by which a network of squares leads boosted trees, on thirty features and all clients."""
    split = risk_split()
    net = train_square_network(split.train_features, split.train_labels, units, np.random.default_rng(seed))
    model = EncryptedScorer(net.weights, net.intercept, net.hidden_weights, net.hidden_intercepts)
    trees = risks(POLICY.baseline.value, seed % 2)
    return 100 * auc_difference(split.test_labels, model.plain(split.test_features), trees).estimate


@pytest.mark.claim
@pytest.mark.slow
def test_a_network_of_squares_ranks_no_worse_than_the_baseline(on_the_page):
    (ahead,) = on_the_page(UNIT, "It is # points of AUC ahead of the bank's baseline")
    runs = repeated(lead_of_squares, over={"seed": range(100, 110), "units": [3]})
    low, high = runs.quantiles(0, 1)
    assert low > -0.1 and high < 0.7  # the draw of the clients alone has a deviation of 0.23 points
    assert abs(runs.mean - ahead) < 0.2


@pytest.mark.claim
@pytest.mark.slow
def test_a_bare_sum_opens_the_last_block_under_every_key(on_the_page):
    (said,) = on_the_page(UNIT, "# women of the last block lie open")
    women = (risk_split().test_clients["sex"] == "female").to_numpy(dtype=int)
    last = len(women) % 8_192
    assert said == women[-last:].sum()
    for seed in range(5):  # fresh keys, other decisions, with the mask and without
        decisions = (np.random.default_rng(seed).random(len(women)) < 0.25).astype(int)
        auditor = new_auditor()
        request = auditor.encrypt(women)
        bare, masked = (
            auditor.read_all(encrypted_count(auditor.public_context, request, decisions, hidden=hidden))
            for hidden in (False, True)
        )
        assert (bare[:last] - bare[1 : last + 1] == (women & decisions)[-last:]).all()
        assert masked[0] == bare[0] == (women & decisions).sum()
        assert not masked[1:].any()


def test_a_sum_of_paillier_s_is_blinded_and_exact():
    """The rival that the page names: 512 bytes a client, and an answer as fresh as any encryption."""
    draw = np.random.default_rng(4)
    groups, decisions = draw.integers(0, 2, (2, 60))
    public_key, private_key = paillier.generate_keypair(2_048)
    sent = [private_key.encrypt(int(one)) for one in groups]
    total = sum((one for one, refused in zip(sent, decisions, strict=True) if refused), start=sent[0] * 0)
    answers = [total.blinded() for _ in range(2)]
    assert private_key.decrypt(answers[0]) == (groups & decisions).sum()
    assert answers[0] != answers[1] != total
    assert -(-(public_key.n**2).bit_length() // 8) == 512


def told_by_noise(seed, features):
    """How far the weights are off that the noise of one answer to zeros gives away."""
    weights = np.random.default_rng(seed).normal(size=features)
    scorer = EncryptedScorer(weights, -1.0)
    bank = scorer.client()
    zeros = bank.encrypt(np.zeros((4_096, features)))
    answer = scorer.server(bank.public_context).score(zeros)
    assert np.ptp(bank.decrypt(answer)) < 1e-6  # the scores are all the intercept
    return float(np.abs(weights_from_noise(bank, zeros, answer) - weights).max())


@pytest.mark.claim
@pytest.mark.slow
def test_the_noise_of_one_answer_gives_the_weights_away(on_the_page):
    (said,) = on_the_page(UNIT, "a batch of nothing but zeros gives away all # weights")
    runs = repeated(told_by_noise, over={"seed": range(100, 110), "features": [3, 10, 30]})
    assert said == len(harbour_scorecard().weights)
    assert runs.share(lambda off: off < 1e-6).count == len(runs)
