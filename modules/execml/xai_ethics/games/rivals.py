"""Other ways to share what a coalition earns, and the axiom that each of them breaks.

Shapley's theorem: only one rule is efficient, symmetric, gives nothing to who adds nothing, and is additive.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

from execml.course.validation import function, whole
from execml.xai_ethics.games.shapley import MOST_PLAYERS, Value, coalitions, shapley_values

Rule = Callable[[Value, int], tuple[Any, ...]]


def banzhaf_values(value: Value, n_players: int) -> tuple[Any, ...]:
    """Return each player's mean contribution over all coalitions of the others (Banzhaf, 1965).

    Every coalition counts alike, and not every order: the shares need not add up to what all earn.

    Raises:
        ValueError: if ``value`` is no function or ``n_players`` not from 1 to 20.

    >>> banzhaf_values(lambda members: len(members) == 3, 3)
    (Fraction(1, 4), Fraction(1, 4), Fraction(1, 4))
    """
    function("value", value)
    players = whole("n_players", n_players, 1, MOST_PLAYERS)
    half = Fraction(1, 2 ** (players - 1))
    return tuple(
        half * sum(value(members | {player}) - value(members) for members in _without(player, players))
        for player in range(players)
    )


def last_in(value: Value, n_players: int) -> tuple[Any, ...]:
    """Return what all earn together less what they earn without the player: "leave one out".

    Raises:
        ValueError: if ``value`` is no function or ``n_players`` not from 1 to 20.

    >>> last_in(lambda members: int(len(members) == 2), 2)
    (1, 1)
    """
    function("value", value)
    everybody = frozenset(range(whole("n_players", n_players, 1, MOST_PLAYERS)))
    return tuple(value(everybody) - value(everybody - {player}) for player in sorted(everybody))


def in_order(value: Value, n_players: int) -> tuple[Any, ...]:
    """Return what each player adds in the order of their numbers: equals may get unequal shares.

    Raises:
        ValueError: if ``value`` is no function or ``n_players`` not from 1 to 20.

    >>> in_order(lambda members: int(len(members) == 2), 2)
    (0, 1)
    """
    function("value", value)
    arrived = [frozenset(range(count)) for count in range(whole("n_players", n_players, 1, MOST_PLAYERS) + 1)]
    return tuple(value(now) - value(before) for before, now in pairwise(arrived))


def equal_parts(value: Value, n_players: int) -> tuple[Any, ...]:
    """Return the same share for everybody: who adds nothing is paid as well.

    Raises:
        ValueError: if ``value`` is no function or ``n_players`` not from 1 to 20.

    >>> equal_parts(lambda members: int(0 in members), 2)
    (Fraction(1, 2), Fraction(1, 2))
    """
    function("value", value)
    players = whole("n_players", n_players, 1, MOST_PLAYERS)
    together = value(frozenset(range(players))) - value(frozenset())
    return (Fraction(together) / players,) * players


def by_own_worth(value: Value, n_players: int) -> tuple[Any, ...]:
    """Return shares of the whole in proportion to what each player adds last: adding two games breaks it.

    Where nobody adds anything, all get the same.

    Raises:
        ValueError: if ``value`` is no function or ``n_players`` not from 1 to 20.

    >>> by_own_worth(lambda members: 3 * (0 in members) + (1 in members), 2)
    (Fraction(3, 1), Fraction(1, 1))
    """
    alone = last_in(value, n_players)
    together = Fraction(value(frozenset(range(n_players))) - value(frozenset()))
    total = sum(alone)
    if not total:
        return equal_parts(value, n_players)
    return tuple(Fraction(part) * together / Fraction(total) for part in alone)


RULES: dict[str, Rule] = {
    "Shapley": shapley_values,
    "leave one out": last_in,
    "in order of arrival": in_order,
    "equal parts": equal_parts,
    "in proportion": by_own_worth,
    "Banzhaf": banzhaf_values,
}


def broken_axioms(rule: Rule, games: list[tuple[Value, int]]) -> dict[str, str]:
    """Return the axioms that a rule breaks on some games, each with a witness.

    Efficiency: shares add up to v(all) − v(∅). Symmetry: who adds alike everywhere gets alike. Null player:
    who adds nothing anywhere gets 0. Additivity: the shares of a sum of two games are the sums of the shares.
    Passing on these games proves nothing about others; breaking an axiom on one game settles it.

    Args:
        rule: from a game and its number of players to a share for each.
        games: with int or Fraction values; games of the same size are also added in pairs.

    Raises:
        ValueError: if ``rule`` is no function.

    >>> broken_axioms(equal_parts, [(lambda members: int(0 in members), 2)])
    {'null player': 'game 0: player 1 adds nothing and gets 1/2'}
    """
    function("rule", rule)
    found: dict[str, str] = {}
    for place, (value, players) in enumerate(games):
        shares = rule(value, players)
        together = value(frozenset(range(players))) - value(frozenset())
        if sum(shares) != together:
            found.setdefault("efficiency", f"game {place}: shares add up to {sum(shares)}, not to {together}")
        for one in range(players):
            if _adds_nothing(value, one, players) and shares[one]:
                found.setdefault(
                    "null player", f"game {place}: player {one} adds nothing and gets {shares[one]}"
                )
            for other in range(one):
                if _alike(value, one, other, players) and shares[one] != shares[other]:
                    found.setdefault(
                        "symmetry",
                        f"game {place}: players {other} and {one} are alike and get {shares[other]} and "
                        f"{shares[one]}",
                    )
        for earlier, (other_value, size) in enumerate(games[:place]):
            if size == players and not _additive(rule, value, other_value, players):
                found.setdefault("additivity", f"games {earlier} and {place}: the sum is shared otherwise")
    return found


def _without(player: int, players: int) -> list[frozenset[int]]:
    return [members for members in coalitions(players) if player not in members]


def _adds_nothing(value: Value, player: int, players: int) -> bool:
    return all(value(members | {player}) == value(members) for members in _without(player, players))


def _alike(value: Value, one: int, other: int, players: int) -> bool:
    neither = [members for members in _without(one, players) if other not in members]
    return all(value(members | {one}) == value(members | {other}) for members in neither)


def _additive(rule: Rule, first: Value, second: Value, players: int) -> bool:
    together = rule(lambda members: first(members) + second(members), players)
    apart = zip(rule(first, players), rule(second, players), strict=True)
    return list(together) == [one + other for one, other in apart]
