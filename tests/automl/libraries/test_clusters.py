"""Two local engines: Dask workers that find what one process finds, and an H2O cloud of two nodes."""

import multiprocessing
from typing import Any

import numpy as np
import psutil
import pytest
from execml.automl import cluster_lines, dask_search, h2o_cloud, random_search, rows_by_node, spread_frame
from execml.automl.libraries.clusters import dask_workers
from execml.automl.search.objectives import HoldOut
from execml.automl.spaces.families import harbour_space
from execml.course import load, risk_split

from tests.automl.sockets import open_to, own_ports

pytestmark = pytest.mark.slow


class Fragile:
    """An objective that fails for nearest neighbours."""

    def __init__(self, inner: HoldOut) -> None:
        self.inner = inner

    def __call__(self, estimator: Any) -> float:
        if "Neighbors" in type(estimator).__name__:
            raise ArithmeticError("no neighbours here")
        return self.inner(estimator)


def hold_out(rows: int = 600) -> HoldOut:
    split = risk_split()
    return HoldOut(split.train_features[:rows], split.train_labels[:rows], rows // 2)


def test_two_dask_workers_find_what_one_process_finds_and_leave_nothing_behind() -> None:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    objective = Fragile(hold_out())
    space, evaluations = harbour_space(), 12
    alone = random_search(space, objective, np.random.default_rng(1), evaluations=evaluations)
    spread = dask_search(space, objective, np.random.default_rng(1), evaluations, workers=2)
    np.testing.assert_array_equal(alone.scores, spread.scores)
    assert [t.configuration for t in alone.trials] == [t.configuration for t in spread.trials]
    assert [t.error for t in alone.trials] == [t.error for t in spread.trials]
    assert 0 < len(spread.failures) < evaluations
    left = [c for c in psutil.Process().children(recursive=True) if c.pid not in before]
    assert not [child for child in left if "resource_tracker" not in " ".join(child.cmdline())]


def test_a_worker_that_rereads_an_unguarded_script_is_told_what_to_write(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # multiprocessing sets this mark on a child while it imports the script of its parent.
    monkeypatch.setattr(multiprocessing.current_process(), "_inheriting", True, raising=False)
    with pytest.raises(RuntimeError, match="put the call into a function"), dask_workers(1):
        pass


@pytest.mark.parametrize(("evaluations", "workers"), [(0, 2), (5, 0)])
def test_no_search_without_a_budget_or_a_worker(evaluations: int, workers: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        dask_search(harbour_space(), hold_out(), np.random.default_rng(0), evaluations, workers)


def test_two_h2o_nodes_form_one_cloud_share_the_rows_and_train_one_model() -> None:
    import h2o
    from h2o.estimators import H2OGradientBoostingEstimator

    clients = load("credit").head(2_000)
    with h2o_cloud(nodes=2, megabytes=512) as cloud:
        assert (h2o.cluster().cloud_size, cloud.size, len(cloud.nodes)) == (2, 2, 2)
        frame = spread_frame(clients)
        received = frame["limit"].as_data_frame(use_multi_thread=False)["limit"]
        np.testing.assert_array_equal(received, clients["limit"])
        rows = rows_by_node(frame)
        assert len(rows) == 2
        assert sum(rows) == len(clients)
        assert min(rows) > 0
        frame["default"] = frame["default"].asfactor()
        model = H2OGradientBoostingEstimator(ntrees=3, max_depth=3, seed=1)
        model.train(y="default", training_frame=frame)
        assert 0.7 < model.auc() < 0.9
        assert open_to(cloud) == own_ports(cloud)  # after training too: both ports of each, and no other
        processes = [node.process for node in cloud.nodes]
        with pytest.raises(ValueError, match="pieces"):
            spread_frame(clients, pieces=5_000)
    assert all(process.poll() is not None for process in processes)


def test_the_lines_for_a_real_cluster_name_both_engines() -> None:
    lines = cluster_lines()
    assert set(lines["engine"]) == {"H2O", "Dask"}
    assert lines["on a cluster of machines"].str.contains("flatfile").any()
    assert lines["on a cluster of machines"].str.contains("address=").any()
