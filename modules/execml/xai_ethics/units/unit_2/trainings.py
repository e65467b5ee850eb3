"""What a cut background does to letters over ten trainings: measured once, and measured again by a test."""

from __future__ import annotations

from execml.course.measure.runs import Repeats
from execml.xai_ethics.attribution.trees import TreeShap
from execml.xai_ethics.libraries import shap
from execml.xai_ethics.scrutiny.desk import desk
from execml.xai_ethics.scrutiny.letters import strongest, summed
from execml.xai_ethics.scrutiny.measured import stored

MEASURES = ("cut", "another thousand")
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


def repeats(name: str) -> Repeats:
    """Return one measure over ten trainings.

    Raises:
        ValueError: if there is no such measure.

    >>> len(repeats("cut"))
    10
    """
    return stored(name, MEASURES, RUNS)
