"""The AUC as a sum of ranks, and placements, against scikit-learn and the comparison of all pairs."""

from typing import Any

import numpy as np
import pytest
from execml.course.bank.ranking import checked_target, placements, rank_sum_aucs
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

BOTH_CLASSES = st.lists(st.integers(0, 1), min_size=2, max_size=30).filter(
    lambda found: 0 < sum(found) < len(found)
)


@settings(deadline=None, max_examples=40)
@given(labels=BOTH_CLASSES, seed=st.integers(0, 1000))
def test_placements_are_the_means_of_the_comparisons(labels: list[int], seed: int) -> None:
    truth = np.array(labels)
    risks = np.random.default_rng(seed).integers(0, 5, size=truth.size).astype(float)
    above, below = placements(truth, risks)
    high, low = risks[truth == 1][:, None], risks[truth == 0]
    pairs = (high > low) + 0.5 * (high == low)  # every defaulter with every payer
    np.testing.assert_allclose(above, pairs.mean(axis=1), atol=1e-12)
    np.testing.assert_allclose(below, pairs.mean(axis=0), atol=1e-12)
    assert above.mean() == pytest.approx(roc_auc_score(truth, risks), abs=1e-12)


@settings(deadline=None, max_examples=40)
@given(labels=BOTH_CLASSES, seed=st.integers(0, 1000), columns=st.integers(1, 4))
def test_the_aucs_of_columns_are_those_of_scikit_learn(labels: list[int], seed: int, columns: int) -> None:
    scores = np.random.default_rng(seed).integers(0, 5, size=(len(labels), columns)) / 5  # with ties
    expected = [roc_auc_score(labels, column) for column in scores.T]
    np.testing.assert_allclose(rank_sum_aucs(scores, labels), expected, atol=1e-12)


@pytest.mark.parametrize(
    ("labels", "words"),
    [([1, 1, 1], "exactly two"), ([1, 0], "shapes"), ([2, 0, 0], "exactly two"), ([1, 0, np.nan], "exactly")],
)
@pytest.mark.parametrize(
    "ask", [checked_target, rank_sum_aucs, lambda scores, labels: placements(labels, scores[:, 0])]
)
def test_labels_other_than_0_and_1_for_each_client_are_refused(ask: Any, labels: list, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        ask(np.array([[0.1], [0.2], [0.3]]), labels)
