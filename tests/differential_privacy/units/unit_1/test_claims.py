"""What unit 1 says in bold, repeated on other draws than the page's."""

from __future__ import annotations

import execml.differential_privacy as dp
import numpy as np
import pytest
from execml.course import load, repeated, risk_split
from execml.course.programme import root
from sklearn.ensemble import RandomForestClassifier

UNIT = "3_differential_privacy/1_why_removing_names_fails"
FACTS = ["sex", "age", "education", "marriage", "limit"]
COARSE = ["sex", "age_band", "education", "marriage", "limit_band"]


def linked(seed):
    """Two files of a random half each; pair the rows that stand alone in both."""
    shuffle, clients = np.random.default_rng(seed), load("credit")
    first, second = (clients.iloc[shuffle.permutation(len(clients))[: len(clients) // 2]] for _ in range(2))
    pairs = dp.link_records(first, second, FACTS)
    return {"people": len(pairs), "right": (pairs["left"] == pairs["right"]).mean()}


def reconstructed(seed, size):
    """Three branches of random clients; solve what head office publishes about each."""
    clients = load("credit")
    clients = clients.assign(
        age_band=clients["age"] // 10 * 10, limit_band=clients["limit"] // 100_000 * 100_000
    )
    rows = np.random.default_rng(seed).permutation(len(clients))[: 3 * size]
    proven = wrong = 0
    for branch in (clients.iloc[rows[start : start + size]] for start in range(0, len(rows), size)):
        groups = dp.published_groups(branch, COARSE, together=2, minimum=5)
        truth, sizes = branch["default"].to_numpy(), groups.sum(axis=1)
        printed = (100 * groups @ truth / sizes).round(1)
        forced = dp.forced_bits(groups, counts=np.round(printed / 100 * sizes))
        proven += np.isfinite(forced).sum()
        wrong += (np.isfinite(forced) & (forced != truth)).sum()
    return {"proven": proven / len(rows), "wrong": wrong}


@pytest.mark.claim
def test_two_halves_without_names_are_linked_and_four_in_five_rightly(on_the_page):
    people, right = on_the_page(UNIT, "# people, and # of the attachments are right")
    over = {"seed": range(100, 112)}
    counts, shares = (repeated(linked, over=over, measure=name) for name in ("people", "right"))
    for said, rounding, runs in ((people, 0.5, counts), (right, 0.005, shares)):
        low, high = runs.further(level=0.999)
        assert low - rounding < said < high + rounding, f"{said} and {runs}"
    low, high = shares.interval(0.999)
    assert 0.78 < low < high < 0.82, f"{shares}"


@pytest.mark.claim
@pytest.mark.slow
def test_most_answers_of_a_branch_are_proven_and_none_wrongly(on_the_page):
    proven, wrong = on_the_page(UNIT, "# answers are proven, # of them wrong.")
    over = {"seed": range(100, 110), "size": [20, 40]}
    shares = repeated(reconstructed, over=over, measure="proven").by("size")[40]
    low, high = shares.further(draws=3, level=0.999)  # the page has ten branches, and a draw three
    assert low < proven / 400 < high, f"{shares}"
    mistakes = repeated(reconstructed, over=over, measure="wrong")
    assert wrong == 0
    assert mistakes.share(lambda count: count == 0).count == len(mistakes)


@pytest.mark.claim
@pytest.mark.slow
def test_the_larger_the_branch_the_fewer_answers_its_tables_prove(on_the_page):
    (said,) = on_the_page(UNIT, "# of the answers")
    over = {"seed": range(120, 130), "size": [20, 40, 80, 160]}
    shares = repeated(reconstructed, over=over, measure="proven").by("size")
    low, high = shares[160].further(level=0.999)
    assert low < said < high, f"{said} and {shares[160]}"
    ends = {size: runs.interval(0.99) for size, runs in shares.items()}
    assert ends[160][1] < ends[80][0] and ends[80][1] < ends[40][0]


def test_both_sides_of_the_dispute_about_the_census_are_told_and_cited():
    page = (root() / "solutions" / f"{UNIT}.py").read_text(encoding="utf-8")
    told, _, sources = page.partition("## Sources")
    for author, paper in (("Abowd and others", "2312.11283"), ("Francis (2022)", "2202.04872")):
        assert author in told and paper in sources


def shared_with_nobody(row):
    """Six facts, the bill being that of another month, among a random part of the clients or all of them."""
    month, seed = row % 6 + 1, row // 6
    clients = load("credit")
    if seed:
        clients = clients.sample(frac=0.9, random_state=seed)
    facts = [*FACTS, f"bill_{month}"]
    return {"share": (~clients.duplicated(facts, keep=False)).mean(), "everybody": float(seed == 0)}


@pytest.mark.claim
def test_six_facts_are_shared_with_nobody_whichever_month_s_bill_is_known(on_the_page):
    alone, everybody = on_the_page(UNIT, "# of # clients share six facts with nobody")
    shares = repeated(shared_with_nobody, over={"row": range(12)}, measure="share")
    assert everybody == len(load("credit"))
    assert alone / everybody == pytest.approx(shared_with_nobody(0)["share"], abs=1e-9)
    assert shares.share(lambda share: share > 0.85).count == 12, f"{shares}"


@pytest.mark.claim
def test_two_exact_averages_give_away_all_whose_limit_is_a_step(on_the_page):
    exposed, everybody = on_the_page(UNIT, "# of # clients, whoever leaves")
    limits = load("credit")["limit"].to_numpy()
    assert everybody == len(limits)
    assert exposed == (limits % 10_000 == 0).sum()  # an average to the cent fixes a total to NT$ 300


def in_one_answer_groups(years, amount):
    """As the page counts, by pandas alone."""
    clients = load("credit")
    bands = {"age_band": clients["age"] // years * years, "limit_band": clients["limit"] // amount * amount}
    groups = clients.assign(**bands).groupby(COARSE, observed=True)["default"].agg(["size", "mean"])
    shown = groups[groups["size"] >= 5]
    chance = dp.accidental_one_answer_rows(clients.assign(**bands), COARSE, "default", minimum=5)
    return {"given": shown["size"][shown["mean"].isin([0, 1])].sum(), "chance": chance}


@pytest.mark.claim
def test_whichever_bands_are_chosen_more_sit_in_one_answer_groups_than_by_accident(on_the_page):
    low, high = on_the_page(UNIT, "# to # clients sit in a group with one answer")
    years = [3, 4, 5, 6, 7, 8, 10, 12, 15, 20]
    over = {"years": years, "amount": [50_000, 100_000, 150_000, 200_000]}
    given, chance = (repeated(in_one_answer_groups, over=over, measure=name) for name in ("given", "chance"))
    assert (given.values > 1.5 * chance.values).all()
    on_page = given.values.reshape(len(years), -1)[[years.index(year) for year in (5, 10, 20)]]
    assert (on_page.min(), on_page.max()) == (low, high)


def members_found(seed):
    """Other clients of the bank, ten forests on a third of them; each is attacked with the help of nine."""
    split, draw = risk_split(), np.random.default_rng(1_000 + seed)
    pool = draw.choice(20_000, 3_000, replace=False)
    features, outcomes = split.train_features[pool], split.train_labels[pool]
    members = np.array([draw.permutation(3_000) < 1_000 for _ in range(10)])
    sure = np.empty(members.shape)
    for run, rows in enumerate(members):
        forest = RandomForestClassifier(random_state=100 * seed + run).fit(features[rows], outcomes[rows])
        sure[run] = dp.label_log_odds(forest.predict_proba(features)[:, 1], outcomes)
    others = ~members & (np.arange(10) != 0)[:, None]
    usual = (sure * others).sum(axis=0) / np.maximum(others.sum(axis=0), 1)
    scores = (sure[0] - usual).round(6)
    return dp.membership_inference(scores[members[0]], scores[~members[0]]).true_positive_rate(0.01)


@pytest.mark.claim
@pytest.mark.slow
def test_a_default_forest_gives_several_times_as_many_members_away_as_guessing(on_the_page):
    mean, low, high, runs = on_the_page(UNIT, "# (# to # in # runs) of the members")
    default = repeated(members_found, over={"seed": range(10)})
    assert runs == 10 and low < mean < high
    least, most = default.further(draws=10, level=0.999)
    assert least < mean < most, f"{mean} and {default:.1%}"
    assert default.share(lambda share: share > 0.02).count == 10, f"{default:.1%}"
    assert default.interval(0.99)[0] > 0.03
