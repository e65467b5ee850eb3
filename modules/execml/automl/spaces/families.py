"""The five families that Harbour Bank considers, in ranges that hold bad settings as well as good."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

from execml.automl.spaces.configuration import Configuration, Family, Setting
from execml.automl.spaces.domains import Choice, Real, Whole
from execml.automl.spaces.search_space import SearchSpace
from execml.course.validation import whole


def harbour_space() -> SearchSpace:
    """Return the space of the running case: five families on the bank's 30 scaled features.

    >>> harbour_space().describe()["family"].unique().tolist()
    ['logistic regression', 'random trees', 'boosted trees', 'nearest neighbours', 'neural network']
    """
    return SearchSpace((_LOGISTIC, _RANDOM_TREES, _BOOSTED, _NEIGHBOURS, _NETWORK))


def vendor_grid(levels: int = 4) -> list[Configuration]:
    """Return the grid of the running case: boosted trees, with a few values of each of three settings.

    Args:
        levels: different values of learning rate, rounds and leaves; the other two settings stay fixed.

    Raises:
        ValueError: if ``levels`` is below 1.

    >>> len(vendor_grid()), str(vendor_grid()[0])
    (64, 'boosted trees: learning rate 0.0097, rounds 13, leaves 2, smallest leaf 20, penalty 1')
    """
    whole("levels", levels, high=100)
    tuned = [setting.domain.levels(levels) for setting in _BOOSTED.settings[:3]]
    fixed = {"smallest leaf": 20, "penalty": 1.0}
    names = [setting.name for setting in _BOOSTED.settings[:3]]
    return [
        Configuration(_BOOSTED.name, {**dict(zip(names, values, strict=True)), **fixed})
        for values in product(*tuned)
    ]


def make_logistic(values: Mapping[str, Any], random_state: int) -> Any:
    """Return a logistic regression with a penalty on the squares (ridge) or sizes (lasso) of weights."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(
        C=1 / values["penalty"],
        l1_ratio=float(values["shape"] == "lasso"),
        class_weight="balanced" if values["weights"] == "balanced" else None,
        solver="liblinear",
        random_state=random_state,
    )


def make_random_trees(values: Mapping[str, Any], random_state: int) -> Any:
    """Return a random forest, or extremely randomised trees, whose splits are drawn instead of optimised."""
    from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier

    kind = RandomForestClassifier if values["kind"] == "forest" else ExtraTreesClassifier
    bagged = values["kind"] == "forest"
    return kind(
        n_estimators=values["trees"],
        min_samples_leaf=values["smallest leaf"],
        max_features=values["features tried"],
        bootstrap=bagged,
        max_samples=values["sample"] if bagged else None,
        random_state=random_state,
    )


def make_boosted(values: Mapping[str, Any], random_state: int) -> Any:
    """Return gradient boosting on binned features, without a stopping rule of its own."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(
        learning_rate=values["learning rate"],
        max_iter=values["rounds"],
        max_leaf_nodes=values["leaves"],
        min_samples_leaf=values["smallest leaf"],
        l2_regularization=values["penalty"],
        max_bins=63,
        early_stopping=False,
        random_state=random_state,
    )


def make_neighbours(values: Mapping[str, Any], random_state: int) -> Any:
    """Return a vote of the nearest clients; it has nothing random, so the random state is not used."""
    from sklearn.neighbors import KNeighborsClassifier

    return KNeighborsClassifier(
        n_neighbors=values["neighbours"],
        weights="uniform" if values["votes"] == "equal" else "distance",
        p={"straight": 2, "city block": 1}[values["distance"]],
    )


def make_network(values: Mapping[str, Any], random_state: int) -> Any:
    """Return a neural network with one or two hidden layers, trained for a fixed number of passes."""
    from sklearn.neural_network import MLPClassifier

    second = (values["second width"],) if values["layers"] == 2 else ()
    return MLPClassifier(
        hidden_layer_sizes=(values["width"], *second),
        learning_rate_init=values["learning rate"],
        alpha=values["penalty"],
        max_iter=values["passes"],
        n_iter_no_change=values["passes"],  # the passes are a setting: nothing else ends the training
        random_state=random_state,
    )


_LOGISTIC = Family(
    "logistic regression",
    (
        Setting("shape", Choice(("ridge", "lasso"))),
        Setting("penalty", Real(1e-2, 1e3, log=True)),
        Setting("weights", Choice(("as they are", "balanced"))),
    ),
    make_logistic,
)
_RANDOM_TREES = Family(
    "random trees",
    (
        Setting("kind", Choice(("forest", "extra"))),
        Setting("trees", Whole(10, 60, log=True)),
        Setting("smallest leaf", Whole(1, 100, log=True)),
        Setting("features tried", Real(0.05, 1)),
        Setting("sample", Real(0.2, 1), when=("kind", ("forest",))),
    ),
    make_random_trees,
)
_BOOSTED = Family(
    "boosted trees",
    (
        Setting("learning rate", Real(0.005, 1, log=True)),
        Setting("rounds", Whole(10, 100, log=True)),
        Setting("leaves", Whole(2, 31, log=True)),
        Setting("smallest leaf", Whole(1, 100, log=True)),
        Setting("penalty", Real(1e-3, 100, log=True)),
    ),
    make_boosted,
)
_NEIGHBOURS = Family(
    "nearest neighbours",
    (
        Setting("neighbours", Whole(1, 200, log=True)),
        Setting("votes", Choice(("equal", "nearer counts more"))),
        Setting("distance", Choice(("straight", "city block"))),
    ),
    make_neighbours,
)
_NETWORK = Family(
    "neural network",
    (
        Setting("layers", Choice((1, 2))),
        Setting("width", Whole(4, 64, log=True)),
        Setting("second width", Whole(4, 64, log=True), when=("layers", (2,))),
        Setting("learning rate", Real(1e-4, 0.1, log=True)),
        Setting("penalty", Real(1e-5, 10, log=True)),
        Setting("passes", Whole(5, 40, log=True)),
    ),
    make_network,
)
