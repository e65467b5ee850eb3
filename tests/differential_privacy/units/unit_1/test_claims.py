"""What unit 1 says in bold, repeated on other draws than the page's."""

from __future__ import annotations

import execml.differential_privacy as dp
import numpy as np
import pytest
from execml.course import load, repeated

UNIT = "3_differential_privacy/1_why_removing_names_fails"
FACTS = ["sex", "age", "education", "marriage", "limit"]
COARSE = ["sex", "age_band", "education", "marriage", "limit_band"]


def linked(seed):
    """Two files of a random half each; pair the rows that stand alone in both."""
    shuffle, clients = np.random.default_rng(seed), load("credit")
    first, second = (clients.iloc[shuffle.permutation(len(clients))[: len(clients) // 2]] for _ in range(2))
    pairs = dp.link_records(first, second, FACTS)
    return {"people": len(pairs), "right": (pairs["left"] == pairs["right"]).mean()}


def reconstructed(seed, size):
    """Three branches of random clients; solve what head office publishes about each."""
    clients = load("credit")
    clients = clients.assign(
        age_band=clients["age"] // 10 * 10, limit_band=clients["limit"] // 100_000 * 100_000
    )
    rows = np.random.default_rng(seed).permutation(len(clients))[: 3 * size]
    proven = wrong = 0
    for branch in (clients.iloc[rows[start : start + size]] for start in range(0, len(rows), size)):
        groups = dp.published_groups(branch, COARSE, together=2, minimum=5)
        truth, sizes = branch["default"].to_numpy(), groups.sum(axis=1)
        printed = (100 * groups @ truth / sizes).round(1)
        forced = dp.forced_bits(groups, counts=np.round(printed / 100 * sizes))
        proven += np.isfinite(forced).sum()
        wrong += (np.isfinite(forced) & (forced != truth)).sum()
    return {"proven": proven / len(rows), "wrong": wrong}


@pytest.mark.claim
def test_two_halves_without_names_are_linked_and_four_in_five_rightly(on_the_page):
    people, right = on_the_page(UNIT, "# people, and # of the attachments are right")
    over = {"seed": range(100, 112)}
    counts, shares = (repeated(linked, over=over, measure=name) for name in ("people", "right"))
    for said, rounding, runs in ((people, 0.5, counts), (right, 0.005, shares)):
        low, high = runs.further(level=0.999)
        assert low - rounding < said < high + rounding, f"{said} and {runs}"
    low, high = shares.interval(0.999)
    assert 0.78 < low < high < 0.82, f"{shares}"


@pytest.mark.claim
@pytest.mark.slow
def test_most_answers_of_a_branch_are_proven_and_none_wrongly(on_the_page):
    proven, wrong = on_the_page(UNIT, "# answers are proven, # of them wrong.")
    over = {"seed": range(100, 110), "size": [20, 40]}
    shares = repeated(reconstructed, over=over, measure="proven").by("size")[40]
    low, high = shares.further(draws=3, level=0.999)  # the page has ten branches, and a draw three
    assert low < proven / 400 < high, f"{shares}"
    mistakes = repeated(reconstructed, over=over, measure="wrong")
    assert wrong == 0
    assert mistakes.share(lambda count: count == 0).count == len(mistakes)
