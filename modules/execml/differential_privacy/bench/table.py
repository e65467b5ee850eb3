"""The benchmark of the module: accounting and private training, ours and theirs, same answer first."""

from __future__ import annotations

import logging
import warnings

from execml.course.measure.rows import print_rows
from execml.differential_privacy.bench import accounting, training


def main() -> None:
    """Print one table: processor time of ours and theirs, the ratio, and how far the answers are apart."""
    logging.getLogger("absl").setLevel(logging.ERROR)
    parts = [("milliseconds", part) for part in (accounting.rows, accounting.calibration_rows, training.rows)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        print_rows("Processor time on one thread, least of several runs", parts)
