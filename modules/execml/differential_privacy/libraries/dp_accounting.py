"""dp-accounting (Google): the epsilon and the noise that its privacy-loss distributions find."""

from __future__ import annotations


def dp_accounting_epsilon(
    noise: float, rate: float, steps: int, delta: float, spacing: float = 1e-4
) -> float:
    """Return the epsilon of dp-accounting's privacy-loss distribution, rounded upwards on a grid.

    Args:
        noise: noise multiplier.
        rate: sample rate.
        steps: number of steps.
        delta: the promise's delta, in (0, 1).
        spacing: distance of the grid's points; the library's default is 1e-4.
    """
    from dp_accounting import GaussianDpEvent, PoissonSampledDpEvent
    from dp_accounting.pld import PLDAccountant

    accountant = PLDAccountant(value_discretization_interval=spacing)
    accountant.compose(PoissonSampledDpEvent(rate, GaussianDpEvent(noise)), steps)
    return float(accountant.get_epsilon(delta))


def dp_accounting_noise(promise: float, delta: float, rate: float, steps: int) -> float:
    """Return the noise multiplier that dp-accounting finds with its privacy-loss distribution.

    Args:
        promise: the epsilon to keep.
        delta: the promise's delta, in (0, 1).
        rate: sample rate.
        steps: number of steps.
    """
    import dp_accounting
    from dp_accounting.pld import PLDAccountant

    def run(noise: float) -> dp_accounting.DpEvent:
        step = dp_accounting.PoissonSampledDpEvent(rate, dp_accounting.GaussianDpEvent(noise))
        return dp_accounting.SelfComposedDpEvent(step, steps)

    bracket = dp_accounting.ExplicitBracketInterval(0.5, 2.0)
    found = dp_accounting.calibrate_dp_mechanism(PLDAccountant, run, promise, delta, bracket, tol=1e-4)
    return float(found)
