"""Reconstruction: checked against enumeration of all records and against the two theorems."""

from itertools import combinations, product

import execml.differential_privacy as dp
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

SMALL = settings(deadline=None, max_examples=30)


def all_records(people: int) -> np.ndarray:
    return np.array(list(product((0, 1), repeat=people)))


@SMALL
@given(st.integers(2, 8), st.integers(1, 6), st.integers(0, 10**6))
def test_forced_bits_are_those_on_which_every_consistent_record_agrees(
    people: int, figures: int, seed: int
) -> None:
    draw = np.random.default_rng(seed)
    groups = draw.random((figures, people)) < 0.5
    counts = groups @ draw.integers(0, 2, size=people)
    fitting = np.array([record for record in all_records(people) if (groups @ record == counts).all()])
    agreed = np.where(fitting.min(axis=0) == fitting.max(axis=0), fitting[0], np.nan)
    np.testing.assert_array_equal(dp.forced_bits(groups, counts), agreed)


def test_contradictory_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="counts"):
        dp.forced_bits(np.array([[True, True], [True, True]]), np.array([0, 2]))
    with pytest.raises(ValueError, match="counts"):
        dp.forced_bits(np.ones((2, 3), dtype=bool), np.array([1]))


@SMALL
@given(st.integers(0, 10**6), st.integers(1, 3), st.integers(1, 4))
def test_published_groups_are_the_large_cells_of_every_cross_tabulation(
    seed: int, together: int, minimum: int
) -> None:
    draw = np.random.default_rng(seed)
    branch = pd.DataFrame(draw.integers(0, 3, size=(15, 3)), columns=list("abc"))
    expected = {tuple([True] * 15)} if minimum <= 15 else set()
    for size in range(1, together + 1):
        for table in combinations("abc", size):
            keys = list(branch[list(table)].itertuples(index=False, name=None))
            cells = {tuple(key == chosen for key in keys) for chosen in keys}
            expected |= {cell for cell in cells if sum(cell) >= minimum}
    shown = dp.published_groups(branch, list("abc"), together, minimum)
    assert {tuple(group) for group in shown.tolist()} == expected
    assert len(shown) == len(expected)


def test_published_groups_names_what_is_wrong() -> None:
    branch = pd.DataFrame({"sex": ["f"]})
    for arguments, named in (
        ((["age"],), "columns"),
        ((["sex"], 0), "together"),
        ((["sex"], 1, 0), "minimum"),
    ):
        with pytest.raises(ValueError, match=named):
            dp.published_groups(branch, *arguments)  # type: ignore[arg-type]


def test_any_record_that_fits_all_noisy_counts_is_within_four_errors_of_the_truth() -> None:
    people, draw = 6, np.random.default_rng(2)
    questions, truth = all_records(people), draw.integers(0, 2, size=people)
    reached = []
    for decoy in questions:  # the answers lie half-way between the truth and another record: both fit
        answers = questions @ (truth + decoy) / 2
        error = np.abs(questions @ truth - answers).max()
        off = np.abs(questions @ questions.T - answers[:, None]).max(axis=0)
        fitting = questions[off <= error]
        reached.append((int((fitting != truth).sum(axis=1).max()), 4 * error))
    assert all(furthest <= bound for furthest, bound in reached)
    assert any(furthest == bound > 0 for furthest, bound in reached)  # four cannot be improved


@SMALL
@given(st.integers(5, 40), st.integers(2, 6), st.integers(0, 10**6))
def test_exact_answers_give_every_bit_away(people: int, each: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    queries, truth = draw.integers(0, 2, size=(each * people + 5, people)), draw.integers(0, 2, size=people)
    if np.linalg.matrix_rank(queries) == people:
        assert (dp.reconstruct_bits(queries, queries @ truth) == truth).all()


@SMALL
@given(st.integers(0, 10**6), st.floats(0.05, 2.0), st.booleans())
def test_mistakes_stay_below_the_bound_whatever_the_errors(seed: int, error: float, chosen: bool) -> None:
    draw = np.random.default_rng(seed)
    people, questions = 30, 150
    queries, truth = draw.integers(0, 2, size=(questions, people)), draw.integers(0, 2, size=people)
    weakest = np.linalg.svd(queries.astype(float))[0][:, people - 1]  # the direction that hurts most
    errors = error * np.sign(weakest) if chosen else draw.uniform(-error, error, size=questions)
    wrong = (dp.reconstruct_bits(queries, queries @ truth + errors) != truth).sum()
    assert wrong <= dp.mistakes_bound(queries, error)


def test_several_releases_are_solved_at_once_as_one_by_one() -> None:
    draw = np.random.default_rng(3)
    queries, answers = draw.integers(0, 2, size=(60, 20)), draw.uniform(0, 10, size=(60, 4))
    together = dp.reconstruct_bits(queries, answers)
    assert (
        together == np.stack([dp.reconstruct_bits(queries, column) for column in answers.T], axis=1)
    ).all()


def test_the_bound_follows_the_square_of_the_error_and_is_capped() -> None:
    queries = np.random.default_rng(4).integers(0, 2, size=(400, 100))
    assert dp.mistakes_bound(queries, 0.2) == pytest.approx(4 * dp.mistakes_bound(queries, 0.1))
    assert dp.mistakes_bound(queries, 50.0) == 100
    assert dp.mistakes_bound(queries, 0.0) == 0
    assert dp.mistakes_bound(queries[:50], 0.1) == 100  # fewer questions than people
    assert dp.mistakes_bound(np.ones((10, 3)), 0.0) == 3  # questions that tell nobody apart


def test_the_share_recovered_follows_the_normal_prediction() -> None:
    """Errors uniform up to c sqrt(n), four questions a person: Phi(3 / (4 c)), by the Wishart mean."""
    from scipy.stats import norm

    draw, people, level = np.random.default_rng(5), 200, 1.0
    queries, truth = draw.integers(0, 2, size=(4 * people, people)), draw.integers(0, 2, size=(people, 1))
    errors = level * np.sqrt(people) * draw.uniform(-1, 1, size=(4 * people, 50))
    share = (dp.reconstruct_bits(queries, queries @ truth + errors) == truth).mean()
    assert share == pytest.approx(norm.cdf(0.75 / level), abs=0.02)


@pytest.mark.parametrize("error", [-1.0, float("nan"), "much"])
def test_a_wrong_error_is_named(error: object) -> None:
    with pytest.raises(ValueError, match="error"):
        dp.mistakes_bound(np.eye(3), error)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="queries"):
        dp.reconstruct_bits(np.eye(3), np.ones(2))
