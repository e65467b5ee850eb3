"""Servers that lie about who delivered or whose keys are whose, and clients that send what they like."""

from __future__ import annotations

import itertools
from copy import deepcopy

import execml.federated_learning as fl
import numpy as np
import pytest

from .sums import PLAN, started

TRUTH, LIE = ([0, 1, 2, 3, 4], []), ([1, 2, 3, 4], [0])


def told_apart(threshold, lied_to, colluder):
    """Run a sum in which some clients are told that client 0 went silent; client 4 confirms everything."""
    plan = fl.SecureAggregation(n_clients=5, threshold=threshold, length=3)
    clients, server, boxes = started(plan=plan)
    vectors = np.random.default_rng(9).uniform(-1, 1, (5, 3))
    server.collect_masked([one.deliver(vectors[one.client], boxes[one.client]) for one in clients])
    honest = clients[:4] if colluder else clients
    lists = {one.client: LIE if one.client in lied_to else TRUTH for one in honest}
    words = {n: clients[n].confirm(*lists[n]) for n in lists}
    answers, refusals = [], []
    for n, told in lists.items():
        heard = [words[m] for m in lists if lists[m] == told]  # the server drops what would not fit
        if colluder:
            heard.append(deepcopy(clients[4]).confirm(*told))
        try:
            answers.append(clients[n].unmask(*told, heard))
        except ValueError as refusal:
            refusals.append(str(refusal))
    return plan, server, clients[4]._held[0], vectors[0], answers, refusals


def test_lenders_who_were_told_different_lists_see_it():
    clients, server, boxes = started()
    server.collect_masked([one.deliver(np.zeros(3), boxes[one.client]) for one in clients])
    words = [one.confirm(*(LIE if one.client == 3 else TRUTH)) for one in clients]
    with pytest.raises(ValueError, match=r"clients \[3\] are for another list"):
        clients[0].unmask(*TRUTH, words)
    assert len(clients[0].unmask(*TRUTH, words[:3]).seeds) == 5  # with enough of one mind it goes on


@pytest.mark.parametrize(("threshold", "colluder"), [(3, False), (4, False), (4, True)])
def test_a_server_that_lies_about_who_delivered_opens_nothing(threshold, colluder):
    """Twice the threshold is above clients plus colluders: no two lists find enough who confirm them."""
    for size in (1, 2, 3):
        for lied_to in itertools.combinations((1, 2, 3), size):
            *_, answers, refusals = told_apart(threshold, lied_to, colluder)
            lists = {(tuple(sorted(one.seeds)), tuple(sorted(one.keys))) for one in answers}
            assert len(lists) <= 1, "shares for one list only, whoever answers"
            assert refusals


def test_at_three_of_five_one_colluder_who_confirms_both_lists_lets_the_server_open_a_client():
    """The page says so: comparing lists through the server needs the higher threshold as well."""
    from execml.federated_learning.secrecy.client import signed
    from execml.federated_learning.secrecy.keys import agreed_seed, mask, seed_bytes
    from execml.federated_learning.secrecy.shamir import PRIME

    plan, server, (own, key), secret, answers, refusals = told_apart(3, lied_to=(2, 3), colluder=True)
    assert not refusals
    seeds = [one.seeds[0] for one in answers if 0 in one.seeds]
    keys = [one.keys[0] for one in answers if 0 in one.keys]
    seed, key = fl.shamir_recover([*seeds, own], PRIME), fl.shamir_recover([*keys, key], PRIME)
    bare = server.masked[0] - mask(seed_bytes(seed), 3, 32)
    for other in range(1, 5):
        bare -= signed(mask(agreed_seed(key, server.keys[other].masking), 3, 32), other > 0)
    assert np.abs(plan.grid.decode(bare % np.uint64(2**32)) - secret).max() < 1e-8


def test_a_server_that_makes_up_the_other_lenders_reads_the_one_that_is_real():
    """Masks prove nothing about who is behind a key: keys must be vouched for outside of the protocol."""
    draw, server, secret = np.random.default_rng(3), PLAN.server(), np.array([0.25, -0.5, 0.75])
    victim, invented = PLAN.client(0, draw), [PLAN.client(n, draw) for n in range(1, 5)]
    everybody = [victim, *invented]
    keys = server.collect_keys(one.advertise() for one in everybody)
    boxes = server.collect_notes([note for one in everybody for note in one.share(keys)])
    vectors = [secret, *np.zeros((4, 3))]
    question = server.collect_masked(one.deliver(vectors[one.client], boxes[one.client]) for one in everybody)
    words = [one.confirm(*question) for one in everybody]
    total = server.open_sum([one.unmask(*question, words) for one in everybody])
    assert np.abs(total - secret).max() < 1e-8


def test_a_server_between_all_lenders_reads_each_of_them_and_gives_out_the_right_sum():
    """Keys travel through it. Each real lender gets keys of the server's own in place of the others'."""
    draw, vectors = np.random.default_rng(4), np.random.default_rng(9).uniform(-1, 1, (5, 3))
    lenders = [PLAN.client(n, draw) for n in range(5)]
    lists, read = set(), []
    for real in lenders:
        server = PLAN.server()
        group = sorted(
            [real, *(PLAN.client(n, draw) for n in range(5) if n != real.client)], key=lambda one: one.client
        )
        keys = server.collect_keys(one.advertise() for one in group)
        lists.add(tuple((one.masking, one.sealing) for one in keys))
        boxes = server.collect_notes([note for one in group for note in one.share(keys)])
        sent = [one.deliver(vectors[one.client] * (one is real), boxes[one.client]) for one in group]
        question = server.collect_masked(sent)
        words = server.collect_confirmations([one.confirm(*question) for one in group])
        read.append(server.open_sum([one.unmask(*question, words) for one in group]))
    assert np.abs(np.array(read) - vectors).max() < 1e-8, "every lender stands open, with no colluder"
    assert np.abs(np.sum(read, axis=0) - vectors.sum(axis=0)).max() < 1e-7, "and gets the sum that it expects"
    assert len(lists) == 5, "what shows it: each lender holds another list of keys"


def test_a_client_that_skips_the_check_of_its_size_moves_the_sum_as_far_as_it_likes():
    """Why a bound under masks has to be proved: the server sees a uniform number, whatever is in it."""
    from execml.federated_learning.secrecy.messages import Masked

    clients, server, boxes = started()
    honest, loud = np.full(3, 0.1), np.full(3, -3.0)
    sent = [one.deliver(honest, boxes[one.client]) for one in clients]
    shift = PLAN.grid.wrapped(loud) - PLAN.grid.encode(honest)
    sent[4] = Masked(4, (sent[4].numbers + shift) % np.uint64(PLAN.grid.modulus))
    question = server.collect_masked(sent)
    words = server.collect_confirmations([one.confirm(*question) for one in clients])
    total = server.open_sum([one.unmask(*question, words) for one in clients])
    assert total == pytest.approx(np.full(3, 4 * 0.1 - 3.0), abs=1e-7), "three times what one may send"


def test_a_note_changed_by_the_server_is_noticed():
    from dataclasses import replace

    clients, _, boxes = started()
    bad = [replace(note, note=bytes(len(note.note))) for note in boxes[0]]
    with pytest.raises(ValueError, match="tag"):
        clients[0].deliver(np.zeros(3), bad)
