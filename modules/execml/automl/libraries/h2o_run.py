"""The real H2O AutoML on given clients and folds: counted in models, seeded, read before its server ends."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.automl.libraries.h2o_server import h2o_cluster
from execml.automl.search.targets import target_of
from execml.course.arrays import array
from execml.course.limits import TimeUp, ended_after, interruptions
from execml.course.measure.scratch import scratch_folder
from execml.course.measure.timing import median_wall_time
from execml.course.validation import whole

if TYPE_CHECKING:
    import pandas as pd

LABEL, FOLD = "label", "fold"
LAST_LOOK = 5.0  # seconds that a server has, after an interruption, to say what it has
LEFT_OUT = ["DeepLearning"]  # its threads race, so it does not repeat (H2O's own documentation)


@dataclass(frozen=True, eq=False)
class H2ORun:
    """What H2O AutoML found.

    Attributes:
        leaderboard: a row a model, best first: its name and its cross-validated AUC, as H2O computes it.
        own_estimate: the AUC at the top of the leaderboard.
        training_auc: the AUC that H2O reports for the winner on the clients that it was trained on.
        risks: the winner's risks for the new clients, shape (new clients,).
        models_inside: how many models the winner consults, itself included.
        size: bytes of the winner as H2O saves it, for a server of the same version.
        refusal: what H2O answered when asked for the winner in its format for other systems (MOJO); empty if
            it was handed over.
        seconds_per_client: median wall time of scoring one client over the Python client, in seconds.
        start_seconds: processor time of starting Java.
        cpu_seconds: processor time of Java in all.
        interrupted: whether a person (Ctrl-C) or a limit in time stopped it, and this is the best until then.
    """

    leaderboard: pd.DataFrame
    own_estimate: float
    training_auc: float
    risks: np.ndarray
    models_inside: int
    size: int
    refusal: str
    seconds_per_client: float
    start_seconds: float
    cpu_seconds: float
    interrupted: bool = False


def run_h2o(
    features: np.ndarray,
    labels: np.ndarray,
    fold: np.ndarray,
    new_features: np.ndarray,
    max_models: int = 2,
    seed: int = 0,
    on_step: Callable[[str], None] | None = None,
) -> H2ORun:
    """Run H2O AutoML with a number of models, no limit in time, and the given folds.

    Args:
        features: shape (clients, features).
        labels: 0 or 1, shape (clients,).
        fold: the fold in which each client is tested, shape (clients,).
        new_features: clients to score with the winner, shape (new clients, features).
        max_models: how many models it trains, besides its stacked ensembles.
        seed: of H2O's random choices.
        on_step: called with a few words as the run goes on.

    Ctrl-C, or a limit in time around the call, ends the training and returns the best model so far; H2O alone
    would tell of a job that was cancelled.

    Raises:
        ValueError: if ``max_models`` is below 1.
        H2OStartError: if the server cannot be started.
        KeyboardInterrupt: if a person stops it before the first model is there.
    """
    target_of(features, labels)
    array("fold", fold, (len(labels),))
    array("new_features", new_features, ("new clients", np.shape(features)[1]))
    whole("seed", seed, low=0)
    whole("max_models", max_models)
    tell = on_step or (lambda step: None)
    with interruptions() as heard:
        try:
            run = _run(features, labels, fold, new_features, max_models, seed, tell, heard)
        except Exception:  # the client answers Ctrl-C with errors of its own, also while it sends the clients
            if not heard:
                raise
            raise heard[0] from None
    return replace(run, interrupted=True) if heard else run


def _run(
    features: np.ndarray,
    labels: np.ndarray,
    fold: np.ndarray,
    new_features: np.ndarray,
    max_models: int,
    seed: int,
    tell: Callable[[str], None],
    heard: list[KeyboardInterrupt],
) -> H2ORun:
    tell("H2O: starting Java")
    with h2o_cluster() as cluster:
        import h2o
        from h2o.automl import H2OAutoML

        start = cluster.cpu_seconds()
        tell("H2O: training")
        names = [f"feature_{column}" for column in range(features.shape[1])]
        known = h2o.H2OFrame(np.column_stack([features, labels, fold]), column_names=[*names, LABEL, FOLD])
        known[LABEL] = known[LABEL].asfactor()
        search = H2OAutoML(
            max_models=max_models, seed=seed, exclude_algos=LEFT_OUT, sort_metric="AUC", verbosity=None
        )
        stopped = _train(search, heard, x=names, y=LABEL, training_frame=known, fold_column=FOLD)
        tell("H2O: scoring")
        winner = search.leader
        new = h2o.H2OFrame(np.asarray(new_features), column_names=names)
        risks = winner.predict(new).as_data_frame()["p1"].to_numpy(dtype=float)
        board = _leaderboard(search.leaderboard.as_data_frame())
        return H2ORun(
            board,
            own_estimate=float(board["AUC"].iloc[0]),
            training_auc=float(winner.auc(train=True)),
            risks=risks,
            models_inside=_models_inside(winner),
            size=_size(winner),
            refusal=_refusal(winner),
            seconds_per_client=median_wall_time(partial(winner.predict, new[0, :]), repeats=5),
            start_seconds=start,
            cpu_seconds=cluster.cpu_seconds(),
            interrupted=stopped,
        )


def _train(search: Any, heard: list[KeyboardInterrupt], **known: Any) -> bool:
    """Train, and return whether a person or a limit in time stopped it with a model in hand.

    The client takes Ctrl-C for itself, cancels its job and raises an error of its own: so it is heard here.
    """
    from h2o.exceptions import H2OJobCancelled

    if heard:  # while the clients were sent, and hidden by the client
        raise heard[0]
    try:
        search.train(**known)
        return False
    except (KeyboardInterrupt, TimeUp, H2OJobCancelled) as stop:
        cancelled = isinstance(stop, H2OJobCancelled)
        if cancelled and not heard:
            raise  # by somebody else
        reason: BaseException = KeyboardInterrupt() if cancelled else stop
        _let_go(search)
    with contextlib.suppress(Exception), ended_after(LAST_LOOK):
        search._fetch()
        if search.leader is not None:
            return True
    raise reason


def _let_go(search: Any) -> None:
    """Cancel the job on the server, if it still answers; it ends with the block in any case."""
    with contextlib.suppress(Exception, TimeUp), ended_after(LAST_LOOK):
        search._job.cancel()


def _leaderboard(board: pd.DataFrame) -> pd.DataFrame:
    """Return model and AUC; a name such as GBM_1_AutoML_1_20261122_175900 loses the date."""
    import pandas as pd

    names = board["model_id"].str.replace(r"_\d+_AutoML_.*", "", regex=True)
    return pd.DataFrame({"model": names, "AUC": board["auc"].astype(float)})


def _models_inside(winner: Any) -> int:
    """Return 1 for a single model; for a stacked ensemble its base models with weight, and the one on top."""
    if "StackedEnsemble" not in winner.model_id:
        return 1
    weights = winner.metalearner().coef()
    return 1 + sum(weight != 0 for name, weight in weights.items() if name != "Intercept")


def _size(winner: Any) -> int:
    with scratch_folder() as folder:
        return Path(winner.download_model(path=folder)).stat().st_size


def _refusal(winner: Any) -> str:
    """Ask for the winner in the format that runs without a server; since 3.46.0.12 that needs a licence."""
    from h2o.exceptions import H2OValueError

    with scratch_folder() as folder, contextlib.redirect_stdout(io.StringIO()):
        try:
            winner.download_mojo(path=folder)
        except H2OValueError as answer:
            return str(answer)
    return ""
