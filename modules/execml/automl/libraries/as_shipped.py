"""TPOT and H2O AutoML as their makers ship them, against a clock: measured once, and recorded with its date.

A run against a clock does not repeat, so the page prints the record. ``python -m
execml.automl.libraries.as_shipped`` measures everything anew on this machine, in some minutes, and prints it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import numpy as np

from execml.automl.libraries.dask_settings import shipped_settings
from execml.automl.libraries.h2o_server import h2o_cluster
from execml.automl.libraries.tpot_run import NOWHERE, _quiet
from execml.automl.search.targets import target_of
from execml.course.bank.risk import risk_split
from execml.course.measure.runs import Repeats
from execml.course.validation import instance, one_of, positive, whole

GROUP, SECONDS = 2_000, 60  # clients of a group of the contest, and the limit of a run
TOOLS = ("TPOT", "H2O")
# Which tool, with which limit in seconds, on how many of the contest's ten groups: a minute, and, as a minute
# is next to nothing for TPOT, five minutes.
STUDIES = (("H2O", 60, 5), ("TPOT", 60, 5), ("TPOT", 300, 3))


@cache
def recorded() -> dict[str, Any]:
    """Return what was measured: the date, the machine, the versions, and one entry a tool and limit.

    >>> sorted(recorded()["runs"])
    ['H2O, 60 s', 'TPOT, 300 s', 'TPOT, 60 s']
    """
    import yaml

    text = files("execml.automl.libraries").joinpath("as_shipped.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


def lead_over(other: Repeats, run: str) -> Repeats:
    """Return a tool's AUC on untouched clients less another contestant's, on the groups that both had.

    Args:
        other: the contestant's runs in the contest, one a group, in the order of the groups.
        run: of the record, such as ``"H2O, 60 s"``.

    Raises:
        ValueError: if there is no such run, or ``other`` has fewer groups.
    """
    runs = recorded()["runs"]
    found = np.array(runs[one_of("run", run, tuple(runs))]["untouched"])
    instance("other", other, Repeats)
    if len(other) < len(found):
        raise ValueError(f"other={len(other)} runs must be at least {len(found)}, one a group")
    return Repeats(found - other.values[: len(found)], {"draw": tuple(range(len(found)))})


def shown(rivals: Mapping[str, Repeats]) -> str:
    """Return the record as a table in Markdown, a row a tool and limit.

    Args:
        rivals: whose AUC is subtracted, by name, as in :func:`lead_over`.

    Raises:
        ValueError: as :func:`lead_over`.
    """
    heads = ["as shipped", "groups", "candidates", "CPU seconds", "AUC", *(f"less {name}" for name in rivals)]
    lines = [heads, ["---"] * len(heads)]
    for name, run in recorded()["runs"].items():
        counts, used = run["candidates"], run["cpu"]
        cells = [
            name,
            str(len(counts)),
            f"{min(counts)} to {max(counts)}",
            f"{min(used):.0f} to {max(used):.0f}",
        ]
        cells.append(f"{np.mean(run['untouched']):.3f}")
        leads = [lead_over(other, name) for other in rivals.values()]
        lines.append([*cells, *(f"{lead.mean:+.3f}".replace("-", "−") for lead in leads)])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def measured(studies: Sequence[tuple[str, int, int]] = STUDIES) -> dict[str, Any]:
    """Run the tools on the first groups of the contest, one after the other.

    Args:
        studies: for each a tool, its limit in seconds, and how many groups.
    """
    from sklearn.metrics import roc_auc_score

    split = risk_split()
    found: dict[str, Any] = {}
    for tool, seconds, groups in studies:
        rows: dict[str, list[Any]] = {}
        for group in range(groups):
            mine = slice(GROUP * group, GROUP * (group + 1))
            known = split.train_features[mine], split.train_labels[mine]
            run = run_shipped(tool, *known, split.test_features, seconds, group)
            run["untouched"] = float(roc_auc_score(split.test_labels, run.pop("risks")))
            for name, value in run.items():
                digits = 1 if name in ("wall", "cpu") else 5
                rows.setdefault(name, []).append(round(value, digits) if isinstance(value, float) else value)
        found[f"{tool}, {seconds} s"] = rows
    names = ("h2o", "tpot", "scikit-learn", "distributed")
    return {
        "date": date.today(),
        "cores": os.cpu_count(),
        "versions": {name: version(name) for name in names},
        "runs": found,
    }


def run_shipped(
    tool: str,
    features: np.ndarray,
    labels: np.ndarray,
    new_features: np.ndarray,
    seconds: float = SECONDS,
    seed: int = 0,
) -> dict[str, Any]:
    """Run a tool with its own space, folds, population and algorithms; only the limit in time is ours.

    Args:
        tool: ``"TPOT"`` or ``"H2O"``.
        features: shape (clients, features).
        labels: 0 or 1, shape (clients,).
        new_features: of clients to score with the winner, shape (new clients, features).
        seconds: that the tool is told to take; it may take longer.
        seed: of its random choices, which a clock makes worth little.

    Returns:
        ``risks``, shape (new clients,), the tool's ``own`` estimate, how many ``candidates`` it scored, the
        ``winner`` in words, and the ``wall`` and ``cpu`` seconds until it had one.

    Raises:
        ValueError: if there is no such tool, the limit is not positive, or the clients do not fit.
    """
    target_of(features, labels)
    positive("seconds", seconds)
    whole("seed", seed, low=0, high=2**32 - 1)
    ways: dict[str, Callable[..., dict[str, Any]]] = {"TPOT": _tpot, "H2O": _h2o}
    return ways[one_of("tool", tool, TOOLS)](features, labels, new_features, seconds, seed)


def _tpot(
    features: np.ndarray, labels: np.ndarray, new_features: np.ndarray, seconds: float, seed: int
) -> dict[str, Any]:
    from distributed import Client, LocalCluster

    # TPOT would start the same worker itself, with a page of statistics that every network could see.
    place = {"dashboard_address": NOWHERE, "worker_dashboard_address": NOWHERE}
    with (
        _quiet(),
        shipped_settings(),
        LocalCluster(n_workers=1, threads_per_worker=1, silence_logs=50, **place) as cluster,
        Client(cluster, set_as_default=False) as client,
        client.as_current(),
    ):
        from tpot import TPOTClassifier

        search = TPOTClassifier(max_time_mins=seconds / 60, random_state=seed, client=client, verbose=0)
        began, used = time.monotonic(), time.process_time()
        search.fit(features, labels)
        wall = time.monotonic() - began
        workers = sum(client.run(time.process_time).values())
        scores = search.evaluated_individuals["roc_auc_score"].to_numpy(dtype=float)
        return {
            "risks": search.predict_proba(new_features)[:, 1],
            "own": float(np.nanmax(scores)),
            "candidates": int(np.isfinite(scores).sum()),
            "winner": " → ".join(type(step).__name__ for _, step in search.fitted_pipeline_.steps),
            "wall": wall,
            "cpu": time.process_time() - used + workers,
        }


def _h2o(
    features: np.ndarray, labels: np.ndarray, new_features: np.ndarray, seconds: float, seed: int
) -> dict[str, Any]:
    import psutil

    with h2o_cluster(repeatable=False, megabytes=4096, threads=psutil.cpu_count() or 1) as cluster:
        import h2o
        from h2o.automl import H2OAutoML

        names = [f"feature_{column}" for column in range(features.shape[1])]
        known = h2o.H2OFrame(np.column_stack([features, labels]), column_names=[*names, "label"])
        known["label"] = known["label"].asfactor()
        search = H2OAutoML(max_runtime_secs=seconds, seed=seed, verbosity=None)
        began = time.monotonic()
        search.train(x=names, y="label", training_frame=known)
        wall, cpu = time.monotonic() - began, cluster.cpu_seconds()
        board = search.leaderboard.as_data_frame()
        new = h2o.H2OFrame(np.asarray(new_features), column_names=names)
        return {
            "risks": search.leader.predict(new).as_data_frame()["p1"].to_numpy(dtype=float),
            "own": float(board["auc"].iloc[0]),
            "candidates": len(board),
            "winner": str(board["model_id"].iloc[0]).split("_AutoML")[0],
            "wall": wall,
            "cpu": cpu,
        }


def main(*names: str) -> None:
    """Measure, all or the named tools, and print the record."""
    import yaml

    studies = [study for study in STUDIES if not names or f"{study[0]}, {study[1]} s" in names]
    print(yaml.safe_dump(measured(studies), sort_keys=False, allow_unicode=True, width=110))


if __name__ == "__main__":
    main(*sys.argv[1:])
