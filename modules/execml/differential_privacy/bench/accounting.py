"""Accounting, ours beside dp-accounting's and Opacus': the same answer first, then the time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from execml.course.measure.rows import Row
from execml.course.measure.timing import least_processor_time
from execml.differential_privacy.accounting.accountants import epsilon, noise_multiplier
from execml.differential_privacy.libraries.dp_accounting import dp_accounting_epsilon, dp_accounting_noise
from execml.differential_privacy.libraries.opacus import opacus_epsilon, opacus_noise

# Noise multiplier, sample rate, steps, delta: 10 epochs on 20,000 clients and 60 on 60,000, batches of 256;
# and a setting in which few steps carry all the loss, so that the Fourier transform has to step in.
SHORT = (1.1, 256 / 20_000, 780, 1e-5)
LONG = (1.1, 256 / 60_000, 14_062, 1e-5)
FEW_EVENTS = (0.4, 1e-3, 100, 1e-6)
PROMISE = 3.0

Setting = tuple[float, float, int, float]


def rows(repeats: int = 5) -> Iterator[Row]:
    """Time the exact epsilon against dp-accounting's and Opacus' distributions of the privacy loss.

    Args:
        repeats: how often each is timed; the least counts, and they take turns.

    Raises:
        AssertionError: if an answer differs by more than what the library states as its error.
    """
    for name, setting in (
        ("ε, 780 steps", SHORT),
        ("ε, 14,062 steps", LONG),
        ("ε, few large losses", FEW_EVENTS),
    ):
        yield _row(name, "dp-accounting PLD", setting, dp_accounting_epsilon, 1e-3, repeats)
        yield _row(name, "Opacus PRV", setting, opacus_epsilon, 0.011, repeats)


def calibration_rows() -> Iterator[Row]:
    """Time the search for the noise multiplier of a promise; the libraries run once, as they take seconds.

    Raises:
        AssertionError: if an answer differs by more than what the library states as its error.
    """
    _, rate, steps, delta = SHORT
    ours, ours_ms = least_processor_time(lambda: noise_multiplier(PROMISE, delta, rate, steps), 3)
    for other, search in (("dp-accounting PLD", dp_accounting_noise), ("Opacus PRV", opacus_noise)):
        theirs, other_ms = least_processor_time(partial(search, PROMISE, delta, rate, steps), 1)
        assert abs(theirs - ours) < 0.005, (other, theirs, ours)
        yield Row("noise for ε = 3", other, ours_ms, other_ms, f"σ differs by {abs(theirs - ours):.0e}")


def _row(
    name: str,
    other: str,
    setting: Setting,
    theirs: Callable[[float, float, int, float], float],
    stated_error: float,
    repeats: int,
) -> Row:
    """Check that both answers agree, then time both in turns."""
    gap = theirs(*setting) - epsilon(*setting)
    assert -1e-5 < gap < stated_error, (name, other, gap)
    tasks = (partial(epsilon, *setting), 3), (partial(theirs, *setting), 1)
    spent = [[least_processor_time(*task)[1] for task in tasks] for _ in range(repeats)]
    ours_ms, other_ms = (min(column) for column in zip(*spent, strict=True))
    return Row(name, other, ours_ms, other_ms, f"ε differs by {abs(gap):.0e}")
