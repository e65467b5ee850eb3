"""Pipelines as genes: a few transformers in a row and a model, each with settings of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from execml.automl.spaces.configuration import Configuration, Family, Setting
from execml.automl.spaces.domains import Choice, Real, Whole
from execml.automl.spaces.search_space import SearchSpace
from execml.course.validation import shown

MOST_TRANSFORMERS = 3
ARRAYS = ("coef_", "intercept_", "theta_", "var_", "mean_", "scale_", "components_", "quantiles_", "_fit_X")


@dataclass(frozen=True)
class Pipeline:
    """What is done to a client's features, in order.

    Attributes:
        transformers: at most three, each a point of the space of transformers.
        model: a point of the space of models.
    """

    transformers: tuple[Configuration, ...]
    model: Configuration

    def __str__(self) -> str:
        """Return the steps in words."""
        return " → ".join(str(step) for step in (*self.transformers, self.model))


@dataclass(frozen=True)
class PipelineSpace:
    """Which pipelines there are, and how one is changed or two are crossed.

    Attributes:
        transformers: the space of one transformer.
        models: the space of the model at the end.
    """

    transformers: SearchSpace
    models: SearchSpace

    def sample(self, generator: np.random.Generator) -> Pipeline:
        """Draw a pipeline with none, one or two transformers."""
        count = int(generator.integers(3))
        steps = tuple(self.transformers.sample(generator) for _ in range(count))
        return Pipeline(steps, self.models.sample(generator))

    def mutate(self, pipeline: Pipeline, generator: np.random.Generator) -> Pipeline:
        """Change one thing: settings or family of the model, or add, remove or redraw a transformer."""
        steps, model = list(pipeline.transformers), pipeline.model
        changes = ["settings", "settings", "family", "add", "remove", "redraw"]
        change = changes[int(generator.integers(len(changes)))]
        place = int(generator.integers(len(steps) + 1))
        if change == "settings":
            model = self._nearby(model, generator)
        elif change == "family" or (change != "add" and not steps):
            model = self.models.sample(generator)
        elif change == "add" and len(steps) < MOST_TRANSFORMERS:
            steps.insert(place, self.transformers.sample(generator))
        elif change == "remove":
            del steps[min(place, len(steps) - 1)]
        else:
            steps[min(place, len(steps) - 1)] = self.transformers.sample(generator)
        return Pipeline(tuple(steps), model)

    def cross(self, one: Pipeline, other: Pipeline, generator: np.random.Generator) -> Pipeline:
        """Join the beginning of one row of transformers with the end of another, and take either model."""
        cut, rejoin = (int(generator.integers(len(parent.transformers) + 1)) for parent in (one, other))
        steps = (one.transformers[:cut] + other.transformers[rejoin:])[:MOST_TRANSFORMERS]
        return Pipeline(steps, (one, other)[int(generator.integers(2))].model)

    def build(self, pipeline: Pipeline, random_state: int = 0) -> Any:
        """Return the untrained scikit-learn pipeline."""
        from sklearn.pipeline import make_pipeline

        steps = [self.transformers.build(step, random_state) for step in pipeline.transformers]
        return make_pipeline(*steps, self.models.build(pipeline.model, random_state))

    def _nearby(self, model: Configuration, generator: np.random.Generator) -> Configuration:
        """Return the same family with about half of its settings drawn anew."""
        drawn = self.models.sample_family(model.family, generator)
        kept = {name: value for name, value in model.values.items() if generator.random() < 0.5}
        mixed = Configuration(
            model.family, {**drawn.values, **{k: kept[k] for k in kept if k in drawn.values}}
        )
        try:
            self.models.check(mixed)
        except ValueError:  # a setting that exists only under another: take the fresh draw as it is
            return drawn
        return mixed


def harbour_pipelines() -> PipelineSpace:
    """Return the pipelines of the running case: five transformers, and five families of models.

    >>> list(harbour_pipelines().transformers.families)
    ['standardise', 'ranks', 'principal components', 'best features', 'splines']
    """
    from execml.automl.spaces.families import harbour_space

    models = harbour_space().families
    names = ("logistic regression", "boosted trees", "nearest neighbours")
    return PipelineSpace(
        SearchSpace((_STANDARDISE, _RANKS, _COMPONENTS, _BEST, _SPLINES)),
        SearchSpace((*(models[name] for name in names), _TREE, _NAIVE_BAYES)),
    )


def fitted_numbers(estimator: Any) -> int:
    """Return how many numbers a trained pipeline holds: weights, thresholds, stored clients.

    A tree counts its nodes. It is what somebody would have to check, store and explain.

    Args:
        estimator: a trained scikit-learn estimator, or a pipeline of them.

    >>> from sklearn.linear_model import LogisticRegression
    >>> features = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 1.0], [3.0, 1.0]])
    >>> fitted_numbers(LogisticRegression().fit(features, [0, 0, 1, 1]))
    3
    """
    if not (hasattr(estimator, "fit") or hasattr(estimator, "tree_")) or isinstance(estimator, type):
        raise ValueError(f"estimator={shown(estimator)} must be a trained model of scikit-learn's kind")
    if hasattr(estimator, "steps"):
        return sum(fitted_numbers(step) for _, step in estimator.steps)
    if hasattr(estimator, "tree_"):
        return int(estimator.tree_.node_count)
    if hasattr(estimator, "estimators_"):  # a forest
        return sum(fitted_numbers(tree) for tree in estimator.estimators_)
    if hasattr(estimator, "_predictors"):  # boosting on histograms: one list of trees a round
        return sum(len(tree.nodes) for trees in estimator._predictors for tree in trees)
    if hasattr(estimator, "bsplines_"):
        return sum(len(spline.t) for spline in estimator.bsplines_)
    if hasattr(estimator, "get_support"):
        return int(estimator.get_support().sum())
    return sum(np.size(getattr(estimator, name, ())) for name in ARRAYS)


def _standardise(values: Mapping[str, Any], random_state: int) -> Any:
    from sklearn.preprocessing import StandardScaler

    return StandardScaler()


def _ranks(values: Mapping[str, Any], random_state: int) -> Any:
    from sklearn.preprocessing import QuantileTransformer

    return QuantileTransformer(n_quantiles=values["steps"], subsample=None, random_state=random_state)


def _components(values: Mapping[str, Any], random_state: int) -> Any:
    from sklearn.decomposition import PCA

    return PCA(n_components=values["components"], svd_solver="full")


def _best(values: Mapping[str, Any], random_state: int) -> Any:
    from sklearn.feature_selection import SelectKBest, f_classif

    return SelectKBest(f_classif, k=values["features"])


def _splines(values: Mapping[str, Any], random_state: int) -> Any:
    from sklearn.preprocessing import SplineTransformer

    return SplineTransformer(n_knots=values["knots"], degree=values["degree"], include_bias=False)


def _tree(values: Mapping[str, Any], random_state: int) -> Any:
    from sklearn.tree import DecisionTreeClassifier

    return DecisionTreeClassifier(
        max_leaf_nodes=values["leaves"], min_samples_leaf=values["smallest leaf"], random_state=random_state
    )


def _naive_bayes(values: Mapping[str, Any], random_state: int) -> Any:
    from sklearn.naive_bayes import GaussianNB

    return GaussianNB(var_smoothing=values["smoothing"])


_STANDARDISE = Family("standardise", (), _standardise)
_RANKS = Family("ranks", (Setting("steps", Choice((10, 100))),), _ranks)
_COMPONENTS = Family("principal components", (Setting("components", Whole(2, 20, log=True)),), _components)
_BEST = Family("best features", (Setting("features", Whole(2, 25, log=True)),), _best)
_SPLINES = Family("splines", (Setting("knots", Whole(3, 6)), Setting("degree", Choice((1, 3)))), _splines)
_TREE = Family(
    "one tree",
    (Setting("leaves", Whole(2, 64, log=True)), Setting("smallest leaf", Whole(1, 100, log=True))),
    _tree,
)
_NAIVE_BAYES = Family("naive Bayes", (Setting("smoothing", Real(1e-9, 1, log=True)),), _naive_bayes)
