"""Games whose solution is in the books: each a function from a coalition to what it earns.

The checks of this programme compare with values that were published, and not with our own output.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from execml.course.validation import positive, several, shown, whole
from execml.xai_ethics.games.shapley import Value


def glove_game(left: int, right: int) -> Value:
    """Return the market for gloves: players 0 … left−1 hold a left one, the others a right one.

    A pair is worth 1. With one left and two right gloves, the owner of the scarce one gets 2/3.

    Raises:
        ValueError: if a count is below 1.

    >>> glove_game(1, 2)(frozenset({0, 2}))
    1
    """
    lefts, rights = whole("left", left), whole("right", right)

    def pairs(members: frozenset[int]) -> int:
        held = sum(player < lefts for player in members)
        return min(held, len([player for player in members if lefts <= player < lefts + rights]))

    return pairs


def airport_game(lengths: Iterable[Any]) -> Value:
    """Return the cost of a runway that serves some aeroplanes: the longest one that any of them needs.

    Littlechild and Owen (1973, Management Science 20, 370–372): each stretch is shared by those who need it.

    Raises:
        ValueError: if there is no length, or one is not above 0.

    >>> airport_game([8, 11, 13, 18])(frozenset({0, 2}))
    13
    """
    needed = several("lengths", lengths)
    for length in needed:
        positive("lengths", length)
    return lambda members: max((needed[player] for player in members), default=0)


def voting_game(quota: int, votes: Sequence[int]) -> Value:
    """Return a weighted vote: a coalition earns 1 if its votes reach the quota, and 0 otherwise.

    Shapley and Shubik (1954, American Political Science Review 48, 787–792) measure power by it.

    Raises:
        ValueError: if the quota is below 1, or a vote negative.

    >>> voting_game(51, [50, 49, 1])(frozenset({0, 2}))
    1
    """
    whole("quota", quota)
    weights = [whole("votes", vote, low=0) for vote in several("votes", votes)]
    return lambda members: int(sum(weights[player] for player in members) >= quota)


def estate_game(estate: Any, claims: Sequence[Any]) -> Value:
    """Return the game of creditors: what is left for a coalition once all others were paid in full.

    O'Neill (1982, Mathematical Social Sciences 2, 345–371), after a problem of the Talmud.

    Raises:
        ValueError: if the estate or a claim is not above 0.

    >>> estate_game(200, [100, 200, 300])(frozenset({1, 2}))
    Fraction(100, 1)
    """
    positive("estate", estate)
    owed = [Fraction(positive("claims", claim)) for claim in several("claims", claims)]
    whole_estate, total = Fraction(estate), sum(owed)
    return lambda members: max(Fraction(0), whole_estate - (total - sum(owed[player] for player in members)))


def both_needed(players: int = 2) -> Value:
    """Return the game of a gate that opens only if all players are there: each gets an equal share.

    Raises:
        ValueError: if ``players`` is below 1.

    >>> both_needed()(frozenset({0})), both_needed()(frozenset({0, 1}))
    (0, 1)
    """
    count = whole("players", players)
    return lambda members: int(len(members) == count)


def unanimity_game(needed: Iterable[int]) -> Value:
    """Return the game that earns 1 if all of the needed players are there: the building block of every game.

    Raises:
        ValueError: if nobody is needed.

    >>> unanimity_game({0, 2})(frozenset({0, 1, 2}))
    1
    """
    members_needed = frozenset(whole("needed", player, low=0) for player in needed)
    if not members_needed:
        raise ValueError(f"needed={shown(needed)} must name at least one player")
    return lambda members: int(members_needed <= members)
