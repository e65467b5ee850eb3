"""What unit 5 says in bold, repeated on other draws than the page's."""

from __future__ import annotations

from functools import cache, partial

import execml.frameworks as fw
import numpy as np
import pandas as pd
import pytest
import torch
from execml.course import POLICY, repeated, risk_split, rivals
from execml.course.bank.rivals import MODELS
from execml.course.programme import root
from execml.frameworks.networks.risk_training import auc_on_test_clients, train_risk_model

from tests.programme.answers import constants

UNIT = "1_frameworks/5_choosing_a_platform"


def frozen(seed):
    """Scorecards on a random half of the training clients: what the first card alone decides differently."""
    split, cutoff = risk_split(), POLICY.cutoff.value
    rows = np.random.default_rng(seed).permutation(len(split.train_labels))
    rows = rows[: len(rows) // 2]
    column = split.feature_names.index("late_1")
    punctual, late = fw.scorecards(split.train_features[rows], split.train_labels[rows], column)
    with torch.no_grad():
        clients = torch.from_numpy(split.test_features)
        cards = [torch.sigmoid(card(clients)).numpy()[:, 0] > cutoff for card in (punctual, late)]
    was_late = split.test_features[:, column] > 0
    return np.sum(was_late & (cards[0] != cards[1]))


@pytest.mark.claim
def test_the_frozen_card_changes_as_many_decisions_on_other_clients(on_the_page):
    (changed,) = on_the_page(UNIT, "No error, and # decisions changed")
    runs = repeated(frozen, over={"seed": range(12)})
    low, high = runs.further(level=0.999)
    assert low < changed < high, f"{changed} and {runs}"
    assert runs.quantiles(0, 1)[0] > 500


class Crowd(torch.nn.Module):
    """A model that takes another card where more than a thousand clients come at once."""

    def __init__(self, punctual, late):
        super().__init__()
        self.punctual, self.late = punctual, late

    def forward(self, clients):
        return torch.sigmoid((self.late if len(clients) > 1_000 else self.punctual)(clients))


def crowded(seed):
    """Decisions that change when the newer exporter saw two clients and ten thousand are scored."""
    split, cutoff = risk_split(), POLICY.cutoff.value
    rows = np.random.default_rng(seed).permutation(len(split.train_labels))[:10_000]
    column = split.feature_names.index("late_1")
    model = Crowd(*fw.scorecards(split.train_features[rows], split.train_labels[rows], column))
    exported = fw.export_torch(model, torch.from_numpy(split.test_features[:2]))  # it does not refuse
    few = split.test_features[:500]
    assert fw.round_trip(fw.score_on("cpu", model, few), exported.scorer()(few), cutoff).changed == 0
    inside = fw.score_on("cpu", model, split.test_features)
    return fw.round_trip(inside, exported.scorer()(split.test_features), cutoff).changed


@pytest.mark.claim
def test_a_choice_by_the_number_of_clients_is_frozen_by_the_newer_exporter_too(on_the_page):
    (changed,) = on_the_page(UNIT, "# decisions changed, again without an error")
    runs = repeated(crowded, over={"seed": range(10)})
    low, high = runs.further(level=0.999)
    assert low < changed < high, f"{changed} and {runs}"
    assert runs.quantiles(0, 1)[0] > 500


@pytest.mark.claim
def test_so_little_weight_is_enough_and_less_is_not(on_the_page):
    (move,) = on_the_page(UNIT, "Move # of the weight, and PyTorch has caught up.")
    scores, weights = constants("fw5", "opinions", "importance")
    leader = "scikit-learn and NumPy"
    share = fw.smallest_move(scores, weights, "PyTorch")
    assert round(share, 2) == move

    def best_rival(moved: float) -> float:
        """The rival's best lead over all ways to move a share from one criterion to another, by trying."""
        leads = []
        for source in weights.index:
            for goal in weights.index:
                changed: pd.Series = weights.copy()
                changed[source] -= moved
                changed[goal] += moved
                if (changed >= 0).all():
                    sums = scores @ changed
                    leads.append(sums["PyTorch"] - sums[leader])
        return max(leads)

    assert best_rival(0.99 * share) < 0 <= best_rival(1.01 * share)


def network(seed):
    """AUC of the bank's network, trained from another seed."""
    split, draw = risk_split(), np.random.default_rng(seed)
    clients = len(split.train_labels)  # as many as the trees have
    model = train_risk_model(split, partial(fw.Adam, lr=1e-3), draw, epochs=40, learn=clients)
    return auc_on_test_clients(model, risk_split())


@pytest.mark.claim
def test_the_network_and_untuned_trees_are_told_apart_by_no_client(on_the_page):
    trees, learned = on_the_page(UNIT, "untuned boosted trees # against # for the network")
    baseline = rivals()[POLICY.baseline.value].auc
    runs = repeated(network, over={"seed": range(100, 112)})
    low, high = runs.further(draws=4, level=0.999)
    assert low - 5e-4 < learned < high + 5e-4, f"{learned} and {runs}"
    assert trees == pytest.approx(baseline, abs=5e-4)
    error = rivals()[POLICY.baseline.value].error
    assert abs(runs.mean - baseline) < error / 2, f"{runs}"  # far less than other clients would change


class Chosen(torch.nn.Module):
    """Two scorecards, and the choice between them as a formula."""

    def __init__(self, punctual, late, column):
        super().__init__()
        self.punctual, self.late, self.column = punctual, late, column

    def forward(self, clients):
        late = clients[:, self.column : self.column + 1] > 0
        return torch.sigmoid(torch.where(late, self.late(clients), self.punctual(clients)))


@cache
def moved(seed):
    """Decisions that change, and the largest gap, when scorecards, a network and trees leave and return."""
    split, draw = risk_split(), np.random.default_rng(seed)
    clients, cutoff = split.test_features, POLICY.cutoff.value
    rows = draw.permutation(len(split.train_labels))[: len(split.train_labels) // 2]
    features, labels = split.train_features[rows], split.train_labels[rows]
    column = split.feature_names.index("late_1")
    cards = Chosen(*fw.scorecards(features, labels, column), column)
    net = train_risk_model(split, partial(fw.Adam, lr=1e-3), draw, epochs=5)
    network = fw.keras_scorer([part.astype(np.float32) for part in net.parameters])
    trees = MODELS[POLICY.baseline.value][1](seed).fit(features, labels)
    trips = (
        (fw.score_on("cpu", cards, clients), fw.export_torch(cards, torch.from_numpy(clients[:1]))),
        (np.asarray(network(clients))[:, 0], fw.export_keras(network, clients)),
        (trees.predict_proba(clients)[:, 1], fw.export_sklearn(trees, clients)),
    )
    found = [fw.round_trip(before, file.scorer()(clients), cutoff) for before, file in trips]
    return {"changed": sum(trip.changed for trip in found), "gap": max(trip.gap for trip in found)}


@pytest.mark.claim
def test_out_and_back_no_decision_changes_on_other_models(on_the_page):
    (changed,) = on_the_page(UNIT, "Out of all three frameworks and back: # changed decisions.")
    runs = {
        measure: repeated(moved, over={"seed": range(100, 110)}, measure=measure)
        for measure in ("changed", "gap")
    }
    assert changed == 0
    assert runs["changed"].share(lambda count: count == 0).count == 10, f"{runs}"
    assert runs["gap"].share(lambda gap: gap <= 1e-6).count == 10, f"{runs}"  # the limit of the contract


def test_the_contract_asks_for_parts_licences_a_model_card_and_support():
    page = (root() / "solutions" / f"{UNIT}.py").read_text(encoding="utf-8")
    clauses = page.partition("# A contract that lets the bank leave says")[2].partition("# %%")[0]
    for words in ("without code", "licences", "SBOM", "model card", "until when each part is supported"):
        assert words in clauses
