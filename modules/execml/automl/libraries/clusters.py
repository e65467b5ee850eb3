"""Two engines beyond one process: an H2O cloud of several nodes, and a search spread over Dask workers."""

from __future__ import annotations

import contextlib
import logging
import math
import multiprocessing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.automl.libraries.dask_settings import shipped_settings
from execml.automl.libraries.h2o_node import H2OStartError
from execml.automl.libraries.h2o_server import H2OCluster, h2o_cluster
from execml.automl.search.trials import SearchResult, Trial, run_trial
from execml.automl.spaces.search_space import SearchSpace
from execml.course.arrays import frame as table_of
from execml.course.measure.loopback import LOOPBACK
from execml.course.measure.scratch import scratch_folder
from execml.course.validation import function, instance, shown, whole
from execml.course.validation import generator as generator_of

if TYPE_CHECKING:
    import pandas as pd

    from execml.automl.spaces.configuration import Configuration


@contextlib.contextmanager
def h2o_cloud(nodes: int = 2, **settings: Any) -> Iterator[H2OCluster]:
    """Start several H2O nodes on this machine, joined into one cloud, and end them when the block is left.

    Each node is a Java process of its own on 127.0.0.1. All read the same list of addresses (``-flatfile``)
    and carry the same cloud name, as the nodes of a cloud of several machines do.

    Args:
        nodes: how many.
        settings: passed to :func:`execml.automl.h2o_cluster`, such as ``megabytes`` for each node.

    Raises:
        ValueError: if ``nodes`` is below 1.
        H2OStartError: if Java is missing or the nodes do not find each other.

    Example::

        with h2o_cloud(nodes=2) as cloud:
            frame = spread_frame(clients)  # its rows lie on both nodes
    """
    with h2o_cluster(nodes=nodes, **settings) as cloud:
        import h2o

        joined = int(h2o.cluster().cloud_size)
        if joined != nodes:
            raise H2OStartError(f"{joined} nodes have joined the cloud, and nodes={nodes} were asked for")
        yield cloud


def spread_frame(table: pd.DataFrame, pieces: int = 24) -> Any:
    """Hand a table to the current H2O cloud in several files, so that its rows lie on several nodes.

    A small table that is handed over whole becomes one chunk, which lives on one node while the others wait.

    Args:
        table: the rows; the index is left out. The cloud's nodes must be able to read this machine's files.
        pieces: how many files. H2O deals them out by chance: two files often end on one of two nodes, 24
            almost never.

    Returns:
        an ``H2OFrame`` with the rows in the same order.

    Raises:
        ValueError: if there are not so many rows.
    """
    import h2o

    whole("pieces", pieces)
    table_of("table", table)
    if pieces > len(table):
        raise ValueError(f"pieces={pieces!r} must be at most {len(table)}, the number of rows")
    with scratch_folder() as folder:
        files = [str(Path(folder) / f"part_{piece}.csv") for piece in range(pieces)]
        for file, rows in zip(files, np.array_split(np.arange(len(table)), pieces), strict=True):
            table.iloc[rows].to_csv(file, index=False)
        if folder.isascii():
            frame = h2o.import_file(files)
        else:  # H2O garbles such a path when it hands it on to another node
            sent = [h2o.api("POST /3/PostFile", filename=file)["destination_frame"] for file in files]
            frame = h2o.parse_raw(h2o.parse_setup(sent), first_line_is_header=1)
        frame.refresh()  # read now: the files are gone after this block
    return frame


def rows_by_node(frame: Any) -> list[int]:
    """Return how many of an H2O frame's rows lie on each node, largest first; a node without rows gives 0."""
    import h2o

    if not hasattr(frame, "frame_id"):
        raise ValueError(f"frame={shown(frame)} must be an H2OFrame")
    answer = h2o.api(f"GET /3/Frames/{frame.frame_id}/summary", data={"row_count": 0})
    spread = answer["frames"][0]["distribution_summary"]
    names, column = spread.col_header, spread.cell_values
    rows = [
        int(line[names.index("number_of_rows")]) for line in column if ":" in line[0]
    ]  # nodes, not totals
    return sorted(rows, reverse=True)


@contextlib.contextmanager
def dask_workers(count: int = 2, address: str | None = None) -> Iterator[Any]:
    """Start a Dask scheduler and worker processes on this machine, or join those of a real cluster.

    Here they listen on 127.0.0.1 only, without the dashboard, and end with the block. Dask runs whatever
    reaches its scheduler, so it talks TLS here; the certificates of a real cluster stand in Dask's
    configuration (``distributed.comm.tls``).

    Args:
        count: how many worker processes, with one thread each; a real cluster has its own.
        address: of a scheduler that runs already, such as ``"tcp://10.0.0.5:8786"``.

    Returns:
        the ``distributed.Client``.

    Raises:
        ValueError: if ``count`` is below 1.
        RuntimeError: if a script calls this at its top level, where each worker would start workers again.
    """
    whole("count", count)
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        raise RuntimeError(
            "a worker is reading the script that starts workers; put the call into a function and call that "
            'under: if __name__ == "__main__":'
        )
    from distributed import Client

    with contextlib.ExitStack() as stack:
        place = stack.enter_context(_local_cluster(count)) if address is None else address
        yield stack.enter_context(Client(place, set_as_default=False))


@contextlib.contextmanager
def _local_cluster(count: int) -> Iterator[Any]:
    """Start a scheduler and workers that only holders of a certificate made for this block can talk to."""
    from distributed import LocalCluster

    with scratch_folder("dask_") as folder:
        settings = {"host": LOOPBACK, "dashboard_address": f"{LOOPBACK}:0", "security": True}
        manner = {"processes": True, "threads_per_worker": 1, "silence_logs": logging.CRITICAL}
        with (
            shipped_settings(),
            LocalCluster(n_workers=count, local_directory=folder, **settings, **manner) as cluster,
        ):
            yield cluster


def dask_search(
    space: SearchSpace,
    objective: Callable[[Any], float],
    generator: np.random.Generator,
    evaluations: int,
    workers: int = 2,
    address: str | None = None,
) -> SearchResult:
    """Run a random search whose trials are trained by Dask workers.

    The configurations are drawn here and in order, so that the same generator gives the same trials and
    scores as :func:`execml.automl.random_search` in one process. A failed trial is recorded; Ctrl-C returns
    the trials that are finished.

    Args:
        space: where to draw from.
        objective: takes an untrained estimator and returns a score; it is sent to each worker once.
        generator: source of the draws.
        evaluations: how many trials to run.
        workers: processes to start on this machine.
        address: of a real cluster's scheduler, instead of starting one here.

    Raises:
        ValueError: if ``evaluations`` or ``workers`` is below 1.
        RuntimeError: if a script calls this at its top level (see :func:`dask_workers`).

    Example::

        found = dask_search(harbour_space(), Folds(features, labels), np.random.default_rng(1), 12)
    """
    instance("space", space, SearchSpace)
    function("objective", objective)
    generator_of("generator", generator)
    whole("evaluations", evaluations)
    whole("workers", workers)
    drawn = [space.sample(generator) for _ in range(evaluations)]
    trials: list[Trial] = []
    with dask_workers(workers, address) as client:
        scorer = client.scatter(objective, broadcast=True, hash=False)
        futures = [
            client.submit(run_trial, space, scorer, configuration, number, pure=False)
            for number, configuration in enumerate(drawn)
        ]
        try:
            for number, future in enumerate(futures):
                trials.append(_finished(future, drawn[number], number))
        except KeyboardInterrupt:
            return SearchResult("random search on Dask", tuple(trials), interrupted=True)
    return SearchResult("random search on Dask", tuple(trials))


def _finished(future: Any, configuration: Configuration, number: int) -> Trial:
    """Wait for a trial; if its worker died, say for lack of memory, that is the trial's error."""
    lost = future.exception()
    if lost is None:
        return future.result()
    return Trial(number, configuration, math.nan, 0.0, error=f"{type(lost).__name__}: {lost}")


def cluster_lines() -> pd.DataFrame:
    """Return the lines that change when a cluster of machines takes the place of this one.

    >>> cluster_lines()["engine"].tolist()
    ['H2O', 'H2O', 'Dask', 'Dask']
    """
    import pandas as pd

    rows = [
        (
            "H2O",
            "h2o_cloud(nodes=2) starts the nodes",
            "on each machine: java -Xmx32g -jar h2o.jar -name bank -flatfile machines.txt -port 54321",
        ),
        ("H2O", "the block connects by itself", 'h2o.connect(ip="10.0.0.5", port=54321, https=True)'),
        (
            "Dask",
            "dask_search(…, workers=2) starts the workers",
            "on one machine: dask scheduler; on each other: dask worker tls://10.0.0.5:8786 --nthreads 1",
        ),
        ("Dask", "dask_search(…, workers=2)", 'dask_search(…, address="tls://10.0.0.5:8786")'),
    ]
    return pd.DataFrame(rows, columns=["engine", "on this machine", "on a cluster of machines"])
