"""The explanation label: it computes what it can, and refuses to be signed with a gap."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from execml.xai_ethics import ExplanationLabel
from execml.xai_ethics.scrutiny.label import WORDS, background_error, background_of

FULL = ExplanationLabel(
    system="Risk model",
    game="interventional",
    background="100 rows",
    output_scale="log-odds",
    grouping="families",
    method="sampled",
    samples=200,
    seed=0,
    standard_error=0.01,
    fixed_by="chief risk officer",
    fixed_on=date(2026, 11, 1),
)


def test_a_full_label_is_signed_and_says_everything():
    line = FULL.signed()
    for said in ("interventional", "100 rows", "log-odds", "200 samples, seed 0", "0.01", "2026-11-01"):
        assert said in line


@pytest.mark.parametrize("entry", WORDS)
def test_a_label_with_a_missing_entry_cannot_be_signed(entry):
    with pytest.raises(ValueError, match=f"does not state: {WORDS[entry]}"):
        replace(FULL, **{entry: None}).signed()


def test_an_exact_method_draws_nothing():
    exact = replace(FULL, method="exact, tables of leaves", samples=None, seed=None)
    assert exact.missing() == ()
    assert "none drawn" in exact.frame()["stated"].tolist()
    assert "✗ not stated" in replace(exact, game=None).frame()["stated"].tolist()


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("game", "fair"),
        ("seed", -1),
        ("samples", 0),
        ("standard_error", -1.0),
        ("fixed_on", "today"),
        ("method", ""),
    ],
)
def test_a_wrong_entry_is_refused(entry, value):
    with pytest.raises(ValueError, match=entry):
        replace(FULL, **{entry: value})


def test_the_background_is_told_by_its_content():
    rows = np.zeros((3, 2))
    assert background_of(rows, "clients") == background_of(rows.astype(np.float32), "clients")
    assert background_of(rows, "clients") != background_of(rows + 1, "clients")


def test_the_error_of_a_mean_is_its_standard_error():
    draw = np.random.default_rng(0)
    rows = draw.normal(size=(20_000, 1))
    found = background_error(lambda part: part.mean(axis=0), rows, parts=200)
    assert found == pytest.approx(1 / np.sqrt(20_000), rel=0.2)


@pytest.mark.parametrize("method", ["exactly 100 samples", "exact-ish", "exact to 0.1 by sampling"])
def test_a_vendor_who_only_says_exact_owes_samples_and_a_seed(method):
    with pytest.raises(ValueError, match="samples drawn, seed"):
        replace(FULL, method=method, samples=None, seed=None).signed()
    assert replace(FULL, method="exact", samples=None, seed=None).signed()
