"""The benchmark of the module: federated rounds, ours and theirs, same answer first."""

from __future__ import annotations

import warnings

from execml.course.measure.rows import print_rows
from execml.federated_learning.bench import rounds


def main() -> None:
    """Print one table: processor time of ours and theirs, the ratio, and how far the answers are apart."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parts = [("milliseconds", part) for part in (rounds.rows, rounds.growth_rows)]
        print_rows("Processor time on one thread, least of several runs", parts)
