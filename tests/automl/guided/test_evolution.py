"""Fronts against TPOT and Optuna, pipelines that stay well-formed, and a search that survives failures."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from execml.automl.guided.evolution import ScoreAndSize, evolve_pipelines
from execml.automl.guided.pareto import crowding_distance, front_numbers, survivors
from execml.automl.guided.untouched import front_on_new_clients
from execml.automl.libraries.tpot_source import tpot_default, tpot_facts, tpot_selection
from execml.automl.spaces.pipelines import MOST_TRANSFORMERS, fitted_numbers, harbour_pipelines
from execml.course import risk_split
from hypothesis import given, settings
from hypothesis import strategies as st


def clients(rows: int = 700) -> tuple[np.ndarray, np.ndarray]:
    split = risk_split()
    return split.train_features[:rows], split.train_labels[:rows]


def steps(estimator: Any) -> tuple[float, float]:
    return float(len(estimator.steps)), float(len(estimator.steps))


@given(st.integers(0, 10_000), st.integers(1, 40), st.integers(1, 3))
@settings(deadline=None, max_examples=25)
def test_fronts_are_those_of_tpot(seed: int, count: int, goals: int) -> None:
    costs = np.random.default_rng(seed).integers(0, 6, size=(count, goals)).astype(float)
    ours = front_numbers(costs)
    for number, front in enumerate(tpot_selection().nondominated_sorting(-costs)):
        assert set(map(int, front)) == set(np.flatnonzero(ours == number).tolist())


@given(st.integers(0, 10_000), st.integers(2, 30))
@settings(deadline=None, max_examples=25)
def test_room_is_that_of_optuna(seed: int, count: int) -> None:
    import optuna
    from optuna.samplers.nsgaii._elite_population_selection_strategy import _calc_crowding_distance

    costs = np.random.default_rng(seed).random((count, 2))
    trials = [optuna.trial.create_trial(values=list(row)) for row in costs]
    for number, trial in enumerate(trials):
        trial.number = number
    theirs = _calc_crowding_distance(trials)
    np.testing.assert_allclose(crowding_distance(costs), [theirs[number] for number in range(count)])


def test_tpot_gives_the_crowded_candidate_more_room_than_the_lonely_one() -> None:
    # What the unit tells about the installed release. If this fails, TPOT was mended: change the page.
    line = np.array([[0, 4], [1, 3], [1.5, 2], [4, 0]])
    np.testing.assert_allclose(
        tpot_selection().crowding_distance(-line)[1:3], -crowding_distance(line)[1:3] / 2
    )
    assert 2 not in tpot_selection().survival_select_NSGA2(-line, 3)
    assert 1 not in survivors(line, 3)
    assert tpot_default("other_objective_functions") == []
    facts = tpot_facts()
    assert facts.version.startswith("1.1.") and facts.same_fronts and facts.goals == ()
    # by hand: 1.5/4 + 2/4 and 3/4 + 3/4
    assert facts.room == (0.875, 1.5) and facts.their_room == (-0.4375, -0.75)
    assert (facts.dropped, facts.they_drop) == (1, 2)
    assert facts.one_goal  # with the score alone the sign decides nothing


def test_survivors_are_whole_fronts_first() -> None:
    costs = np.random.default_rng(0).random((50, 2))
    numbers = front_numbers(costs)
    kept = survivors(costs, 20)
    assert len(set(kept.tolist())) == 20
    assert numbers[kept].max() <= np.delete(numbers, kept).min()


@pytest.mark.parametrize("costs", [[], [[np.nan, 1.0]], [1.0, 2.0]])
def test_costs_that_are_no_table_are_refused(costs: Any) -> None:
    with pytest.raises(ValueError, match="costs"):
        front_numbers(costs)


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
    assert judged["differs from the largest"].iloc[-1] == "—" and (judged["AUC, new clients"] > 0.5).all()


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
