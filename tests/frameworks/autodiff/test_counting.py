"""Operations and numbers held, as counted by hand."""

import gc
from typing import Any

import numpy as np
import pytest
from execml.frameworks import (
    count,
    gradient,
)
from execml.frameworks.autodiff.counting import Tally, counted


@pytest.mark.parametrize(
    ("function", "operations"),
    [
        (lambda a: a + a, 12),
        (lambda a: np.exp(a) * 2.0, 24),
        (lambda a: a.sum(), 11),
        (lambda a: a.sum(axis=0), 8),
        (lambda a: a @ a.T, 9 * 7),
        (lambda a: a.reshape(4, 3).T[1:], 0),
        (lambda a: np.where(a > 0, a, 0.0) + 1.0, 24),
        (lambda a: np.add.at(np.zeros_like(a), [0, 0], a[:2]), 8),
    ],
)
def test_operations_are_those_counted_by_hand(function: Any, operations: int) -> None:
    assert count(function, np.ones((3, 4))).operations == operations


def test_counting_changes_no_result() -> None:
    array, tally = np.random.default_rng(0).normal(size=(3, 4)), Tally()

    def loss(x: Any) -> Any:
        return (x @ array.T).tanh().logsumexp(1).max()

    np.testing.assert_array_equal(gradient(loss)(counted(array, tally)), gradient(loss)(array))


def test_numbers_are_given_back() -> None:
    tally = Tally()
    array = counted(np.ones(100), tally)
    double = 2.0 * array
    assert tally.held == 200
    view = double[:50]
    del double
    gc.collect()
    assert tally.held == 200  # the view keeps its base alive
    del view
    assert tally.held == 100 and tally.most_held == 200
