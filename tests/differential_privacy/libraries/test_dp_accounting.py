"""Our epsilon beside dp-accounting's: close from below, and at a tiny delta the better of the two."""

from __future__ import annotations

import pytest
from execml.differential_privacy import epsilon, precise_delta
from execml.differential_privacy.libraries.dp_accounting import dp_accounting_epsilon
from execml.differential_privacy.libraries.opacus import opacus_epsilon

from ..accounting.cases import SETTINGS


@pytest.mark.parametrize(
    ("noise", "rate", "steps", "target"), [*SETTINGS[:2], (0.5, 0.001, 300, 1e-6), (0.8, 1e-3, 5_000, 1e-7)]
)
def test_dp_accounting_bounds_us_closely_from_above(
    noise: float, rate: float, steps: int, target: float
) -> None:
    """Its default distribution is rounded pessimistically, so it is never below the truth at such a delta."""
    theirs = dp_accounting_epsilon(noise, rate, steps, target)
    ours = epsilon(noise, rate, steps, target)
    assert ours <= theirs * (1 + 1e-5)
    assert theirs == pytest.approx(ours, rel=1e-3)


def test_libraries_scatter_around_the_truth_at_a_tiny_delta() -> None:
    """At delta = 1e-12 rounding decides the libraries' digits; some upper bounds are below the truth."""
    setting, target = SETTINGS[3][:3], SETTINGS[3][3]
    truth = epsilon(*setting, target)
    google = [dp_accounting_epsilon(*setting, target, spacing) for spacing in (0.8e-4, 0.9e-4, 1e-4, 1.1e-4)]
    opacus = [opacus_epsilon(*setting, target, error) for error in (0.008, 0.009, 0.01, 0.011)]
    assert max(google) - min(google) > 0.003
    assert max(opacus) - min(opacus) > 0.01
    assert precise_delta(min(google + opacus), *setting) > 1.005 * target
    assert precise_delta(truth, *setting) == pytest.approx(target, rel=1e-5)
