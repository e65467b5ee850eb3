"""Private synthetic clients: tables, tree, noise and budget, drawn clients, bad input; and AUC by group."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from execml.differential_privacy import MarginalSynthesizer
from execml.differential_privacy.training import marginals, synthetic
from execml.differential_privacy.training.groups import auc_change, placements
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score

FAST = settings(deadline=None, max_examples=25)
BINS = {"a": (0, 1, 2, 3), "b": (0, 1, 2, 3), "c": (0, 1, 2), "kind": None}


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


@FAST
@given(st.lists(st.floats(-50, 50), min_size=1, max_size=6), st.floats(0.5, 100))
def test_nearest_counts_is_the_projection_that_a_solver_finds(noisy, total):
    noisy = np.array(noisy)
    found = marginals.nearest_counts(noisy, total)
    start = np.full(len(noisy), total / len(noisy))
    solved = minimize(
        lambda counts: ((counts - noisy) ** 2).sum(),
        start,
        jac=lambda counts: 2 * (counts - noisy),
        bounds=[(0, None)] * len(noisy),
        constraints={"type": "eq", "fun": lambda counts: counts.sum() - total},
        method="SLSQP",
        options={"maxiter": 500, "ftol": 1e-12},
    )
    assert found.min() >= 0 and found.sum() == pytest.approx(total)
    assert ((found - noisy) ** 2).sum() <= solved.fun * (1 + 1e-6) + 1e-6


@FAST
@given(st.integers(0, 10**6), st.integers(1, 60))
def test_count_is_the_crosstab_of_pandas(seed, rows):
    generator = np.random.default_rng(seed)
    one, two = generator.integers(0, 3, rows), generator.integers(0, 4, rows)
    wanted = pd.crosstab(one, two).reindex(index=range(3), columns=range(4), fill_value=0)
    np.testing.assert_array_equal(marginals.count(one, two, sizes=(3, 4)), wanted)


def test_one_client_more_changes_one_cell_by_one():
    one, two = np.array([0, 1, 1, 2]), np.array([1, 1, 0, 2])
    difference = marginals.count(one, two, sizes=(3, 3)) - marginals.count(one[1:], two[1:], sizes=(3, 3))
    assert np.abs(difference).sum() == 1


@FAST
@given(st.floats(0.01, 50), st.floats(1e-12, 0.1))
def test_budget_satisfies_the_conversion_it_comes_from(epsilon, delta):
    rho = marginals.zcdp_budget(epsilon, delta)
    assert rho + 2 * math.sqrt(rho * math.log(1 / delta)) == pytest.approx(epsilon, rel=1e-6)


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


def test_values_beyond_the_outer_boundaries_count_in_the_outer_bins():
    column = marginals.Column.of(pd.Series([1.0]), (0, 10, 20))
    assert column.codes(pd.Series([-5.0, 0.0, 9.9, 10.0, 25.0])).tolist() == [0, 0, 0, 1, 1]
    drawn = column.values(np.array([0, 1] * 50), np.random.default_rng(1))
    assert (drawn[::2] < 10).all() and (drawn[1::2] >= 10).all()


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
        ({"bins": {"a": None, "b": (0, 1)}}, "column of categories"),
        ({"label": "b", "bins": {"a": (0, 1), "c": (0, 1)}}, "column of 0 and 1"),
    ],
)
def test_bad_argument_is_named_with_its_value(changes, message):
    given_ = {"epsilon": 1, "delta": 1e-5, "bins": BINS, "label": "default", **changes}
    with pytest.raises(ValueError, match=message):
        MarginalSynthesizer(**given_).fit(clients(50))


def test_bad_clients_are_refused():
    with pytest.raises(ValueError, match="at least 1 client"):
        MarginalSynthesizer(1, 1e-5, BINS, "default").fit(clients(50).iloc[:0])
    holed = clients(50).assign(a=[math.nan, *[1.0] * 49])
    with pytest.raises(ValueError, match=r"clients\['a'\] holds missing values"):
        MarginalSynthesizer(1, 1e-5, BINS, "default").fit(holed)
    with pytest.raises(ValueError, match="clients=0"):
        fitted(rows=50).sample(0)


@FAST
@given(st.integers(0, 10**6), st.integers(5, 60))
def test_mean_placement_is_the_auc_of_scikit_learn(seed, rows):
    generator = np.random.default_rng(seed)
    labels = np.r_[0, 0, 1, 1, generator.integers(0, 2, rows)]
    scores = generator.integers(0, 6, rows + 4) / 5  # with ties
    below, above = placements(labels, scores)
    wanted = roc_auc_score(labels, scores)
    assert below.mean() == pytest.approx(wanted) and above.mean() == pytest.approx(wanted)


def test_change_of_auc_has_the_error_that_repetition_shows():
    generator, found = np.random.default_rng(3), []
    for _ in range(400):
        labels = generator.integers(0, 2, 200)
        signal = labels + generator.normal(size=200)
        before = signal + 0.3 * generator.normal(size=(4, 200))
        luck = generator.uniform(0, 4, size=(10, 1))  # some training runs go better than others
        after = signal + luck * generator.normal(size=(10, 200))
        found.append(auc_change(labels, before, after))
    changes = np.array([change.change for change in found])
    errors = np.array([change.standard_error for change in found])
    covered = [low <= changes.mean() <= high for low, high in (change.interval() for change in found)]
    assert changes.mean() < -0.03
    assert errors.mean() == pytest.approx(changes.std(), rel=0.35) and errors.mean() > 0.95 * changes.std()
    assert 0.92 < np.mean(covered) <= 1


def test_too_few_clients_or_runs_are_refused():
    scores = np.zeros((2, 4))
    with pytest.raises(ValueError, match="2 clients of each class"):
        auc_change([0, 0, 0, 1], scores, scores)
    with pytest.raises(ValueError, match="2 training runs"):
        auc_change([0, 0, 1, 1], scores[:1], scores)
