"""Membership inference: was this person among those that a model was trained on?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array, zeros_and_ones
from execml.course.validation import real


@dataclass(frozen=True, eq=False)
class MembershipResult:
    """How well a score tells members from others, at every threshold.

    Attributes:
        false_positive_rates: share of the others called members, from 0 to 1 in rising order, shape
            (thresholds + 1,).
        true_positive_rates: share of the members called members, at the same thresholds.
        auc: probability that a random member scores above a random other, ties counting half; 0.5 is
            guessing.
        advantage: the largest true-positive rate minus false-positive rate; 0 is guessing.
    """

    false_positive_rates: np.ndarray
    true_positive_rates: np.ndarray
    auc: float
    advantage: float

    def true_positive_rate(self, false_positive_rate: float) -> float:
        """Return the best share of members found while at most this share of the others is accused.

        Args:
            false_positive_rate: the tolerated false-positive rate, from 0 to 1.

        Raises:
            ValueError: if it lies outside [0, 1].

        >>> members, others = np.ones(10), np.arange(4_000) >= 3_960  # 40 of 4,000 score as high: 1%
        >>> membership_inference(members, others).true_positive_rate(0.01)
        1.0
        """
        real("false_positive_rate", false_positive_rate, 0, 1, low_open=False, high_open=False)
        return float(self.true_positive_rates[self.false_positive_rates <= false_positive_rate].max())


def membership_inference(member_scores: np.ndarray, other_scores: np.ndarray) -> MembershipResult:
    """Measure an attack that calls everybody a member whose score reaches a threshold.

    The difference of the two rates is the membership advantage of Yeom et al. (2018); they
    threshold the loss. Carlini et al. (2022) ask for the true-positive rate where false
    positives are rare.

    Args:
        member_scores: one number for each person of the training data, higher meaning "more like a member".
        other_scores: the same for people like them who were not in it.

    Raises:
        ValueError: if one of the two is empty, not one-dimensional, or holds a value that is not finite.

    >>> result = membership_inference(np.array([3.0, 2.0, 1.0]), np.array([2.5, 0.5, 0.0, 0.0]))
    >>> round(result.auc, 2), round(result.advantage, 2), round(result.true_positive_rate(0.0), 2)
    (0.83, 0.75, 0.33)
    """
    members, others = (
        checked_scores("member_scores", member_scores),
        checked_scores("other_scores", other_scores),
    )
    thresholds = np.unique(np.concatenate([members, others]))[::-1]
    true, false = (
        np.concatenate([[0.0], _share_reaching(scores, thresholds)]) for scores in (members, others)
    )
    return MembershipResult(
        false_positive_rates=false,
        true_positive_rates=true,
        auc=float(np.trapezoid(true, false)),
        advantage=float(np.max(true - false)),
    )


def label_log_odds(probabilities: np.ndarray, labels: np.ndarray, floor: float = 1e-3) -> np.ndarray:
    """Return how sure a model is of each person's true label, as log odds: the lower the loss, the higher.

    The scale is the one of Carlini et al. (2022): log(p / (1 - p)) for the probability p given to
    the true label, limited to [floor, 1 - floor] so that a model that is certain stays finite.

    Args:
        probabilities: the model's probability of label 1, shape (n,).
        labels: the true labels, zeros and ones, shape (n,).
        floor: the smallest probability that is told apart from zero.

    Raises:
        ValueError: if the shapes differ, a label is not 0 or 1, a probability lies outside [0, 1], or
            ``floor`` outside (0, 0.5).

    >>> label_log_odds(np.array([0.9, 0.9]), np.array([1, 0])).round(2).tolist()
    [2.2, -2.2]
    """
    probabilities = array("probabilities", probabilities, ("people",)).astype(float)
    labels = zeros_and_ones("labels", labels, len(probabilities))
    real("floor", floor, 0, 0.5)
    if not ((probabilities >= 0) & (probabilities <= 1)).all():
        raise ValueError(
            f"probabilities from {probabilities.min():g} to {probabilities.max():g} must lie in [0, 1]"
        )
    given = np.clip(np.where(labels == 1, probabilities, 1 - probabilities), floor, 1 - floor)
    return np.log(given / (1 - given))


def _share_reaching(scores: np.ndarray, thresholds: np.ndarray) -> np.ndarray:
    """Return the share of the scores that are at least each threshold."""
    below = np.searchsorted(np.sort(scores), thresholds, side="left")
    return (len(scores) - below) / len(scores)  # a share of 40 in 4,000 must compare equal to 0.01


def checked_scores(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Return an attack's scores as an array, shape (n,).

    Args:
        name: the argument's name, for the message.
        values: the scores, one for each person or each run.

    Raises:
        ValueError: if there is none, they are not a list, or one is not finite.

    >>> checked_scores("scores", [1, 2]).tolist()
    [1.0, 2.0]
    """
    return array(name, values, ("scores",)).astype(float)
