"""What unit 5 says in bold, repeated on other draws than the page's."""

from __future__ import annotations

import numpy as np
import pytest
from execml.course import POLICY, paired, repeated, risk_split
from execml.differential_privacy import (
    DPFTRLClassifier,
    DPSGDClassifier,
    gaussian_sigma,
    noise_multiplier,
    participation_sensitivity,
    square_root_coefficients,
)
from scipy.stats import norm
from sklearn.metrics import roc_auc_score

UNIT = "3_differential_privacy/5_noise_that_cancels"
EPSILON, DELTA = POLICY.model_epsilon.value, POLICY.delta.value
SHARED = {"delta": DELTA, "max_gradient_norm": 4.0, "hidden_layers": (16,)}


def quality(model):
    """AUC in points, which are hundredths."""
    split = risk_split()
    model.fit(split.train_features.astype("float32"), split.train_labels)
    risks = model.predict_proba(split.test_features.astype("float32"))[:, 1]
    return 100 * roc_auc_score(split.test_labels, risks)


def drawn(seed, pace):
    coins = np.random.default_rng(seed)
    return quality(
        DPSGDClassifier(
            epsilon=EPSILON, batch_size=1_000, epochs=20, learning_rate=pace, generator=coins, **SHARED
        )
    )


def in_order(seed, pace, bands):
    coins = np.random.default_rng(seed)
    return quality(
        DPFTRLClassifier(
            EPSILON, batches=20, passes=20, bands=bands, learning_rate=pace, generator=coins, **SHARED
        )
    )


def cancelling(seed, pace):
    return in_order(seed, pace, 20)


def fresh(seed, pace):
    return in_order(seed, pace, 1)


@pytest.mark.claim
@pytest.mark.slow
def test_noise_that_cancels_is_as_good_as_drawing_at_this_learning_rate(on_the_page):
    said, low, _ = on_the_page(UNIT, "Noise that cancels ends # points of AUC below drawn batches (# to #).")
    gaps = paired(drawn, cancelling, over={"seed": range(100, 110), "pace": [0.7, 1.4]})
    below, above = gaps.by("pace")[0.7].further(draws=10, level=0.999)
    assert below - 0.05 < said < above + 0.05, f"{said} and {gaps}"
    assert low < 0.3 and -0.2 < gaps.by("pace")[0.7].mean < 0.3
    assert 0 < gaps.by("pace")[1.4].mean < 0.6, f"{gaps}"  # at twice the rate drawing is ahead


@pytest.mark.claim
@pytest.mark.slow
def test_fresh_noise_in_each_step_costs_more_than_noise_that_cancels(on_the_page):
    said, *_ = on_the_page(UNIT, "Fresh noise ends # points below noise that cancels (# to #).")
    gaps = paired(cancelling, fresh, over={"seed": range(100, 110), "pace": [0.35, 0.7]})
    low, high = gaps.by("pace")[0.7].further(draws=10, level=0.999)
    assert low - 0.05 < said < high + 0.05, f"{said} and {gaps}"
    assert gaps.by("pace")[0.35].interval(0.999)[0] > 0, f"{gaps}"  # its own better pace does not save it


@pytest.mark.claim
def test_members_who_come_in_order_are_found_far_more_often(on_the_page):
    known, guessed = on_the_page(
        UNIT, "The attacker finds # of the members who come in order, and # of those who are drawn"
    )
    sigma = noise_multiplier(EPSILON, DELTA, 0.05, 400)
    # The sum of the client's 20 steps is normal with deviation √20 σ, and shifted by 20 for members.
    assert known == pytest.approx(norm.sf(norm.isf(0.01) - np.sqrt(20) / sigma), abs=0.02)
    # No test beats what ε and δ allow: at least 1% by guessing, at most e^ε · 1% + δ.
    assert 0.01 < guessed < np.exp(EPSILON) * 0.01 + DELTA

    def power(seed):
        coins = np.random.default_rng(seed)
        part = coins.random((4_000, 400)) < 0.05
        seen = [sigma * coins.standard_normal((4_000, 400)) + present * part for present in (0, 1)]
        out, member = (np.log1p(0.05 * np.expm1((x - 0.5) / sigma**2)).sum(axis=1) for x in seen)
        return (member > np.quantile(out, 0.99)).mean()

    low, high = repeated(power, over={"seed": range(100, 110)}).further(draws=10, level=0.999)
    assert low - 0.005 < guessed < high + 0.005


@pytest.mark.claim
def test_the_running_sum_is_as_much_quieter_as_the_page_says(on_the_page):
    (said,) = on_the_page(UNIT, "# times quieter")
    ones = np.tril(np.ones((400, 400)))

    def noise(bands):
        column = square_root_coefficients(400, bands)
        mixing = sum(np.diag(np.full(400 - k, column[k]), -k) for k in range(bands))
        last = np.linalg.norm((ones @ np.linalg.inv(mixing))[-1])
        return gaussian_sigma(EPSILON, DELTA, participation_sensitivity(column, 20)) * last

    assert said == pytest.approx(noise(1) / noise(20), abs=0.05)
