"""Labels show what is missing, and a ledger composes releases as exact accounting does."""

from __future__ import annotations

import math
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from execml.differential_privacy.accounting.releases import Release, composed_epsilon
from execml.differential_privacy.assurance.audit import audit_epsilon
from execml.differential_privacy.assurance.card import entries, html_card, text_card
from execml.differential_privacy.assurance.label import PrivacyLabel
from execml.differential_privacy.assurance.ledger import BudgetExceeded, BudgetLedger, harbour_year
from execml.differential_privacy.mechanisms.gaussian import gaussian_delta
from execml.differential_privacy.mechanisms.trade_off import gaussian_power
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import norm

COMPLETE = PrivacyLabel(
    system="Risk model",
    released="the weights",
    unit="one client",
    adjacency="add or remove one",
    sampling="poisson",
    delta=1e-5,
    accountant="pld",
    noise_multiplier=1.2,
    sample_rate=0.0128,
    steps=780,
    clients=20_000,
    tuning_runs=1,
)


def blocking(label: PrivacyLabel) -> list[str]:
    return [finding.about for finding in label.findings() if finding.blocks]


def test_complete_label_has_no_findings_and_the_epsilon_of_the_reference_accountant() -> None:
    import dp_accounting
    from dp_accounting.pld import PLDAccountant

    reference = PLDAccountant()
    reference.compose(dp_accounting.PoissonSampledDpEvent(0.0128, dp_accounting.GaussianDpEvent(1.2)), 780)
    assert COMPLETE.epsilon == pytest.approx(reference.get_epsilon(1e-5), rel=1e-3)
    assert COMPLETE.findings() == ()
    assert COMPLETE.proven


@pytest.mark.parametrize(
    ("change", "about"),
    [
        ({"sampling": "shuffled"}, "batches"),
        ({"sampling": "fixed size"}, "batches"),
        ({"sampling": "none"}, "batches"),  # contradicts the sample rate
        ({"adjacency": "replace one"}, "neighbours"),
        ({"accountant": "clt"}, "accountant"),
        ({"delta": 1 / 20_000}, "delta"),
        ({"claimed_epsilon": 1.0}, "epsilon"),
        ({"tuning_runs": None}, "gaps"),
        ({"unit": None}, "gaps"),
    ],
)
def test_each_defect_blocks_the_signature(change: dict[str, object], about: str) -> None:
    label = replace(COMPLETE, **change)  # type: ignore[arg-type]
    assert blocking(label) == [about]
    assert "Do not sign" in text_card(label)


@pytest.mark.parametrize("name", ["noise_multiplier", "sample_rate", "steps", "delta", "accountant"])
def test_epsilon_is_unknown_without_what_it_is_computed_from(name: str) -> None:
    label = replace(COMPLETE, **{name: None})  # type: ignore[arg-type]
    assert label.epsilon is None
    assert label.epsilon_with_tuning is None
    assert label.group_guarantee is None
    assert not label.proven
    assert "ε = ?" in text_card(label)


def test_delta_just_below_one_in_n_passes() -> None:
    assert blocking(replace(COMPLETE, delta=0.99 / 20_000)) == []


def test_claim_is_compared_with_the_settings_and_with_the_audit() -> None:
    assert blocking(replace(COMPLETE, claimed_epsilon=1.6)) == []
    proves_three = audit_epsilon(np.ones(100), np.zeros(100), 1e-5, threshold=0.5)
    assert blocking(replace(COMPLETE, audit=proves_three)) == ["audit"]
    proves_nothing = audit_epsilon(np.zeros(100), np.zeros(100), 1e-5, threshold=0.5)
    assert blocking(replace(COMPLETE, audit=proves_nothing)) == []
    weaker_promise = replace(COMPLETE, delta=2e-5, audit=proves_three)
    assert blocking(weaker_promise) == []  # the audit tested a smaller delta than was promised
    only_a_claim = PrivacyLabel("Service", "scores", claimed_epsilon=1.0, audit=proves_three)
    assert "audit" in blocking(only_a_claim)


def test_questions_do_not_block() -> None:
    searched = replace(COMPLETE, tuning_runs=4, group=3, accountant="rdp_2017")
    assert blocking(searched) == []
    assert [finding.about for finding in searched.findings()] == ["tuning runs", "accountant", "group"]


def test_tuning_runs_count_as_so_many_times_the_steps() -> None:
    searched = replace(COMPLETE, tuning_runs=4)
    assert searched.epsilon_with_tuning == pytest.approx(replace(COMPLETE, steps=4 * 780).epsilon)
    assert searched.epsilon == COMPLETE.epsilon


@pytest.mark.parametrize("group", [1, 2, 5])
def test_group_guarantee_holds_for_the_exact_gaussian_group(group: int) -> None:
    # k rows at once move a Gaussian answer by k sensitivities; the chain must not be below its exact delta.
    label = replace(COMPLETE, noise_multiplier=5.0, sample_rate=1.0, steps=1, sampling="none", group=group)
    assert label.group_guarantee is not None
    epsilon, delta = label.group_guarantee
    assert gaussian_delta(5.0 / group, epsilon) <= delta * (1 + 1e-9)
    assert (epsilon, delta) == pytest.approx((label.epsilon, label.delta)) or group > 1


@settings(deadline=None, max_examples=40)
@given(noise=st.floats(0.5, 20), rate=st.floats(0.001, 0.5))
def test_no_attack_on_a_gaussian_beats_the_limit_on_the_card(noise: float, rate: float) -> None:
    label = replace(COMPLETE, noise_multiplier=noise, sample_rate=1.0, steps=1, sampling="none")
    limit = label.detection_limit(rate)
    assert limit is not None
    assert gaussian_power(rate, noise) <= limit + 1e-9


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"delta": 1.0}, "delta=1.0"),
        ({"sample_rate": 0.0}, "sample_rate=0.0"),
        ({"steps": 1.5}, "steps=1.5"),
        ({"sampling": "random"}, "sampling='random'"),
        ({"accountant": "moments"}, "accountant='moments'"),
        ({"group": 0}, "group=0"),
        ({"noise_multiplier": math.nan}, "noise_multiplier=nan"),
    ],
)
def test_labels_refuse_impossible_entries(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(COMPLETE, **change)  # type: ignore[arg-type]


class Words(HTMLParser):
    """Collects text and checks that every tag is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize(
    "label", [COMPLETE, PrivacyLabel("A <b>vendor</b> & Co", "a model", claimed_epsilon=1.0, group=2)]
)
def test_card_says_the_same_in_html_and_in_text(label: PrivacyLabel) -> None:
    page = Words()
    page.feed(html_card(label))
    assert page.open == []
    assert page.tags <= {
        "div",
        "span",
        "table",
        "tr",
        "th",
        "td",
        "b",
    }  # nothing that a sanitiser would strip
    said = "".join(page.words)
    for name, value in entries(label):
        assert name in said
        assert (value or "not stated") in said
        assert f"{name}: {value or 'not stated'}" in text_card(label)
    for finding in label.findings():
        assert finding.problem in said
        assert finding.problem in text_card(label)
    assert label.system in said


# Composition.


def reference_epsilon(releases: list[Release], delta: float) -> float:
    import dp_accounting
    from dp_accounting.pld import PLDAccountant

    accountant = PLDAccountant()
    for release in releases:
        assert release.noise_multiplier is not None
        event = dp_accounting.GaussianDpEvent(release.noise_multiplier)
        if release.sample_rate < 1:
            event = dp_accounting.PoissonSampledDpEvent(release.sample_rate, event)
        accountant.compose(event, release.steps)
    return float(accountant.get_epsilon(delta))


@pytest.mark.parametrize(
    "releases",
    [
        harbour_year(8.0),
        (
            Release("a", noise_multiplier=1.0, sample_rate=0.01, steps=1000),
            Release("b", noise_multiplier=3.0),
        ),
        (
            Release("a", noise_multiplier=0.8, sample_rate=0.02, steps=300),
            Release("b", noise_multiplier=2.0, sample_rate=0.1, steps=50),
            Release("c", noise_multiplier=10.0, steps=4),
        ),
    ],
)
def test_mixtures_compose_as_in_the_reference_accountant(releases: tuple[Release, ...]) -> None:
    for delta in (1e-5, 1e-8):
        assert composed_epsilon(releases, delta) == pytest.approx(
            reference_epsilon(list(releases), delta), rel=2e-3
        )


@pytest.mark.parametrize(
    ("sigma", "pure"), [(6.0, 0.5), (6.0, 0.1), (2.0, 0.5), (1.0, 1.0), (10.0, 3.0), (50.0, 0.01)]
)
def test_a_gaussian_with_a_pure_release_meets_its_closed_form(sigma: float, pure: float) -> None:
    # Randomised response loses +pure with probability p, else -pure: delta mixes two shifted Gaussian curves.
    p = 1 / (1 + math.exp(-pure))

    def curve(epsilon: float) -> float:
        return norm.cdf(0.5 / sigma - epsilon * sigma) - math.exp(epsilon) * norm.cdf(
            -0.5 / sigma - epsilon * sigma
        )

    expected = brentq(lambda value: p * curve(value - pure) + (1 - p) * curve(value + pure) - 1e-5, 0, 20)
    found = composed_epsilon([Release("g", noise_multiplier=sigma), Release("p", pure_epsilon=pure)], 1e-5)
    assert found == pytest.approx(expected, abs=1e-6)


RELEASES = st.one_of(
    st.builds(Release, st.just("g"), noise_multiplier=st.floats(1, 50), steps=st.integers(1, 12)),
    st.builds(Release, st.just("p"), pure_epsilon=st.floats(0.01, 1)),
    st.builds(
        Release,
        st.just("d"),
        noise_multiplier=st.floats(0.8, 5),
        sample_rate=st.floats(0.001, 0.2),
        steps=st.integers(1, 500),
    ),
)


@settings(deadline=None, max_examples=25)
@given(releases=st.lists(RELEASES, min_size=2, max_size=4), delta=st.sampled_from([1e-4, 1e-6]))
def test_together_costs_at_least_each_and_at_most_basic_composition(
    releases: list[Release], delta: float
) -> None:
    together = composed_epsilon(releases, delta)
    assert together >= max(composed_epsilon([release], delta) for release in releases) - 1e-6
    # Basic composition: epsilons add at delta / k each.
    added = sum(composed_epsilon([release], delta / len(releases)) for release in releases)
    assert together <= added * (1 + 1e-6) + 1e-9
    assert composed_epsilon(releases[::-1], delta) == pytest.approx(together, rel=1e-6)


def test_nothing_released_spends_nothing() -> None:
    assert composed_epsilon([], 1e-5) == 0


def test_pure_releases_alone_cost_no_more_than_their_sum() -> None:
    assert composed_epsilon([Release("p", pure_epsilon=0.5)] * 2, 1e-9) <= 1.0


@pytest.mark.parametrize(
    "arguments",
    [{}, {"noise_multiplier": 1.0, "pure_epsilon": 1.0}, {"pure_epsilon": 0.0}, {"noise_multiplier": -1.0}],
)
def test_releases_name_exactly_one_kind_of_noise(arguments: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"noise_multiplier|pure_epsilon"):
        Release("x", **arguments)  # type: ignore[arg-type]


# The ledger.


def test_ledger_refuses_what_breaks_the_cap_and_stays_as_it_was() -> None:
    ledger = BudgetLedger("one client", cap=4.0, delta=1e-5, releases=harbour_year(8.0))
    before, spent = ledger.releases, ledger.spent
    study = Release("study", "Oct", pure_epsilon=0.5)
    assert ledger.would_spend(study) > 4.0
    with pytest.raises(BudgetExceeded, match="Refused"):
        ledger.spend(study)
    assert (ledger.releases, ledger.spent) == (before, spent)
    ledger.spend(replace(study, pure_epsilon=0.2))
    assert ledger.spent <= 4.0
    assert ledger.remaining == pytest.approx(4.0 - ledger.spent)


def test_room_is_the_largest_number_that_fits() -> None:
    ledger = BudgetLedger("one client", cap=2.0, delta=1e-5)
    table = Release("table", noise_multiplier=8.0)
    room = ledger.room_for(table)
    assert composed_epsilon([table] * room, 1e-5) <= 2.0 < composed_epsilon([table] * (room + 1), 1e-5)
    assert ledger.room_for(table, most=3) == 3
    assert ledger.room_for(Release("table", noise_multiplier=0.1)) == 0


def test_frame_has_a_row_a_release_and_ends_at_what_was_spent() -> None:
    ledger = BudgetLedger("one client", cap=4.0, delta=1e-5, releases=harbour_year(8.0))
    frame = ledger.frame()
    assert len(frame) == 16
    assert frame["composed"].iloc[-1] == pytest.approx(ledger.spent)
    assert frame["composed"].is_monotonic_increasing
    assert frame["added up"].iloc[-1] == pytest.approx(frame["alone"].sum())
    assert (frame["composed"] + frame["left"]).to_numpy() == pytest.approx(4.0)


def test_ledger_takes_labels_with_all_their_tuning_runs() -> None:
    ledger = BudgetLedger("one client", cap=10.0, delta=1e-5)
    ledger.spend(replace(COMPLETE, tuning_runs=3), when="Mar")
    assert ledger.releases == (Release("Risk model", "Mar", 1.2, 0.0128, 3 * 780),)


@pytest.mark.parametrize(
    "change",
    [
        {"unit": "one household"},
        {"sampling": "shuffled"},
        {"adjacency": "replace one"},
        {"tuning_runs": None},
    ],
)
def test_ledger_refuses_labels_that_it_cannot_compose(change: dict[str, object]) -> None:
    ledger = BudgetLedger("one client", cap=10.0, delta=1e-5)
    with pytest.raises(ValueError, match="release"):
        ledger.spend(replace(COMPLETE, **change))  # type: ignore[arg-type]


def test_ledger_does_not_open_above_its_cap() -> None:
    with pytest.raises(BudgetExceeded, match="the cap is 1"):
        BudgetLedger("one client", cap=1.0, delta=1e-5, releases=harbour_year(8.0))
    with pytest.raises(ValueError, match="cap=0"):
        BudgetLedger("one client", cap=0, delta=1e-5)
