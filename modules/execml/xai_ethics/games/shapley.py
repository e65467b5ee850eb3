"""Shapley's value of a cooperative game: exact, and in fractions where the game is.

A game gives each coalition, a set of players, what it earns without the others. Shapley (1953, "A value for
n-person games", in Contributions to the Theory of Games II) shares what all earn together.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import function, shown, whole

MOST_PLAYERS = 20  # 2^20 coalitions, a million calls
Value = Callable[[frozenset[int]], Any]


def shapley_values(value: Value, n_players: int) -> tuple[Any, ...]:
    """Return each player's Shapley value: the mean of what the player adds, over all orders of arrival.

    A coalition S comes before player i in |S|! (n − |S| − 1)! of the n! orders. So player i gets the sum over
    S of that weight times v(S with i) − v(S), less nothing: v(∅) is what nobody earns, and stays undivided.

    Args:
        value: what a coalition of players 0 … n−1 earns: an int, a Fraction or a float. It is called once a
            coalition.
        n_players: 1 to 20.

    Returns:
        one value a player: ``Fraction`` if every coalition's value is an int or a Fraction, else ``float``.

    Raises:
        ValueError: if ``value`` is no function, gives something else than a finite number, or there are too
            many players.

    >>> left, right = 1, 2  # one left glove, two right ones; a pair is worth 1
    >>> pairs = lambda members: min(len(members & {0}), len(members & {1, 2}))
    >>> [str(share) for share in shapley_values(pairs, 3)]
    ['2/3', '1/6', '1/6']
    """
    function("value", value)
    players = whole("n_players", n_players, 1, MOST_PLAYERS)
    earned = [_number(value(members), members) for members in coalitions(players)]
    exact = all(isinstance(each, Fraction) for each in earned)
    if not exact:
        return tuple((shapley_weights(players) @ np.array([float(each) for each in earned])).tolist())
    shares = [Fraction(0)] * players
    weights = [
        Fraction(math.factorial(size) * math.factorial(players - size - 1), math.factorial(players))
        for size in range(players)
    ]
    for code, base in enumerate([Fraction(each) for each in earned]):
        weight = weights[code.bit_count()] if code.bit_count() < players else None
        for player in range(players):
            if weight is not None and not code >> player & 1:
                shares[player] += weight * (Fraction(earned[code | 1 << player]) - base)
    return tuple(shares)


def coalitions(players: int) -> list[frozenset[int]]:
    """Return all coalitions, the one with the binary code c at place c: player i is in it if bit i is set.

    >>> coalitions(2)
    [frozenset(), frozenset({0}), frozenset({1}), frozenset({0, 1})]
    """
    count = whole("players", players, 1, MOST_PLAYERS)
    return [frozenset(place for place in range(count) if code >> place & 1) for code in range(2**count)]


@cache
def memberships(players: int) -> np.ndarray:
    """Return which players each coalition has, bool of shape (2^players, players), read-only.

    >>> memberships(2).astype(int).tolist()
    [[0, 0], [1, 0], [0, 1], [1, 1]]
    """
    count = whole("players", players, 1, MOST_PLAYERS)
    members = (np.arange(2**count)[:, None] >> np.arange(count) & 1).astype(bool)
    members.setflags(write=False)
    return members


@cache
def shapley_weights(players: int) -> np.ndarray:
    """Return the matrix W with φ = W v: Shapley's value is linear in the 2^n values of a game.

    A coalition that holds i counts for i with (s−1)! (n−s)! / n!, another one with −s! (n−s−1)! / n!.

    Returns:
        float64, shape (players, 2^players), read-only; rows add up to 0.

    >>> shapley_weights(1).tolist()
    [[-1.0, 1.0]]
    """
    members = memberships(players)
    size = members.sum(axis=1)
    factorial = np.array([math.factorial(k) / math.factorial(players) for k in range(players + 1)])
    plain = np.array([float(math.factorial(k)) for k in range(players + 1)])
    joined = factorial[np.maximum(size - 1, 0)] * plain[players - size]
    missed = factorial[size] * plain[np.maximum(players - size - 1, 0)]
    weights = np.where(members, joined[:, None], -missed[:, None]).T.copy()
    weights.setflags(write=False)
    return weights


def shares_of_tables(values: Any) -> np.ndarray:
    """Return Shapley's value of many games at once, each given as a table of its coalitions.

    Args:
        values: shape (games, 2^n), coalitions in the order of :func:`coalitions`.

    Returns:
        shape (games, n).

    Raises:
        ValueError: unless the number of columns is a power of two.

    >>> shares_of_tables([[0.0, 0.0, 0.0, 1.0]]).tolist()  # two who must both agree
    [[0.5, 0.5]]
    """
    tables = array("values", values, ("games", "coalitions"))
    players = int(tables.shape[1]).bit_length() - 1
    if players < 1 or tables.shape[1] != 2**players:
        raise ValueError(f"values of shape {tables.shape} must have a column for each of 2^n coalitions")
    return tables @ shapley_weights(players).T


def _number(earned: Any, members: frozenset[int]) -> Fraction | float:
    if isinstance(earned, np.generic):
        earned = earned.item()
    if isinstance(earned, numbers.Rational) and not isinstance(earned, bool):
        return Fraction(earned)
    if isinstance(earned, bool):
        return Fraction(int(earned))
    if isinstance(earned, numbers.Real) and math.isfinite(earned):
        return float(earned)
    raise ValueError(f"value gave {shown(earned)} for {sorted(members)}; it must give a finite number")
