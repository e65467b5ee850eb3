"""One line of the module's benchmark, whichever part it comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A measurement of ours beside another's.

    Attributes:
        task: what was done.
        other: what we are compared with.
        ours: our figure; its unit is that of the part it comes from.
        theirs: theirs, in the same unit.
        check: how the answers compare.
        more_is_better: whether the larger figure wins, as for configurations tried.
    """

    task: str
    other: str
    ours: float
    theirs: float
    check: str
    more_is_better: bool = False

    @property
    def ratio(self) -> float:
        """How many times better ours is.

        >>> Row("search", "another", 2.0, 6.0, "same").ratio
        3.0
        """
        return self.ours / self.theirs if self.more_is_better else self.theirs / self.ours
