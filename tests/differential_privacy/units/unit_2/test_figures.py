"""The dial of unit 2 turns, and its local-against-central survey has the errors that theory gives."""

from __future__ import annotations

import math

import numpy as np
import pytest
from execml.differential_privacy.units.unit_2 import figures as figures_unit_2


def test_turning_the_dial_changes_the_page():
    dial, page = figures_unit_2.epsilon_dial(start=1.0).children
    assert f"{math.e:,.2f} times" in page.value
    dial.value = 10**0.5
    assert f"{math.exp(10**0.5):,.2f} times" in page.value


def test_dial_page_draws_both_worlds_and_is_the_same_text_every_time():
    assert figures_unit_2.dial_page(0.5).count("<polyline") == 2
    assert figures_unit_2.dial_page(0.5) == figures_unit_2.dial_page(0.5)


def test_survey_errors_are_those_of_the_two_noise_distributions():
    answers = np.arange(2_000) % 4 == 0
    sizes = np.array([500, 2_000])
    central, local = figures_unit_2.survey_errors(answers, sizes, 1.0, 300, np.random.default_rng(1))
    lie = 1 / (1 + math.e)
    assert central == pytest.approx(1 / math.sinh(1) / sizes, rel=0.05)
    deviation = np.sqrt(lie * (1 - lie) / sizes) / (1 - 2 * lie)
    assert local == pytest.approx(deviation * math.sqrt(2 / math.pi), rel=0.12)
