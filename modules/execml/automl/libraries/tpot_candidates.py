"""TPOT's candidates, each scored in a process that can be ended, and noted as soon as it is scored."""

from __future__ import annotations

import contextlib
import math
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import numpy as np

from execml.course.limits import TimeUp, interruptions
from execml.course.measure.apart import Apart
from execml.course.validation import positive

_OPEN: dict[str, Candidates] = {}  # Dask copies what it is given, and a process cannot be copied


@dataclass(frozen=True)
class Tried:
    """A pipeline that was scored: its mean AUC over the folds, NaN if it failed, and its generation."""

    pipeline: Any
    score: float
    generation: int


@dataclass(frozen=True)
class Objective:
    """What TPOT calls with a pipeline: it finds the candidates of its run by their key."""

    key: str

    def __call__(self, pipeline: Any) -> float:
        """Return the mean AUC over the folds; an exception is TPOT's mark for a pipeline that failed."""
        return _OPEN[self.key].score(pipeline)


class Candidates:
    """Scores the candidates of one run of TPOT, in a process apart.

    Args:
        features: shape (clients, features).
        labels: 0 or 1, shape (clients,).
        folds: a scikit-learn splitter.
        seconds: wall time that a candidate may take.

    Attributes:
        tried: what has been scored so far.
        stopped: what ended the run, if a person or a limit in time did.
        generation: returns the number of the generation that is being scored.
    """

    def __init__(self, features: np.ndarray, labels: np.ndarray, folds: Any, seconds: float) -> None:
        """Start nothing yet."""
        self.features, self.labels, self.folds = features, labels, folds
        self.tried: list[Tried] = []
        self.stopped: BaseException | None = None
        self.generation: Callable[[], int] = lambda: 0
        self._apart, self._key = Apart(positive("trial_seconds", seconds)), secrets.token_hex(8)

    def __enter__(self) -> Candidates:
        """Open them for TPOT's calls."""
        _OPEN[self._key] = self
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process; a call that waits for it comes back with an error."""
        self._apart.__exit__(kind, error, trace)
        del _OPEN[self._key]

    @property
    def objective(self) -> Objective:
        """What TPOT is given."""
        return Objective(self._key)

    @property
    def cpu_seconds(self) -> float:
        """Processor time of the candidates that came back."""
        return self._apart.cpu_seconds

    def score(self, pipeline: Any) -> float:
        """Return the mean AUC of a pipeline over the folds, and note it."""
        generation, found = self.generation(), math.nan
        try:
            found = self._apart(mean_auc, pipeline, self.features, self.labels, self.folds)
        except SystemExit as leaving:
            raise RuntimeError("it leaves the program") from leaving
        finally:
            if self.stopped is None:
                self.tried.append(Tried(pipeline, found, generation))
        return found

    @contextlib.contextmanager
    def interruptible(self) -> Iterator[None]:
        """Note Ctrl-C and an outer limit in time, whatever TPOT makes of them; other errors go through."""

        def note() -> None:
            self.stopped = KeyboardInterrupt()
            self._apart.end()

        with interruptions(note):
            try:
                yield
            except (KeyboardInterrupt, TimeUp) as stop:
                self.stopped = stop
            except Exception:
                if self.stopped is None:  # TPOT 1.1 stumbles over an interruption of its first generation
                    raise
            finally:
                self._apart.end()


def mean_auc(pipeline: Any, features: np.ndarray, labels: np.ndarray, folds: Any) -> float:
    """Return the mean AUC over the folds, computed as TPOT does."""
    from sklearn.base import clone
    from sklearn.metrics import get_scorer

    scorer, scores = get_scorer("roc_auc"), []
    for train, test in folds.split(features, labels):
        model = clone(pipeline).fit(features[train], labels[train])
        scores.append(scorer(model, features[test], labels[test]))
    return float(np.mean(scores))
