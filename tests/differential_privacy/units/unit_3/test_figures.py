"""The figures of unit 3: a bound in a title is rounded to its own side."""

from __future__ import annotations

import re

import matplotlib as mpl
import pytest
from execml.course.page.fingerprint import fingerprint
from execml.differential_privacy import shuffled_epsilon_at_least
from execml.differential_privacy.units.unit_3 import figures


@pytest.fixture(autouse=True)
def quiet_backend() -> None:
    mpl.use("agg")


@pytest.mark.parametrize(("batches", "delta"), [(78, 1e-6), (20, 1e-5), (200, 1e-6)])
def test_what_shuffled_batches_leak_at_least_is_rounded_down(batches: int, delta: float) -> None:
    title = fingerprint(figures.shuffled_against_poisson(batches, delta))
    said = float(re.search(r"shuffled batches leak ([\d.]+) at least", title)[1])
    assert said <= shuffled_epsilon_at_least(0.8, batches, delta) < said + 0.1
