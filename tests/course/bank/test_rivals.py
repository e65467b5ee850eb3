"""The plain rivals: what is stored is what scikit-learn gives, and its own AUC agrees."""

from __future__ import annotations

import numpy as np
import pytest
from execml.course import POLICY, risk_split, rivals
from execml.course.bank.rivals import AUCS, ERRORS, MODELS, NOTHING, SEEDS, measured, risks, rivals_frame
from sklearn.metrics import roc_auc_score

CLOSE = 0.001  # a sixth of the error that comes from the choice of the test clients


def test_the_baseline_of_the_bank_is_the_best_of_the_rivals() -> None:
    found = rivals()
    assert list(found)[-1] == POLICY.baseline.value
    assert found[NOTHING].auc == 0.5


def test_whatever_depends_on_a_seed_has_ten() -> None:
    assert {name: len(aucs) for name, aucs in AUCS.items()} == {
        NOTHING: 1,
        "logistic regression": 1,
        "random forest": len(SEEDS),
        "boosted trees": len(SEEDS),
    }
    assert len(SEEDS) >= 10


@pytest.mark.slow
@pytest.mark.parametrize("name", [NOTHING, "logistic regression", "boosted trees"])
def test_what_is_stored_is_measured_again(name: str) -> None:
    labels = risk_split().test_labels
    for seed, stored in enumerate(AUCS[name]):
        assert roc_auc_score(labels, risks(name, seed)) == pytest.approx(stored, abs=CLOSE)
    assert measured(name).error == pytest.approx(ERRORS[name], abs=1e-4)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 9])  # the other eight would take half a minute, and are made alike
def test_the_forests_stored_are_measured_again(seed: int) -> None:
    found = measured("random forest", seed)
    assert found.estimate == pytest.approx(AUCS["random forest"][seed], abs=CLOSE)
    assert found.error == pytest.approx(ERRORS["random forest"], abs=2e-4)


def test_a_seed_changes_the_trees_and_not_the_regression() -> None:
    assert np.array_equal(risks("logistic regression", 0), risks("logistic regression", 5))
    assert not np.array_equal(risks("random forest", 0, clients=300), risks("random forest", 1, clients=300))
    assert np.ptp(risks(NOTHING, clients=300)) == 0


def test_more_clients_make_a_better_regression() -> None:
    few, many = (measured("logistic regression", clients=clients) for clients in (200, 20_000))
    assert few.high < many.low


def test_the_interval_covers_clients_and_seeds() -> None:
    forest = rivals()["random forest"]
    low, high = forest.interval()
    assert low < min(forest.aucs) < max(forest.aucs) < high
    assert high - low > 2 * 1.96 * forest.error
    assert rivals()["logistic regression"].spread == 0


def test_risks_cannot_be_written_into_by_one_page_and_read_by_another() -> None:
    with pytest.raises(ValueError, match="read-only"):
        risks(NOTHING, clients=300)[0] = 1


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("a network",), "name"),
        (("random forest", -1), "seed"),
        (("random forest", 0, 99), "clients"),
        (("random forest", 0, 20_001), "clients"),
        (("random forest", 0.5), "seed"),
    ],
)
def test_bad_arguments_are_named(arguments: tuple, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        risks(*arguments)
    with pytest.raises(ValueError, match=name):
        measured(*arguments)


def test_the_table_says_which_call_of_which_library_was_measured() -> None:
    frame = rivals_frame()
    assert sorted(frame["model"]) == sorted(MODELS)
    assert frame["AUC"].is_monotonic_increasing
    assert frame["call"].str.contains("(", regex=False).all()
    assert (frame["low"] <= frame["AUC"]).all() and (frame["AUC"] <= frame["high"]).all()


def test_the_version_that_measured_is_the_installed_one() -> None:
    from importlib.metadata import version

    from execml.course.bank.rivals import MEASURED_WITH

    assert f"scikit-learn {version('scikit-learn')}".startswith(MEASURED_WITH)
