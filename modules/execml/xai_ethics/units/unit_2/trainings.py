"""A cut background and LIME's imitation over ten trainings: measured once, and measured again by a test."""

from __future__ import annotations

import numpy as np

from execml.course.measure.runs import Repeats
from execml.xai_ethics.attribution.stability import stability
from execml.xai_ethics.attribution.surrogate import Surrogate, lime_tabular
from execml.xai_ethics.attribution.trees import TreeShap
from execml.xai_ethics.libraries import shap
from execml.xai_ethics.scrutiny.desk import desk
from execml.xai_ethics.scrutiny.letters import strongest, summed
from execml.xai_ethics.scrutiny.measured import stored

MEASURES = ("cut", "another thousand")
LIME = ("sets", "fidelity")
SEEDS = tuple(range(10))
CLIENTS = 100

# A row a training; the columns are MEASURES.
RUNS: tuple[tuple[float, ...], ...] = (
    (0.22, 0.10),
    (0.14, 0.10),
    (0.09, 0.08),
    (0.17, 0.07),
    (0.17, 0.04),
    (0.16, 0.05),
    (0.11, 0.09),
    (0.14, 0.09),
    (0.12, 0.09),
    (0.19, 0.21),
)


# A row a training; the columns are LIME.
IMITATIONS: tuple[tuple[float, ...], ...] = (
    (9.7, 0.4854),
    (8.8, 0.4125),
    (8.3, 0.4314),
    (8.1, 0.4337),
    (9.1, 0.4176),
    (10.3, 0.5003),
    (7.5, 0.3983),
    (9.8, 0.4839),
    (8.2, 0.4384),
    (7.5, 0.4106),
)


def measure(seed: int) -> dict[str, float]:
    """Return the shares of 100 refused clients who get another set of four reasons than by 1,000 clients.

    Args:
        seed: of the model, the clients and the backgrounds, 0 or more.

    Returns:
        ``cut``: as shap's ``TreeExplainer`` comes, handed the same thousand; ``another thousand``: by the
        whole of another draw of as many.
    """
    bank = desk(seed)
    thousand, rows = bank.background(1_000), bank.rows[:CLIENTS]
    cut, *_ = shap.truncated_values(bank.model, thousand, rows)
    whole, other = (
        TreeShap(bank.model, given).shap_values(rows) for given in (thousand, bank.background(1_000, draw=1))
    )
    first, *others = (
        (1 << strongest(summed(each, bank.families), 4)).sum(axis=1) for each in (whole, cut, other)
    )
    return {name: float((first != each).mean()) for name, each in zip(MEASURES, others, strict=True)}


def imitate(seed: int) -> dict[str, float]:
    """Return what LIME says of ten refused clients of one training, columns left continuous.

    Args:
        seed: of the model, the clients, the background and the draws, 0 or more.

    Returns:
        ``sets``: different sets of four reasons in twenty seeds of 1,000 draws each, mean of ten clients;
        ``fidelity``: what share of the model around a client the line explains, with 5,000 draws, their mean.
    """
    bank = desk(seed)
    background, ten = bank.background(2_000).astype(float), bank.rows[:10].astype(float)

    def line(row: np.ndarray, draw: int, samples: int) -> Surrogate:
        return lime_tabular(bank.risk, row, background, np.random.default_rng([seed, draw]), samples)

    sets = [stability(lambda draw: np.abs(line(row, draw, 1_000).weights), range(20)).distinct for row in ten]  # noqa: B023
    return {
        "sets": float(np.mean(sets)),
        "fidelity": float(np.mean([line(row, 20, 5_000).fidelity for row in ten])),
    }


def repeats(name: str) -> Repeats:
    """Return one measure over ten trainings.

    Raises:
        ValueError: if there is no such measure.

    >>> len(repeats("cut")), len(repeats("fidelity"))
    (10, 10)
    """
    return stored(name, LIME, IMITATIONS) if name in LIME else stored(name, MEASURES, RUNS)
