"""A search over pipelines that selects, repeats and survives failures."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from execml.automl.guided.evolution import ScoreAndSize, evolve_pipelines
from execml.automl.guided.untouched import front_on_new_clients
from execml.course import risk_split


def clients(rows: int = 700) -> tuple[np.ndarray, np.ndarray]:
    split = risk_split()
    return split.train_features[:rows], split.train_labels[:rows]


def steps(estimator: Any) -> tuple[float, float]:
    return float(len(estimator.steps)), float(len(estimator.steps))


def test_search_finds_a_front_of_real_pipelines_and_repeats() -> None:
    objective = ScoreAndSize(*clients(), held_back=300)
    runs = [evolve_pipelines(objective, np.random.default_rng(2), 6, 2) for _ in range(2)]
    assert runs[0].individuals == runs[1].individuals
    assert len(runs[0].individuals) == 18
    front = runs[0].front
    for simpler, better in pairwise(front):
        assert simpler.complexity < better.complexity and simpler.score < better.score
    assert front[-1].score == max(one.score for one in runs[0].individuals if not one.error) > 0.6
    judged = front_on_new_clients(runs[0], 400)
    assert judged["numbers held"].tolist() == [one.complexity for one in front]
    assert judged["less the largest, 95%"].iloc[-1] == "—" and (judged["AUC, new clients"] > 0.5).all()


def test_selection_raises_the_score_over_generations() -> None:
    def leaves(estimator: Any) -> tuple[float, float]:
        return float(getattr(estimator[-1], "max_leaf_nodes", None) or 0), 1.0

    found = evolve_pipelines(leaves, np.random.default_rng(0), population=10, generations=8)
    first, last = (
        [one.score for one in found.individuals if one.generation == generation] for generation in (0, 8)
    )
    assert np.mean(last) > np.mean(first) + 5


def test_no_pipeline_is_tried_twice() -> None:
    found = evolve_pipelines(steps, np.random.default_rng(0), population=10, generations=4)
    assert len({one.pipeline for one in found.individuals}) == 50


def test_failing_pipelines_are_recorded_and_skipped() -> None:
    def fragile(estimator: Any) -> tuple[float, float]:
        if len(estimator.steps) > 1:
            raise MemoryError("too many columns")
        return 0.5, 1.0

    found = evolve_pipelines(fragile, np.random.default_rng(0), population=8, generations=2)
    assert len(found.individuals) == 24 and 0 < len(found.failures) < 24
    assert all(one.error == "MemoryError: too many columns" for one in found.failures)
    assert not found.best.pipeline.transformers


def test_when_all_fail_the_first_error_is_told() -> None:
    found = evolve_pipelines(lambda model: (np.nan, 1.0), np.random.default_rng(0), 4, 2)
    assert len(found.failures) == 12
    with pytest.raises(ValueError, match="none of 12 pipelines succeeded; the first error: the score is nan"):
        _ = found.front


def test_ctrl_c_returns_what_is_known() -> None:
    count = iter(range(100))

    def impatient(estimator: Any) -> tuple[float, float]:
        if next(count) == 7:
            raise KeyboardInterrupt
        return steps(estimator)

    found = evolve_pipelines(impatient, np.random.default_rng(0), population=5, generations=5)
    assert found.interrupted and len(found.individuals) == 7 and found.front


@pytest.mark.parametrize(
    ("change", "name"),
    [({"population": 1}, "population"), ({"generations": 0}, "generations"), ({"mutation": 1.5}, "mutation")],
)
def test_bad_input_is_named(change: dict[str, Any], name: str) -> None:
    with pytest.raises(ValueError, match=name):
        evolve_pipelines(steps, np.random.default_rng(0), **change)


def test_a_target_with_one_class_is_refused() -> None:
    features, labels = clients(100)
    with pytest.raises(ValueError, match="labels"):
        ScoreAndSize(features, np.zeros_like(labels), held_back=20)
