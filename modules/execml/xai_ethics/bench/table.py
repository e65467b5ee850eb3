"""The benchmark of the module: attributions and metrics by group, ours and theirs, same answer first."""

from __future__ import annotations

import warnings

from execml.course.measure.rows import print_rows
from execml.xai_ethics.bench import attribution, groups


def main() -> None:
    """Print one table: processor time of ours and theirs, the ratio, and how far the answers are apart."""
    parts = [("milliseconds", part) for part in (attribution.tree_rows, attribution.exact_rows, groups.rows)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        print_rows("Processor time on one thread, least of several runs", parts)
