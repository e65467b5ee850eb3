"""The privacy loss of one step."""

from __future__ import annotations

import pytest
from execml.differential_privacy.accounting.privacy_loss import single_step_delta
from scipy.special import ndtr


def test_single_step_delta_at_epsilon_zero_is_the_total_variation_distance() -> None:
    assert single_step_delta(0.0, 2.0, 0.3) == pytest.approx(0.3 * (2 * ndtr(0.25) - 1), rel=1e-12)
