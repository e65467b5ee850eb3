"""What mitigations do over ten trainings: measured once, and measured again by a test."""

from __future__ import annotations

import numpy as np

from execml.course import POLICY, prices, risk_split
from execml.course.measure.runs import Repeats
from execml.xai_ethics.fairness.decomposition import parity_gap_by_feature
from execml.xai_ethics.fairness.mitigation import reweigh, threshold_mitigation
from execml.xai_ethics.scrutiny.desk import desk
from execml.xai_ethics.scrutiny.letters import FAMILIES, summed
from execml.xai_ethics.scrutiny.measured import stored

NEITHER = "weights, no sex column"
WAYS = (
    "as it is",
    "another seed",
    "weights",
    "column left out",
    "two thresholds",
    "thresholds, crossed",
    NEITHER,
)
SEEDS = tuple(range(10))
OTHER = 50  # what is added to a seed for the same model trained once more

# A training's gaps in points, and its costs in NT$ a client; the columns are WAYS.
GAPS: tuple[tuple[float, ...], ...] = (
    (4.724, 3.506, 2.967, 3.216, -1.449, -1.356, 3.524),
    (4.763, 4.482, 1.790, 3.613, -1.926, -2.533, 2.756),
    (4.887, 4.339, 2.781, 2.855, -1.877, -0.685, 2.856),
    (4.573, 3.972, 2.241, 2.657, -2.123, -1.198, 2.999),
    (4.780, 4.929, 2.257, 3.398, -2.191, -1.841, 2.590),
    (3.091, 5.330, 1.267, 2.782, -2.291, -2.881, 2.124),
    (4.363, 4.573, 2.231, 3.089, -2.017, -1.393, 2.656),
    (3.891, 4.213, 2.316, 2.874, -2.249, -2.457, 2.916),
    (3.822, 4.813, 1.957, 2.672, -1.925, -1.541, 1.773),
    (5.489, 4.997, 2.115, 3.089, -1.141, 0.358, 3.465),
)
COSTS: tuple[tuple[float, ...], ...] = (
    (4955.9, 4928.0, 4888.0, 4923.2, 4980.2, 4974.1, 4901.4),
    (4934.1, 4892.9, 4935.3, 4900.1, 4980.2, 4977.8, 4913.5),
    (4919.5, 4915.9, 4854.0, 4871.0, 4935.3, 4932.9, 4958.4),
    (4920.8, 4881.9, 4929.2, 4955.9, 4951.1, 4953.5, 4912.3),
    (4877.1, 4932.9, 4911.1, 4901.4, 4926.8, 4906.2, 4909.8),
    (4924.4, 4937.7, 4891.6, 4972.9, 4991.1, 4993.5, 4903.8),
    (4947.4, 4888.0, 4934.1, 4895.3, 4943.8, 4960.8, 4866.2),
    (4860.1, 4945.0, 4857.7, 4906.2, 4905.0, 4909.8, 4844.3),
    (4948.7, 4917.1, 4925.6, 4951.1, 4942.6, 4939.0, 4935.3),
    (4897.7, 4922.0, 4863.8, 4896.5, 4920.8, 4911.1, 4886.8),
)
# What the sex column adds to the gap in mean log-odds, as a share of it.
OWN = (0.2201, 0.2379, 0.2674, 0.3216, 0.2131, 0.1984, 0.1801, 0.2272, 0.2775, 0.4002)

LINES = ("a line", "reduced", "dearer")
# A draw of 4,000 clients a row; the columns are LINES.
REDUCED: tuple[tuple[float, ...], ...] = (
    (4.079, 1.072, 7.277),
    (4.703, 2.388, 54.58),
    (4.567, -0.5218, 29.11),
    (5.684, 0.9781, 31.54),
    (5.592, 2.511, 15.77),
    (5.699, 1.31, -10.92),
    (3.219, 0.5289, -27.9),
    (5.458, 2.068, 33.96),
    (3.494, -1.977, 19.41),
    (4.436, 2.245, -3.639),
)


def measure(seed: int) -> tuple[dict[str, float], dict[str, float]]:
    """Return the gap between men and women and the cost of wrong decisions, for each way to decide.

    Args:
        seed: of every model, 0 or more.

    Returns:
        gaps in refusals of the test clients, men less women, in points; and costs in NT$ a client. The ways:
        the model as it is, the same with another seed, trained with weights, without the sex column; and a
        threshold for each sex, set on the training clients by the model's risks, and by risks of a model
        that was trained on the other two thirds of them; and with weights and without the column.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.model_selection import cross_val_predict

    bank = desk(seed)
    split, woman = bank.split, bank.split.feature_names.index("female")
    train, truth, tested = split.train_features, split.train_labels, split.test_features
    sex, tested_sex = (np.where(rows[:, woman] > 0.5, "women", "men") for rows in (train, tested))
    others = np.delete(np.arange(train.shape[1]), woman)
    model = HistGradientBoostingClassifier(random_state=seed)
    crossed = cross_val_predict(model, train, truth, cv=3, method="predict_proba")[:, 1]
    risks = bank.risk(tested)
    again = desk(seed + OTHER).risk(tested)
    weighted = model.fit(train, truth, sample_weight=reweigh(truth, sex)).predict_proba(tested)[:, 1]
    blind = model.fit(train[:, others], truth).predict_proba(tested[:, others])[:, 1]
    refused = [*(each > bank.cutoff for each in (risks, again, weighted, blind))]
    for known in (bank.train_risks, crossed):
        part = float((known > bank.cutoff).mean())
        refused.append(
            threshold_mitigation(known, sex, "demographic_parity", part).decide(risks, tested_sex) == 1
        )
    fair = model.fit(train[:, others], truth, sample_weight=reweigh(truth, sex))
    refused.append(fair.predict_proba(tested[:, others])[:, 1] > bank.cutoff)
    worth, men = prices(), tested_sex == "men"
    missed, payer = worth.missed_default.value, worth.refused_client.value
    gaps = [100 * float(each[men].mean() - each[~men].mean()) for each in refused]
    costs = [float(np.where(split.test_labels == 1, missed * ~each, payer * each).mean()) for each in refused]
    return dict(zip(WAYS, gaps, strict=True)), dict(zip(WAYS, costs, strict=True))


def reduced(seed: int) -> dict[str, float]:
    """Return what a constraint in training does to a logistic model, against the same model without it.

    Agarwal and others' reduction as Fairlearn has it, eight rounds, demographic parity, on 4,000 random
    training clients; both models decide at the bank's cutoff.

    Args:
        seed: of the draw of clients and of the reduction's own draws, 0 or more.

    Returns:
        :data:`LINES`: the gap of each in points, men less women, and by how much the reduction costs a client
        more, in NT$.
    """
    from sklearn.linear_model import LogisticRegression

    from execml.xai_ethics.libraries import fairlearn

    split = risk_split()
    cutoff, worth = POLICY.cutoff.value, prices()
    some = np.random.default_rng(seed).permutation(len(split.train_features))[:4_000]
    rows, labels, tested = split.train_features[some], split.train_labels[some], split.test_features
    woman = split.feature_names.index("female")
    line = LogisticRegression(max_iter=200, class_weight={0: cutoff, 1: 1 - cutoff})
    without = line.fit(rows, labels).predict(tested)
    model = fairlearn.constrained(
        line, rows, labels, np.where(rows[:, woman] > 0.5, "women", "men"), rounds=8
    )
    said = model.predict(tested, random_state=seed)
    men = tested[:, woman] <= 0.5
    missed, payer = worth.missed_default.value, worth.refused_client.value
    gaps = [100 * float(each[men].mean() - each[~men].mean()) for each in (without, said)]
    costs = [
        np.where(split.test_labels == 1, missed * (1 - each), payer * each).mean() for each in (without, said)
    ]
    return dict(zip(LINES, (*gaps, float(costs[1] - costs[0])), strict=True))


def own_share(seed: int) -> float:
    """Return which share of the gap in mean log-odds is the sex column's, for 1,500 men and 1,500 women."""
    bank = desk(seed)
    rows = bank.split.test_features
    woman = rows[:, bank.split.feature_names.index("female")] > 0.5
    men, women = rows[~woman][:1_500], rows[woman][:1_500]
    parts = summed(parity_gap_by_feature(bank.model, men, women)[None], bank.families)[0]
    return float(parts[FAMILIES.index("sex")] / parts.sum())


def own() -> Repeats:
    """Return :func:`own_share` over ten trainings.

    >>> len(own())
    10
    """
    return Repeats(np.array(OWN), {"seed": SEEDS})


def gap(way: str) -> Repeats:
    """Return the gap, men less women in points, over ten trainings.

    Raises:
        ValueError: if there is no such way.

    >>> len(gap("weights"))
    10
    """
    return stored(way, WAYS, GAPS)


def cost(way: str) -> Repeats:
    """Return the cost of wrong decisions in NT$ a client, over ten trainings.

    Raises:
        ValueError: if there is no such way.

    >>> (cost("weights") - cost("as it is")).mean < 100
    True
    """
    return stored(way, WAYS, COSTS)


def line(name: str) -> Repeats:
    """Return one of :data:`LINES` over ten draws of 4,000 clients.

    Raises:
        ValueError: if there is no such measure.

    >>> line("reduced").mean < line("a line").mean
    True
    """
    return stored(name, LINES, REDUCED)
