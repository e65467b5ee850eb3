"""Designs that do not flatter: optimism measured, nested validation, a locked test, shift."""

import math
from typing import Any

import numpy as np
import pytest
from execml.automl import (
    LockedTest,
    TestLocked,
    candidate_aucs,
    expected_best_of,
    foreseen_optimism,
    harbour_shifts,
    looks_margin,
    mean_correlation,
    measured_optimism,
    nested_runs,
    nested_validation,
    random_trees,
    shift_scores,
    train_candidates,
)
from execml.automl.spaces.families import harbour_space
from execml.course import risk_split
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
from sklearn.pipeline import Pipeline


def sample(rows: int = 150) -> tuple[np.ndarray, np.ndarray]:
    split = risk_split()
    return split.train_features[:rows], split.train_labels[:rows]


@given(seed=st.integers(0, 1_000), rows=st.integers(4, 60))
@settings(deadline=None, max_examples=25)
def test_the_aucs_of_candidates_are_those_of_scikit_learn(seed: int, rows: int) -> None:
    draw = np.random.default_rng(seed)
    outcomes = np.concatenate([[0, 1], draw.integers(0, 2, size=rows - 2)])
    risks = draw.integers(0, 5, size=(3, rows)) / 5  # with ties
    expected = [roc_auc_score(outcomes, risk) for risk in risks]
    np.testing.assert_allclose(candidate_aucs(risks, outcomes), expected, atol=1e-12)


def test_coin_flip_candidates_disappoint_by_the_exact_amount() -> None:
    draw = np.random.default_rng(1)
    correct = draw.random((30, 20_000)) < 0.5
    gaps = measured_optimism(correct, 100, [1, 5, 30], draw, repeats=1_500)
    exact = [expected_best_of(m, 100) - 0.5 for m in (1, 5, 30)]
    np.testing.assert_allclose(gaps, exact, atol=0.006)


def test_the_foreseen_optimism_is_the_measured_one_for_unequal_candidates_that_agree() -> None:
    draw = np.random.default_rng(8)
    shared, worth = draw.random((1, 40_000)), np.linspace(0.7, 0.8, 12)[:, None]
    own = draw.random((12, 40_000))
    correct = np.where(draw.random((12, 40_000)) < 0.5, shared, own) < worth
    foreseen = foreseen_optimism(correct, 300, draw)
    measured = measured_optimism(correct, 300, [12], draw, repeats=2_000)[0]
    assert foreseen == pytest.approx(measured, abs=0.002)
    alike = expected_best_of(12, 300, 0.75) - 0.75
    assert 0.005 < foreseen < alike - 0.01


def test_identical_candidates_have_nothing_to_choose_from() -> None:
    draw = np.random.default_rng(2)
    correct = np.tile(draw.random(5_000) < 0.7, (10, 1))
    assert mean_correlation(correct) == 1
    assert abs(measured_optimism(correct, 200, [10], draw, repeats=800)[0]) < 0.005


def test_the_mean_correlation_is_that_of_all_pairs() -> None:
    correct = np.random.default_rng(3).random((4, 300)) < np.linspace(0.3, 0.8, 4)[:, None]
    matrix = np.corrcoef(correct.astype(float))
    pairs = [matrix[i, j] for i in range(4) for j in range(i)]
    assert mean_correlation(correct) == pytest.approx(np.mean(pairs), abs=1e-9)


def test_candidates_are_drawn_by_the_generator_alone() -> None:
    x, y = sample(300)
    first, second = (
        train_candidates(harbour_space(), x, y, x[:50], np.random.default_rng(4), count=4) for _ in range(2)
    )
    assert first.configurations == second.configurations
    np.testing.assert_array_equal(first.risks, second.risks)
    assert first.risks.shape == (4, 50)


@pytest.mark.parametrize("seed", [0, 7])
def test_nested_validation_equals_scikit_learn_on_the_same_folds(seed: int) -> None:
    x, y = sample()
    trees = random_trees(5, np.random.default_rng(seed))
    ours = nested_validation(trees, x, y, outer=4, inner=3, seed=seed)
    inner, outer = (StratifiedKFold(count, shuffle=True, random_state=seed) for count in (3, 4))
    grid = GridSearchCV(Pipeline([("model", trees[0])]), {"model": trees}, scoring="roc_auc", cv=inner)
    assert ours.nested == pytest.approx(
        cross_val_score(grid, x, y, cv=outer, scoring="roc_auc").mean(), abs=1e-9
    )
    grid.fit(x, y)
    assert ours.reported == pytest.approx(grid.best_score_, abs=1e-9)
    assert ours.winner == grid.best_index_


def test_on_labels_without_meaning_the_search_boasts_and_nested_validation_does_not() -> None:
    draw = np.random.default_rng(5)
    x, y = draw.normal(size=(4_000, 5)), draw.integers(0, 2, size=4_000)
    runs = nested_runs(x, y, draw, runs=8, clients=80, candidates=8)
    reported, nested, true = runs.mean(axis=0)
    assert reported > 0.53
    assert abs(true - 0.5) < 0.02
    assert abs(nested - 0.5) < 3 * runs[:, 1].std() / math.sqrt(len(runs)) + 0.01


def test_the_lock_gives_the_agreed_looks_and_writes_them_down() -> None:
    outcomes, risks = np.array([0, 1, 1, 0, 1]), np.array([0.2, 0.9, 0.4, 0.5, 0.7])
    locked = LockedTest(outcomes, looks=2)
    assert locked.score(risks, "first") == roc_auc_score(outcomes, risks)
    with pytest.raises(ValueError, match="purpose"):
        locked.score(risks, "  ")
    with pytest.raises(ValueError, match="shape"):
        locked.score(risks[:3], "short")
    assert locked.looks_left == 1  # a refused question is not a look
    locked.score(-risks, "second")
    with pytest.raises(TestLocked, match="2 looks"):
        locked.score(risks, "third")
    assert locked.ledger()["purpose"].tolist() == ["first", "second"]
    assert locked.ledger()["AUC"].sum() == pytest.approx(1)


def test_the_margin_for_fixed_models_holds_in_simulation() -> None:
    # 50 fixed models of accuracy one half, where the binomial is widest: at most 5% of tests may break it.
    measured = np.random.default_rng(6).binomial(400, 0.5, size=(4_000, 50)) / 400
    broken = (np.abs(measured - 0.5) > looks_margin(50, 400)).any(axis=1).mean()
    assert 0 < broken < 0.05


@given(k=st.integers(1, 10_000), n=st.integers(10, 100_000), confidence=st.floats(0.5, 0.999))
@settings(deadline=None, max_examples=30)
def test_the_margin_inverts_hoeffding(k: int, n: int, confidence: float) -> None:
    margin = looks_margin(k, n, confidence)
    assert 2 * k * math.exp(-2 * n * margin**2) == pytest.approx(1 - confidence, rel=1e-9)


def test_a_shift_that_exists_is_seen_and_one_that_does_not_is_not() -> None:
    table = shift_scores(
        risk_split(), harbour_shifts(), lambda: LogisticRegression(max_iter=300), clients=3_000
    )
    rows = table.set_index("shift")
    stress, age = rows.loc["on time in September → late"], rows.loc["younger than 35 → older"]
    assert stress["away"] < stress["native"] - 0.05
    assert stress["predicted"] < stress["actual"] - 0.1
    assert abs(age["away"] - age["native"]) < 0.02


def test_shift_scores_repeat_a_direct_calculation() -> None:
    split = risk_split()
    table = shift_scores(split, {"women": lambda c: c["sex"] == "female"}, LogisticRegression, clients=1_000)
    women = (split.train_clients["sex"] == "female").to_numpy()
    men = (split.test_clients["sex"] == "male").to_numpy()
    rows = np.flatnonzero(women)[:1_000]
    model = LogisticRegression().fit(split.train_features[rows], split.train_labels[rows])
    risks = model.predict_proba(split.test_features[men])[:, 1]
    assert table["away"][0] == pytest.approx(roc_auc_score(split.test_labels[men], risks), abs=1e-12)
    assert table["predicted"][0] == pytest.approx(risks.mean(), abs=1e-6)
    assert table["actual"][0] == split.test_labels[men].mean()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: candidate_aucs([[0.1, 0.2]], [1, 1]), "exactly two"),
        (lambda: mean_correlation([[1, 0]]), "number of candidates"),
        (lambda: measured_optimism([[1, 0]], 2, [1], np.random.default_rng(0)), "cases=2"),
        (lambda: nested_validation([], *sample()), "number of candidates"),
        (lambda: LockedTest([1, 1]), "classes"),
        (lambda: looks_margin(1, 10, 1.0), "confidence"),
        (lambda: random_trees(0, np.random.default_rng(0)), "count"),
    ],
)
def test_bad_arguments_are_named(call: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()
