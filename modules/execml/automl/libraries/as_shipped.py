"""TPOT and H2O AutoML as their makers ship them, with nothing set but a limit in time and a seed.

Such a run does not repeat: a busy machine gets fewer candidates done. It is here for the authors' sake, whose
tools a contest in counts shows at other settings than their own. What was measured with it stands in
``contest/record.py``.
"""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from collections.abc import Iterator

import numpy as np

from execml.automl.libraries.h2o_server import h2o_cluster
from execml.automl.search.targets import target_of
from execml.course.arrays import array
from execml.course.measure.loopback import LOOPBACK
from execml.course.validation import positive, whole

THREADS = 2  # of H2O, as many as its user has processors; TPOT ships with one


def tpot_as_shipped(
    features: np.ndarray, labels: np.ndarray, new_features: np.ndarray, seconds: float, seed: int = 0
) -> np.ndarray:
    """Return the risks that ``TPOTClassifier(max_time_mins=…, random_state=…)`` gives new clients.

    All else is TPOT 1.1's own: its search space "linear", a population of 50, ten folds, AUC and complexity
    as goals. Call it from a notebook or below ``if __name__ == "__main__"``: TPOT starts a process of Dask's.

    Args:
        features: shape (clients, features).
        labels: 0 or 1, shape (clients,).
        new_features: shape (new clients, features).
        seconds: wall time that the search may take; loading and the last training come on top.
        seed: of TPOT's random choices.

    Returns:
        float64, shape (new clients,).

    Raises:
        ValueError: if the shapes do not fit, or ``seconds`` is not positive.
    """
    known, outcomes, new, limit = _checked(features, labels, new_features, seconds, seed)
    with _quiet():
        from distributed import Client, LocalCluster
        from tpot import TPOTClassifier

        address = f"{LOOPBACK}:0"
        with (
            LocalCluster(
                n_workers=1,
                threads_per_worker=1,
                host=LOOPBACK,
                dashboard_address=address,
                silence_logs=logging.CRITICAL,
            ) as cluster,
            Client(cluster) as client,
        ):
            search = TPOTClassifier(max_time_mins=limit / 60, random_state=seed, client=client)
            search.fit(known, outcomes)
            return np.asarray(search.predict_proba(new)[:, 1], dtype=float)


def h2o_as_shipped(
    features: np.ndarray, labels: np.ndarray, new_features: np.ndarray, seconds: float, seed: int = 1
) -> np.ndarray:
    """Return the risks that ``H2OAutoML(max_runtime_secs=…, seed=…)`` gives new clients.

    All else is H2O's own: five folds, every algorithm, XGBoost where it exists and deep learning among them.

    Args:
        features: shape (clients, features).
        labels: 0 or 1, shape (clients,).
        new_features: shape (new clients, features).
        seconds: wall time that the search may take; starting Java comes on top.
        seed: of H2O's random choices.

    Returns:
        float64, shape (new clients,).

    Raises:
        ValueError: if the shapes do not fit, or ``seconds`` is not positive.
        H2OStartError: if the server cannot be started.
    """
    known, outcomes, new, limit = _checked(features, labels, new_features, seconds, seed)
    with h2o_cluster(threads=THREADS, repeatable=False):
        import h2o
        from h2o.automl import H2OAutoML

        names = [f"feature_{column}" for column in range(known.shape[1])]
        frame = h2o.H2OFrame(np.column_stack([known, outcomes]), column_names=[*names, "label"])
        frame["label"] = frame["label"].asfactor()
        search = H2OAutoML(max_runtime_secs=round(limit), seed=seed, verbosity=None)
        search.train(x=names, y="label", training_frame=frame)
        scored = search.leader.predict(h2o.H2OFrame(new, column_names=names))
        return scored.as_data_frame()["p1"].to_numpy(dtype=float)


def _checked(
    features: np.ndarray, labels: np.ndarray, new_features: np.ndarray, seconds: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    known, outcomes = target_of(features, labels)
    new = array("new_features", new_features, ("new clients", known.shape[1]))
    whole("seed", seed, low=0, high=2**32 - 1)
    return known, outcomes, new, positive("seconds", seconds)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        yield
