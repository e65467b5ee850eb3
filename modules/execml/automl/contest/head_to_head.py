"""The contest: every tool on the same clients, folds and seeds, with counts for limits and nothing hidden."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from execml.automl.contest.arena import Arena, EntrantFinding
from execml.automl.contest.entrants import ENTRANTS
from execml.automl.search.objectives import Folds
from execml.automl.search.targets import target_of
from execml.course.bank.delong import Interval, auc_difference, auc_interval
from execml.course.bank.ranking import checked_target
from execml.course.learner.waiting import progress_line
from execml.course.limits import TimeUp, ended_after
from execml.course.validation import one_of, positive, several, whole

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Entry:
    """One entrant's result.

    Attributes:
        name: such as ``"TPOT"``.
        finding: what it came back with; ``None`` if it failed.
        cpu_seconds: processor time of this Python and of the programs that the entrant started.
        error: why it failed; empty if it did not.
    """

    name: str
    finding: EntrantFinding | None
    cpu_seconds: float
    error: str = ""


@dataclass(frozen=True, eq=False)
class Contest:
    """The results of all entrants.

    Attributes:
        entries: in the order in which they ran.
        labels: of the untouched clients, shape (new clients,).
        interrupted: whether a person (Ctrl-C) or its own limit stopped it before all had run.
    """

    entries: tuple[Entry, ...]
    labels: np.ndarray
    interrupted: bool = False

    @property
    def findings(self) -> dict[str, EntrantFinding]:
        """The findings of those that finished, by name."""
        return {entry.name: entry.finding for entry in self.entries if entry.finding is not None}

    def joined(self, other: Contest) -> Contest:
        """Return the entries of two contests on the same untouched clients as one.

        Raises:
            ValueError: if the labels of their untouched clients differ.
        """
        if not np.array_equal(self.labels, other.labels):
            raise ValueError("other must be a contest on the same untouched clients")
        return Contest(self.entries + other.entries, self.labels, self.interrupted or other.interrupted)

    def interval(self, name: str, level: float = 0.95) -> Interval:
        """Return an entrant's AUC on the untouched clients with its confidence interval."""
        return auc_interval(self.labels, self.findings[name].risks, level)

    def difference(self, name: str, other: str, level: float = 0.95) -> Interval:
        """Return by how much an entrant's AUC exceeds another's on the same clients, with its interval."""
        first, second = self.findings[name].risks, self.findings[other].risks
        return auc_difference(self.labels, first, second, level)

    def scores(self) -> pd.DataFrame:
        """Return what repeats: own estimate, AUC on untouched clients, its interval, evaluations, winner."""
        import pandas as pd

        rows = [
            (name, found.own_estimate, *_ends(self.interval(name)), found.evaluations, found.winner)
            for name, found in self.findings.items()
        ]
        return pd.DataFrame(
            rows, columns=["entrant", "own estimate", "untouched", "low", "high", "evaluations", "winner"]
        )

    def costs(self) -> pd.DataFrame:
        """Return what differs from run to run: processor time, scoring time; and what must be maintained."""
        import pandas as pd

        rows = [
            (
                entry.name,
                entry.cpu_seconds,
                entry.finding.start_seconds,
                1_000 * entry.finding.seconds_per_client,
                entry.finding.size / 1_000,
                entry.finding.models_inside,
                " + ".join(entry.finding.libraries),
            )
            for entry in self.entries
            if entry.finding is not None
        ]
        names = ["entrant", "CPU seconds", "to start", "ms a client", "kB saved", "models", "needs"]
        return pd.DataFrame(rows, columns=names)

    def frame(self) -> pd.DataFrame:
        """Return scores and costs side by side, one row an entrant that finished."""
        return self.scores().merge(self.costs(), on="entrant")


def head_to_head(
    features: ArrayLike,
    labels: ArrayLike,
    new_features: ArrayLike,
    new_labels: ArrayLike,
    entrants: Sequence[str] = tuple(ENTRANTS),
    evaluations: int = 24,
    generations: int = 4,
    max_models: int = 2,
    folds: int = 3,
    seed: int = 0,
    on_step: Callable[[str], None] | None = None,
    trial_seconds: float | None = None,
    seconds: float | None = None,
) -> Contest:
    """Let tools search on the same clients and folds, and score their winners on clients that none has seen.

    The limits are counts, not minutes, so that a second run gives the same winners. An entrant that fails is
    recorded and the others go on; Ctrl-C returns what is there. Progress is shown to a person at a terminal
    or in a notebook, and leaves nothing behind in a stored notebook.

    Args:
        features: of the clients to search on, shape (clients, features).
        labels: 0 or 1, shape (clients,).
        new_features: of the untouched clients, shape (new clients, features).
        new_labels: 0 or 1, shape (new clients,).
        entrants: names from :data:`execml.automl.contest.entrants.ENTRANTS`, in the order in which they run.
        evaluations: candidates that random search and Optuna score; halving starts with 27 or as many,
            and TPOT divides them among its generations.
        generations: of TPOT, the first one included.
        max_models: that H2O trains, besides its ensembles.
        folds: in which every candidate is scored.
        seed: of the folds and of every search.
        on_step: called with a few words as the contest goes on, in place of the display.
        trial_seconds: wall time that a candidate of a search in this Python may take; each then runs in a
            process of its own, and one that sleeps, hangs or exits is recorded and skipped.
        seconds: wall time of the whole contest, for those who would rather have a part than wait: what is
            there when it is up counts, and such a contest does not repeat.

    Raises:
        ValueError: if an argument is out of its range, a name is unknown, or the labels hold one class.
    """
    several("entrants", entrants)
    target_of(features, labels)
    target_of(new_features, new_labels, ("new_features", "new_labels"))
    whole("seed", seed, low=0, high=2**32 - 1)
    whole("folds", folds, low=2)
    for name in entrants:
        one_of("entrants", name, tuple(ENTRANTS))
    limits = {"evaluations": evaluations, "generations": generations, "max_models": max_models}
    for argument, count in limits.items():
        whole(argument, count)
    for argument, limit in {"trial_seconds": trial_seconds, "seconds": seconds}.items():
        if limit is not None:
            positive(argument, limit)
    known, truth = checked_target(features, labels)
    new, new_truth = checked_target(new_features, new_labels)
    scored = Folds(known, truth, folds, seed)
    arena = Arena(known, truth, new, scored, seed, evaluations, generations, max_models, trial_seconds)
    entries: list[Entry] = []
    limit_of_all = contextlib.nullcontext() if seconds is None else ended_after(seconds, again=False)
    try:
        with limit_of_all, progress_line() if on_step is None else contextlib.nullcontext(on_step) as tell:
            for name in entrants:
                entries.append(_enter(name, arena, tell))
                if _interrupted(entries[-1]):
                    return Contest(tuple(entries), new_truth, interrupted=True)
    except (KeyboardInterrupt, TimeUp):
        return Contest(tuple(entries), new_truth, interrupted=True)
    return Contest(tuple(entries), new_truth)


def _enter(name: str, arena: Arena, tell: Callable[[str], None]) -> Entry:
    tell(name)
    start = time.process_time()
    try:
        finding = ENTRANTS[name](arena, tell)
    except (Exception, SystemExit) as failure:  # a tool that breaks must not take the others with it
        error = f"{type(failure).__name__}: {failure}"
        return Entry(name, None, time.process_time() - start, error)
    return Entry(name, finding, time.process_time() - start + finding.extra_cpu_seconds)


def _interrupted(entry: Entry) -> bool:
    """Return whether a person stopped the entrant, which then came back with what it had."""
    return entry.finding is not None and getattr(entry.finding.record, "interrupted", False)


def _ends(interval: Interval) -> tuple[float, float, float]:
    return interval.estimate, interval.low, interval.high
