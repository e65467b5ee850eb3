"""DeLong's intervals against the definition by pairs, scikit-learn, the bootstrap and a simulation."""

from statistics import NormalDist

import numpy as np
import pytest
from execml.course.bank.delong import auc_difference, auc_interval, bootstrap_error
from sklearn.metrics import roc_auc_score


def sample(seed: int, defaulters: int = 60, payers: int = 140) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    labels = draw.permutation(np.r_[np.ones(defaulters), np.zeros(payers)]).astype(int)
    hard = draw.normal(size=labels.size)
    first = labels + hard + draw.normal(size=labels.size)
    second = 0.7 * labels + hard + draw.normal(size=labels.size)
    return labels, first.round(1), second.round(1)  # rounded, so that there are ties


def kernel(labels: np.ndarray, risks: np.ndarray) -> np.ndarray:
    """Return the comparison of every defaulter with every payer, ties one half, as a matrix."""
    high, low = risks[labels == 1][:, None], risks[labels == 0]
    return (high > low) + 0.5 * (high == low)


def covariance(labels: np.ndarray, *scores: np.ndarray) -> np.ndarray:
    """Return the covariance matrix of AUCs by the published double sums (DeLong and others, 1988)."""
    pairs = [kernel(labels, score) for score in scores]
    rows = np.array([pair.mean(axis=1) for pair in pairs])
    columns = np.array([pair.mean(axis=0) for pair in pairs])
    s10 = np.atleast_2d(np.cov(rows))
    s01 = np.atleast_2d(np.cov(columns))
    return s10 / rows.shape[1] + s01 / columns.shape[1]


@pytest.mark.parametrize("seed", range(4))
def test_errors_are_those_of_the_published_covariance_matrix(seed: int) -> None:
    labels, first, second = sample(seed)
    matrix = covariance(labels, first, second)
    assert auc_interval(labels, first).error == pytest.approx(np.sqrt(matrix[0, 0]), rel=1e-12)
    gap = auc_difference(labels, first, second)
    assert gap.error == pytest.approx(np.sqrt(matrix[0, 0] + matrix[1, 1] - 2 * matrix[0, 1]), rel=1e-12)
    assert gap.error < np.sqrt(matrix[0, 0] + matrix[1, 1])  # the same clients: the shared part cancels


def test_the_error_is_close_to_that_of_the_bootstrap() -> None:
    labels, first, second = sample(7, 300, 700)
    draw = np.random.default_rng(0)
    rows = [draw.integers(labels.size, size=labels.size) for _ in range(400)]
    aucs = np.array([[roc_auc_score(labels[row], risks[row]) for risks in (first, second)] for row in rows])
    single, paired = aucs[:, 0].std(), (aucs[:, 0] - aucs[:, 1]).std()
    assert auc_interval(labels, first).error == pytest.approx(single, rel=0.15)
    assert auc_difference(labels, first, second).error == pytest.approx(paired, rel=0.15)


def test_nineteen_of_twenty_intervals_hold_the_true_auc() -> None:
    from statistics import NormalDist

    truth = NormalDist().cdf(1 / 2**0.5)  # two normals one standard deviation apart
    draw = np.random.default_rng(1)
    labels = np.repeat([1, 0], [80, 120])
    intervals = [auc_interval(labels, labels + draw.normal(size=200)) for _ in range(400)]
    held = np.mean([found.low <= truth <= found.high for found in intervals])
    assert 0.91 < held < 0.985  # 0.95 less or more three and a half standard errors of this simulation


def test_a_difference_turns_its_sign_and_a_model_does_not_differ_from_itself() -> None:
    labels, first, second = sample(3)
    forth, back = auc_difference(labels, first, second), auc_difference(labels, second, first)
    assert (forth.estimate, forth.low) == pytest.approx((-back.estimate, -back.high))
    itself = auc_difference(labels, first, first)
    assert (itself.estimate, itself.error, itself.excludes_zero) == (0, 0, False)


def test_only_the_order_of_the_risks_matters() -> None:
    labels, first, _ = sample(5)
    assert auc_interval(labels, np.exp(first)) == auc_interval(labels, first)


def test_a_higher_level_gives_a_wider_interval_around_the_same_estimate() -> None:
    labels, first, _ = sample(6)
    narrow, wide = auc_interval(labels, first, 0.8), auc_interval(labels, first, 0.99)
    assert narrow.estimate == wide.estimate
    assert wide.low < narrow.low < narrow.high < wide.high


@pytest.mark.parametrize(
    ("labels", "risks", "level", "words"),
    [
        ([1, 0, 1], [0.1, 0.2], 0.95, "shape"),
        ([1, 1], [0.1, 0.2], 0.95, "exactly two"),
        ([1, 0], [0.1, 0.2], 0.95, "at least 2 clients"),
        ([1, 0, 1, 0], [0.1, np.nan, 1, 2], 0.95, "finite"),
        ([1, 0, 1, 0], [0.1, 0.3, 1, 2], 95, "level="),
    ],
)
def test_bad_input_is_named(labels: list[int], risks: list[float], level: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        auc_interval(labels, risks, level)


def test_the_bootstrap_helper_is_the_spread_of_redrawn_aucs() -> None:
    labels, first, _ = sample(8)
    draw = np.random.default_rng(5)
    rows = [draw.integers(labels.size, size=labels.size) for _ in range(30)]
    spread = np.std([roc_auc_score(labels[row], first[row]) for row in rows], ddof=1)
    assert bootstrap_error(labels, first, np.random.default_rng(5), 30) == pytest.approx(spread)
    with pytest.raises(ValueError, match="repeats=1"):
        bootstrap_error(labels, first, np.random.default_rng(5), 1)


@pytest.mark.parametrize("sizes", [(2, 2), (4, 4), (2, 300), (150, 150)])
@pytest.mark.parametrize("better", [-50.0, 0.0, 1.5, 50.0])
def test_intervals_stay_inside_what_is_possible_and_keep_a_width(
    sizes: tuple[int, int], better: float
) -> None:
    draw = np.random.default_rng(3)
    labels = np.repeat([1, 0], sizes)
    risks = better * labels + draw.normal(size=labels.size)
    found = auc_interval(labels, risks)
    assert 0 <= found.low < found.high <= 1
    assert found.low <= found.estimate <= found.high
    mirrored = auc_interval(labels, -risks)
    assert (1 - mirrored.high, 1 - mirrored.low) == pytest.approx((found.low, found.high), abs=1e-9)
    gap = auc_difference(labels, risks, draw.normal(size=labels.size))
    assert -1 <= gap.low < gap.high <= 1
    both_perfect = auc_difference(labels, 200.0 * labels + risks, 300.0 * labels - risks)
    assert both_perfect.low < 0 < both_perfect.high  # nothing is seen between them, and little is known


def test_a_score_that_says_the_same_of_everybody_ranks_nobody() -> None:
    found = auc_interval([1, 1, 0, 0], [0.3] * 4)
    assert (found.low, found.estimate, found.high) == (0.5, 0.5, 0.5)


@pytest.mark.parametrize(
    ("sizes", "truth"), [((4, 4), 0.9), ((5, 20), 0.97), ((30, 30), 0.95), ((30, 30), 0.5)]
)
def test_with_few_clients_the_interval_covers_as_often_as_it_says(
    sizes: tuple[int, int], truth: float
) -> None:
    draw = np.random.default_rng(4)
    labels = np.repeat([1, 0], sizes)
    apart = NormalDist().inv_cdf(truth) * np.sqrt(2)
    found = [auc_interval(labels, apart * labels + draw.normal(size=labels.size)) for _ in range(400)]
    assert np.mean([interval.low <= truth <= interval.high for interval in found]) > 0.92
