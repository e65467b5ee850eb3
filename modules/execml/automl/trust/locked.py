"""A locked test: outcomes that nobody sees, a number of looks agreed beforehand, and a ledger of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from numpy.typing import ArrayLike

from execml.automl.search.targets import outcomes_of
from execml.course.arrays import array
from execml.course.validation import real, text, whole

if TYPE_CHECKING:
    import pandas as pd


class TestLocked(RuntimeError):
    """The agreed number of looks at a locked test is used up."""

    __test__ = False  # pytest collects classes by such a name


class LockedTest:
    """Outcomes that nobody sees, a fixed number of looks at them, and a ledger of who looked.

    Args:
        outcomes: 0 or 1, shape (clients,).
        looks: how many scores will be given, agreed before the first.

    Raises:
        ValueError: if the outcomes are of one class or ``looks`` is below 1.

    >>> locked = LockedTest([0, 1, 1, 0], looks=1)
    >>> locked.score([0.1, 0.8, 0.6, 0.3], purpose="release of model 7")
    1.0
    >>> locked.looks_left
    0
    """

    def __init__(self, outcomes: ArrayLike, looks: int = 1) -> None:
        """Lock the outcomes away."""
        self._outcomes = outcomes_of("outcomes", outcomes)
        self.looks_left = whole("looks", looks)
        self._entries: list[tuple[int, str, float]] = []

    def score(self, risks: ArrayLike, purpose: str) -> float:
        """Return the AUC of some predicted risks, and write the look into the ledger.

        Args:
            risks: shape (clients,).
            purpose: what the look is for; it stays in the ledger.

        Raises:
            ValueError: if the shape does not fit or no purpose is given.
            TestLocked: if no look is left.
        """
        from sklearn.metrics import roc_auc_score

        array("risks", risks, self._outcomes.shape)
        text("purpose", purpose)
        if self.looks_left == 0:
            raise TestLocked(f"all {len(self._entries)} looks are used; a fresh test set is needed")
        self.looks_left -= 1
        auc = float(roc_auc_score(self._outcomes, risks))
        self._entries.append((len(self._entries) + 1, purpose, auc))
        return auc

    def ledger(self) -> pd.DataFrame:
        """Return one row a look: its number, its purpose, and the score given."""
        import pandas as pd

        return pd.DataFrame(self._entries, columns=["look", "purpose", "AUC"])


def looks_margin(looks: int, cases: int, confidence: float = 0.95) -> float:
    r"""Return how far the accuracies of several models may lie from the truth, all at once.

    Hoeffding's inequality (1963) for one model and the union bound over k give, with probability 1 − δ,
    |measured − true| ≤ √(ln(2k/δ)/(2n)) for all k at once. It holds for models that were fixed before the
    first look; a model that was built from earlier answers is not covered.

    Args:
        looks: number k of models.
        cases: number n of independent test clients.
        confidence: 1 − δ, in (0, 1).

    Raises:
        ValueError: if an argument lies outside its range.

    >>> round(looks_margin(1, 10_000), 4), round(looks_margin(1_000, 10_000), 4)
    (0.0136, 0.023)
    """
    count, size = whole("looks", looks), whole("cases", cases)
    doubt = 1 - real("confidence", confidence, 0, 1)
    return math.sqrt(math.log(2 * count / doubt) / (2 * size))
