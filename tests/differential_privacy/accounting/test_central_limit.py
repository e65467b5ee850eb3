"""The central-limit accountant: Opacus' numbers, below the truth, and near it for many small losses."""

from __future__ import annotations

import pytest
from execml.differential_privacy import epsilon
from execml.differential_privacy.accounting.central_limit import central_limit_delta, central_limit_epsilon


@pytest.mark.parametrize(
    ("noise", "rate", "steps"),
    [(1.1, 256 / 60_000, 14_062), (4.0, 0.01, 10_000), (0.6, 0.02, 300), (0.9, 0.3, 40)],
)
def test_central_limit_is_that_of_opacus(noise: float, rate: float, steps: int) -> None:
    from opacus.accountants.analysis.gdp import compute_eps_poisson

    theirs = compute_eps_poisson(steps=steps, noise_multiplier=noise, sample_rate=rate, delta=1e-5)
    assert central_limit_epsilon(noise, rate, steps, 1e-5) == pytest.approx(theirs, rel=1e-6)
    assert central_limit_delta(noise, rate, steps, theirs) == pytest.approx(1e-5, rel=1e-6)


def test_central_limit_is_below_the_truth_for_small_noise_and_approaches_it() -> None:
    assert epsilon(0.5, 0.01, 500, 1e-5, "clt") < 0.8 * epsilon(0.5, 0.01, 500, 1e-5)
    assert epsilon(20, 0.01, 100_000, 1e-5, "clt") == pytest.approx(
        epsilon(20, 0.01, 100_000, 1e-5), rel=1e-3
    )
