"""Private synthetic clients: tree, noise and budget, drawn clients, bad input."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from execml.differential_privacy import MarginalSynthesizer, composed_epsilon
from execml.differential_privacy.training import marginals, synthetic

BINS = {"a": (0, 1, 2, 3), "b": (0, 1, 2, 3), "c": (0, 1, 2), "kind": ("blue", "red", "green")}


def clients(rows, seed=1):
    """Clients in whom b copies a, kind follows c, and the label follows a."""
    generator = np.random.default_rng(seed)
    a, c = generator.integers(0, 3, rows), generator.integers(0, 2, rows)
    kinds = pd.Categorical(np.where(c == 1, "red", "blue"), categories=["blue", "red", "green"])
    default = (generator.random(rows) < 0.1 + 0.3 * a).astype(int)
    return pd.DataFrame({"a": a, "b": a, "c": c, "kind": kinds, "default": default})


def fitted(epsilon=5.0, rows=6_000, seed=2, bins=BINS):
    model = MarginalSynthesizer(epsilon, 1e-5, bins, "default", np.random.default_rng(seed))
    return model.fit(clients(rows))


def test_measurements_and_choices_spend_the_budget_and_no_more(monkeypatch):
    spent = []

    def counted_noise(table, sigma, generator):
        spent.append(1 / (2 * sigma**2))  # sensitivity 1: one cell changes by one
        return table

    def counted_choice(scores, sensitivity, epsilon, generator):
        assert sensitivity == 1
        spent.append(epsilon**2 / 8)
        return int(np.argmax(scores))

    monkeypatch.setattr(synthetic, "discrete_gaussian", counted_noise)
    monkeypatch.setattr(synthetic, "exponential", counted_choice)
    model = fitted()
    assert len(spent) == 4 + 3 + 3  # columns, choices, edges
    assert sum(spent) == pytest.approx(model.rho_)
    assert model.rho_ == marginals.zcdp_budget(5.0, 1e-5)


def test_score_of_a_pair_moves_by_one_at_most_when_a_client_leaves():
    model, whole = fitted(rows=300), clients(300)
    codes = {name: column.codes(whole[name]) for name, column in model._columns.items()}
    labels = whole["default"].to_numpy()
    for gone in range(0, 300, 25):
        kept = np.arange(300) != gone
        fewer = {name: values[kept] for name, values in codes.items()}
        for pair in (("a", "b"), ("a", "c"), ("c", "kind")):
            difference = model._dependence(pair, codes, labels) - model._dependence(pair, fewer, labels[kept])
            assert abs(difference) <= 1 + 1e-9


def test_tree_joins_every_column_once_and_finds_what_depends_on_what():
    tree = fitted().tree_
    assert len(tree) == 3 and {name for edge in tree for name in edge} == set(BINS)
    assert {"a", "b"} in [set(edge) for edge in tree]
    assert {"c", "kind"} in [set(edge) for edge in tree]
    reached = {"a"}
    for parent, child in tree:
        assert parent in reached and child not in reached
        reached.add(child)


def test_invented_clients_have_the_tables_of_the_real_ones():
    real, invented = clients(6_000), fitted().sample(40_000)
    assert list(invented.columns) == [*BINS, "default"]
    assert set(invented["a"]) == {0, 1, 2} and "green" in invented["kind"].cat.categories
    for column in BINS:
        wanted = pd.crosstab(real[column].astype(str), real["default"], normalize="all")
        found = pd.crosstab(invented[column].astype(str), invented["default"], normalize="all")
        assert (wanted - found.reindex(wanted.index)).abs().to_numpy().max() < 0.02
    assert (invented["a"] == invented["b"]).mean() > 0.97
    assert ((invented["c"] == 1) == (invented["kind"] == "red")).mean() > 0.97


def test_little_budget_blurs_and_nothing_breaks():
    strict = fitted(epsilon=0.01, rows=50)
    invented = strict.sample(500)
    assert strict.clients_ >= 1 and len(invented) == 500
    assert not invented.isna().any().any()
    assert (fitted(epsilon=0.02).sample(5_000)["a"] == fitted(epsilon=0.02).sample(5_000)["b"]).mean() < 0.9


def test_default_size_is_the_noisy_count():
    model = fitted(rows=2_000)
    assert len(model.sample()) == model.clients_
    assert model.clients_ == pytest.approx(2_000, abs=100)


def test_noise_of_a_table_has_the_deviation_that_its_share_pays_for():
    table = np.zeros(40_000, dtype=np.int64)
    model = MarginalSynthesizer(1, 1e-5, BINS, "default")
    model._random = np.random.default_rng(1)
    assert model._noisy(table, rho=0.005).std() == pytest.approx(10, rel=0.02)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"epsilon": 0}, "epsilon=0"),
        ({"epsilon": math.nan}, "epsilon=nan"),
        ({"delta": 1}, r"delta=1 must lie in \(0, 1\)"),
        ({"bins": {"a": (0, 1)}}, "3 different columns"),
        ({"bins": {"a": (0, 1), "z": (0, 1)}}, r"missing: \['z'\]"),
        ({"bins": {"a": (0, 1), "default": (0, 1)}}, "3 different columns"),
        ({"bins": {"a": (0, 2, 1), "b": (0, 1)}}, r"bins\['a'\]=\(0, 2, 1\)"),
        ({"bins": {"a": (0,), "b": (0, 1)}}, "increasing"),
        ({"bins": {"a": None, "b": (0, 1)}}, "from a public list"),
        ({"bins": {"kind": ("red", "red"), "b": (0, 1)}}, "each category once"),
        ({"label": "b", "bins": {"a": (0, 1), "c": (0, 1)}}, "column of 0 and 1"),
    ],
)
def test_bad_argument_is_named_with_its_value(changes, message):
    given_ = {"epsilon": 1, "delta": 1e-5, "bins": BINS, "label": "default", **changes}
    with pytest.raises(ValueError, match=message):
        MarginalSynthesizer(**given_).fit(clients(50))


def test_bad_clients_are_refused():
    with pytest.raises(ValueError, match="clients of shape"):
        MarginalSynthesizer(1, 1e-5, BINS, "default").fit(clients(50).iloc[:0])
    holed = clients(50).assign(a=[math.nan, *[1.0] * 49])
    with pytest.raises(ValueError, match=r"clients\['a'\] holds missing values"):
        MarginalSynthesizer(1, 1e-5, BINS, "default").fit(holed)
    with pytest.raises(ValueError, match="clients=0"):
        fitted(rows=50).sample(0)


def test_nothing_is_drawn_before_a_table_is_measured() -> None:
    with pytest.raises(ValueError, match="after fit"):
        MarginalSynthesizer(1, 1e-5, BINS, "default").sample()


def test_a_category_of_one_client_alone_is_neither_kept_nor_read_off_the_clients() -> None:
    people = clients(300).assign(kind=lambda frame: frame["kind"].astype(str))
    people.loc[7, "kind"] = "lion tamer"
    for seed in range(5):
        maker = MarginalSynthesizer(0.1, 1e-6, BINS, "default", np.random.default_rng(seed)).fit(people)
        invented = maker.sample(500)
        assert set(invented["kind"].cat.categories) == {"blue", "red", "green"}
    with pytest.raises(ValueError, match="one of them alone has"):
        MarginalSynthesizer(0.1, 1e-6, {**BINS, "kind": None}, "default").fit(people)


def test_releases_spend_the_budget_that_was_measured_with() -> None:
    maker = fitted()
    tables, tree = maker.releases("Feb")
    assert 1 / (2 * tables.noise_multiplier**2) + tree.steps * tree.pure_epsilon**2 / 8 == pytest.approx(
        maker.rho_
    )
    assert tables.when == tree.when == "Feb" and tree.steps == len(maker.tree_)
    # A choice is composed as if it were any pure mechanism, so the ledger is on the safe side of the promise.
    assert 5.0 <= composed_epsilon((tables, tree), 1e-5) <= 1.05 * 5.0
    with pytest.raises(ValueError, match="after fit"):
        MarginalSynthesizer(1, 1e-5, BINS, "default").releases()
