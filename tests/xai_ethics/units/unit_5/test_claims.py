"""What unit 5 says in bold, repeated on other trainings, accuracies and prices than the page's."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from execml.course import prices, repeated
from execml.xai_ethics.governance.oversight import saving_elsewhere
from execml.xai_ethics.scrutiny.desk import BASELINE, desk

UNIT = "6_xai_ethics/5_governing_ai"


@cache
def saved(seed, accuracy, minutes):
    bank, worth = desk(seed), prices()
    labels, risks = bank.split.test_labels, bank.risk(bank.split.test_features)
    found = {}
    for name, follows in (("looks", 0.0), ("nods", 0.9)):
        found[name] = saving_elsewhere(
            labels,
            risks,
            bank.cutoff,
            worth.missed_default.value,
            worth.refused_client.value,
            worth.hour.value * minutes / 60,
            accuracy,
            follows,
            np.random.default_rng(seed),
        ).mean
    found["left"] = found["nods"] / found["looks"]
    return found


@pytest.mark.claim
@pytest.mark.slow
def test_a_nod_is_worth_little(on_the_page):
    looks, *_, nods, low_nods, _, _ = on_the_page(
        UNIT,
        "saves NT$ # (# to # in # runs) a client, and # (# to # in # runs) if the reviewer follows the model "
        "nine times in ten",
    )
    assert low_nods < 5  # on other clients, what a nod saves may be nothing
    over = {"seed": range(100, 110), "accuracy": [0.7, 0.75, 0.85], "minutes": [10, 15, 30]}
    for said, name in ((looks, "looks"), (nods, "nods")):
        low, high = (
            repeated(saved, over=over, measure=name)
            .by("accuracy")[0.75]
            .by("minutes")[15]
            .further(level=0.999)
        )
        assert low < said < high
    assert repeated(saved, over=over, measure="left").quantiles(0, 1)[1] < 0.12


@pytest.mark.claim
@pytest.mark.slow
def test_the_model_is_near_a_coin_at_its_cutoff(on_the_page):
    (said,) = on_the_page(UNIT, "right for # of them")

    def right(seed, kind):
        bank = desk(seed, kind)
        risks = bank.risk(bank.split.test_features)
        near = np.argsort(np.abs(risks - bank.cutoff), kind="stable")[:1_000]
        return ((risks > bank.cutoff) == (bank.split.test_labels == 1))[near].mean()

    runs = repeated(right, over={"seed": range(100, 110), "kind": [BASELINE]})
    low, high = runs.further(level=0.999)
    assert low < said < high and runs.interval()[1] < 0.65, f"{runs}"


@pytest.mark.slow
def test_all_hangs_on_how_often_the_reviewer_is_right():
    for seed in range(100, 103):
        looks = {accuracy: saved(seed, accuracy, 15)["looks"] for accuracy in (0.6, 0.65, 0.75)}
        assert looks[0.6] < 0.2 * looks[0.75] and looks[0.65] < 0.4 * looks[0.75]
