"""Secure sums: exact for every pattern of dropouts, refused below the threshold, nothing else seen."""

from __future__ import annotations

import itertools
from copy import deepcopy

import execml.federated_learning as fl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .sums import PLAN, started


def plain(vectors, who):
    """The sum that everybody could compute in the open, on the same grid."""
    return PLAN.grid.decode(np.sum([PLAN.grid.encode(vectors[n]) for n in who], axis=0, dtype=np.uint64))


@pytest.mark.slow
@pytest.mark.parametrize("absent", [(), (2,), (0, 4)])
def test_every_pattern_of_dropouts_gives_the_exact_sum_or_a_refusal(absent):
    """Each client who came stays, goes silent before its vector, or is gone when masks are removed."""
    vectors = np.random.default_rng(9).uniform(-1, 1, (5, 3))
    begun = started(absent)
    names = [one.client for one in begun[0]]
    for fates in itertools.product(("stays", "silent", "late"), repeat=len(names)):
        clients, server, boxes = deepcopy(begun)
        fate = dict(zip(names, fates, strict=True))
        delivered = [n for n in names if fate[n] != "silent"]
        stay = [n for n in names if fate[n] == "stays"]
        sent = [
            one.deliver(vectors[one.client], boxes[one.client]) for one in clients if one.client in delivered
        ]
        if len(delivered) < 3:
            with pytest.raises(ValueError, match="at least the threshold, 3"):
                server.collect_masked(sent)
            continue
        question = server.collect_masked(sent)
        staying = [one for one in clients if one.client in stay]
        words = [one.confirm(*question) for one in staying]
        if len(stay) < 3:
            with pytest.raises(ValueError, match="at least the threshold, 3"):
                server.collect_confirmations(words)
            continue
        answers = [one.unmask(*question, server.collect_confirmations(words)) for one in staying]
        assert np.array_equal(server.open_sum(answers), plain(vectors, delivered))


def test_the_convenience_does_the_same():
    vectors = np.random.default_rng(9).uniform(-1, 1, (5, 3))
    found = PLAN.sum(vectors, np.random.default_rng(1), absent=[0], silent=[1])
    assert np.array_equal(found, plain(vectors, [2, 3, 4]))
    with pytest.raises(ValueError, match="came from 2 clients"):
        PLAN.sum(vectors, np.random.default_rng(1), absent=[0], silent=[1, 2])
    for bad, words in (
        (vectors[:4], "vectors of 4 clients must be of 5"),
        ([*vectors[:4], [9, 0, 0]], "client 4: "),
    ):
        with pytest.raises(ValueError, match=words):
            PLAN.sum(bad, np.random.default_rng(1))
    with pytest.raises(ValueError, match="late client=9"):
        PLAN.sum(vectors, np.random.default_rng(1), late=[9])


def test_what_the_server_sees_of_a_vector_is_another_uniform_number_each_time():
    grid, seen = PLAN.grid, []
    for seed in range(60):
        clients, _, boxes = started(seed=seed)
        seen.append(clients[0].deliver([0.5, 0.5, 0.5], boxes[0]).numbers / grid.modulus)
    seen = np.concatenate(seen)
    assert len(np.unique(seen)) == len(seen)
    from scipy.stats import kstest

    assert kstest(seen, "uniform").pvalue > 1e-4


@given(secret=st.integers(0, 2**256 - 1), other=st.integers(0, 2**256 - 1), seed=st.integers(0, 2**16))
@settings(max_examples=30, deadline=None)
def test_two_colluders_and_the_server_hold_shares_that_fit_any_secret(secret, other, seed):
    from execml.federated_learning.secrecy.shamir import PRIME

    held = fl.shamir_share(secret, 5, 3, PRIME, np.random.default_rng(seed))[:2]
    # One more point, chosen freely, makes the same two shares speak for any other secret.
    line = [(x, y) for x, y in held]
    target = next(
        y for y in [_third(line, other, PRIME)] if fl.shamir_recover([*line, (3, y)], PRIME) == other
    )
    assert 0 <= target < PRIME


def _third(line, secret, prime):
    """The value at 3 of the parabola through (0, secret) and two shares, by Lagrange's formula."""
    points, total = [(0, secret), *line], 0
    for place, (x, y) in enumerate(points):
        above = below = 1
        for other, _ in points[:place] + points[place + 1 :]:
            above, below = above * (3 - other), below * (x - other)
        total += y * above * pow(below, -1, prime)
    return total % prime


def test_an_honest_client_answers_each_call_once_in_order_and_never_opens_both_secrets_of_another():
    draw, keys = np.random.default_rng(0), started()[1].keys.values()
    with pytest.raises(ValueError, match=r"deliver\(\) before share"):
        PLAN.client(0, draw).deliver(np.zeros(3), [])
    clients, server, boxes = started()
    client = clients[0]
    with pytest.raises(ValueError, match=r"share\(\) once"):
        client.share(keys)
    sent = [one.deliver(np.zeros(3), boxes[one.client]) for one in clients[:3]]
    with pytest.raises(ValueError, match=r"deliver\(\) once"):
        client.deliver(np.ones(3), boxes[0])
    with pytest.raises(ValueError, match=r"\[1\] must not stand in both lists"):
        client.confirm([0, 1, 2], [1])
    with pytest.raises(ValueError, match="must name client 0"):
        client.confirm([1, 2, 3], [0])
    with pytest.raises(ValueError, match=r"\[9\] shared no secret"):
        client.confirm([0, 1, 2, 9], [])
    question = server.collect_masked(sent)
    words = [one.confirm(*question) for one in clients[:3]]
    with pytest.raises(ValueError, match="lists that were confirmed"):
        client.unmask([0, 1, 2, 3], [4], words)
    with pytest.raises(ValueError, match="words of 2 clients"):
        client.unmask(*question, words[:2])
    client.unmask(*question, words)
    with pytest.raises(ValueError, match=r"unmask\(\) once"):
        client.unmask(*question, words)
    with pytest.raises(ValueError, match=r"confirm\(\) once"):
        client.confirm([0, 1, 2, 3], [4])


def test_two_vectors_under_one_set_of_masks_would_give_away_their_difference():
    """Why a client delivers once: a copy of it that delivers again shows what the guard prevents."""
    clients, _, boxes = started()
    again = deepcopy(clients[0])
    first, second = (
        one.deliver(v, boxes[0]).numbers for one, v in ((clients[0], [0.5] * 3), (again, [0.2] * 3))
    )
    assert PLAN.grid.decode(first - second) == pytest.approx([0.3] * 3, abs=1e-8)


def test_a_server_that_asks_for_too_few_is_refused():
    clients, _, boxes = started()
    clients[0].deliver(np.zeros(3), boxes[0])
    with pytest.raises(ValueError, match="delivered of 2 clients"):
        clients[0].confirm([0, 1], [2, 3, 4])


@pytest.mark.parametrize(
    ("vector", "words"),
    [([0.0, 0.0], "vector"), ([0.0, 0.0, 1.5], "could wrap"), ([0.0, np.nan, 0.0], "finite")],
)
def test_a_vector_that_cannot_be_masked_is_refused(vector, words):
    clients, _, boxes = started()
    with pytest.raises(ValueError, match=words):
        clients[0].deliver(vector, boxes[0])


@pytest.mark.parametrize(
    ("settings_", "words"),
    [
        ({"n_clients": 1}, "n_clients=1"),
        ({"threshold": 1}, "threshold=1"),
        ({"threshold": 6}, "threshold=6"),
        ({"length": 0}, "length=0"),
        ({"largest": np.nan}, "largest"),
        ({"bits": 99}, "bits=99"),
    ],
)
def test_settings_are_refused_by_name(settings_, words):
    with pytest.raises(ValueError, match=words):
        fl.SecureAggregation(**{"n_clients": 5, "threshold": 3, "length": 2, **settings_})
