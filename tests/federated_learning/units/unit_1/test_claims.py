"""What unit 1 says in bold, repeated on other splits of the clients than the page's."""

from __future__ import annotations

import execml.federated_learning as fl
import numpy as np
import pytest
from execml.course import repeated
from execml.course.bank.delong import auc_difference
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from ..splits import resplit

UNIT = "4_federated_learning/1_learning_without_pooling"


def gains(seed):
    """The page's first figure on another split: mean gain of five lenders with 100 and with 2,500 clients."""
    draw, lenders = np.random.default_rng(seed), fl.five_lenders(resplit(seed))
    found = {100: [], 2_500: []}
    for place, lender in enumerate(lenders):
        others = [one.client for one in lenders[:place] + lenders[place + 1 :]]
        joined = fl.FedAvg(learning_rate=1.0, local_epochs=5).fit(others, 20, draw)
        reached = roc_auc_score(lender.test_labels, joined.predict_proba(lender.test_features)[:, 1])
        for size, list_ in found.items():
            alone = []
            for _ in range(4):
                rows = draw.permutation(len(lender.labels))[:size]
                model = LogisticRegression(max_iter=1000).fit(lender.features[rows], lender.labels[rows])
                alone.append(
                    roc_auc_score(lender.test_labels, model.predict_proba(lender.test_features)[:, 1])
                )
            list_.append(reached - np.mean(alone))
    return {"few": np.mean(found[100]), "many": np.mean(found[2_500])}


def told(seed):
    """How many lenders' paired intervals lie above zero."""
    lenders = fl.five_lenders(resplit(seed))
    clients = [lender.client for lender in lenders]
    federated = fl.FedAvg(learning_rate=1.0, local_epochs=5).fit(clients, 30, np.random.default_rng(seed))
    above = 0
    for lender in lenders:
        alone = LogisticRegression(max_iter=1000).fit(*lender.client)
        risks = [model.predict_proba(lender.test_features)[:, 1] for model in (federated, alone)]
        above += auc_difference(lender.test_labels, *risks).low > 0
    return above


@pytest.mark.claim
@pytest.mark.slow
def test_small_lenders_gain_and_large_ones_hardly(on_the_page):
    said = on_the_page(UNIT, "a lender with # clients gains # AUC by joining; one with # gains #.")
    over = {"seed": range(100, 110)}
    few, many = (repeated(gains, over=over, measure=name) for name in ("few", "many"))
    assert (said[0], said[2]) == (100, 2_500)
    for number, runs in ((said[1], few), (said[3], many)):
        low, high = runs.further(level=0.999)
        assert low - 0.0005 < number < high + 0.0005, f"{number} and {runs}"
    assert few.interval(0.999)[0] > 0.03 and abs(many.mean) < 0.006


@pytest.mark.claim
@pytest.mark.slow
def test_few_lenders_of_thousands_can_tell_federated_from_alone(on_the_page):
    count, lenders = on_the_page(UNIT, "# of # lenders can tell the federated model from their own")
    runs = repeated(told, over={"seed": range(100, 110)})
    assert lenders == 5 and count <= 2 and runs.mean < 1.5 and runs.share(lambda n: n <= 2).count >= 8, (
        f"{runs}"
    )


def ways(seed, trees=40, leaves=8):
    """Mean AUC over five lenders on their own clients: alone, joined, with a better model, with few rows."""
    lenders, draw = fl.five_lenders(resplit(seed)), np.random.default_rng(seed)
    clients = [lender.client for lender in lenders]
    federated = fl.FedAvg(learning_rate=1.0, local_epochs=5).fit(clients, 60, draw)
    network = fl.FedAvg((16,), learning_rate=0.5, local_epochs=2, batch_size=50).fit(clients, 20, draw)

    def over(models):
        reached = (
            roc_auc_score(lender.test_labels, model.predict_proba(lender.test_features)[:, 1])
            for lender, model in zip(lenders, models, strict=True)
        )
        return float(np.mean(list(reached)))

    def boosted(one):
        return HistGradientBoostingClassifier(max_iter=trees, max_leaf_nodes=leaves, random_state=0).fit(*one)

    few = [
        (one.features[rows], one.labels[rows])
        for one in lenders
        for rows in [draw.permutation(len(one.labels))[:100]]
    ]
    alone = over([LogisticRegression(max_iter=1000).fit(*one) for one in clients])
    return {
        "joining": over([federated] * 5) - alone,
        "trees": over([boosted(one) for one in clients]) - alone,
        "network": over([network] * 5) - alone,
        "forest of few": over(
            [RandomForestClassifier(50, min_samples_leaf=5, random_state=0).fit(*one) for one in few]
        )
        - over([LogisticRegression(max_iter=1000).fit(*one) for one in few]),
    }


@pytest.mark.claim
@pytest.mark.slow
def test_a_better_model_of_ones_own_brings_more_than_joining(on_the_page):
    said = on_the_page(
        UNIT,
        "Forty small trees on their own clients bring lenders # on average, joining with a logistic model #",
    )
    over = {"seed": range(100, 110), "trees": [40, 80], "leaves": [4, 8]}
    names = ("trees", "joining", "network", "forest of few")
    runs = {name: repeated(ways, over=over, measure=name) for name in names}
    for number, name in zip(said, names, strict=False):
        shown = runs[name].by("trees")[40].by("leaves")[8]
        low, high = shown.further(level=0.999)
        assert low - 0.0005 < number < high + 0.0005, f"{name}: {number} and {shown}"
    assert (runs["trees"] - runs["joining"]).interval(0.999)[0] > 0.01
    assert (runs["network"] - runs["joining"]).interval(0.999)[0] > 0.005
    assert abs(runs["joining"].mean) < 0.005 and runs["forest of few"].interval(0.999)[0] > 0.005
