"""What unit 5 says in bold, repeated on other draws than the page's."""

from __future__ import annotations

import numpy as np
import pytest
from execml.course import POLICY, paired, repeated, risk_split
from execml.course.bank.risk import risk_features
from execml.differential_privacy import (
    DPFTRLClassifier,
    DPSGDClassifier,
    MarginalSynthesizer,
    gaussian_epsilon,
    gaussian_sigma,
    noise_multiplier,
    participation_sensitivity,
    square_root_coefficients,
)
from execml.differential_privacy.training.public_bins import CREDIT_BINS
from scipy.stats import norm
from sklearn.metrics import roc_auc_score

UNIT = "3_differential_privacy/5_noise_that_cancels"
EPSILON, DELTA = POLICY.model_epsilon.value, POLICY.delta.value
SHARED = {"delta": DELTA, "max_gradient_norm": 4.0, "hidden_layers": (16,), "clients": 20_000}


def real():
    """Training and test clients of the bank, each as features and labels."""
    split = risk_split()
    train, test = split.train_features.astype("float32"), split.test_features.astype("float32")
    return (train, split.train_labels), (test, split.test_labels)


def invented():
    """Unit 4's invented clients: what rates may be tried on without a look at the real ones."""
    maker = MarginalSynthesizer(0.25, DELTA, CREDIT_BINS, "default", np.random.default_rng(0))
    clients = maker.fit(risk_split().train_clients).sample(30_000)
    features, labels = risk_features(clients).astype("float32"), clients["default"].to_numpy()
    return (features[:20_000], labels[:20_000]), (features[20_000:], labels[20_000:])


def quality(model, data=real):
    """AUC in points, which are hundredths."""
    train, (features, labels) = data()
    return 100 * roc_auc_score(labels, model.fit(*train).predict_proba(features)[:, 1])


def drawn(seed, pace=2.0, data=real):
    coins = np.random.default_rng(seed)
    settings = {**SHARED, "learning_rate": pace, "generator": coins}
    return quality(DPSGDClassifier(epsilon=EPSILON, batch_size=1_000, epochs=20, **settings), data)


def in_order(seed, pace, bands, data=real, batches=20):
    coins = np.random.default_rng(seed)
    settings = {**SHARED, "learning_rate": pace, "generator": coins}
    return quality(DPFTRLClassifier(EPSILON, batches=batches, passes=20, bands=bands, **settings), data)


def cancelling(seed, pace=2.0):
    return in_order(seed, pace, 20)


@pytest.mark.claim
@pytest.mark.slow
def test_noise_that_cancels_ends_a_little_below_drawn_batches(on_the_page):
    said, low, high = on_the_page(
        UNIT, "Noise that cancels ends # points of AUC below drawn batches (# to #)."
    )
    gaps = paired(drawn, cancelling, over={"seed": range(100, 110), "pace": [0.7, 2.0]})
    below, above = gaps.by("pace")[2.0].further(draws=10, level=0.999)
    assert below - 0.05 < said < above + 0.05, f"{said} and {gaps}"
    assert low < gaps.by("pace")[2.0].mean + 0.2 and gaps.by("pace")[2.0].mean - 0.2 < high
    assert -0.2 < gaps.by("pace")[0.7].mean < 0.3, f"{gaps}"  # with short steps there is little between them


@pytest.mark.claim
@pytest.mark.slow
def test_fresh_noise_in_each_step_costs_more_than_noise_that_cancels(on_the_page):
    said, *_ = on_the_page(UNIT, "Fresh noise ends # points below noise that cancels (# to #).")
    paces = (0.35, 0.7, 1.4)  # its own better rates do not save it

    def best_rate_of_cancelling(seed, pace):
        return cancelling(seed)

    def fresh(seed, pace):
        return in_order(seed, pace, 1)

    gaps = paired(best_rate_of_cancelling, fresh, over={"seed": range(100, 110), "pace": list(paces)})
    low, high = gaps.by("pace")[0.7].further(draws=10, level=0.999)
    assert low - 0.05 < said < high + 0.05, f"{said} and {gaps}"
    assert all(gaps.by("pace")[pace].interval(0.95)[0] > 0 for pace in paces), f"{gaps}"


@pytest.mark.claim
@pytest.mark.slow
def test_all_clients_in_every_step_end_above_noise_that_cancels(on_the_page):
    said, low, high = on_the_page(
        UNIT,
        "All clients in every step, with twenty times the arithmetic, end # points above "
        "noise that cancels (# to #).",
    )

    def everybody(seed):
        coins = np.random.default_rng(seed)
        settings = {**SHARED, "learning_rate": 2.0, "generator": coins}
        return quality(DPFTRLClassifier(EPSILON, batches=1, passes=400, **settings))

    over = {"seed": range(100, 110)}
    gains = paired(everybody, cancelling, over=over)
    least, largest = gains.further(draws=10, level=0.999)
    assert least - 0.05 < said < largest + 0.05, f"{said} and {gains}"
    assert gains.interval(0.95)[0] > 0, f"{gains}"
    assert low < gains.mean + 0.2 and gains.mean - 0.2 < high
    beside = paired(everybody, drawn, over=over)
    assert -0.3 < beside.mean < 0.6, f"{beside}"  # not below drawn batches by what ten runs would show


@pytest.mark.slow
def test_the_rates_are_the_best_of_unit_4_s_three_on_its_invented_clients():
    data = invented()
    ways = {
        "drawn": lambda pace, seed: drawn(seed, pace, lambda: data),
        "cancelling": lambda pace, seed: in_order(seed, pace, 20, lambda: data),
        "fresh": lambda pace, seed: in_order(seed, pace, 1, lambda: data),
        "all": lambda pace, seed: in_order(seed, pace, 1, lambda: data, batches=1),
    }
    best = {
        name: max((0.2, 0.7, 2.0), key=lambda pace, way=way: sum(way(pace, seed) for seed in (9, 10, 11)))
        for name, way in ways.items()
    }
    assert best == {"drawn": 2.0, "cancelling": 2.0, "fresh": 0.7, "all": 2.0}


def test_a_secret_order_takes_off_the_logarithm_of_the_places_at_most():
    sigma = noise_multiplier(EPSILON, DELTA, 0.05, 400)
    known = gaussian_epsilon(sigma, DELTA, np.sqrt(20))
    shift, coins = np.sqrt(20) / sigma, np.random.default_rng(5)
    seen = coins.standard_normal((100_000, 20))  # the sums over the passes, one for each place
    seen[:, 0] += shift + 4  # tilted towards losses that are rare, and weighed back
    weights = np.exp(-4 * seen[:, 0] + ((shift + 4) ** 2 - shift**2) / 2)
    loss = np.logaddexp.reduce(shift * seen - shift**2 / 2, axis=1) - np.log(20)

    def delta(epsilon):
        return float((weights * np.maximum(0, -np.expm1(epsilon - loss))).mean())

    assert delta(known - np.log(20) - 0.05) > DELTA > delta(known - np.log(20) + 0.1)


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
