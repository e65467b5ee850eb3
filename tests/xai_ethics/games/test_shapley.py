"""Shapley's value against values in the books, its axioms on random games, and a brute force over orders."""

from fractions import Fraction
from itertools import permutations
from math import factorial

import numpy as np
import pytest
from execml.xai_ethics import shapley_values
from execml.xai_ethics.games.classics import (
    airport_game,
    both_needed,
    estate_game,
    glove_game,
    unanimity_game,
    voting_game,
)
from execml.xai_ethics.games.shapley import coalitions, shares_of_tables
from hypothesis import given
from hypothesis import strategies as st

F = Fraction
COUNCIL = lambda members: int(set(range(5)) <= members and len(members) >= 9)  # noqa: E731


@pytest.mark.parametrize(
    ("value", "players", "known"),
    [
        (glove_game(1, 2), 3, [F(2, 3), F(1, 6), F(1, 6)]),
        (glove_game(2, 3), 5, [F(13, 20)] * 2 + [F(7, 30)] * 3),
        (airport_game([8, 11, 13, 18]), 4, [2, 3, 4, 9]),
        (voting_game(51, [50, 49, 1]), 3, [F(2, 3), F(1, 6), F(1, 6)]),
        (voting_game(12, [4, 4, 4, 2, 2, 1]), 6, [F(7, 30)] * 3 + [F(3, 20)] * 2 + [0]),  # EEC of 1958
        (COUNCIL, 15, [F(421, 2145)] * 5 + [F(4, 2145)] * 10),  # Security Council
        (estate_game(200, [100, 200, 300]), 3, [F(100, 3), F(250, 3), F(250, 3)]),
        (both_needed(), 2, [F(1, 2)] * 2),
        (unanimity_game({0, 2}), 3, [F(1, 2), 0, F(1, 2)]),
    ],
)
def test_games_of_the_books_come_out_as_fractions(value, players, known):
    found = shapley_values(value, players)
    assert list(found) == known and all(isinstance(each, Fraction) for each in found)


tables = st.integers(1, 4).flatmap(
    lambda n: st.lists(st.integers(-9, 9), min_size=2**n, max_size=2**n).map(lambda values: (n, values))
)


def game(values):
    return lambda members: values[sum(1 << player for player in members)]


@given(tables)
def test_it_is_the_mean_contribution_over_all_orders(drawn):
    players, values = drawn
    value = game(values)
    shares = [Fraction(0)] * players
    for order in permutations(range(players)):
        for place, player in enumerate(order):
            before = frozenset(order[:place])
            shares[player] += Fraction(value(before | {player}) - value(before), factorial(players))
    assert list(shapley_values(value, players)) == shares


@given(tables, st.integers(-3, 3))
def test_it_is_efficient_linear_and_the_same_in_floats_and_tables(drawn, factor):
    players, values = drawn
    shares = shapley_values(game(values), players)
    assert sum(shares) == values[-1] - values[0]
    scaled = shapley_values(game([factor * each for each in values]), players)
    assert list(scaled) == [factor * share for share in shares]
    floats = shapley_values(lambda members: float(game(values)(members)), players)
    assert np.allclose(floats, [float(share) for share in shares], atol=1e-12)
    assert np.allclose(shares_of_tables([values])[0], floats, atol=1e-12)


def test_what_is_no_game_is_refused():
    with pytest.raises(ValueError, match=r"value gave nan for \[\]"):
        shapley_values(lambda members: float("nan"), 2)
    with pytest.raises(ValueError, match="n_players=21"):
        shapley_values(len, 21)
    with pytest.raises(ValueError, match="a column for each"):
        shares_of_tables([[1.0, 2.0, 3.0]])
    assert len(coalitions(4)) == 16
