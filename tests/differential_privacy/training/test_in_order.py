"""Training on batches in order: what is spent, what is refused, and what the noise is."""

from __future__ import annotations

import re

import numpy as np
import pytest
from dp_accounting import GaussianDpEvent, SelfComposedDpEvent
from dp_accounting.pld import PLDAccountant
from execml.course.programme import HELPERS, root
from execml.differential_privacy import DPFTRLClassifier, gaussian_epsilon

DRAW = np.random.default_rng(8)
FEATURES = DRAW.normal(size=(600, 3))
LABELS = (FEATURES[:, 0] + 0.3 * DRAW.normal(size=600) > 0).astype(int)


def trained(**settings):
    given = {"epsilon": 4.0, "delta": 1e-5, "batches": 4, "passes": 5, "learning_rate": 1.0}
    return DPFTRLClassifier(**{**given, "generator": np.random.default_rng(1), **settings}).fit(
        FEATURES, LABELS
    )


def test_fresh_noise_spends_what_dp_accounting_says():
    spent = trained(bands=1).privacy_
    accountant = PLDAccountant()  # each client is in 5 steps, each with noise of its own
    accountant.compose(SelfComposedDpEvent(GaussianDpEvent(spent.noise_multiplier), spent.participations))
    assert accountant.get_epsilon(spent.delta) == pytest.approx(4.0, abs=1e-3)


@pytest.mark.parametrize("bands", [1, 2, 4, 20])
def test_the_noise_gives_the_epsilon_that_was_asked_for(bands):
    spent = trained(bands=bands).privacy_
    assert gaussian_epsilon(spent.noise_multiplier, spent.delta, spent.sensitivity) == pytest.approx(4.0)
    assert spent.steps == 20 and spent.bands == bands


def test_with_hardly_any_noise_it_learns():
    model = trained(epsilon=1e4, passes=10, learning_rate=2.0)
    assert ((model.predict_proba(FEATURES)[:, 1] > 0.5) == LABELS).mean() > 0.85


def test_a_seed_repeats_and_another_does_not():
    first, again = trained(), trained()
    other = trained(generator=np.random.default_rng(2))
    assert all((a == b).all() for a, b in zip(first.layers_, again.layers_, strict=True))
    assert (first.layers_[0] != other.layers_[0]).any()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"epsilon": 0}, "epsilon=0"),
        ({"delta": 0.01}, "delta=0.01"),
        ({"batches": 0}, "batches=0"),
        ({"batches": 601}, "batches=601"),
        ({"passes": 0}, "passes=0"),
        ({"bands": 21}, "bands=21"),
        ({"learning_rate": 0}, "learning_rate=0"),
        ({"max_gradient_norm": float("inf")}, "max_gradient_norm=inf"),
        ({"generator": 3}, "generator=3"),
    ],
)
def test_bad_settings_are_named(settings, words):
    with pytest.raises(ValueError, match=words):
        trained(**settings)


@pytest.mark.parametrize(
    ("features", "labels", "words"),
    [
        (FEATURES, LABELS[:-1], r"of shape \(600,\)"),
        (FEATURES, np.ones(600), "one class"),
        (FEATURES * np.nan, LABELS, "NaN"),
        (FEATURES * 1e6, LABELS, "unscaled"),
    ],
)
def test_bad_data_are_named(features, labels, words):
    with pytest.raises(ValueError, match=words):
        DPFTRLClassifier(3.0, batches=2, passes=1).fit(features, labels)


def test_predicting_before_training_is_refused():
    with pytest.raises(ValueError, match="after fit"):
        DPFTRLClassifier(3.0).predict_proba(FEATURES)
    with pytest.raises(ValueError, match="must be"):
        trained().predict_proba(FEATURES[:, :2])


def test_delta_is_nowhere_called_a_probability_of_failure():
    misread = re.compile(
        r"\bdelta: (the )?probability|probability (with|that) (which )?the bound (may )?fail"
    )
    files = sorted((root() / HELPERS / "differential_privacy").rglob("*.py"))
    found = [file.name for file in files if misread.search(file.read_text(encoding="utf-8"))]
    assert len(files) > 50 and found == []
