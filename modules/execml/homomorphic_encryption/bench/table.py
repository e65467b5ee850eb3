"""The benchmark of the module: ours and the libraries', same answer first."""

from __future__ import annotations

from execml.course.measure.rows import print_rows
from execml.homomorphic_encryption.bench import addition, rings, scoring


def main() -> None:
    """Print one table: ours and theirs, the ratio, and how the answers compare."""
    parts = [
        ("milliseconds", addition.rows),
        ("clients a second", scoring.rows),
        ("milliseconds", rings.rows),
    ]
    print_rows("Processor time on one thread, least of several runs", parts)
