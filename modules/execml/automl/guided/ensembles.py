"""Combining models by their out-of-fold predictions: ensemble selection and stacking."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.automl.search.targets import target_of
from execml.course.bank.ranking import rank_sum_aucs
from execml.course.validation import positive, whole

SMALLEST_RISK = 1e-4  # risks are kept this far from 0 and 1 before their log-odds are taken


@dataclass(frozen=True, eq=False)
class EnsembleSelection:
    """Which models an ensemble averages, and how it got there.

    Attributes:
        chosen: the model added in each round, shape (rounds,).
        scores: the AUC of the average after each round, shape (rounds,).
        weights: the share of the average that each model has, shape (models,); they add up to 1.
    """

    chosen: NDArray[np.int64]
    scores: np.ndarray
    weights: np.ndarray


def ensemble_selection(predictions: ArrayLike, labels: ArrayLike, rounds: int = 20) -> EnsembleSelection:
    """Build an average of models greedily, with replacement (Caruana and others, 2004, section 2).

    Start with nothing. In each round add the model that makes the AUC of the plain average largest; a model
    may be added again, which gives it more weight. The weights are those of the round with the highest AUC,
    of equals the earliest.

    Args:
        predictions: risks for clients that the models were *not* trained on, shape (clients, models).
        labels: 0 or 1, shape (clients,).
        rounds: how many models are added.

    Raises:
        ValueError: if the shapes do not fit, the labels are not of two classes, a prediction is not finite,
            or there is no round.

    >>> labels = [0, 0, 1, 1]
    >>> predictions = np.array([[0.1, 0.5], [0.6, 0.1], [0.5, 0.6], [0.9, 0.4]])
    >>> found = ensemble_selection(predictions, labels, rounds=3)
    >>> found.weights.tolist(), found.scores.round(2).tolist()
    ([0.5, 0.5], [0.75, 1.0, 1.0])
    """
    risks, truth = target_of(predictions, labels, ("predictions", "labels"))
    whole("rounds", rounds, high=10_000)
    total = np.zeros(len(risks))
    chosen, scores = [], []
    for _ in range(rounds):
        together = np.round(total[:, None] + risks, 12)  # in another order a sum differs in its last bits
        reached = rank_sum_aucs(together, truth)
        chosen.append(int(reached.argmax()))
        scores.append(float(reached[chosen[-1]]))
        total = total + risks[:, chosen[-1]]
    length = int(np.argmax(scores)) + 1
    weights = np.bincount(chosen[:length], minlength=risks.shape[1]) / length
    return EnsembleSelection(np.array(chosen), np.array(scores), weights)


class Stacking:
    """A logistic regression on the models' log-odds (stacked generalisation, Wolpert 1992).

    Args:
        penalty: strength of the ridge penalty on its weights, above 0.

    >>> labels = np.array([0, 1] * 50)
    >>> risks = np.column_stack([0.2 + 0.6 * labels, np.full(100, 0.5)])
    >>> stack = Stacking().fit(risks, labels)
    >>> bool(stack.weights[0] > 1), abs(round(float(stack.weights[1]), 3))
    (True, 0.0)
    """

    def __init__(self, penalty: float = 1.0) -> None:
        """Keep the strength of the penalty."""
        self.penalty = positive("penalty", penalty)

    def fit(self, predictions: ArrayLike, labels: ArrayLike) -> Stacking:
        """Learn one weight a model.

        Args:
            predictions: risks for clients that the models were *not* trained on, shape (clients, models).
            labels: 0 or 1, shape (clients,).

        Raises:
            ValueError: if the shapes do not fit or the labels are not of two classes.
        """
        from sklearn.linear_model import LogisticRegression

        risks, truth = target_of(predictions, labels, ("predictions", "labels"))
        self._combiner = LogisticRegression(C=1 / self.penalty).fit(_log_odds(risks), truth)
        self.weights: np.ndarray = self._combiner.coef_[0]
        return self

    def predict(self, predictions: ArrayLike) -> np.ndarray:
        """Return the combined risk of each client, shape (clients,)."""
        return self._combiner.predict_proba(_log_odds(np.asarray(predictions)))[:, 1]


def _log_odds(risks: np.ndarray) -> np.ndarray:
    kept = np.clip(risks, SMALLEST_RISK, 1 - SMALLEST_RISK)
    return np.log(kept / (1 - kept))
