"""Figures of unit 4: the title carries the number that matters; groups hold every client once a way."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest
from execml.course import risk_split
from execml.course.page.fingerprint import fingerprint
from execml.differential_privacy.units.unit_4 import figures, groups


@pytest.fixture(autouse=True)
def quiet_backend() -> None:
    mpl.use("agg")


def test_the_price_is_taken_against_the_baseline() -> None:
    fig = figures.price_of_privacy(0.78, [0.775, 0.776], {1: [0.76, 0.761], 3: [0.768, 0.77]})
    assert "At ε = 3 privacy costs 1.1 points of AUC" in fingerprint(fig)
    assert "−1.1" in [text.get_text() for text in fig.axes[0].texts]


def test_groups_hold_every_client_once_by_schooling_once_by_age_and_once_by_limit() -> None:
    split, generator = risk_split(), np.random.default_rng(1)
    scores = split.test_labels + generator.normal(size=(2, len(split.test_labels)))
    changes, overall = groups.changes_by_group(split.test_clients, split.test_labels, scores, scores)
    assert sum(members for members, _ in changes.values()) == 3 * len(split.test_labels)
    assert overall.change == 0 and figures.stand_apart(changes, overall) == []


def test_rates_of_small_groups_are_not_said() -> None:
    rates = groups.default_rates(risk_split().train_clients)
    assert rates.isna().any() and rates.between(0, 1).sum() > 10
