"""SYNTHETIC credit: its moments are those of its equations."""

import numpy as np
import pytest
from execml.xai_ethics import synthetic_credit
from execml.xai_ethics.effects import synthetic as truth


def test_moments_follow_the_equations():
    drawn = synthetic_credit(20_000, np.random.default_rng(3))
    x = drawn.features
    assert drawn.group.mean() == pytest.approx(0.4, abs=0.02)
    assert x[:, truth.INCOME].mean() == pytest.approx(-0.2, abs=0.03)
    slope = np.cov(x[:, truth.DEBT], x[:, truth.INCOME])[0, 1] / x[:, truth.INCOME].var()
    assert slope == pytest.approx(-0.5, abs=0.03)
    assert np.corrcoef(x[:, truth.POSTCODE], drawn.group)[0, 1] > 0.8  # the proxy
    assert np.corrcoef(x[:, truth.COLLECTION], drawn.labels)[0, 1] > 0.8  # the leak
    risk = 1 / (1 + np.exp(-drawn.log_odds))
    assert drawn.labels.mean() == pytest.approx(risk.mean(), abs=0.02)


def test_without_the_leak_the_column_is_noise_and_every_name_says_synthetic():
    drawn = synthetic_credit(20_000, np.random.default_rng(3), leak=False)
    assert abs(np.corrcoef(drawn.features[:, truth.COLLECTION], drawn.labels)[0, 1]) < 0.03
    assert all(name.startswith("SYNTHETIC") for name in truth.NAMES)
    with pytest.raises(ValueError, match="rows=20001"):
        synthetic_credit(20_001, np.random.default_rng(0))
