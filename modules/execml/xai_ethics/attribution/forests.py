"""Tree models of scikit-learn as plain arrays: for each leaf the interval of every feature on its path."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from execml.course.validation import shown

SUPPORTED = (
    "DecisionTree, RandomForest, ExtraTrees, GradientBoosting or HistGradientBoosting of scikit-learn, "
    "classifier of two classes or regressor"
)
FORESTS = ("RandomForest", "ExtraTrees")


@dataclass(frozen=True, eq=False)
class Leaves:
    """The leaves of a tree model: a row belongs to one of each tree, and the output is their sum.

    Attributes:
        low: what each feature on the path must exceed, shape (conditions,).
        high: what it may reach at most, the same shape.
        feature: which feature, the same shape.
        leaf: to which leaf the condition belongs, ascending, the same shape.
        cover: share of the training rows that meet the condition, of those that meet the path above it; of
            several splits at one feature the product; the same shape.
        value: what the leaf adds, shape (leaves,).
        constant: what the model adds to all leaves.
        features: how many columns the model takes.
        single: whether the model compares single precision.
        output: what the sum is, such as ``"log-odds"``.
    """

    low: np.ndarray
    high: np.ndarray
    feature: np.ndarray
    leaf: np.ndarray
    cover: np.ndarray
    value: np.ndarray
    constant: float
    features: int
    single: bool
    output: str


@dataclass(frozen=True, eq=False)
class _Tree:
    """One tree: children, split and value of each node; a leaf has itself for a child."""

    left: np.ndarray
    right: np.ndarray
    feature: np.ndarray
    threshold: np.ndarray
    value: np.ndarray
    weight: np.ndarray


def leaves_of(model: Any) -> Leaves:
    """Return the leaves of a fitted tree model.

    A classifier's forest gives the probability of the positive class, its boosting the log-odds.

    Raises:
        ValueError: if the model is of another kind (the message says what to use), not fitted, or has more
            than two classes, several outputs, categorical splits, or an initial model of its own.

    >>> from sklearn.tree import DecisionTreeRegressor
    >>> found = leaves_of(DecisionTreeRegressor().fit([[0.0], [1.0]], [5.0, 7.0]))
    >>> found.value.tolist(), found.low.tolist(), found.high.tolist()
    ([5.0, 7.0], [-inf, 0.5], [0.5, inf])
    """
    kind = type(model).__name__
    family = kind.removesuffix("Classifier").removesuffix("Regressor")
    known = ("DecisionTree", "GradientBoosting", "HistGradientBoosting", *FORESTS)
    if family not in known or not type(model).__module__.startswith("sklearn."):
        raise ValueError(
            f"model={shown(model)} is not supported: it must be {SUPPORTED}; for others use exact_shap "
            "(up to 16 features) or kernel_shap"
        )
    if not hasattr(model, "n_features_in_"):
        raise ValueError(f"model={shown(model)} must be fitted")
    classes = getattr(model, "classes_", None)
    if classes is not None and len(classes) != 2:
        raise ValueError(f"model={shown(model)} has {len(classes)} classes, and must have two")
    if family == "HistGradientBoosting":
        trees, constant, output = _histogram_trees(model, classes is not None)
    elif family == "GradientBoosting":
        trees, constant, output = _boosted_trees(model, classes is not None)
    else:
        trees, constant, output = _forest_trees(model, family, classes is not None)
    return _flattened(trees, constant, int(model.n_features_in_), family != "HistGradientBoosting", output)


def _forest_trees(model: Any, family: str, classifies: bool) -> tuple[list[_Tree], float, str]:
    if getattr(model, "n_outputs_", 1) != 1:
        raise ValueError(f"model={shown(model)} has {model.n_outputs_} outputs, and must have one")
    estimators = model.estimators_ if family in FORESTS else [model]
    trees = []
    for estimator in estimators:
        tree = estimator.tree_
        values = tree.value[:, 0, :]
        value = values[:, 1] / values.sum(axis=1) if classifies else values[:, 0]
        trees.append(_sklearn_tree(tree, value / len(estimators)))
    return trees, 0.0, "probability of the positive class" if classifies else "prediction"


def _boosted_trees(model: Any, classifies: bool) -> tuple[list[_Tree], float, str]:
    start = getattr(model, "init_", None)
    if start is not None and not isinstance(start, str) and not type(start).__name__.startswith("Dummy"):
        raise ValueError(f"model={shown(model)} starts from a model of its own, init={shown(start)}")
    rate = model.learning_rate
    trees = [_sklearn_tree(each.tree_, rate * each.tree_.value[:, 0, 0]) for each in model.estimators_[:, 0]]
    nowhere = np.zeros((1, model.n_features_in_), dtype=np.float32)
    output = model.decision_function if classifies else model.predict
    summed = sum(float(_reached(tree, nowhere[0])) for tree in trees)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a model fitted on a frame misses the columns' names
        constant = float(output(nowhere)[0]) - summed
    return trees, constant, "log-odds of the positive class" if classifies else "prediction"


def _histogram_trees(model: Any, classifies: bool) -> tuple[list[_Tree], float, str]:
    if not classifies and model.loss != "squared_error" and model.loss != "absolute_error":
        raise ValueError(f"model={shown(model)} has the loss {model.loss!r}; it must be that of an identity")
    trees = []
    for (predictor,) in model._predictors:
        nodes = predictor.nodes
        if nodes["is_categorical"].any():
            raise ValueError(
                f"model={shown(model)} splits categories; give each category a column of 0 and 1"
            )
        leaf, own = nodes["is_leaf"].astype(bool), np.arange(len(nodes))
        trees.append(
            _Tree(
                np.where(leaf, own, nodes["left"]),
                np.where(leaf, own, nodes["right"]),
                nodes["feature_idx"].astype(int),
                nodes["num_threshold"].astype(float),
                nodes["value"].astype(float),
                nodes["count"].astype(float),
            )
        )
    constant = float(np.ravel(model._baseline_prediction)[0])
    return trees, constant, "log-odds of the positive class" if classifies else "prediction"


def _sklearn_tree(tree: Any, value: np.ndarray) -> _Tree:
    own = np.arange(tree.node_count)
    leaf = tree.children_left < 0
    return _Tree(
        np.where(leaf, own, tree.children_left),
        np.where(leaf, own, tree.children_right),
        tree.feature,
        tree.threshold,
        value,
        tree.weighted_n_node_samples,
    )


def _reached(tree: _Tree, row: np.ndarray) -> float:
    node = 0
    while tree.left[node] != node:
        goes_left = row[tree.feature[node]] <= tree.threshold[node]
        node = int((tree.left if goes_left else tree.right)[node])
    return float(tree.value[node])


def _flattened(trees: list[_Tree], constant: float, features: int, single: bool, output: str) -> Leaves:
    """Merge the splits on each path into one interval a feature, leaf by leaf."""
    low: list[float] = []
    high, cover, value = list(low), list(low), list(low)
    feature: list[int] = []
    leaf = list(feature)
    for tree in trees:
        left, right = tree.left.tolist(), tree.right.tolist()
        splits, thresholds = tree.feature.tolist(), tree.threshold.tolist()
        weights, outputs = tree.weight.tolist(), tree.value.tolist()
        waiting: list[tuple[int, dict[int, tuple[float, float, float]]]] = [(0, {})]
        while waiting:
            node, path = waiting.pop()
            if left[node] == node:
                for split, (least, most, part) in path.items():
                    feature.append(split)
                    low.append(least)
                    high.append(most)
                    cover.append(part)
                    leaf.append(len(value))
                value.append(outputs[node])
                continue
            split, threshold = splits[node], thresholds[node]
            least, most, part = path.get(split, (-np.inf, np.inf, 1.0))
            share = weights[left[node]] / weights[node]
            waiting.append((right[node], {**path, split: (max(least, threshold), most, part * (1 - share))}))
            waiting.append((left[node], {**path, split: (least, min(most, threshold), part * share)}))
    return Leaves(
        np.array(low),
        np.array(high),
        np.array(feature, dtype=int),
        np.array(leaf, dtype=int),
        np.array(cover),
        np.array(value, dtype=float),
        constant,
        features,
        single,
        output,
    )
