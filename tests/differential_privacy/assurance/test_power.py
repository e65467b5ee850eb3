"""The attacker's power by a whole privacy curve: a Gaussian's is known exactly."""

from __future__ import annotations

import numpy as np
import pytest
from execml.differential_privacy.assurance.power import curve_power
from execml.differential_privacy.mechanisms.gaussian import gaussian_delta
from execml.differential_privacy.mechanisms.trade_off import gaussian_power, largest_power


@pytest.mark.parametrize("noise", [0.5, 1.0, 2.0, 8.0])
@pytest.mark.parametrize("rate", [0.001, 0.01, 0.1, 0.5, 0.9])
def test_the_curve_of_gaussian_noise_gives_its_power(noise: float, rate: float) -> None:
    found = curve_power(rate, lambda epsilon: gaussian_delta(noise, epsilon), 30.0)
    exact = gaussian_power(rate, noise)
    assert exact - 1e-9 <= found <= exact + 0.01


@pytest.mark.parametrize("epsilon", [0.1, 1.0, 4.0])
def test_a_pure_mechanism_has_one_point_that_decides(epsilon: float) -> None:
    # Randomised response: δ(e) = max(0, 1 - (1 + e^e) / (1 + e^ε)).
    def delta_at(value: float) -> float:
        return max(0.0, 1 - (1 + np.exp(value)) / (1 + np.exp(epsilon)))

    assert curve_power(0.02, delta_at, epsilon) == pytest.approx(largest_power(0.02, epsilon, 0.0), rel=1e-6)
