"""Figures of unit 6: the title carries the number that matters; auditors who pick the winner accuse more."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest
from execml.course.digits import at_most
from execml.course.page.fingerprint import fingerprint
from execml.differential_privacy.assurance.audit import audit_ceiling
from execml.differential_privacy.assurance.ledger import BudgetLedger
from execml.differential_privacy.assurance.year import harbour_year
from execml.differential_privacy.units.unit_6 import figures
from execml.differential_privacy.units.unit_6.auditors import accused


@pytest.fixture(autouse=True)
def quiet_backend() -> None:
    mpl.use("agg")


def test_the_year_says_what_is_spent_and_what_the_model_adds() -> None:
    ledger = BudgetLedger("one client", 4.0, 1e-6, harbour_year(8.0))
    fig = figures.year(ledger.frame(), ledger.cap)
    assert f"A year of 16 releases spends ε = {at_most(ledger.spent, '.2f')}" in fingerprint(fig)
    written = list(fig.axes[0].texts)
    before, after = ledger.frame()["composed"].iloc[[4, 5]]
    rise = f"the model: from {at_most(before, '.1f')} to {at_most(after, '.1f')}"
    assert rise in [text.get_text() for text in written]
    assert min(text.get_fontsize() for text in written) >= 12


def test_the_ceiling_is_that_of_the_largest_audit() -> None:
    fig = figures.ceiling((100, 300, 1000), {"broken": [1.0, 2.0, 3.0]}, claim=1.0)
    assert f"can prove ε = {at_most(audit_ceiling(1000), '.2f')} at most" in fingerprint(fig)


def test_the_dial_compares_with_the_cap() -> None:
    assert "✓ within" in figures.dial_page(8, cap=4.0, delta=1e-6)
    assert "✗ above" in figures.dial_page(5, cap=4.0, delta=1e-6)


def test_more_attacks_on_the_same_runs_accuse_more() -> None:
    generator = np.random.default_rng(1)
    scores = 1 + generator.laplace(size=(150, 200)), generator.laplace(size=(150, 200))
    shares = accused(*scores, attacks=10, generator=generator)
    assert shares["held back"] < shares["thresholds"] < shares["attacks"]
