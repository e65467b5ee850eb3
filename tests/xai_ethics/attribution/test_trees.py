"""TreeSHAP by tables of leaves: against brute force to 1e-12, against shap to its single precision."""

import numpy as np
import pandas as pd
import pytest
from execml.xai_ethics import TreeShap, exact_shap
from execml.xai_ethics.attribution.exact import every_coalition
from execml.xai_ethics.games.shapley import shapley_weights
from execml.xai_ethics.libraries import shap
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import ensemble, linear_model, tree

from .cases import MODELS, data, fitted, output


@pytest.mark.parametrize("name", MODELS)
def test_it_equals_brute_force(name):
    model, (features, _) = fitted(name), data()
    explainer = TreeShap(model, features[:40])
    found = explainer.shap_values(features[-4:])
    assert np.abs(found - exact_shap(output(model), features[-4:], features[:40])).max() < 1e-12
    said = output(model)(features[-4:])
    assert np.allclose(found.sum(axis=1) + explainer.expected_value, said, atol=1e-12)
    assert np.isclose(explainer.expected_value, output(model)(features[:40]).mean(), atol=1e-12)


@pytest.mark.parametrize("name", ["forest", "boosting", "boosted regression", "one tree"])
def test_it_equals_shap_to_single_precision(name):
    model, (features, _) = fitted(name), data()
    for background, digits in ((features[:50], 1e-6), (None, 1e-6)):
        theirs = shap.tree_values(shap.tree_explainer(model, background), features[-20:])
        ours = TreeShap(model, background).shap_values(features[-20:])
        assert np.abs(ours - theirs).max() < digits * max(1, np.abs(ours).max())


def test_histogram_boosting_equals_shap_where_the_rows_are_single_precision():
    features, labels = data()
    rows = features.astype(np.float32)
    model = MODELS["histograms"]().fit(rows, labels)
    theirs = shap.tree_values(shap.tree_explainer(model, rows[:50]), rows[-20:])
    assert np.abs(TreeShap(model, rows[:50]).shap_values(rows[-20:]) - theirs).max() < 1e-5


@pytest.mark.parametrize("name", ["forest", "histograms", "one tree"])
def test_families_play_as_one(name):
    model, (features, _) = fitted(name), data()
    families = np.array([0, 1, 1, 2, 0, 2])
    found = TreeShap(model, features[:20], families).shap_values(features[-3:])
    earned = every_coalition(output(model), features[-3:], features[:20], families)
    assert np.abs(found - earned @ shapley_weights(3).T).max() < 1e-12


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 7), st.integers(1, 9))
def test_any_tree_and_any_background_equals_brute_force(seed, depth, size):
    draw = np.random.default_rng(seed)
    features = draw.integers(0, 4, size=(60, 7)).astype(float)
    model = tree.DecisionTreeRegressor(max_depth=depth, random_state=0).fit(features, draw.normal(size=60))
    background, rows = features[:size], features[-2:]
    assert (
        np.abs(
            TreeShap(model, background).shap_values(rows) - exact_shap(model.predict, rows, background)
        ).max()
        < 1e-12
    )


def test_a_background_is_a_mean_of_its_rows():
    model, (features, _) = fitted("forest"), data()
    whole = TreeShap(model, features[:6]).shap_values(features[-2:])
    each = [TreeShap(model, features[place : place + 1]).shap_values(features[-2:]) for place in range(6)]
    assert np.allclose(whole, np.mean(each, axis=0), atol=1e-13)


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (lambda x, y: linear_model.LinearRegression().fit(x, y), "use exact_shap"),
        (lambda x, y: ensemble.RandomForestClassifier(), "must be fitted"),
        (lambda x, y: ensemble.RandomForestClassifier(2).fit(x, np.arange(len(x)) % 3), "3 classes"),
        (lambda x, y: ensemble.RandomForestRegressor(2).fit(x, np.column_stack([y, y])), "2 outputs"),
        (
            lambda x, y: ensemble.GradientBoostingRegressor(
                n_estimators=2, init=linear_model.LinearRegression()
            ).fit(x, y),
            "starts from a model of its own",
        ),
        (
            lambda x, y: ensemble.HistGradientBoostingClassifier(max_iter=5, categorical_features=[5]).fit(
                x, y
            ),
            "splits categories",
        ),
        (
            lambda x, y: ensemble.HistGradientBoostingRegressor(max_iter=2, loss="poisson").fit(x, y),
            "poisson",
        ),
    ],
)
def test_an_unsupported_model_is_named(model, words):
    features, labels = data()
    with pytest.raises(ValueError, match=words):
        TreeShap(model(features, labels), features[:5])


def test_paths_too_long_for_a_table_are_refused():
    draw = np.random.default_rng(0)
    features = draw.normal(size=(3_000, 40))
    forest = ensemble.ExtraTreesRegressor(3, max_features=1, random_state=0).fit(
        features, draw.normal(size=3_000)
    )
    with pytest.raises(ValueError, match="set max_depth to 10 or less"):
        TreeShap(forest, features[:5])


def test_other_features_are_refused():
    model, (features, _) = fitted("forest"), data()
    with pytest.raises(ValueError, match="background"):
        TreeShap(model, features[:5, :3])
    with pytest.raises(ValueError, match="rows"):
        TreeShap(model, features[:5]).shap_values(features[:5, :3])
    with pytest.raises(ValueError, match="families"):
        TreeShap(model, features[:5], [0, 0, 0, 2, 2, 2])


def test_a_path_of_fifteen_features_is_exact():
    """A chain: each split cuts one feature, so the deepest leaf asks them all."""
    draw = np.random.default_rng(0)
    features = draw.integers(0, 2, size=(600, 16)).astype(float)
    ones = np.arange(600) % 17
    features[np.arange(16) < ones[:, None]] = 1.0
    features[np.arange(600)[ones < 16], ones[ones < 16]] = 0.0
    model = tree.DecisionTreeRegressor(random_state=0).fit(features, -(3.0**-ones))
    rows, background = features[[15, 16]], features[200:205]
    assert max(group.asked for group, *_ in TreeShap(model, background)._parts) >= 15
    found = TreeShap(model, background).shap_values(rows)
    assert np.abs(found - exact_shap(model.predict, rows, background)).max() < 1e-10


@pytest.mark.filterwarnings("error")
def test_columns_in_another_order_than_the_model_s_are_refused():
    rows = np.random.default_rng(0).normal(size=(60, 3))
    labels = (rows[:, 0] > 0).astype(int)
    frame = pd.DataFrame(rows, columns=["a", "b", "c"])
    model = ensemble.GradientBoostingClassifier(n_estimators=3).fit(frame, labels)
    explainer = TreeShap(model, frame)
    assert np.allclose(explainer.shap_values(frame), TreeShap(model, rows).shap_values(rows))
    for ask in (explainer.shap_values, lambda table: TreeShap(model, table)):
        with pytest.raises(ValueError, match="has 'c' as column 1, and the model was fitted with 'b' there"):
            ask(frame[["a", "c", "b"]])
