"""Attacks on records: checked against enumeration, simulation, pandas and plain definitions."""

from collections import Counter
from itertools import product

import execml.differential_privacy as dp
import numpy as np
import pandas as pd
import pytest
from execml.course import load
from hypothesis import given, settings
from hypothesis import strategies as st

SMALL = settings(deadline=None, max_examples=40)
rows = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 2), st.integers(0, 1)), min_size=1, max_size=12
)


def frame(values: list[tuple[str, int, int]]) -> pd.DataFrame:
    return pd.DataFrame(values, columns=["sex", "age", "late"])


@SMALL
@given(st.lists(st.integers(1, 100), min_size=2, max_size=30))
def test_departed_value_is_the_value_of_the_one_who_left(limits: list[int]) -> None:
    before, after = np.mean(limits), np.mean(limits[1:])
    assert dp.departed_value(before, after, len(limits)) == pytest.approx(limits[0], abs=1e-9)


@SMALL
@given(st.lists(st.integers(1, 100), min_size=2, max_size=200), st.integers(0, 3))
def test_rounded_means_are_off_by_no_more_than_the_stated_error(limits: list[int], digits: int) -> None:
    before, after = round(float(np.mean(limits)), digits), round(float(np.mean(limits[1:])), digits)
    bound = (2 * len(limits) - 1) * 10.0**-digits / 2
    assert abs(dp.departed_value(before, after, len(limits)) - limits[0]) <= bound + 1e-9


@pytest.mark.parametrize("head_count", [1, 0, -3, 2.0, True])
def test_departed_value_refuses_a_head_count_below_two(head_count: object) -> None:
    with pytest.raises(ValueError, match="head_count"):
        dp.departed_value(1.0, 1.0, head_count)  # type: ignore[arg-type]


@SMALL
@given(rows)
def test_group_sizes_and_lone_rows_count_equal_rows(values: list[tuple[str, int, int]]) -> None:
    people, counts = frame(values), Counter(value[:2] for value in values)
    assert dp.group_sizes(people, ["sex", "age"]).tolist() == [counts[value[:2]] for value in values]
    assert dp.lone_rows(people, ["sex", "age"]).tolist() == [counts[value[:2]] == 1 for value in values]
    assert (dp.lone_rows(people, ["sex"]) <= dp.lone_rows(people, ["sex", "age"])).all()


def test_lone_rows_agrees_with_pandas_on_the_real_clients() -> None:
    clients, facts = load("credit"), ["sex", "age", "education", "marriage", "limit"]
    assert (dp.lone_rows(clients, facts) == ~clients.duplicated(facts, keep=False)).all()


def test_missing_values_form_a_group_of_their_own() -> None:
    people = pd.DataFrame({"age": [30.0, np.nan, np.nan]})
    assert dp.group_sizes(people, ["age"]).tolist() == [1, 2, 2]


@pytest.mark.parametrize("columns", [[], ["shoe size"], "age"])
def test_unknown_columns_are_named(columns: object) -> None:
    with pytest.raises(ValueError, match=r"columns=.*sex, age, late"):
        dp.lone_rows(frame([("a", 1, 0)]), columns)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("shares", "people"), [([0.5, 0.3, 0.2], 4), ([1.0], 3), ([0.25] * 4, 1), ([0, 1], 2)]
)
def test_expected_lone_rows_equals_the_sum_over_all_outcomes(shares: list[float], people: int) -> None:
    expected = 0.0
    for outcome in product(range(len(shares)), repeat=people):
        probability = np.prod([shares[combination] for combination in outcome])
        expected += probability * sum(count == 1 for count in Counter(outcome).values())
    assert dp.expected_lone_rows(np.array(shares), people) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("shares", [[0.5, 0.4], [1.2, -0.2], [np.nan, 1.0]])
def test_expected_lone_rows_refuses_what_is_no_distribution(shares: list[float]) -> None:
    with pytest.raises(ValueError, match="shares"):
        dp.expected_lone_rows(np.array(shares), 3)


def test_independent_shares_are_products_of_the_margins() -> None:
    people = frame([("a", 0, 0), ("a", 0, 0), ("b", 1, 1), ("b", 2, 1)])
    shares = dp.independent_shares(people, ["sex", "age"])
    assert shares.sum() == pytest.approx(1)
    assert sorted(shares.ravel()) == pytest.approx(
        sorted(p * q for p in (0.5, 0.5) for q in (0.5, 0.25, 0.25))
    )


def test_the_forecast_is_right_when_facts_really_are_independent() -> None:
    draw, runs = np.random.default_rng(0), 40
    margins = draw.dirichlet(np.ones(8), size=3)
    counted = np.empty(runs)
    for run in range(runs):
        columns = [draw.choice(8, size=2_000, p=margin) for margin in margins]
        counted[run] = dp.lone_rows(pd.DataFrame(dict(zip("abc", columns, strict=True))), list("abc")).sum()
    shares = np.einsum("i,j,k->ijk", *margins)
    spread = counted.std() / np.sqrt(runs)
    assert abs(counted.mean() - dp.expected_lone_rows(shares, 2_000)) < 4 * spread


@SMALL
@given(rows, st.integers(1, 4))
def test_one_answer_rows_are_those_whose_large_group_agrees(
    values: list[tuple[str, int, int]], k: int
) -> None:
    groups: dict[tuple[str, int], list[int]] = {}
    for value in values:
        groups.setdefault(value[:2], []).append(value[2])
    expected = [len(groups[v[:2]]) >= k and len(set(groups[v[:2]])) == 1 for v in values]
    assert dp.one_answer_rows(frame(values), ["sex", "age"], "late", k).tolist() == expected


def test_one_answer_rows_names_a_wrong_secret_and_a_wrong_minimum() -> None:
    with pytest.raises(ValueError, match="secret"):
        dp.one_answer_rows(frame([("a", 1, 0)]), ["sex"], "shoe size", 2)
    with pytest.raises(ValueError, match="minimum"):
        dp.one_answer_rows(frame([("a", 1, 0)]), ["sex"], "late", 0)


@SMALL
@given(rows, rows)
def test_linked_pairs_agree_and_are_alone_on_both_sides(
    left: list[tuple[str, int, int]], right: list[tuple[str, int, int]]
) -> None:
    facts = ["sex", "age"]
    pairs = dp.link_records(frame(left), frame(right), facts)
    here, there = Counter(value[:2] for value in left), Counter(value[:2] for value in right)
    expected = {
        (i, j)
        for i, one in enumerate(left)
        for j, other in enumerate(right)
        if one[:2] == other[:2] and here[one[:2]] == there[one[:2]] == 1
    }
    assert set(pairs.itertuples(index=False, name=None)) == expected


def test_a_file_linked_to_a_part_of_itself_is_always_right() -> None:
    clients, facts = load("credit"), ["sex", "age", "education", "marriage", "limit"]
    part = clients.iloc[np.random.default_rng(1).permutation(len(clients))[:10_000]]
    pairs = dp.link_records(clients, part, facts)
    assert len(pairs) > 1_000
    assert (pairs["left"] == pairs["right"]).all()


def dense_link(known: np.ndarray, released: np.ndarray, tolerance: float, margin: float) -> np.ndarray:
    """The score written out over all pairs."""
    scores = np.zeros((len(known), len(released)))
    for fact in range(known.shape[1]):
        matches = np.abs(released[None, :, fact] - known[:, None, fact]) <= tolerance * np.abs(
            known[:, None, fact]
        )
        scores += matches * np.log(len(released) / np.maximum(matches.sum(axis=1, keepdims=True), 1))
    second, first = np.sort(scores, axis=1)[:, -2:].T
    return np.where(first - second >= margin, scores.argmax(axis=1), -1)


@SMALL
@given(st.integers(0, 10**6), st.sampled_from([0.0, 0.1, 0.3]), st.sampled_from([0.05, 0.5, 1.5]))
def test_noisy_linkage_equals_the_score_over_all_pairs(seed: int, tolerance: float, margin: float) -> None:
    draw = np.random.default_rng(seed)
    released = draw.integers(0, 30, size=(40, 3)) * 10.0 + 1  # no match lies on the edge of a tolerance
    known = released[draw.integers(0, 40, size=8)] * draw.choice([1.0, 1.04, 0.97], size=(8, 3))
    claimed = dp.link_noisy(known, released, tolerance, margin)
    assert claimed.tolist() == dense_link(known, released, tolerance, margin).tolist()


def test_a_margin_holds_back_claims_between_twins() -> None:
    released = np.array([[100.0, 7.0], [100.0, 7.0], [5.0, 5.0]])
    assert dp.link_noisy(released[:1], released, 0.1, 0.1).tolist() == [-1]
    assert dp.link_noisy(released[2:], released, 0.1, 0.1).tolist() == [2]


@pytest.mark.parametrize(
    ("known", "released", "tolerance", "margin", "named"),
    [
        (np.ones((1, 2)), np.ones((3, 1)), 0.1, 1.0, "known"),
        (np.ones(2), np.ones((3, 2)), 0.1, 1.0, "known"),
        (np.ones((1, 2)), np.ones((1, 2)), 0.1, 1.0, "released"),
        (np.ones((1, 2)), np.full((3, 2), np.nan), 0.1, 1.0, "finite"),
        (np.ones((1, 2)), np.ones((3, 2)), 1.0, 1.0, "tolerance"),
        (np.ones((1, 2)), np.ones((3, 2)), -0.1, 1.0, "tolerance"),
        (np.ones((1, 2)), np.ones((3, 2)), 0.1, -1.0, "margin"),
    ],
)
def test_noisy_linkage_names_the_argument_that_is_wrong(
    known: np.ndarray, released: np.ndarray, tolerance: float, margin: float, named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        dp.link_noisy(known, released, tolerance, margin)
