"""The bank's lending desk: a model at its defaults, the bank's cutoff, and clients whom it refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from execml.course.bank.policy import POLICY
from execml.course.bank.risk import RiskSplit, risk_split
from execml.course.validation import one_of, whole
from execml.xai_ethics.scrutiny.letters import Setting, families_of, nine_settings

BASELINE = POLICY.baseline.value


def _boosted(seed: int) -> Any:
    from execml.course.bank.rivals import MODELS

    return MODELS[BASELINE][1](seed)


def _gradient(seed: int) -> Any:
    from sklearn.ensemble import GradientBoostingClassifier

    return GradientBoostingClassifier(subsample=0.5, random_state=seed)


def _forest(seed: int) -> Any:
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(max_depth=6, random_state=seed)


KINDS: dict[str, Callable[[int], Any]] = {
    BASELINE: _boosted,
    "gradient boosting": _gradient,
    "forest of depth 6": _forest,
}


@dataclass(frozen=True, eq=False)
class Desk:
    """A fitted model and the clients that it refuses.

    Attributes:
        model: fitted on the 20,000 training clients.
        split: the bank's.
        cutoff: the bank's; risks above it are refused.
        train_risks: of the training clients.
        refused: places of refused test clients, in random order.
        rows: their features, shape (refused, 30).
        families: the family of each column.
        typical: the median approved training client, shape (30,).
        seed: of the model and of the draws.
    """

    model: Any
    split: RiskSplit
    cutoff: float
    train_risks: np.ndarray
    refused: np.ndarray
    rows: np.ndarray
    families: np.ndarray
    typical: np.ndarray
    seed: int

    def risk(self, rows: np.ndarray) -> np.ndarray:
        """Return the model's risks, shape (rows,)."""
        return np.asarray(self.model.predict_proba(rows)[:, 1])

    def background(self, size: int, draw: int = 0) -> np.ndarray:
        """Return random training clients, shape (size, 30)."""
        generator = np.random.default_rng([self.seed, draw])
        return self.split.train_features[generator.permutation(len(self.train_risks))[:size]]

    def settings(self) -> tuple[Setting, ...]:
        """Return the nine settings for this model."""
        return nine_settings(
            self.model,
            self.split.train_features,
            self.split.train_labels,
            self.train_risks,
            self.split.feature_names,
            self.cutoff,
            np.random.default_rng([self.seed, 9]),
        )


@cache
def desk(seed: int = 0, kind: str = BASELINE, refused: int = 300) -> Desk:
    """Return a model trained with a seed, and random clients among those that it refuses.

    Args:
        seed: of the model and of the draw of clients.
        kind: one of :data:`KINDS`.
        refused: how many clients.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> found = desk(0)
    >>> found.rows.shape, bool((found.risk(found.rows) > found.cutoff).all())
    ((300, 30), True)
    """
    whole("seed", seed, low=0)
    one_of("kind", kind, KINDS)
    whole("refused", refused)
    split = risk_split()
    model = KINDS[kind](seed).fit(split.train_features, split.train_labels)
    train_risks = np.asarray(model.predict_proba(split.train_features)[:, 1])
    cutoff = POLICY.cutoff.value
    above = np.flatnonzero(model.predict_proba(split.test_features)[:, 1] > cutoff)
    chosen = np.random.default_rng(seed).permutation(above)[:refused]
    typical = np.median(split.train_features[train_risks <= cutoff], axis=0)
    families = families_of(split.feature_names)
    rows = split.test_features[chosen]
    return Desk(model, split, cutoff, train_risks, chosen, rows, families, typical, seed)
