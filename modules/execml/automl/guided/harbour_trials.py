"""The bank's own expensive function: how well boosted trees rank held-back clients, by three settings."""

from __future__ import annotations

from typing import Any

import numpy as np

from execml.course.bank.delong import Interval, auc_difference
from execml.course.bank.risk import risk_split
from execml.course.validation import whole

# log10 of the learning rate, log2 of the leaves of a tree, log10 of the penalty on its values
BOUNDS = ((-3.0, 0.0), (1.0, 5.0), (-3.0, 3.0))
USUAL = (3.0, 0.0)  # eight leaves, penalty 1
ROUNDS = 20


class HarbourTrials:
    """Trials of boosted trees on Harbour Bank's clients, small enough for a laptop.

    Args:
        train: how many clients a trial trains on.
        validation: how many others it is scored on; the 10,000 test clients stay out of it.

    Attributes:
        bounds: lower and upper end of each setting, in the order and on the scales of ``BOUNDS``.

    Raises:
        ValueError: if a count is below 1.

    >>> trials = HarbourTrials(train=500, validation=1_000)
    >>> 0.6 < trials.auc([-1.0, 3.0, 0.0]) < 0.85
    True
    """

    def __init__(self, train: int = 2_000, validation: int = 4_000) -> None:
        """Take the clients from the split that every module uses."""
        whole("train", train)
        whole("validation", validation)
        split = risk_split()
        self.bounds = BOUNDS
        self._train = split.train_features[:train], split.train_labels[:train]
        rows = slice(train, train + validation)
        self._validation = split.train_features[rows], split.train_labels[rows]
        self._test = split.test_features

    def trained(self, point: Any) -> Any:
        """Return boosted trees trained at a point: logarithms of learning rate, leaves and penalty."""
        from sklearn.ensemble import HistGradientBoostingClassifier

        rate, leaves, penalty = (float(setting) for setting in point)
        model = HistGradientBoostingClassifier(
            learning_rate=10**rate,
            max_leaf_nodes=round(2**leaves),
            l2_regularization=10**penalty,
            max_iter=ROUNDS,
            max_bins=63,
            early_stopping=False,
            random_state=0,
        )
        return model.fit(*self._train)

    def auc(self, point: Any) -> float:
        """Return the AUC of one trial on the validation clients: what a search is paid to raise."""
        from sklearn.metrics import roc_auc_score

        features, labels = self._validation
        return float(roc_auc_score(labels, self.trained(point).predict_proba(features)[:, 1]))

    def difference(self, point: Any, other: Any) -> Interval:
        """Return how far one trial's AUC is above another's on the validation clients, with its interval."""
        features, labels = self._validation
        risks = [self.trained(one).predict_proba(features)[:, 1] for one in (point, other)]
        return auc_difference(labels, *risks)

    def loss(self, point: Any) -> float:
        """Return 1 − AUC, for a search that minimises."""
        return 1 - self.auc(point)

    def loss_by_rate(self, point: Any) -> float:
        """Return 1 − AUC at one learning rate (its log10, shape (1,)), with the other settings as usual."""
        return self.loss((point[0], *USUAL))

    def test_risks(self, point: Any) -> np.ndarray:
        """Return the risks of the 10,000 test clients, shape (10000,)."""
        return self.trained(point).predict_proba(self._test)[:, 1]


def random_losses(
    trials: HarbourTrials, count: int, generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return points drawn evenly within the bounds, and their losses.

    Args:
        trials: what to evaluate.
        count: how many.
        generator: source of the points.

    Returns:
        points of shape (count, 3), and losses of shape (count,).
    """
    low, high = np.array(trials.bounds).T
    points = low + generator.random((whole("count", count), len(low))) * (high - low)
    return points, np.array([trials.loss(point) for point in points])


def harbour_library() -> dict[str, Any]:
    """Return ten untrained models by name, good ones and bad ones, for an ensemble to choose from.

    >>> len(harbour_library())
    10
    """
    from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier, RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.naive_bayes import GaussianNB
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.tree import DecisionTreeClassifier

    boosted: dict[str, Any] = {"max_iter": 40, "max_bins": 63, "early_stopping": False, "random_state": 0}
    return {
        "logistic regression": LogisticRegression(),
        "naive Bayes": GaussianNB(),
        "full tree": DecisionTreeClassifier(random_state=0),
        "small tree": DecisionTreeClassifier(max_leaf_nodes=8, random_state=0),
        "nearest neighbour": KNeighborsClassifier(1),
        "50 neighbours": KNeighborsClassifier(50),
        "forest": RandomForestClassifier(30, random_state=0),
        "careful forest": ExtraTreesClassifier(30, min_samples_leaf=5, random_state=0),
        "boosted trees": HistGradientBoostingClassifier(max_leaf_nodes=6, **boosted),
        "hasty boosted trees": HistGradientBoostingClassifier(learning_rate=0.5, **boosted),
    }
