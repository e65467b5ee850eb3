"""Noise in four places: same distribution where it must be, and errors by name."""

from __future__ import annotations

import execml.federated_learning as fl
import numpy as np
import pytest

from ..banks import some_clients


def test_without_noise_all_persons_places_are_logistic_regression():
    from sklearn.linear_model import LogisticRegression

    clients = some_clients()
    features, labels = fl.pooled(clients)
    wanted = LogisticRegression(C=np.inf, tol=1e-10).fit(features, labels)
    for place in ("central", "distributed", "each person alone"):
        found = fl.private_weights(clients, place, 0.0, 3_000, np.random.default_rng(0), max_norm=1e9)[0]
        assert np.abs(found - [*wanted.coef_[0], wanted.intercept_[0]]).max() < 1e-4


def test_noise_of_lenders_together_has_the_deviation_of_the_centres():
    """With nothing to learn, one step moves the weights by the noise alone."""
    clients = [(np.zeros((4, 2)), [0, 1, 0, 1])] * 5
    spreads = {
        place: fl.private_weights(
            clients, place, 2.0, 1, np.random.default_rng(1), learning_rate=1.0, repeats=10_000
        ).std()
        for place in ("central", "distributed", "each person alone", "each lender's book")
    }
    assert spreads["central"] == pytest.approx(2 / 20, rel=0.02)
    assert spreads["distributed"] == pytest.approx(2 / 20, rel=0.02)
    assert spreads["each person alone"] == pytest.approx(2 * np.sqrt(20) / 20, rel=0.02)
    assert spreads["each lender's book"] == pytest.approx(2 / 5, rel=0.02)


def test_one_person_moves_a_step_by_at_most_the_bound():
    clients = some_clients()
    changed = [(100 * clients[0][0][:1], [1 - clients[0][1][0]])]
    more = [(np.vstack([clients[0][0], changed[0][0]]), [*clients[0][1], changed[0][1][0]]), *clients[1:]]
    steps = [
        len(fl.pooled(one)[1])
        * fl.private_weights(one, "central", 0, 1, np.random.default_rng(0), 1.0, 0.3)[0]
        for one in (clients, more)
    ]
    assert np.linalg.norm(steps[0] - steps[1]) <= 0.3 + 1e-12


@pytest.mark.parametrize(
    ("place", "noise", "rounds", "words"),
    [
        ("here", 1.0, 1, "place='here'"),
        ("central", -1, 1, "noise_multiplier"),
        ("central", 1.0, 0, "rounds=0"),
    ],
)
def test_arguments_are_refused_by_name(place, noise, rounds, words):
    with pytest.raises(ValueError, match=words):
        fl.private_weights(some_clients(), place, noise, rounds, np.random.default_rng(0))
