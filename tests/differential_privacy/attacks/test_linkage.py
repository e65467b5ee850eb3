"""Attacks on records: checked against plain definitions written out over all pairs."""

from collections import Counter

import execml.differential_privacy as dp
import numpy as np
import pytest
from execml.course import load
from hypothesis import given
from hypothesis import strategies as st

from .people import SMALL, frame, rows


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
