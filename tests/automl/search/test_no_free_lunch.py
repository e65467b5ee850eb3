"""No free lunch: the enumeration is complete, the theorem holds on it, and it fails where it should."""

from collections import Counter
from fractions import Fraction
from itertools import combinations, permutations

import numpy as np
import pytest
from execml.automl.search.no_free_lunch import (
    all_algorithms,
    all_functions,
    closed_classes,
    count_algorithms,
    lunch_free_classes,
    mean_best,
    one_peak,
    values_seen,
)

WORLDS = [(2, 2), (3, 2), (4, 2), (3, 3), (2, 4)]


@pytest.mark.parametrize(("points", "values"), WORLDS)
def test_the_enumeration_lists_each_algorithm_once(points: int, values: int) -> None:
    algorithms = all_algorithms(points, values)
    assert len(algorithms) == len(set(algorithms)) == count_algorithms(points, values)


@pytest.mark.parametrize(("points", "values"), WORLDS)
def test_every_sequence_of_values_is_seen_once_by_every_algorithm(points: int, values: int) -> None:
    functions = all_functions(points, values)
    for seen in values_seen(all_algorithms(points, values), functions):
        assert len({tuple(row) for row in seen}) == len(functions) == values**points


@pytest.mark.parametrize(("points", "values"), WORLDS)
def test_the_mean_best_is_that_of_independent_draws_for_every_algorithm(points: int, values: int) -> None:
    seen = values_seen(all_algorithms(points, values), all_functions(points, values))
    for evaluations in range(1, points + 1):
        # the best of m independent uniform values on 0 … k − 1
        expected = sum(1 - Fraction(level, values) ** evaluations for level in range(1, values))
        assert set(mean_best(seen, evaluations)) == {expected}


def test_an_adaptive_algorithm_follows_what_it_sees() -> None:
    adaptive = (1, ((0, ((2, ()), (2, ()))), (2, ((0, ()), (0, ())))))
    functions = np.array([[1, 0, 0], [0, 1, 1]])
    assert values_seen([adaptive], functions)[0].tolist() == [[0, 1, 0], [1, 1, 0]]


def test_with_one_peak_a_search_from_the_middle_beats_one_from_the_edge() -> None:
    functions = all_functions(4, 2)
    seen = values_seen(all_algorithms(4, 2), functions)[:, one_peak(functions)]
    # of the 11 blocks of ones on 4 points (none included) 6 cover an inner point and 4 an outer one
    assert Counter(mean_best(seen, 1)) == {Fraction(6, 11): 288, Fraction(4, 11): 288}
    assert len(set(mean_best(seen, 2))) > 1


def test_one_peak_is_no_value_below_both_a_left_and_a_right_one() -> None:
    for function, found in zip(all_functions(4, 3), one_peak(all_functions(4, 3)), strict=True):
        valley = any(function[j] < min(function[i], function[k]) for i, j, k in combinations(range(4), 3))
        assert found == (not valley)


@pytest.mark.parametrize(("points", "values"), [(2, 2), (3, 2), (4, 2), (2, 3), (2, 4)])
def test_searches_tie_on_as_many_classes_as_are_closed_under_permutation(points: int, values: int) -> None:
    seen = values_seen(all_algorithms(points, values), all_functions(points, values))
    assert lunch_free_classes(seen) == closed_classes(points, values)[0]


def test_closed_classes_are_counted_by_trying_every_permutation() -> None:
    functions = [tuple(row) for row in all_functions(3, 2)]
    renamed = [
        [functions.index(tuple(f[i] for i in order)) for f in functions] for order in permutations(range(3))
    ]
    closed = sum(
        all({image[f] for f in chosen} == set(chosen) for image in renamed)
        for size in range(1, 9)
        for chosen in combinations(range(8), size)
    )
    assert (closed, 2**8 - 1) == closed_classes(3, 2)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: all_functions(0, 2), "points"),
        (lambda: values_seen(all_algorithms(2, 2), np.array([[0, 5]])), "0 to 1"),
        (lambda: all_functions(30, 2), "functions"),
        (lambda: all_algorithms(5, 2), "algorithms"),
        (lambda: mean_best(np.zeros((1, 2, 3), dtype=int), 4), "evaluations"),
        (lambda: lunch_free_classes(np.zeros((1, 17, 3), dtype=int)), "classes"),
    ],
)
def test_worlds_too_large_or_empty_are_refused(call: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()  # type: ignore[operator]
