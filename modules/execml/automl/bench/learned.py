"""The benchmark of searches that learn: how near they come to known minima."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from execml.automl.libraries.rivals import RACES, our_gaps, random_gaps, tpe_gaps
from execml.course.measure.rows import Row


def rows(seeds: int = 10) -> Iterator[Row]:
    """Minimise Branin (40 evaluations) and Hartmann-6 (120) by ours, Optuna's TPE and random search.

    Args:
        seeds: how many runs each; the medians of their gaps count.

    Raises:
        AssertionError: if our median misses the goal, or is larger than that of TPE.
    """
    for name, objective, bounds, lowest, budget, goal in RACES:
        start = time.process_time()
        ours = our_gaps(objective, bounds, lowest, budget, seeds)[:, -1]
        spent = (time.process_time() - start) / seeds
        median, reached = float(np.median(ours)), int((ours <= goal).sum())
        assert median <= goal, (name, median)
        for other, search in (("Optuna TPE", tpe_gaps), ("random search", random_gaps)):
            theirs = float(np.median(search(objective, bounds, lowest, budget, seeds)[:, -1]))
            assert median <= theirs, (name, other, median, theirs)
            check = f"goal {goal:g}: {reached} of {seeds} seeds, {spent:.1f} CPU s each"
            yield Row(f"{name}, {budget} evaluations: gap", other, median, theirs, check)
