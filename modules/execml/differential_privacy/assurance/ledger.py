"""A year of releases under one privacy budget: what was spent, what is left, and what must be refused."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from execml.course.digits import at_most
from execml.course.validation import instance, positive, real, text, whole
from execml.differential_privacy.accounting.releases import Release, checked_releases, composed_epsilon
from execml.differential_privacy.assurance.label import PrivacyLabel

if TYPE_CHECKING:
    import pandas as pd


class BudgetExceeded(ValueError):
    """Raised when a release would take the year over its cap; nothing is recorded then."""


@dataclass
class BudgetLedger:
    """The releases about one group of people in one year, and the cap that they must respect together.

    Everything that was computed from these people and left the house is a release: tables, models, and the
    figures that a report prints about a model's quality.

    The cap holds for everything in the ledger together if the noise of each release was planned without a
    look at earlier answers. If plans change with the answers, a ledger must be run as a privacy filter
    (Rogers et al., 2016, NeurIPS, arXiv 1605.08294; for Rényi accounting Feldman and Zrnic, 2021, arXiv
    2008.11193).

    Attributes:
        unit: whose data are protected; releases that protect another unit belong to another ledger.
        cap: the largest epsilon for the whole year.
        delta: the one delta for the whole year, in (0, 1).
        releases: what was released so far, in order.

    >>> table = Release("table", noise_multiplier=6.0)
    >>> ledger = BudgetLedger("one client", cap=1.0, delta=1e-5, releases=(table, table))
    >>> round(ledger.spent, 3), round(ledger.remaining, 3), ledger.room_for(table)
    (0.868, 0.132, 0)
    """

    unit: str
    cap: float
    delta: float
    releases: tuple[Release, ...] = field(default=())

    def __post_init__(self) -> None:
        """Check the cap, and that what is there already respects it.

        Raises:
            ValueError: if ``cap`` or ``delta`` lies outside its range.
            BudgetExceeded: if the releases given exceed the cap.
        """
        text("unit", self.unit)
        positive("cap", self.cap)
        real("delta", self.delta, 0, 1)
        self.releases = checked_releases("releases", self.releases)
        if self.spent > self.cap:
            raise BudgetExceeded(
                f"cap={self.cap:g} must not be below what the releases given spend: "
                f"epsilon {at_most(self.spent, '.3f')} at delta={self.delta:g}"
            )

    @property
    def spent(self) -> float:
        """Epsilon of all releases together, at the ledger's delta."""
        return composed_epsilon(self.releases, self.delta)

    @property
    def remaining(self) -> float:
        """Cap less epsilon spent. Epsilons don't add, so ask :meth:`room_for` how many releases still fit."""
        return self.cap - self.spent

    def would_spend(self, release: Release | PrivacyLabel) -> float:
        """Return the year's epsilon if this release were made as well.

        Raises:
            ValueError: if a label protects another unit, can't be composed, or is not to be signed.
        """
        return composed_epsilon((*self.releases, self._entry(release, "")), self.delta)

    def spend(self, release: Release | PrivacyLabel, when: str = "") -> None:
        """Record a release.

        Args:
            release: a release, or the label of one.
            when: the month, for a label.

        Raises:
            BudgetExceeded: if the year's cap would be broken; the ledger stays as it was.
            ValueError: if a label protects another unit, can't be composed, or is not to be signed.
        """
        entry = self._entry(release, when)
        after = self.would_spend(entry)
        if after > self.cap:
            raise BudgetExceeded(
                f"Refused: with “{entry.name}” the year would spend ε = {at_most(after, '.2f')}; "
                f"the cap is {self.cap:g}."
            )
        self.releases = (*self.releases, entry)

    def room_for(self, release: Release | PrivacyLabel, most: int = 1000) -> int:
        """Return how many more releases like this one fit under the cap, at most ``most``."""
        entry = self._entry(release, "")
        whole("most", most)

        def fits(count: int) -> bool:
            return self.would_spend(replace(entry, steps=count * entry.steps)) <= self.cap

        low, high = 0, 1
        while high <= most and fits(high):
            low, high = high, 2 * high
        high = min(high, most + 1)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if fits(middle) else (low, middle)
        return low

    def frame(self) -> pd.DataFrame:
        """Return one row for each release.

        The columns are ``when``, ``release``, ``alone`` (its own epsilon), ``added up`` (the sum of those so
        far), ``composed`` (what was really spent so far) and ``left`` (the cap less that).
        """
        import pandas as pd

        alone = [composed_epsilon([release], self.delta) for release in self.releases]
        so_far = [composed_epsilon(self.releases[:count], self.delta) for count in range(1, len(alone) + 1)]
        return pd.DataFrame(
            {
                "when": [release.when for release in self.releases],
                "release": [release.name for release in self.releases],
                "alone": alone,
                "added up": np.cumsum(alone),
                "composed": so_far,
                "left": [self.cap - spent for spent in so_far],
            }
        )

    def _entry(self, release: Release | PrivacyLabel, when: str) -> Release:
        if isinstance(release, Release):
            return release
        instance("release", release, (Release, PrivacyLabel))
        if release.unit != self.unit:
            raise ValueError(f"release protects {release.unit!r}; this ledger protects {self.unit!r}")
        open_points = [finding.problem for finding in release.findings() if finding.blocks]
        if open_points:
            raise ValueError(f"release {release.system!r} is not to be signed: {' '.join(open_points)}")
        noise, rate, steps, runs = (
            release.noise_multiplier,
            release.sample_rate,
            release.steps,
            release.tuning_runs,
        )
        if noise is None or rate is None or steps is None or runs is None:  # such a label has an open point
            raise ValueError(f"release {release.system!r} leaves gaps")
        if release.group > 1 and rate < 1:
            raise ValueError(
                f"release {release.system!r} has group={release.group} rows a person in sampled batches; a "
                "ledger composes one row a person, or rows that all take part in each step"
            )
        # k rows of one person move a sum by k sensitivities, so the noise counts for a k-th.
        return Release(release.system, when, noise / release.group, rate, steps * runs)
