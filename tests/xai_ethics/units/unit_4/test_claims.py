"""What unit 4 says in bold, repeated on other draws than the page's."""

from __future__ import annotations

import numpy as np
import pytest
from execml.course import repeated, risk_split
from execml.xai_ethics import impossibility, parity_gap_by_feature, reweigh
from execml.xai_ethics.fairness.alternatives import candidates, least_discriminatory
from execml.xai_ethics.fairness.impossibility import COMPAS
from execml.xai_ethics.scrutiny.desk import BASELINE, desk
from execml.xai_ethics.scrutiny.letters import FAMILIES, summed
from execml.xai_ethics.units.unit_4 import trainings

UNIT = "6_xai_ethics/4_fairness_has_a_price"


@pytest.mark.claim
def test_compas_counts_force_the_rate(on_the_page):
    forced, instead = on_the_page(UNIT, "forces a false-alarm rate of # instead of #")
    black, white = COMPAS["Black"], COMPAS["White"]
    assert forced == pytest.approx(float(impossibility(black.base_rate, white.ppv, white.fnr)), abs=5e-4)
    assert instead == pytest.approx(white.fp / (white.fp + white.tn), abs=5e-4)


def share_of_sex(seed, kind):
    bank = desk(seed, kind)
    rows = bank.split.test_features[np.random.default_rng(seed).permutation(10_000)[:4_000]]
    woman = rows[:, bank.split.feature_names.index("female")] > 0.5
    parts = summed(parity_gap_by_feature(bank.model, rows[~woman], rows[woman])[None], bank.families)[0]
    return parts[FAMILIES.index("sex")] / parts.sum()


@pytest.mark.claim
@pytest.mark.slow
def test_the_sex_column_is_a_small_part_of_the_gap(on_the_page):
    said, *_ = on_the_page(UNIT, "# (# to # in # runs) of the gap")
    over = {"seed": range(100, 110), "kind": [BASELINE]}
    runs = repeated(share_of_sex, over=over)
    low, high = runs.further(draws=10, level=0.999)
    assert low < said < high and runs.interval()[1] < 0.5, f"{runs}"
    assert trainings.own_share(3) == pytest.approx(trainings.OWN[3], abs=0.002)


@pytest.mark.claim
@pytest.mark.slow
def test_the_winner_is_cursed(on_the_page):
    gain, _, _, _, again, *_ = on_the_page(
        UNIT, "# (# to # in # runs) points where it was chosen, and by # (# to # in # runs) on other clients"
    )
    split = risk_split()
    man = (split.test_features[:, split.feature_names.index("female")] < 0.5).astype(int)

    def curse(seed, models, refused):
        draw = np.random.default_rng(seed)
        scores = candidates(split.train_features, split.train_labels, split.test_features, models, draw)
        found = least_discriminatory(scores, split.test_labels, man, refused, draw)
        return {"gain": 100 * found.gain, "again": 100 * found.gain_again}

    over = {"seed": range(100, 110), "models": [400], "refused": [0.2, 0.263]}
    first, second = (repeated(curse, over=over, measure=name) for name in ("gain", "again"))
    assert (first - second).interval()[0] > 0, f"{first} and {second}"
    for said, runs in ((gain, first), (again, second)):
        low, high = runs.by("refused")[0.263].further(draws=10, level=0.999)
        assert low < said < high, f"{said} and {runs}"


@pytest.mark.claim
@pytest.mark.slow
def test_weights_without_the_column_narrow_the_gap(on_the_page):
    said, *_ = on_the_page(UNIT, "narrows by # (# to # in # runs) points")
    measured = {seed: trainings.measure(seed) for seed in (3, *range(100, 110))}
    for stored, found in zip((trainings.GAPS, trainings.COSTS), measured.pop(3), strict=True):
        assert list(found.values()) == pytest.approx(stored[3], rel=0.01, abs=0.1)

    def paired(place, first, second):
        return repeated(
            lambda seed: measured[seed][place][first] - measured[seed][place][second],
            over={"seed": range(100, 110)},
        )

    narrower = paired(0, "as it is", trainings.NEITHER)
    assert narrower.share(lambda points: points > 0).count >= 9 and narrower.interval()[0] > 0.5
    low, high = narrower.further(draws=10, level=0.999)
    assert low < said < high
    assert paired(1, trainings.NEITHER, "as it is").interval()[1] < 68  # the error of one such difference
    # With the column, weights narrow more; and thresholds leave the same however their rows were chosen.
    assert paired(0, trainings.NEITHER, "weights").mean > 0
    assert abs(paired(0, "two thresholds", "thresholds, crossed").mean) < 1


def test_weights_that_keep_the_column_use_it_against_the_rest():
    """A man's own risk falls if he is taken for a man: the sex is asked for, and offsets other columns."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    split = risk_split()
    sex = split.feature_names.index("female")
    lower = []
    for seed in range(3):
        weights = reweigh(split.train_labels, split.train_features[:, sex])
        model = HistGradientBoostingClassifier(random_state=seed)
        model.fit(split.train_features, split.train_labels, sample_weight=weights)
        as_man, as_woman = split.test_features.copy(), split.test_features.copy()
        as_man[:, sex], as_woman[:, sex] = 0, 1
        lower.append((model.decision_function(as_man) - model.decision_function(as_woman)).mean())
    assert max(lower) < 0


@pytest.mark.slow
def test_a_reduction_is_compared_with_its_own_kind():
    """Against the bank's trees it looks dear; against the same line without the constraint it hardly is."""
    over = {"seed": range(100, 110)}
    found = {seed: trainings.reduced(seed) for seed in over["seed"]}
    runs = {name: repeated(lambda seed, name=name: found[seed][name], over=over) for name in trainings.LINES}
    assert (runs["a line"] - runs["reduced"]).interval(0.999)[0] > 0
    assert abs(runs["dearer"].mean) < 60  # and the row of the table shows over a hundred more
    for name, fresh in runs.items():
        low, high = fresh.further(draws=10, level=0.999)
        assert low < trainings.line(name).mean < high, f"{name}: {trainings.line(name)} and {fresh}"
    assert list(trainings.reduced(3).values()) == pytest.approx(trainings.REDUCED[3], rel=0.02, abs=0.1)


@pytest.mark.slow
def test_the_widest_of_six_groups_does_not_stand_out_of_its_shuffles():
    """The page says that it may be luck; so it is in most trainings, on these clients."""
    from execml.xai_ethics.fairness.intervals import widest_gaps

    split = risk_split()
    woman = split.test_features[:, split.feature_names.index("female")] > 0.5
    bands = np.digitize(split.test_clients["age"], [30, 50])

    def share_narrower(seed, kind):
        bank = desk(seed, kind)
        refused = (bank.risk(split.test_features) > bank.cutoff).astype(int)
        widest, by_luck = widest_gaps(refused, woman, bands, np.random.default_rng(seed))
        assert widest > by_luck.min()
        return float((by_luck < widest).mean())

    runs = repeated(share_narrower, over={"seed": range(100, 110), "kind": [BASELINE]})
    assert runs.mean < 0.975, f"{runs}"
