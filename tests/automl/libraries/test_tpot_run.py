"""The real TPOT: small runs that repeat, stay quiet and stay in our ranges."""

import numpy as np
import psutil
import pytest
from execml.automl import run_tpot
from execml.automl.libraries import tpot_run
from execml.automl.spaces.configuration import Configuration
from execml.automl.spaces.families import harbour_space
from sklearn.model_selection import StratifiedKFold, cross_val_score

pytestmark = pytest.mark.slow


def test_tpot_repeats_says_nothing_and_reports_the_score_of_its_pipeline(
    clients: tuple[np.ndarray, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    features, labels = clients[:2]
    folds = StratifiedKFold(3, shuffle=True, random_state=0)
    first, second = (run_tpot(harbour_space(), features, labels, folds, 2, 3, seed=4) for _ in range(2))
    np.testing.assert_array_equal(first.scores, second.scores)
    assert len(first.scores) == 6
    assert first.generation.tolist() == [0, 0, 0, 1, 1, 1]
    assert first.own_estimate == np.nanmax(first.scores)
    again = cross_val_score(first.pipeline, features, labels, cv=folds, scoring="roc_auc").mean()
    assert first.own_estimate == pytest.approx(again, abs=1e-9)
    risks = [run.pipeline.predict_proba(features)[:, 1] for run in (first, second)]
    np.testing.assert_array_equal(*risks)
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")


def test_tpots_worker_cannot_be_reached_from_another_machine() -> None:
    def listening() -> set[tuple[str, int]]:
        connections = psutil.Process().net_connections()
        return {(c.laddr.ip, c.laddr.port) for c in connections if c.status == "LISTEN"}

    before = listening()
    with tpot_run._one_thread():
        opened = listening() - before
        assert {address for address, _ in opened} <= {"127.0.0.1"}
    assert not (listening() & opened)


@pytest.mark.parametrize("name", list(harbour_space().families))
def test_what_tpot_draws_is_a_point_of_our_space(name: str) -> None:
    space = harbour_space()
    node = tpot_run.node_of(space.families[name])
    draw = np.random.default_rng(0)
    for _ in range(20):
        one, other = node.generate(draw), node.generate(draw)
        one.crossover(other, draw)  # may combine settings that do not go together
        for individual in (one, other):
            values = individual.hyperparameter_parser(individual.hyperparameters)["values"]
            space.check(Configuration(name, values))


@pytest.mark.parametrize(("generations", "population"), [(0, 5), (2, 1)])
def test_tpot_needs_generations_and_a_population(
    clients: tuple[np.ndarray, ...], generations: int, population: int
) -> None:
    with pytest.raises(ValueError, match=r"generations=0|population=1"):
        run_tpot(harbour_space(), *clients[:2], StratifiedKFold(3), generations, population)
