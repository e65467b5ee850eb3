"""What unit 2 says in bold, repeated on other splits and clients than the page's."""

from __future__ import annotations

import execml.federated_learning as fl
import numpy as np
import pytest
from execml.course import repeated, risk_split
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from ..splits import resplit

UNIT = "4_federated_learning/2_when_partners_differ"


def at_site_five(seed, with_race=True, pull=1.0, place=4):
    """Site 4's model and the federated one, used at site 5 or another."""
    sites = fl.six_sites(np.random.default_rng(seed), with_race)
    own = LogisticRegression(C=1 / pull, max_iter=1000).fit(*sites[3].client)
    joined = fl.FedAvg(learning_rate=1.0, local_epochs=10)
    joined.fit([one.client for one in sites], 30, np.random.default_rng(0))
    there = sites[place]
    risks = [model.predict_proba(there.test_features)[:, 1] for model in (own, joined)]
    return dict(
        zip(("own", "joined"), (roc_auc_score(there.test_labels, risk) for risk in risks), strict=True)
    )


def designed(kind, seed, clients, rows=2_000):
    split, draw = risk_split(), np.random.default_rng(seed)
    chosen = draw.permutation(20_000)[:rows]
    features, labels = split.train_features[chosen].astype(float), split.train_labels[chosen]
    if kind == "same":
        parts = np.array_split(np.arange(rows), clients)
    elif kind == "shards":
        parts = fl.shard_partition(labels, clients, draw, shards_each=1)
    else:
        parts = fl.dirichlet_partition(labels, clients, 0.3, draw)
    return [(features[part], labels[part]) for part in parts]


def reached(model, clients):
    split = risk_split()
    model.fit(clients, 15, np.random.default_rng(0), allow_one_class=True)
    return roc_auc_score(split.test_labels, model.predict_proba(split.test_features)[:, 1])


PULLS = (0.01, 0.1, 0.3, 1.0, 2.0)


def under_skew(seed):
    """How far SCAFFOLD, and FedProx by its pull, are ahead of FedAvg when each client holds one class."""
    clients, steps = designed("shards", seed, 10), {"learning_rate": 0.5, "local_epochs": 20}
    plain = reached(fl.FedAvg(**steps), clients)
    found = {f"pull {pull}": reached(fl.FedProx(**steps, proximal=pull), clients) - plain for pull in PULLS}
    return {"scaffold": reached(fl.Scaffold(**steps), clients) - plain, **found}


def cut(updates, longest):
    return updates * np.minimum(1, longest / np.linalg.norm(updates, axis=1, keepdims=True))


RULES = {
    "mean": lambda updates, longest: updates.mean(axis=0),
    "median": lambda updates, longest: fl.coordinate_median(updates),
    "cut": lambda updates, longest: cut(updates, longest).mean(axis=0),
    "median of the honest": lambda updates, longest: fl.coordinate_median(updates[:16]),
    "mean of the honest": lambda updates, longest: updates[:16].mean(axis=0),
}


def poisoned(seed, kind="same", rule="mean", longest=0.3):
    model = fl.FedAvg(
        learning_rate=0.5,
        local_epochs=5,
        combine=lambda updates: RULES[rule](fl.boosted_reversal(updates, 4, 5.0), longest),
    )
    return reached(model, designed(kind, seed, 20))


def between(said, runs, draws, rounding=0.005):
    low, high = runs.further(draws=draws, level=0.999)
    assert low - rounding < said < high + rounding, f"{said} and {runs}"


@pytest.mark.claim
@pytest.mark.slow
def test_a_sites_model_fails_elsewhere_and_one_column_is_the_cause(on_the_page):
    alone, joined = on_the_page(
        UNIT, "at site # the model of site # ranks with an AUC of #, the federated one with #"
    )[2:]
    (without,) = on_the_page(UNIT, "without the column it reaches #")
    over = {"seed": range(100, 110)}
    own, federated = (repeated(at_site_five, over=over, measure=name) for name in ("own", "joined"))
    dropped = repeated(at_site_five, over={**over, "with_race": [False]}, measure="own")
    for said, runs in ((alone, own), (joined, federated), (without, dropped)):
        between(said, runs, draws=10)
    pulled = repeated(at_site_five, over={**over, "pull": [100.0]}, measure="own")
    assert own.interval(0.999)[1] < pulled.interval(0.999)[0], "a harder pull repairs much of it too"
    home = {
        name: repeated(at_site_five, over={**over, "place": [3]}, measure=name) for name in ("own", "joined")
    }
    assert (home["own"] - home["joined"]).interval(0.99)[0] > 0, "at home joining costs a little"
    assert own.interval(0.999)[1] < dropped.interval(0.999)[0] < federated.interval(0.999)[1]


def longer_step(seed, kind="shards", rate=2.0):
    """One step a round of some size, and how far it is ahead of SCAFFOLD with twenty."""
    clients = designed(kind, seed, 10)
    one = reached(fl.FedAvg(learning_rate=rate), clients)
    return {"auc": one, "lead": one - reached(fl.Scaffold(learning_rate=0.5, local_epochs=20), clients)}


@pytest.mark.claim
@pytest.mark.slow
def test_one_longer_step_a_round_does_as_well_as_scaffold(on_the_page):
    rate, said = on_the_page(UNIT, "One step of size # a round reaches #")
    over = {"seed": range(100, 112)}
    assert rate == 2
    between(said, repeated(longer_step, over=over, measure="auc"), draws=10, rounding=0.0005)
    for kind in ("shards", "dirichlet"):
        lead = repeated(longer_step, over={**over, "kind": [kind]}, measure="lead")
        assert lead.interval(0.99)[0] > -0.002, f"{kind}: no worse than SCAFFOLD: {lead}"
    for size in (1.0, 1.5, 2.5):
        assert abs(repeated(longer_step, over={**over, "rate": [size]}, measure="lead").mean) < 0.005
    assert repeated(longer_step, over={**over, "rate": [3.0]}, measure="lead").mean < -0.005


@pytest.mark.claim
@pytest.mark.slow
def test_scaffold_repairs_label_skew_and_a_pull_does_not(on_the_page):
    (lead,) = on_the_page(UNIT, "SCAFFOLD is ahead of FedAvg by # AUC when each client holds one class")
    over = {"seed": range(100, 112)}
    scaffold = repeated(under_skew, over=over, measure="scaffold")
    between(lead, scaffold, draws=10, rounding=0.0005)
    assert scaffold.interval(0.999)[0] > 0
    for pull in PULLS:
        prox = repeated(under_skew, over=over, measure=f"pull {pull}")
        assert prox.mean < scaffold.mean / 2, f"a pull of {pull}: {prox}"


@pytest.mark.claim
@pytest.mark.slow
def test_a_median_survives_loud_poison_among_likes_and_suffers_among_unlikes(on_the_page):
    mean, median = on_the_page(
        UNIT, "Four of twenty poisoned clients take the mean to an AUC of #; the median keeps #"
    )[-2:]
    over = {"seed": range(100, 112)}
    runs = {rule: repeated(poisoned, over={**over, "rule": [rule]}) for rule in ("mean", "median")}
    unlike = {
        rule: repeated(lambda seed, rule=rule: poisoned(seed, "dirichlet", rule), over=over)
        for rule in ("median", "cut", "median of the honest", "mean of the honest")
    }
    between(mean, runs["mean"], draws=10)
    between(median, runs["median"], draws=10)
    assert unlike["median"].interval(0.999)[1] < runs["median"].interval(0.999)[0]
    # Two causes: a median leaves out the honest who differ, and votes on one side move it.
    honest = {name: unlike[f"{name} of the honest"] for name in ("mean", "median")}
    assert (honest["mean"] - honest["median"]).interval(0.95)[0] > 0
    assert (honest["median"] - unlike["median"]).interval(0.95)[0] > 0
    assert (unlike["cut"] - unlike["median"]).mean > 0


def lost(seed):
    """The most that is lost, in AUC on all test clients, if one of five lenders leaves; another split."""
    split = resplit(seed)
    clients = [lender.client for lender in fl.five_lenders(split)]

    def worth(group):
        model = LogisticRegression(max_iter=1000).fit(*fl.pooled([clients[place] for place in group]))
        return roc_auc_score(split.test_labels, model.predict_proba(split.test_features)[:, 1])

    everyone = worth(range(5))
    return max(everyone - worth([place for place in range(5) if place != gone]) for gone in range(5))


@pytest.mark.slow
def test_little_is_lost_whichever_lender_leaves():
    assert repeated(lost, over={"seed": range(100, 103)}).values.max() < 0.005


@pytest.mark.slow
def test_cutting_every_update_to_a_length_does_as_well_as_the_median_among_likes():
    """The page's rule that compares nobody, with half and double its length."""
    over = {"seed": range(100, 112)}
    median = repeated(lambda seed: poisoned(seed, rule="median"), over=over)
    for longest in (0.15, 0.3, 0.6):
        bounded = repeated(lambda seed, longest=longest: poisoned(seed, "same", "cut", longest), over=over)
        assert abs((bounded - median).mean) < 0.02, f"cut to {longest}: {bounded}, median {median}"
