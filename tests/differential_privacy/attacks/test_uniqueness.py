"""Uniqueness: checked against enumeration of all outcomes, simulation, and pandas."""

from collections import Counter
from itertools import permutations, product

import execml.differential_privacy as dp
import numpy as np
import pandas as pd
import pytest
from execml.course import load
from hypothesis import given
from hypothesis import strategies as st

from .people import SMALL, frame, rows


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


@pytest.mark.parametrize("minimum", [1, 2, 3])
def test_accidental_rows_are_the_average_over_every_way_to_deal_the_secrets(minimum: int) -> None:
    people = frame([("a", 0, 0), ("a", 0, 0), ("a", 0, 1), ("b", 1, 1), ("b", 1, 0), ("b", 2, 1)])
    deals = [
        dp.one_answer_rows(people.assign(late=deal), ["sex", "age"], "late", minimum).sum()
        for deal in set(permutations(people["late"]))  # of three ones and three zeros: equally likely
    ]
    expected = np.mean(deals)
    assert dp.accidental_one_answer_rows(people, ["sex", "age"], "late", minimum) == pytest.approx(expected)


def test_one_answer_rows_names_a_wrong_secret_and_a_wrong_minimum() -> None:
    with pytest.raises(ValueError, match="secret"):
        dp.one_answer_rows(frame([("a", 1, 0)]), ["sex"], "shoe size", 2)
    with pytest.raises(ValueError, match="minimum"):
        dp.one_answer_rows(frame([("a", 1, 0)]), ["sex"], "late", 0)
