"""The benchmark of the module: gates, kernel matrices and memory, ours and PennyLane's, same answer first."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable

from execml.course.measure.rows import Row, print_rows
from execml.quantum_ml.bench import simulation


def main() -> None:
    """Print one table: processor time of ours and theirs, the ratio, and how far the answers are apart."""
    parts: list[tuple[str, Callable[[], Iterable[Row]]]] = [
        ("microseconds a gate", simulation.gate_rows),
        ("milliseconds", simulation.gram_rows),
        ("MiB", simulation.memory_rows),
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        print_rows("Processor time on one thread, least of several runs; memory against a goal", parts)
