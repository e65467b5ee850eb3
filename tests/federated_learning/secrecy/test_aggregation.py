"""Secure sums: exact for every pattern of dropouts, refused below the threshold, nothing else seen."""

from __future__ import annotations

import itertools
from copy import deepcopy

import execml.federated_learning as fl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

PLAN = fl.SecureAggregation(n_clients=5, threshold=3, length=3)


def started(absent=(), seed=0, plan=PLAN):
    """Clients and server, keys exchanged and secrets shared."""
    draw, server = np.random.default_rng(seed), plan.server()
    clients = [plan.client(n, draw) for n in range(plan.n_clients) if n not in absent]
    keys = server.collect_keys([one.advertise() for one in clients])
    return clients, server, server.collect_notes([note for one in clients for note in one.share(keys)])


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
        answers = [one.unmask(*question) for one in clients if one.client in stay]
        if len(stay) < 3:
            with pytest.raises(ValueError, match="at least the threshold, 3"):
                server.open_sum(answers)
            continue
        assert np.array_equal(server.open_sum(answers), plain(vectors, delivered))


def test_the_convenience_does_the_same():
    vectors = np.random.default_rng(9).uniform(-1, 1, (5, 3))
    found = PLAN.sum(vectors, np.random.default_rng(1), absent=[0], silent=[1])
    assert np.array_equal(found, plain(vectors, [2, 3, 4]))
    with pytest.raises(ValueError, match="came from 2 clients"):
        PLAN.sum(vectors, np.random.default_rng(1), absent=[0], silent=[1, 2])


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


def test_an_honest_client_never_opens_both_secrets_of_another():
    clients, _, boxes = started()
    client = clients[0]
    client.deliver(np.zeros(3), boxes[0])
    with pytest.raises(ValueError, match=r"\[1\] must not stand in both lists"):
        client.unmask([0, 1, 2], [1])
    client.unmask([0, 1, 2], [3, 4])
    with pytest.raises(ValueError, match="answers once"):
        client.unmask([0, 1, 2, 3], [4])


def test_a_server_that_asks_for_too_few_is_refused():
    clients, _, boxes = started()
    clients[0].deliver(np.zeros(3), boxes[0])
    with pytest.raises(ValueError, match="delivered of 2 clients"):
        clients[0].unmask([0, 1], [2, 3, 4])


@pytest.mark.parametrize(("threshold", "opened"), [(3, True), (4, False)])
def test_a_server_that_lies_about_dropouts_needs_one_colluder_at_three_of_five_and_more_at_four(
    threshold, opened
):
    """It asks some clients for the victim's own seed and the others for its key; each answers once."""
    from execml.federated_learning.secrecy.client import signed
    from execml.federated_learning.secrecy.keys import agreed_seed, mask, seed_bytes
    from execml.federated_learning.secrecy.shamir import PRIME

    plan = fl.SecureAggregation(n_clients=5, threshold=threshold, length=3)
    clients, server, boxes = started(plan=plan)
    secret = [0.25, -0.5, 0.75]
    server.collect_masked([one.deliver(secret, boxes[one.client]) for one in clients])
    truth = [clients[place].unmask([0, 1, 2, 3, 4], []) for place in (0, 1)]
    lie = [clients[place].unmask([1, 2, 3, 4], [0]) for place in (2, 3)]
    seeds, keys = [one.seeds[0] for one in truth], [one.keys[0] for one in lie]
    own, key = clients[4]._held[0]  # the colluder hands over both shares that it holds
    seed, key = fl.shamir_recover([*seeds, own], PRIME), fl.shamir_recover([*keys, key], PRIME)
    if not opened:
        assert seed >= 2**256 or key >= 2**256  # three shares of four: numbers without a meaning
        return
    bare = server.masked[0] - mask(seed_bytes(seed), 3, 32)
    for other in range(1, 5):
        bare -= signed(mask(agreed_seed(key, server.keys[other].masking), 3, 32), other > 0)
    assert np.abs(plan.grid.decode(bare % np.uint64(2**32)) - secret).max() < 1e-8


def test_a_note_changed_by_the_server_is_noticed():
    from dataclasses import replace

    clients, _, boxes = started()
    bad = [replace(note, note=bytes(len(note.note))) for note in boxes[0]]
    with pytest.raises(ValueError, match="tag"):
        clients[0].deliver(np.zeros(3), bad)


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
