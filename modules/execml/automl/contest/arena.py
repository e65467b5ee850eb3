"""What every entrant of the contest is given, and what it comes back with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from execml.automl.search.objectives import Folds

Tell = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class Arena:
    """What every entrant is given.

    Attributes:
        features: of the clients to search on, shape (clients, features).
        labels: 0 or 1, shape (clients,).
        new_features: of the untouched clients, to be scored by each winner, shape (new clients, features).
        folds: scores an estimator by its mean AUC over the shared folds.
        seed: of every random choice.
        evaluations: how many candidates a search may score; TPOT and H2O have counts of their own kind.
        generations: how often TPOT renews its population, the first one included.
        max_models: how many models H2O trains, besides its ensembles.
        trial_seconds: wall time that a candidate of a search in this Python may take, in a process of its
            own; ``None`` for no such process but TPOT's.
    """

    features: np.ndarray
    labels: np.ndarray
    new_features: np.ndarray
    folds: Folds
    seed: int
    evaluations: int
    generations: int
    max_models: int
    trial_seconds: float | None = None

    @property
    def fold_of_client(self) -> np.ndarray:
        """The fold in which each client is tested, shape (clients,)."""
        fold = np.zeros(len(self.labels), dtype=np.int64)
        for number, (_, tested) in enumerate(self.folds.splits):
            fold[tested] = number
        return fold


@dataclass(frozen=True, eq=False)
class EntrantFinding:
    """What an entrant came back with.

    Attributes:
        own_estimate: its winner's score by its own account, the AUC over the folds.
        risks: its winner's risks for the untouched clients, shape (new clients,).
        evaluations: how many candidates it scored over the folds.
        failures: how many candidates failed.
        models_inside: how many trained models the winner consults.
        size: bytes of the winner when saved.
        seconds_per_client: median wall time of scoring one client, in seconds.
        libraries: what has to be installed, and patched, to score a client.
        winner: the winner in words.
        extra_cpu_seconds: processor time spent outside this Python, such as Java's.
        start_seconds: the part of the processor time that starting another program took.
        record: the entrant's own record, such as a ``SearchResult`` or an ``H2ORun``.
    """

    own_estimate: float
    risks: np.ndarray
    evaluations: int
    failures: int
    models_inside: int
    size: int
    seconds_per_client: float
    libraries: tuple[str, ...]
    winner: str
    extra_cpu_seconds: float = 0.0
    start_seconds: float = 0.0
    record: Any = field(default=None, repr=False)
