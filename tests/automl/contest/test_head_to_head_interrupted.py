"""Candidates that sleep, hang, exit or raise, and Ctrl-C inside Optuna, TPOT and H2O: the real libraries."""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import cloudpickle
import numpy as np
import psutil
import pytest
from execml.automl import (
    Folds,
    SearchResult,
    SearchSpace,
    head_to_head,
    hyperband,
    random_search,
    run_tpot,
    successive_halving,
)
from execml.automl.contest import entrants
from execml.automl.libraries.optuna_run import run_optuna
from execml.automl.spaces.configuration import Family, Setting
from execml.automl.spaces.domains import Choice, Real
from execml.automl.spaces.families import harbour_space
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one thread there"),
]
Clients = tuple[np.ndarray, ...]
KINDS = ("fine", "sleeps", "hangs", "exits", "leaves", "raises")
LIMIT = 1.0


class Troubled(LogisticRegression):
    """A model whose training does what its setting says."""

    def __init__(self, kind: str = "fine", C: float = 1.0) -> None:
        super().__init__(C=C)
        self.kind = kind

    def fit(self, features: Any, labels: Any, sample_weight: Any = None) -> Any:
        if self.kind == "sleeps":
            time.sleep(600)
        if self.kind == "tires" and len(features) == 300:
            time.sleep(600)  # with all clients: in the folds it is fine
        if self.kind == "hangs":
            re.match(r"(a+)+$", "a" * 60 + "b")  # for ever, in C, and deaf to signals
        if self.kind == "exits":
            os._exit(3)
        if self.kind == "leaves":
            sys.exit(4)
        if self.kind == "raises":
            raise MemoryError("too large")
        return super().fit(features, labels)


def make(values: Mapping[str, Any], random_state: int) -> Troubled:
    return Troubled(values["kind"], values["penalty"])


def space_of(*kinds: str) -> SearchSpace:
    settings = (Setting("kind", Choice(kinds)), Setting("penalty", Real(0.01, 10, log=True)))
    return SearchSpace([Family("troubled", settings, make)])


@pytest.fixture(autouse=True)
def sent_by_value() -> Iterator[None]:
    """Let a process apart be given this file's models, which it cannot import."""
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    yield
    cloudpickle.unregister_pickle_by_value(sys.modules[__name__])


@pytest.fixture(autouse=True)
def listens() -> Iterator[None]:
    """Take Ctrl-C as a learner's kernel does; a suite that a shell starts in the background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """Assert that no process of a test outlives it, and no thread of Dask's or ours waits."""
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    yield
    left = [child for child in psutil.Process().children(recursive=True) if child.pid not in before]
    assert [child.cmdline()[:4] for child in left if child.status() != psutil.STATUS_ZOMBIE] == []


@contextmanager
def interrupted_when(ready: Callable[[], bool]) -> Iterator[list[float]]:
    """Send this process Ctrl-C once something holds, and note when."""
    sent: list[float] = []
    done = threading.Event()

    def wait() -> None:
        while not done.wait(0.05):
            if ready():
                sent.append(time.monotonic())
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
                return

    threading.Thread(target=wait, daemon=True).start()
    try:
        yield sent
    finally:
        done.set()


def calls(space: SearchSpace, folds: Folds) -> dict[str, Callable[..., SearchResult]]:
    draw = np.random.default_rng(1)
    return {
        "random search": lambda **more: random_search(space, folds, draw, 4, **more),
        "halving": lambda **more: successive_halving(space, folds, draw, 5, 100, min_resource=60, **more),
        "hyperband": lambda **more: hyperband(space, folds, draw, 64, eta=64, **more),
        "Optuna": lambda **more: run_optuna(space, folds, 4, **more),
    }


SEARCHES = ("random search", "halving", "hyperband", "Optuna")


@pytest.mark.parametrize("trouble", KINDS[1:])
def test_a_search_survives_each_kind_of_candidate(trouble: str, clients: Clients) -> None:
    search = calls(space_of("fine", trouble), Folds(*clients[:2]))["random search"]
    found = search(trial_seconds=LIMIT)
    words = {
        "sleeps": "ChildLate: it took longer than 1 s",
        "hangs": "ChildLate: it took longer than 1 s",
        "exits": "ChildFailed: it ended its process, with status 3",
        "leaves": "SystemExit: 4",
        "raises": "MemoryError: too large",
    }[trouble]
    kinds = [trial.configuration.values["kind"] for trial in found.trials]
    assert not found.interrupted and len(found.trials) == 4
    assert [trial.failed for trial in found.trials] == [kind == trouble for kind in kinds]
    assert 0 < len(found.failures) < 4
    assert all(trial.error.startswith(words) for trial in found.failures)
    assert found.best.score > 0.6


@pytest.mark.parametrize("name", SEARCHES[1:])
def test_every_search_ends_a_candidate_that_hangs(name: str, clients: Clients) -> None:
    search = calls(space_of("fine", "hangs"), Folds(*clients[:2]))[name]
    started = time.monotonic()
    found = search(trial_seconds=0.5)
    assert time.monotonic() - started < 60
    assert found.failures and found.best.score > 0.5


def test_a_process_apart_gives_the_same_scores(clients: Clients) -> None:
    folds, space = Folds(*clients[:2]), harbour_space()
    here, apart = (
        random_search(space, folds, np.random.default_rng(3), 5, trial_seconds=limit) for limit in (None, 60)
    )
    np.testing.assert_array_equal(here.scores, apart.scores)


@pytest.mark.parametrize("name", SEARCHES)
@pytest.mark.parametrize("trial_seconds", [None, 300])
def test_ctrl_c_in_a_sleeping_candidate_returns_what_is_there(
    name: str, trial_seconds: float | None, clients: Clients
) -> None:
    folds, finished = Folds(*clients[:2]), []
    space = space_of("fine", "sleeps")
    search = calls(space, folds)[name]
    since = [time.monotonic()]

    def note(trial: Any) -> None:
        finished.append(trial)
        since[0] = time.monotonic()

    with interrupted_when(lambda: time.monotonic() - since[0] > 4) as sent:
        found = search(trial_seconds=trial_seconds, on_trial=note)
    assert time.monotonic() - sent[0] < 5
    assert found.interrupted and list(found.trials) == finished


def test_tpot_survives_candidates_that_hang_and_exit(clients: Clients) -> None:
    folds = StratifiedKFold(3, shuffle=True, random_state=0)
    run = run_tpot(space_of("fine", "hangs", "exits"), *clients[:2], folds, 1, 4, seed=1, trial_seconds=0.5)
    assert not run.interrupted
    assert 0 < np.isnan(run.scores).sum() < len(run.scores)
    assert run.own_estimate == np.nanmax(run.scores) > 0.6


@pytest.mark.parametrize("generation", [0, 1])
def test_ctrl_c_in_tpot_returns_the_best_so_far(generation: int, clients: Clients) -> None:
    from execml.automl.libraries import tpot_candidates

    def ready() -> bool:
        running = list(tpot_candidates._OPEN.values())
        return bool(running) and any(
            tried.generation == generation and tried.score > 0 for tried in running[0].tried
        )

    folds = StratifiedKFold(3, shuffle=True, random_state=0)
    with interrupted_when(ready) as sent:
        run = run_tpot(harbour_space(), *clients[:2], folds, 50, 4, seed=1)
    assert time.monotonic() - sent[0] < 10
    assert run.interrupted
    assert run.generation.max() == generation
    assert run.own_estimate == np.nanmax(run.scores)
    assert run.pipeline.predict_proba(clients[2]).shape == (400, 2)


def test_ctrl_c_in_tpot_s_first_sleeping_candidate_ends_it(clients: Clients) -> None:
    since = time.monotonic()
    folds = StratifiedKFold(3, shuffle=True, random_state=0)
    from execml.automl.libraries import tpot_candidates

    def ready() -> bool:
        return any(c._apart._child is not None for c in tpot_candidates._OPEN.values()) and (
            time.monotonic() - since > 3
        )

    with interrupted_when(ready) as sent, pytest.raises(KeyboardInterrupt):
        run_tpot(space_of("sleeps", "hangs"), *clients[:2], folds, 2, 4)
    assert time.monotonic() - sent[0] < 10


@pytest.mark.parametrize("pause", [0.0, 3.0])  # while the clients are sent, and while it trains
def test_ctrl_c_in_h2o_ends_the_contest_with_what_was_there(pause: float, clients: Clients) -> None:
    told: list[str] = []
    since: list[float] = []

    def tell(words: str) -> None:
        told.append(words)
        if words == "H2O: training":
            since.append(time.monotonic())

    with interrupted_when(lambda: bool(since) and time.monotonic() - since[0] > pause) as sent:
        names = ["logistic regression", "H2O", "boosted trees"]
        found = head_to_head(*clients, entrants=names, max_models=60, on_step=tell)
    assert time.monotonic() - sent[0] < 20
    assert found.interrupted
    assert next(iter(found.findings)) == "logistic regression"
    assert "boosted trees" not in told
    assert set(found.findings) <= {"logistic regression", "H2O"}
    assert all(not entry.error for entry in found.entries)


def test_a_contest_has_a_limit_and_keeps_what_is_there(
    clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entrants, "harbour_space", lambda: space_of("fine", "sleeps"))
    started = time.monotonic()
    found = head_to_head(
        *clients,
        entrants=["logistic regression", "random search", "boosted trees"],
        evaluations=20,
        seconds=8,
    )
    assert time.monotonic() - started < 15
    assert found.interrupted
    assert "logistic regression" in found.findings and "boosted trees" not in found.findings


def test_an_entrant_that_leaves_the_program_is_recorded(
    clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(entrants.ENTRANTS, "TPOT", lambda arena, tell: sys.exit(5))
    found = head_to_head(*clients, entrants=["TPOT", "logistic regression"])
    assert [entry.error for entry in found.entries] == ["SystemExit: 5", ""]


def test_a_winner_whose_last_training_sleeps_is_recorded_and_the_contest_goes_on(
    clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entrants, "harbour_space", lambda: space_of("tires", "raises"))
    names = ["random search", "logistic regression"]
    found = head_to_head(*clients, entrants=names, evaluations=4, trial_seconds=2)
    assert found.entries[0].error == "TimeoutError: the winner's last training took longer than 2 s"
    assert not found.interrupted and "logistic regression" in found.findings
