"""The local-against-central survey of unit 2 has the errors that theory gives."""

from __future__ import annotations

import math

import numpy as np
import pytest
from execml.differential_privacy.units.unit_2 import figures


def test_survey_errors_are_those_of_the_two_noise_distributions():
    answers = np.arange(2_000) % 4 == 0
    sizes = np.array([500, 2_000])
    central, local = figures.survey_errors(answers, sizes, 1.0, 300, np.random.default_rng(1))
    lie = 1 / (1 + math.e)
    assert central == pytest.approx(1 / math.sinh(1) / sizes, rel=0.05)
    deviation = np.sqrt(lie * (1 - lie) / sizes) / (1 - 2 * lie)
    assert local == pytest.approx(deviation * math.sqrt(2 / math.pi), rel=0.12)
