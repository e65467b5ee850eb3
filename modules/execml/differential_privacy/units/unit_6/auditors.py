"""Three auditors of honest systems: how often each accuses one of a larger epsilon than it has."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from execml.differential_privacy.assurance.audit import audit_epsilon, guessing_bound

THRESHOLDS = np.linspace(-3, 5, 30)
BLUR = 0.5  # of each variant of the attack: the score with noise of its own


def accused(
    with_client: NDArray[np.float64],
    without: NDArray[np.float64],
    attacks: int,
    generator: np.random.Generator,
    epsilon: float = 1.0,
) -> dict[str, float]:
    """Return the share of honest systems that three ways of auditing accuse, each at 95% confidence.

    Args:
        with_client: scores of one system a row, of runs with the client; shape (systems, runs).
        without: the same for runs without.
        attacks: how many noisy variants of the attack the second auditor tries on the same runs.
        generator: source of the variants' noise.
        epsilon: what the systems promise, and keep.

    Returns:
        for "thresholds" the best of thirty thresholds on the counted runs, for "attacks" the best of all
        variants and thresholds on them, for "held back" a rule that other runs chose.
    """

    def best(present: NDArray[np.float64], absent: NDArray[np.float64]) -> NDArray[np.float64]:
        hits, alarms = ((scores[..., None] >= THRESHOLDS).sum(axis=1) for scores in (present, absent))
        bounds = guessing_bound(hits, hits + alarms, present.shape[1] + absent.shape[1])
        largest: NDArray[np.float64] = bounds.max(axis=-1)
        return largest

    variants = [
        best(*(scores + BLUR * generator.normal(size=scores.shape) for scores in (with_client, without)))
        for _ in range(attacks)
    ]
    held_back = [audit_epsilon(*pair).lower_bound for pair in zip(with_client, without, strict=True)]
    found = {
        "thresholds": best(with_client, without),
        "attacks": np.max(variants, axis=0),
        "held back": np.array(held_back),
    }
    return {name: float((bounds > epsilon).mean()) for name, bounds in found.items()}
