"""Pipelines that stay well-formed, and the numbers that a trained one holds."""

from __future__ import annotations

import numpy as np
from execml.automl.spaces.pipelines import MOST_TRANSFORMERS, fitted_numbers, harbour_pipelines
from execml.course import risk_split
from hypothesis import given, settings
from hypothesis import strategies as st


def clients(rows: int = 700) -> tuple[np.ndarray, np.ndarray]:
    split = risk_split()
    return split.train_features[:rows], split.train_labels[:rows]


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=40)
def test_changed_and_crossed_pipelines_stay_in_the_space(seed: int) -> None:
    space, draw = harbour_pipelines(), np.random.default_rng(seed)
    one, other = space.sample(draw), space.sample(draw)
    for _ in range(6):
        one, other = space.mutate(one, draw), space.cross(one, other, draw)
        for pipeline in (one, other):
            assert len(pipeline.transformers) <= MOST_TRANSFORMERS
            for step in pipeline.transformers:
                space.transformers.check(step)
            space.models.check(pipeline.model)
            assert len(space.build(pipeline).steps) == len(pipeline.transformers) + 1


def test_mutation_changes_something_most_of_the_time() -> None:
    space, draw = harbour_pipelines(), np.random.default_rng(0)
    start = space.sample(draw)
    assert sum(space.mutate(start, draw) != start for _ in range(100)) > 80


def test_fitted_numbers_count_weights_nodes_and_stored_clients() -> None:
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.tree import DecisionTreeClassifier

    features, labels = clients(200)
    scaled = make_pipeline(StandardScaler(), LogisticRegression()).fit(features, labels)
    assert fitted_numbers(scaled) == 31 + 3 * 30  # weights and intercept; mean, variance and scale
    assert fitted_numbers(KNeighborsClassifier().fit(features, labels)) == 200 * 30
    tree = DecisionTreeClassifier(max_leaf_nodes=5, random_state=0).fit(features, labels)
    assert fitted_numbers(tree) == 9
    forest = RandomForestClassifier(3, max_leaf_nodes=5, random_state=0).fit(features, labels)
    assert fitted_numbers(forest) == 27
