"""Combining models: out-of-fold predictions, ensemble selection and stacking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.automl.search.targets import classifier, target_of
from execml.course.bank.ranking import rank_sum_aucs
from execml.course.validation import positive, several, whole

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


def out_of_fold(
    models: Sequence[Any], features: ArrayLike, labels: ArrayLike, folds: int = 5, seed: int = 0
) -> np.ndarray:
    """Return what each model predicts for clients that it was not trained on.

    The clients are dealt into folds, with equal shares of defaulters; a model is trained on all folds but one
    and predicts that one, for each fold in turn. The models handed in stay untrained.

    Args:
        models: scikit-learn classifiers.
        features: shape (clients, features).
        labels: 0 or 1, shape (clients,).
        folds: how many.
        seed: of the deal.

    Returns:
        risks, shape (clients, models).

    Raises:
        ValueError: if there is no model, the labels are not of two classes, or too few for the folds.
    """
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    for model in several("models", models):
        classifier("models", model)
    x, y = target_of(features, labels)
    whole("seed", seed, low=0, high=2**32 - 1)
    deal = StratifiedKFold(whole("folds", folds, 2), shuffle=True, random_state=seed)
    predicted = [cross_val_predict(model, x, y, cv=deal, method="predict_proba")[:, 1] for model in models]
    return np.column_stack(predicted).astype(float)


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
        reached = columns_auc(total[:, None] + risks, truth)
        chosen.append(int(reached.argmax()))
        scores.append(float(reached[chosen[-1]]))
        total = total + risks[:, chosen[-1]]
    length = int(np.argmax(scores)) + 1
    weights = np.bincount(chosen[:length], minlength=risks.shape[1]) / length
    return EnsembleSelection(np.array(chosen), np.array(scores), weights)


def columns_auc(scores: ArrayLike, labels: ArrayLike) -> np.ndarray:
    """Return the AUC of each column of averaged risks, where a difference in the last bits is a tie.

    The average of many models is a sum, which comes out a little different in another order: risks count to
    their twelfth decimal.

    Args:
        scores: shape (clients, columns).
        labels: 0 or 1, shape (clients,).

    Raises:
        ValueError: as :func:`execml.course.bank.ranking.rank_sum_aucs`.

    >>> columns_auc([[0.1 + 0.2, 1.0], [0.3, 1.0], [0.4, 1.0]], [1, 0, 1]).tolist()
    [0.75, 0.5]
    """
    columns, truth = target_of(scores, labels, ("scores", "labels"))
    return rank_sum_aucs(np.round(columns.astype(float), 12), truth)


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
