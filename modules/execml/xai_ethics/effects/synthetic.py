"""SYNTHETIC credit: invented applicants with a planted leak, a planted proxy and a known causal truth.

Real data never say what would have happened. These rows are drawn from the equations below, from nobody's
records, so an explanation can be compared with what is true by construction. They are evidence about methods
and never about people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from execml.course.validation import flag, whole
from execml.course.validation import generator as source

NAMES = (
    "SYNTHETIC income",
    "SYNTHETIC debt",
    "SYNTHETIC delay",
    "SYNTHETIC postcode",
    "SYNTHETIC savings",
    "SYNTHETIC collection",
)
INCOME, DEBT, DELAY, POSTCODE, SAVINGS, COLLECTION = range(len(NAMES))
DIRECT = (-0.8, 0.6, 1.0, 0.0, 0.0, 0.0)  # of one unit, in the log-odds, all other features held
TOTAL = (-0.8 - 0.5 * 0.6, 0.6, 1.0, 0.0, 0.0, 0.0)  # income moves debt, which moves the odds too
GROUP = 0.7  # of the group on the log-odds, through nothing that a lender sees


@dataclass(frozen=True, eq=False)
class SyntheticCredit:
    """SYNTHETIC applicants, of whom the truth is known.

    Attributes:
        features: shape (rows, 6), the columns :data:`NAMES`.
        labels: 1 for a default, shape (rows,).
        group: 1 for the group that is worse off, shape (rows,).
        log_odds: the true log-odds of each, shape (rows,).
        noise: the applicant's own uniform draw: the label is 1 where it lies below the true risk.
    """

    features: np.ndarray
    labels: np.ndarray
    group: np.ndarray
    log_odds: np.ndarray
    noise: np.ndarray


def synthetic_credit(rows: int, generator: np.random.Generator, leak: bool = True) -> SyntheticCredit:
    """Draw SYNTHETIC applicants.

    With independent standard normal noises e:

        group    = 1 with probability 0.4
        income   = −0.5 group + e
        debt     = −0.5 income + 0.866 e
        delay    = e
        postcode = 1.5 group + 0.5 e                (the proxy: no effect of its own)
        savings  = 0.8 income + 0.6 e               (goes with income: no effect of its own)
        log-odds = −1.2 − 0.8 income + 0.6 debt + delay + 0.7 group
        collection = 2 · default + 0.5 e            (the leak: it is entered after the default)

    Args:
        rows: from 1 to 20,000.
        generator: source of all draws.
        leak: whether ``collection`` follows the default; else it is noise.

    Raises:
        ValueError: if there are too many rows, or no generator.

    >>> drawn = synthetic_credit(1_000, np.random.default_rng(0))
    >>> drawn.features.shape, bool(0.3 < drawn.labels.mean() < 0.45)
    ((1000, 6), True)
    """
    flag("leak", leak)
    count = whole("rows", rows, 1, 20_000)
    noise = source("generator", generator).normal(size=(count, 6))
    group = (generator.random(count) < 0.4).astype(np.int64)
    income = -0.5 * group + noise[:, 0]
    debt = -0.5 * income + np.sqrt(0.75) * noise[:, 1]
    delay = noise[:, 2]
    postcode = 1.5 * group + 0.5 * noise[:, 3]
    savings = 0.8 * income + 0.6 * noise[:, 4]
    log_odds = -1.2 + DIRECT[INCOME] * income + DIRECT[DEBT] * debt + DIRECT[DELAY] * delay + GROUP * group
    chance = generator.random(count)
    labels = (chance < 1 / (1 + np.exp(-log_odds))).astype(np.int64)
    collection = 2.0 * (labels if leak else 0) + 0.5 * noise[:, 5]
    features = np.column_stack([income, debt, delay, postcode, savings, collection])
    return SyntheticCredit(features, labels, group, log_odds, chance)
