"""What unit 1 says in bold, repeated on other draws of clients and candidates."""

from __future__ import annotations

import execml.automl as am
import numpy as np
import pytest
from execml.automl.contest.record import runs
from execml.course import repeated, risk_split

UNIT = "2_automl/1_searching_for_a_model"
LEAD = (
    "Over # draws of clients and candidates, blind draws lead the grid by # (# to #) of AUC on untouched "
    "clients, and are ahead in # of #."
)
KEPT = (
    "Over # draws the one kept ranks # on average (# to #); the best of # random models, at the same cost, #."
)


def drawn(seed: int, clients: int) -> tuple[np.ndarray, np.ndarray]:
    split = risk_split()
    rows = np.random.default_rng(1_000 + seed).permutation(20_000)[:clients]
    return split.train_features[rows], split.train_labels[rows]


def lead_over_the_grid(seed: int, learned: int = 450) -> float:
    """AUC of the winner of 59 draws less that of the grid, on the test clients."""
    split, space, grid = risk_split(), am.harbour_space(), am.vendor_grid()
    features, labels = drawn(seed, 8_050)
    auc = am.HoldOut(features, labels, 4_000)

    def quick(model: object) -> float:
        return auc(model, learned)

    found = (
        am.random_search(space, quick, np.random.default_rng(seed), evaluations=59),
        am.run_trials("grid", space, quick, iter(grid), evaluations=len(grid)),
    )
    best = [space.build(result.best.configuration) for result in found]
    risks = [
        m.fit(features[:learned], labels[:learned]).predict_proba(split.test_features)[:, 1] for m in best
    ]
    return float(np.subtract(*am.rank_sum_aucs(np.column_stack(risks), split.test_labels)))


@pytest.mark.claim
@pytest.mark.slow
def test_blind_draws_are_no_worse_than_the_grid(on_the_page) -> None:
    draws, mean, low, high, wins, of = on_the_page(UNIT, LEAD)
    kept = runs("grid", "random draws") - runs("grid", "the grid")
    assert (mean, low, high) == pytest.approx((kept.mean, *kept.interval()), abs=6e-4)
    assert wins == kept.share(lambda gain: gain > 0).count and draws == of == len(kept) >= 12
    assert high > 0  # no draw of evidence that the grid is ahead
    again = repeated(lead_over_the_grid, over={"seed": range(2)})
    np.testing.assert_allclose(again.values, kept.values[:2], atol=0.01)


@pytest.mark.claim
@pytest.mark.slow
def test_halving_from_few_clients_is_no_better_than_random_models_at_its_cost(on_the_page) -> None:
    said = on_the_page(UNIT, KEPT)
    kept = runs("halving", "from 150", "rank")
    assert said[0] == len(kept) >= 12
    assert said[1:4] == pytest.approx([kept.mean, *kept.interval()], abs=0.06)
    assert said[4:] == [4, am.expected_rank(27, 4)]
    assert kept.interval()[0] < am.expected_rank(27, 4) < kept.interval()[1]
    assert runs("halving", "from 450", "rank").mean < kept.mean

    features, labels = drawn(0, 8_050)
    auc = am.HoldOut(features, labels, 4_000)
    candidates = [am.harbour_space().sample(draw) for draw in [np.random.default_rng(0)] for _ in range(27)]
    curves = am.learning_curves(am.harbour_space(), auc, candidates, sizes=(150, 450, 1_350, 4_050))
    assert abs(curves.rank(curves.kept(eta=3)) - kept.values[0]) <= 2  # trees differ between processors


def test_five_untuned_models_are_ahead_with_2_000_clients_and_not_with_450() -> None:
    few = runs("grid", "five averaged") - runs("grid", "random draws")
    assert few.interval()[0] < 0 < few.interval()[1] and few.share(lambda gain: gain > 0).count < 6
    assert (runs("groups", "five averaged") - runs("groups", "random search")).interval()[0] > 0
    winner = runs("grid", "random draws", "trained on all that it used")
    alike = runs("grid", "five averaged", "with the clients to choose by") - winner
    assert alike.values.min() > 0 and 0.005 < alike.mean < 0.02  # on the same clients
    family = runs("grid", "draws of its own family") - runs("grid", "the grid")
    assert family.interval()[1] > 0 and family.mean > 0
    features, labels = drawn(3, 8_050)
    model = am.averaged_defaults(3).fit(features[:450], labels[:450])
    risks = model.predict_proba(risk_split().test_features)[:, [1]]
    (again,) = am.rank_sum_aucs(risks, risk_split().test_labels)
    assert abs(again - runs("grid", "five averaged").values[3]) < 0.005
    both = np.r_[:450, 4_050:8_050]
    risks = model.fit(features[both], labels[both]).predict_proba(risk_split().test_features)[:, [1]]
    (again,) = am.rank_sum_aucs(risks, risk_split().test_labels)
    assert abs(again - runs("grid", "five averaged", "with the clients to choose by").values[3]) < 0.003


@pytest.mark.slow
def test_hyperband_is_not_told_from_random_search_of_its_cost() -> None:
    ours, plain = (runs("hyperband", name) for name in ("Hyperband", "random search"))
    low, high = (ours - plain).interval()
    assert low < 0 < high and (ours - plain).mean > 0
    plan = am.hyperband_brackets(27, 3)
    assert sum(count * resource for bracket in plan for count, resource in bracket) / 27 == pytest.approx(
        15.7, abs=0.05
    )

    def winner_of(result: am.SearchResult) -> float:
        model = am.harbour_space().build(result.best.configuration).fit(features[:4_050], labels[:4_050])
        risks = model.predict_proba(risk_split().test_features)[:, [1]]
        return float(am.rank_sum_aucs(risks, risk_split().test_labels)[0])

    features, labels = drawn(8, 8_050)
    auc = am.HoldOut(features, labels, 4_000)
    found = am.hyperband(
        am.harbour_space(), lambda model, units: auc(model, 150 * units), np.random.default_rng(8), 27
    )
    assert winner_of(found) == pytest.approx(ours.values[8], abs=0.005)
    found = am.random_search(
        am.harbour_space(), lambda model: auc(model, 4_050), np.random.default_rng(508), evaluations=16
    )
    assert winner_of(found) == pytest.approx(plain.values[8], abs=0.005)
