"""A client of one class: refused by name wherever clients are trained, unless that is what is meant."""

from __future__ import annotations

import execml.federated_learning as fl
import numpy as np
import pytest

from ..banks import some_clients


def skewed(place=1):
    """Five clients of which one has lost all rows of one class."""
    clients = some_clients()
    features, labels = clients[place]
    clients[place] = (features[labels == 1], labels[labels == 1])
    return clients


def draw():
    return np.random.default_rng(0)


START = fl.new_layers((5, 2), draw())
PLAIN = fl.FedAvg(layers=START)
TRAINED = {
    **{
        kind.__name__: lambda clients, kind=kind, **options: kind().fit(clients, 2, draw(), **options)
        for kind in (fl.FedAvg, fl.FedProx, fl.Scaffold, fl.FedAdam)
    },
    "updates": lambda clients, **options: PLAIN.updates(clients, START, draw(), **options),
    "private_weights": lambda clients, **options: fl.private_weights(
        clients, "distributed", 1.0, 2, draw(), **options
    ),
    "flower_averaging": lambda clients, **options: fl.flower_averaging(clients, PLAIN, 1, START, **options),
}


@pytest.mark.parametrize("name", TRAINED)
def test_a_client_of_one_class_is_refused_by_name_and_told_what_to_do(name):
    with pytest.raises(ValueError, match=r"clients\[1\] holds one class only, \[1\].*allow_one_class=True"):
        TRAINED[name](skewed())
    TRAINED[name](skewed(), allow_one_class=True)
    TRAINED[name](some_clients())
    with pytest.raises(ValueError, match="allow_one_class='no' must be True or False"):
        TRAINED[name](some_clients(), allow_one_class="no")


def test_the_option_cannot_be_given_by_place_and_changes_nothing_where_both_classes_are():
    with pytest.raises(TypeError):
        fl.FedAvg().fit(some_clients(), 2, draw(), None, True)
    one, other = (fl.FedAvg().fit(some_clients(), 2, draw(), allow_one_class=flag) for flag in (False, True))
    assert np.array_equal(one.layers_[0], other.layers_[0])


def test_text_labels_are_named_as_they_are_and_all_of_one_class_is_refused_in_any_case():
    clients = [(np.zeros((2, 1)), ["no", "yes"]), (np.ones((2, 1)), ["yes", "yes"])]
    with pytest.raises(ValueError, match=r"clients\[1\] holds one class only, \['yes'\]"):
        fl.FedAvg().fit(clients, 1, draw())
    with pytest.raises(ValueError, match="together they must hold 2"):
        fl.FedAvg().fit(clients[1:], 1, draw(), allow_one_class=True)


def test_one_table_may_be_made_of_parts_of_one_class():
    features, labels = fl.pooled([(np.zeros((2, 1)), [0, 0]), (np.ones((2, 1)), [1, 1])])
    assert features.shape == (4, 1) and labels.tolist() == [0, 0, 1, 1]
