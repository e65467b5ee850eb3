"""Why a score cannot be fair in every sense: what two rates and a base rate force upon the third."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from execml.course.arrays import array
from execml.course.validation import real


class Counts(NamedTuple):
    """Decisions about one group, counted.

    Attributes:
        tp: flagged and did it.
        fp: flagged and did not.
        fn: not flagged and did it.
        tn: not flagged and did not.
    """

    tp: int
    fp: int
    fn: int
    tn: int

    @property
    def total(self) -> int:
        """How many people."""
        return sum(self)

    @property
    def base_rate(self) -> float:
        """The share that did it."""
        return (self.tp + self.fn) / self.total

    @property
    def ppv(self) -> float:
        """Of those flagged, the share that did it."""
        return self.tp / (self.tp + self.fp)

    @property
    def fpr(self) -> float:
        """Of those who did not, the share that was flagged."""
        return self.fp / (self.fp + self.tn)

    @property
    def fnr(self) -> float:
        """Of those who did, the share that was not flagged."""
        return self.fn / (self.tp + self.fn)


# Counts only, as ProPublica printed them (Larson and others, 2016, "How we analyzed the COMPAS recidivism
# algorithm": two-year recidivism, a score of medium or high counts as flagged). No person's row is kept here.
COMPAS = {"Black": Counts(1369, 805, 532, 990), "White": Counts(505, 349, 461, 1139)}


def impossibility(base_rate: Any, ppv: Any, fnr: Any) -> np.ndarray:
    """Return the false-positive rate that base rate, precision and misses force (Chouldechova, 2017).

    TP = p (1 − FNR) of all, and FP = TP (1 − PPV) / PPV, so

        FPR = FP / (1 − p) = p / (1 − p) · (1 − PPV) / PPV · (1 − FNR).

    Two groups with the same PPV and FNR and different base rates have different FPR, unless PPV is 1 or FNR
    is 1 (doi 10.1089/big.2016.0047, equation 2.6). A rate above 1 says that no such classifier exists.

    Args:
        base_rate: share of positives, in (0, 1); a number or an array.
        ppv: in (0, 1]; the same shape, or one that broadcasts.
        fnr: in [0, 1].

    Returns:
        the false-positive rate, in the broadcast shape.

    Raises:
        ValueError: if a number lies outside its range, or the shapes do not fit.

    >>> impossibility([0.4, 0.5], 0.6, 0.3).round(3).tolist()
    [0.311, 0.467]
    """
    p, precision, missed = (
        array(name, value).astype(float)
        for name, value in (("base_rate", base_rate), ("ppv", ppv), ("fnr", fnr))
    )
    for name, values, low, high, low_open, high_open in (
        ("base_rate", p, 0, 1, True, True),
        ("ppv", precision, 0, 1, True, False),
        ("fnr", missed, 0, 1, False, False),
    ):
        for end in (values.min(), values.max()):
            real(name, float(end), low, high, low_open, high_open)
    try:
        p, precision, missed = np.broadcast_arrays(p, precision, missed)
    except ValueError:
        raise ValueError(
            f"base_rate, ppv and fnr of shapes {p.shape}, {precision.shape}, {missed.shape} must fit"
        ) from None
    return np.asarray(p / (1 - p) * (1 - precision) / precision * (1 - missed))
