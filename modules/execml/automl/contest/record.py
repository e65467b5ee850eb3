"""What takes longer than a page may, measured once and kept: on ten groups of clients, and on all of them.

``record.yaml`` holds one number a run, in the order of the groups or seeds, with the call that made it.
Tests run part of it again and compare.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from execml.course.measure.runs import Repeats
from execml.course.validation import one_of, whole

if TYPE_CHECKING:
    import pandas as pd

FILE = Path(__file__).with_name("record.yaml")
GROUPS, GROUP = 10, 2_000  # disjoint groups of training clients, and how many clients each has


@dataclass(frozen=True)
class Kept:
    """What was measured of one contestant or way to search.

    Attributes:
        call: how it was run, as code or in words.
        changed: what was changed from the settings that its makers ship.
        numbers: for each measure one number a run, such as ``"untouched"``: AUC on the 10,000 test clients.
    """

    call: str
    changed: str
    numbers: dict[str, tuple[float, ...]]


@cache
def kept(study: str) -> dict[str, Kept]:
    """Return what was measured in a study, by name.

    Args:
        study: ``"groups"`` (ten groups of 2,000 clients), ``"four of five"`` (the same, one of the strong
            defaults left out), ``"everybody"`` (20,000 clients, ten seeds; ``"saved"`` is NT$ of 2005 a round
            of decisions, against the baseline with seed 0), ``"grid"``, ``"halving"``, ``"hyperband"``,
            ``"race"``, ``"front"`` or ``"locked"`` (draws of clients and of candidates).

    Raises:
        ValueError: if there is no such study.

    >>> len(kept("groups")["random search"].numbers["untouched"])
    10
    """
    import yaml

    studies = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        name: Kept(
            entry.get("call", ""),
            entry.get("changed", ""),
            {measure: tuple(numbers) for measure, numbers in entry["numbers"].items()},
        )
        for name, entry in studies[one_of("study", study, tuple(studies))].items()
    }


def runs(study: str, name: str, measure: str = "untouched") -> Repeats:
    """Return the runs of one contestant, to be averaged, counted, or subtracted from those of another.

    Args:
        study: as in :func:`kept`.
        name: of a contestant in it.
        measure: which of its numbers.

    Raises:
        ValueError: if the study has no such name, or the name no such measure.

    >>> lead = runs("groups", "forest, leaves of 10") - runs("groups", "random search")
    >>> lead.mean > 0
    True
    """
    found = kept(study)
    numbers = found[one_of("name", name, tuple(found))].numbers
    values = numbers[one_of("measure", measure, tuple(numbers))]
    return Repeats(np.array(values), {"draw": tuple(range(len(values)))})


def group_of(number: int) -> tuple[np.ndarray, np.ndarray]:
    """Return features and labels of one of the ten groups, shapes (2000, 30) and (2000,).

    Args:
        number: from 0 to 9; the first 20,000 clients of the split, in their order.

    Raises:
        ValueError: if there is no such group.
    """
    from execml.course.bank.risk import risk_split

    split = risk_split()
    start = GROUP * whole("number", number, low=0, high=GROUPS - 1)
    rows = slice(start, start + GROUP)
    return split.train_features[rows], split.train_labels[rows]


def leads(against: str = "random search") -> pd.DataFrame:
    """Return a row a contestant of the ten groups, best first: its AUC, and its lead over one of them.

    Args:
        against: whose AUC is subtracted.

    Raises:
        ValueError: if there is no such contestant.
    """
    import pandas as pd

    rows = []
    for name, found in kept("groups").items():
        lead = runs("groups", name) - runs("groups", against)
        low, high = lead.interval() if name != against else (0.0, 0.0)
        ahead = str(lead.share(lambda gain: gain > 0)) if name != against else "—"
        rows.append((name, found.changed, runs("groups", name).mean, lead.mean, low, high, ahead))
    columns = ["contestant", "changed from shipped", "AUC, mean of 10", "lead", "low", "high", "ahead in"]
    return pd.DataFrame(rows, columns=columns).sort_values("lead", ascending=False, ignore_index=True)
