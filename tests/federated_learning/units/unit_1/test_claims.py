"""What unit 1 says in bold, repeated on other splits of the clients than the page's."""

from __future__ import annotations

import execml.federated_learning as fl
import numpy as np
import pytest
from execml.course import repeated
from execml.course.bank.delong import auc_difference
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
    said = on_the_page(UNIT, "A lender with # clients gains # AUC by joining; one with # gains #.")
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
