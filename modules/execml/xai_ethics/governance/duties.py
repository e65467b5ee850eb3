"""Duties as numbers: each clause with a metric, a threshold, an owner and the evidence, or it is a wish."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from execml.course.bank.facts import Fact
from execml.course.validation import finite, instance, one_of, text

if TYPE_CHECKING:
    import pandas as pd

SIDES = ("at most", "at least")


@dataclass(frozen=True)
class Duty:
    """One clause, made checkable. The mapping to a metric is the bank's reading, and no legal advice.

    Attributes:
        clause: its name, in a few words.
        fact: what it says, with its source and date.
        metric: what is measured.
        side: ``"at most"`` or ``"at least"``.
        threshold: which the bank has set.
        measured: what was found.
        owner: who answers for it.
        evidence: where the number comes from.
        fails_at: a value that the metric took somewhere and that does not meet the threshold.
    """

    clause: str
    fact: Fact
    metric: str
    side: str
    threshold: float
    measured: float
    owner: str
    evidence: str
    fails_at: float

    def __post_init__(self) -> None:
        """Check the entries.

        Raises:
            ValueError: if one is of another kind or empty: a duty without an owner is nobody's. Also if the
                duty is met at ``fails_at``: a duty that cannot fail is a wish.
        """
        instance("fact", self.fact, Fact)
        for name in ("clause", "metric", "owner", "evidence"):
            text(name, getattr(self, name))
        one_of("side", self.side, SIDES)
        finite("threshold", self.threshold)
        finite("measured", self.measured)
        finite("fails_at", self.fails_at)
        if self._meets(self.fails_at):
            raise ValueError(
                f"fails_at={self.fails_at!r} must not be {self.side} {self.threshold:g}: "
                "a duty that cannot fail is a wish"
            )

    @property
    def met(self) -> bool:
        """Whether the number lies on the right side of its threshold."""
        return self._meets(self.measured)

    def _meets(self, value: float) -> bool:
        return value <= self.threshold if self.side == "at most" else value >= self.threshold


def register(duties: Iterable[Duty]) -> pd.DataFrame:
    """Return duties as a table, those that are not met on top.

    Raises:
        ValueError: if something else than a duty is given.
    """
    import pandas as pd

    given = [instance("duties", duty, Duty) for duty in duties]
    rows = [
        {
            "clause": duty.clause,
            "source": "primary" if duty.fact.primary else "secondary",
            "metric": duty.metric,
            "the bank's threshold": f"{duty.side} {duty.threshold:g}",
            "measured": f"{duty.measured:.3g}",
            "met": "✓" if duty.met else "✗",
            "fails, say, at": f"{duty.fails_at:.3g}",
            "owner": duty.owner,
            "evidence": duty.evidence,
        }
        for duty in sorted(given, key=lambda duty: duty.met)
    ]
    return pd.DataFrame(rows)
