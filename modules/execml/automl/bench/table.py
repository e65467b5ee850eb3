"""The benchmark of the module: searches at equal cost, known minima, intervals, and the real tools."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from execml.automl.bench import learned, search
from execml.automl.contest.head_to_head import head_to_head
from execml.course.bank.delong import auc_interval, bootstrap_error
from execml.course.bank.risk import risk_split
from execml.course.measure.rows import Row, print_rows
from execml.course.measure.timing import least_processor_time

SEARCHED, UNTOUCHED = 2_000, 10_000


def main() -> None:
    """Print one table; what is measured in each part stands in its rows."""
    parts = [
        ("configurations", search.rows),
        ("gap to the minimum", learned.rows),
        ("milliseconds", interval_rows),
        ("CPU seconds", tool_rows),
    ]
    print_rows("AutoML: ours beside the libraries", parts)


def interval_rows(repeats: int = 5) -> Iterator[Row]:
    """Time the error of an AUC by mid-ranks, by all pairs, and by scikit-learn in a bootstrap.

    Args:
        repeats: how often ours is timed; the least counts. The others take longer and run once.

    Raises:
        AssertionError: if the pairs give another error, or the bootstrap one that is 20% off.
    """
    draw = np.random.default_rng(1)
    labels = (draw.random(UNTOUCHED) < 0.22).astype(int)
    risks = labels + 1.5 * draw.standard_normal(UNTOUCHED)
    ours, ours_ms = least_processor_time(lambda: auc_interval(labels, risks).error, repeats)
    for name, method, allowed in (
        ("all pairs, as defined", lambda: error_by_pairs(labels, risks), 1e-9),
        ("scikit-learn, bootstrap of 200", lambda: scikit_learn_bootstrap(labels, risks), 0.2),
        ("ours, bootstrap of 200", lambda: bootstrap_error(labels, risks, np.random.default_rng(2)), 0.2),
    ):
        theirs, other_ms = least_processor_time(method, 1)
        apart = abs(theirs / ours - 1)
        assert apart < allowed, (name, theirs, ours)
        yield Row("error of an AUC, 10,000 clients", name, ours_ms, other_ms, f"{apart:.0e} apart")


def tool_rows(evaluations: int = 20) -> Iterator[Row]:
    """Run the contest of unit 3 and compare the processor time of our random search with that of each tool.

    Args:
        evaluations: candidates of random search, Optuna and TPOT; H2O trains two models and stacks them.

    Raises:
        AssertionError: if a tool failed.
    """
    split = risk_split()
    known = split.train_features[:SEARCHED], split.train_labels[:SEARCHED]
    tools = ("random search", "Optuna", "TPOT", "H2O")
    contest = head_to_head(
        *known, split.test_features, split.test_labels, entrants=tools, evaluations=evaluations
    )
    assert len(contest.findings) == len(tools), [entry.error for entry in contest.entries]
    spent = {entry.name: entry.cpu_seconds for entry in contest.entries}
    for name in tools[1:]:
        gap = contest.difference("random search", name)
        check = f"our AUC less theirs: {gap.estimate:+.3f} [{gap.low:+.3f}, {gap.high:+.3f}]"
        yield Row(f"search on {SEARCHED:,} clients", name, spent[tools[0]], spent[name], check)


def error_by_pairs(labels: np.ndarray, risks: np.ndarray) -> float:
    """Return the standard error of an AUC by comparing every defaulter with every payer.

    Args:
        labels: 0 or 1, shape (clients,).
        risks: shape (clients,).
    """
    high, low = risks[labels == 1][:, None], risks[labels == 0]
    pairs = (high > low) + 0.5 * (high == low)
    above, below = pairs.mean(axis=1), pairs.mean(axis=0)
    return float(np.sqrt(above.var(ddof=1) / len(above) + below.var(ddof=1) / len(below)))


def scikit_learn_bootstrap(labels: np.ndarray, risks: np.ndarray, repeats: int = 200) -> float:
    """Return the standard error of an AUC as the spread of scikit-learn's AUC over redrawn clients.

    Args:
        labels: 0 or 1, shape (clients,).
        risks: shape (clients,).
        repeats: how often the clients are drawn anew.
    """
    from sklearn.metrics import roc_auc_score

    draw = np.random.default_rng(2)
    drawn = (draw.integers(len(labels), size=len(labels)) for _ in range(repeats))
    return float(np.std([roc_auc_score(labels[rows], risks[rows]) for rows in drawn], ddof=1))
