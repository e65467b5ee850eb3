"""What unit 4 says in bold, repeated on other draws than the page's."""

from __future__ import annotations

import numpy as np
import pytest
from execml.course import prices, repeated, risk_split
from execml.xai_ethics import impossibility, parity_gap_by_feature, reweigh
from execml.xai_ethics.fairness.alternatives import candidates, least_discriminatory
from execml.xai_ethics.fairness.impossibility import COMPAS
from execml.xai_ethics.scrutiny.desk import BASELINE, desk
from execml.xai_ethics.scrutiny.letters import FAMILIES, summed

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
    (said,) = on_the_page(UNIT, "# of the gap")
    over = {"seed": range(100, 110), "kind": [BASELINE]}
    runs = repeated(share_of_sex, over=over)
    low, high = runs.further(level=0.999)
    assert low < said < high and runs.interval()[1] < 0.5, f"{runs}"


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


def weighed(seed):
    """Another training of the model as it is, and of the one with weights, on the same seed."""
    split = risk_split()
    bank = desk(seed)
    train_sex = np.where(split.train_features[:, 2] > 0.5, "women", "men")
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(random_state=seed).fit(
        split.train_features, split.train_labels, sample_weight=reweigh(split.train_labels, train_sex)
    )
    labels, woman = split.test_labels, split.test_features[:, 2] > 0.5
    worth = prices()
    found = []
    for risks in (bank.risk(split.test_features), model.predict_proba(split.test_features)[:, 1]):
        refused = risks > bank.cutoff
        cost = np.where(
            labels == 1, worth.missed_default.value * ~refused, worth.refused_client.value * refused
        )
        found.append((refused[~woman].mean() - refused[woman].mean(), cost.mean()))
    return {"narrower": found[0][0] - found[1][0], "dearer": found[1][1] - found[0][1]}


@pytest.mark.claim
@pytest.mark.slow
def test_weights_narrow_the_gap_at_no_cost_that_can_be_measured():
    over = {"seed": range(100, 110)}
    narrower = repeated(weighed, over=over, measure="narrower")
    assert narrower.share(lambda points: points > 0).count >= 9 and narrower.interval()[0] > 0.005
    _, high = repeated(weighed, over=over, measure="dearer").interval()
    assert high < 68  # NT$ a client: the error of one such difference on the page
