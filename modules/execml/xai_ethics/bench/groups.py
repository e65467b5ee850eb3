"""Metrics by group, ours beside fairlearn's."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from execml.course.measure.rows import Row
from execml.course.measure.timing import least_processor_time
from execml.xai_ethics.fairness.groups import group_metrics
from execml.xai_ethics.libraries import fairlearn


def rows() -> Iterator[Row]:
    """Yield the table of rates of 10,000 clients in five groups."""
    draw = np.random.default_rng(0)
    truth, said = draw.integers(0, 2, (2, 10_000))
    group = draw.choice(list("ABCDE"), 10_000)
    ours, own = least_processor_time(lambda: group_metrics(truth, said, group), 5)
    theirs, other = least_processor_time(lambda: fairlearn.metrics(truth, said, group), 3)
    shared = ours.loc[list(theirs.index), list(theirs.columns)]
    apart = float(np.abs(shared.to_numpy(float) - theirs.to_numpy(float)).max())
    yield Row(
        "rates of five groups, 10,000 clients", "fairlearn's MetricFrame", own, other, f"apart {apart:.0e}"
    )
