"""The real TPOT: small runs that repeat, stay quiet and stay in our ranges."""

import subprocess
import sys
from functools import partial

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


ALONE = """
import base64, pickle, sys
import numpy as np
from sklearn.model_selection import StratifiedKFold
from execml.automl import run_tpot
from execml.automl.spaces.families import harbour_space
from execml.automl.libraries.tpot_run import pipelines_of

x = np.random.default_rng(0).normal(size=(90, 3))
y = (x[:, 0] > 0).astype(int)
run_tpot(harbour_space(), x, y, StratifiedKFold(2), 1, 2)
drawn = [pipelines_of(harbour_space()).generate(np.random.default_rng(seed)) for seed in range(12)]
made = [one.export_pipeline() for one in drawn]
assert any("FunctionTransformer" in str(one) for one in made)
print("torch" in sys.modules, "torch" in sys.modules or __import__("torch").__name__)
print(base64.b64encode(pickle.dumps(made)).decode())
"""
ELSEWHERE = """
import base64, pickle, sys
made = pickle.loads(base64.b64decode(sys.stdin.read()))
print(len(made), sorted({"tpot", "torch", "dask"} & set(sys.modules)))
"""


def test_tpot_loads_no_torch_and_its_candidates_need_no_tpot() -> None:
    run = partial(subprocess.run, check=True, capture_output=True, text=True)
    first = run([sys.executable, "-W", "ignore", "-c", ALONE]).stdout.splitlines()
    assert first[-2] == "False torch"  # not loaded, and there for whoever asks
    assert run([sys.executable, "-c", ELSEWHERE], input=first[-1]).stdout.strip() == "12 []"


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
