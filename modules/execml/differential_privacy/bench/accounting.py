"""The benchmark of the module: accounting and private training, ours and theirs, same answer first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from execml.course.measure.rows import Row
from execml.course.measure.timing import least_processor_time
from execml.differential_privacy.accounting.accountants import epsilon, noise_multiplier

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


def dp_accounting_epsilon(
    noise: float, rate: float, steps: int, delta: float, spacing: float = 1e-4
) -> float:
    """Return the epsilon of dp-accounting's privacy-loss distribution, rounded upwards on a grid.

    Args:
        noise: noise multiplier.
        rate: sample rate.
        steps: number of steps.
        delta: the probability, in (0, 1).
        spacing: distance of the grid's points; the library's default is 1e-4.
    """
    from dp_accounting import GaussianDpEvent, PoissonSampledDpEvent
    from dp_accounting.pld import PLDAccountant

    accountant = PLDAccountant(value_discretization_interval=spacing)
    accountant.compose(PoissonSampledDpEvent(rate, GaussianDpEvent(noise)), steps)
    return float(accountant.get_epsilon(delta))


def opacus_epsilon(noise: float, rate: float, steps: int, delta: float, error: float = 0.01) -> float:
    """Return the upper bound of Opacus' privacy random variables.

    Args:
        noise: noise multiplier.
        rate: sample rate.
        steps: number of steps.
        delta: the probability, in (0, 1).
        error: how far the bound may be above epsilon; the library's default is 0.01.
    """
    from opacus.accountants import PRVAccountant

    accountant = PRVAccountant()
    accountant.history = [(noise, rate, steps)]
    return float(accountant.get_epsilon(delta, eps_error=error))


def dp_accounting_noise(promise: float, delta: float, rate: float, steps: int) -> float:
    """Return the noise multiplier that dp-accounting finds with its privacy-loss distribution."""
    import dp_accounting
    from dp_accounting.pld import PLDAccountant

    def run(noise: float) -> dp_accounting.DpEvent:
        step = dp_accounting.PoissonSampledDpEvent(rate, dp_accounting.GaussianDpEvent(noise))
        return dp_accounting.SelfComposedDpEvent(step, steps)

    bracket = dp_accounting.ExplicitBracketInterval(0.5, 2.0)
    found = dp_accounting.calibrate_dp_mechanism(PLDAccountant, run, promise, delta, bracket, tol=1e-4)
    return float(found)


def opacus_noise(promise: float, delta: float, rate: float, steps: int) -> float:
    """Return the noise multiplier that Opacus finds with its privacy random variables."""
    from opacus.accountants.utils import get_noise_multiplier

    found = get_noise_multiplier(
        target_epsilon=promise, target_delta=delta, sample_rate=rate, steps=steps, accountant="prv"
    )
    return float(found)


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
