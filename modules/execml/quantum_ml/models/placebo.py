"""A placebo for "up to so many percent better": rows shaken at random, in place of a quantum computer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.bank.ranking import rank_sum_aucs
from execml.course.validation import generator as generator_checked
from execml.course.validation import one_of, positive, whole

METHODS = ("logistic regression", "boosted trees")


@dataclass(frozen=True, eq=False)
class Placebo:
    """What shaking did in each try.

    Attributes:
        gains: change of the AUC relative to the unshaken model's, shape (shakes, windows).
        overall: the same on all test rows at once, shape (shakes,).
        window: clients of a window.
    """

    gains: np.ndarray
    overall: np.ndarray
    window: int

    def best_of(self, tries: int, generator: np.random.Generator, repetitions: int = 1_000) -> np.ndarray:
        """Return the best gain among so many tries, again and again: what "up to" reports.

        A try is a shake with its own numbers on a window of its own; no window comes twice in a repetition.

        Args:
            tries: 1 to the number of windows.
            generator: source of randomness.
            repetitions: how often.

        Returns:
            shape (repetitions,).
        """
        shakes, windows = self.gains.shape
        whole("tries", tries, high=windows)
        whole("repetitions", repetitions)
        draw = generator_checked("generator", generator)
        places = np.argsort(draw.random((repetitions, windows)), axis=1)[:, :tries]
        shaken = draw.integers(shakes, size=places.shape)
        return np.asarray(self.gains[shaken, places].max(axis=1))


def placebo(
    train: Any,
    labels: Any,
    test: Any,
    test_labels: Any,
    generator: np.random.Generator,
    shakes: int = 20,
    window: int = 50,
    noise: float = 0.5,
    method: str = "logistic regression",
) -> Placebo:
    """Shake the columns, train anew, and compare with the unshaken model, window by window.

    Both are the same model at the library's default settings. To a column, noise of ``noise`` times its own
    standard deviation is added, to the rows of training and of test. A window of the test rows without both
    labels is left out.

    Args:
        train: shape (rows, columns).
        labels: 0 or 1, shape (rows,).
        test: shape (test rows, columns), in the order of the windows.
        test_labels: 0 or 1, shape (test rows,).
        generator: source of randomness.
        shakes: how many models are trained on shaken rows.
        window: test rows of one try.
        noise: in standard deviations of a column.
        method: one of :data:`METHODS`.
    """
    rows, others = array("train", train, ("rows", "columns")), array("test", test, ("rows", "columns"))
    truth = array("labels", labels, (len(rows),))
    later = array("test_labels", test_labels, (len(others),))
    draw = generator_checked("generator", generator)
    size = whole("window", window, low=2, high=len(others))
    one_of("method", method, METHODS)
    spread = positive("noise", noise) * rows.std(axis=0)
    windows = later[: len(later) // size * size].reshape(-1, size)
    kept_places = np.flatnonzero((windows.sum(axis=1) > 0) & (windows.sum(axis=1) < size))

    kept = windows[kept_places]

    def aucs(fitted: Any, asked: np.ndarray) -> np.ndarray:
        """Return the AUC of each window, and last that of all rows."""
        risks = fitted.predict_proba(asked)[:, 1]
        each = risks[: windows.size].reshape(-1, size)[kept_places]
        return np.append(_window_aucs(each, kept), rank_sum_aucs(risks[:, None], later)[0])

    before = aucs(_model(method).fit(rows, truth), others)
    gains = []
    for _ in range(whole("shakes", shakes)):
        shaken = rows + spread * draw.normal(size=rows.shape)
        model = _model(method).fit(shaken, truth)
        gains.append(aucs(model, others + spread * draw.normal(size=others.shape)) / before - 1)
    found = np.array(gains)
    return Placebo(found[:, :-1], found[:, -1], size)


def _window_aucs(risks: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the AUC of each row, as in ``rank_sum_aucs``, where each has labels of its own."""
    from scipy.stats import rankdata

    bad = labels.sum(axis=1)
    ranks = (rankdata(risks, axis=1) * labels).sum(axis=1)
    return np.asarray((ranks - bad * (bad + 1) / 2) / (bad * (labels.shape[1] - bad)))


def _model(method: str) -> Any:
    if method == "boosted trees":
        from sklearn.ensemble import HistGradientBoostingClassifier

        return HistGradientBoostingClassifier(random_state=0)
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression())
