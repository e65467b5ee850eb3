"""The Shapley values of a leaf, tabulated: one table answers for every row and a whole background.

A leaf asks k features whether they lie in their intervals. Let a and b say for which of them the row's, and a
background row's, answer is yes. Features of the row only (a and not b) must join, those of the background
only must stay out, and both for each feature are needed somewhere: the game is value · 1[P ⊆ S] · 1[N ∩ S =
∅], with p = |P| and n = |N|. Its Shapley value is known: (p−1)! n! / (p+n)! for each of P, and −p! (n−1)! /
(p+n)! for each of N. Nadel and Wettenstein (2025, arXiv 2511.09376, "WOODELF") tabulate it so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from execml.xai_ethics.attribution.forests import Leaves

MOST_ASKED = 18  # features on one path
MOST_NUMBERS = 2**27  # a gigabyte of tables
AT_ONCE = 2**22  # answers that are held at a time


@dataclass(frozen=True, eq=False)
class Group:
    """The leaves that ask the same number of players; a player is a feature, or a family of features.

    Attributes:
        leaves: which they are, shape (leaves,).
        players: whom each asks, shape (leaves, asked).
        conditions: places of their conditions, shape (leaves, asked, most); where a player has fewer than the
            most, its first one stands there again.
    """

    leaves: np.ndarray
    players: np.ndarray
    conditions: np.ndarray

    @property
    def asked(self) -> int:
        """How many players each leaf asks."""
        return int(self.players.shape[1])

    def part(self, start: int, stop: int) -> Group:
        """Return some of the leaves."""
        return Group(self.leaves[start:stop], self.players[start:stop], self.conditions[start:stop])


def grouped(leaves: Leaves, families: np.ndarray) -> list[Group]:
    """Return the leaves by the number of players that they ask, those without any left out.

    Args:
        leaves: of a model.
        families: the player that each feature belongs to, shape (features,).

    Raises:
        ValueError: if a path asks too many players for a table.
    """
    player = families[leaves.feature]
    order = np.lexsort((player, leaves.leaf))
    leaf, player = leaves.leaf[order], player[order]
    new = np.concatenate([[True], (np.diff(leaf) != 0) | (np.diff(player) != 0)])[: len(leaf)]
    first = np.flatnonzero(new)  # of each pair of a leaf and a player
    count = np.diff(first, append=len(leaf))
    own_leaf, own_player = leaf[first], player[first]
    steps = np.arange(int(count.max(initial=1)))
    places = order[first[:, None] + np.where(steps < count[:, None], steps, 0)] if len(first) else None
    asked = np.bincount(own_leaf, minlength=len(leaves.value))
    start = np.concatenate([[0], np.cumsum(asked)[:-1]])
    sizes = [int(size) for size in np.unique(asked) if size]
    numbers = sum(int((asked == size).sum()) * size * 2**size for size in sizes if size <= MOST_ASKED)
    if max(sizes, default=0) > MOST_ASKED or numbers > MOST_NUMBERS:
        raise ValueError(
            f"model has paths that ask {max(sizes)} features, and a table of 2^{max(sizes)} rows a leaf is "
            "too large; set max_depth to 10 or less, or use kernel_shap"
        )
    found = []
    for size in sizes:
        which = np.flatnonzero(asked == size)
        pairs = start[which][:, None] + np.arange(size)
        assert places is not None
        most = int(count[pairs].max())
        found.append(Group(which, own_player[pairs], places[pairs][:, :, :most]))
    return found


def patterns(leaves: Leaves, group: Group, rows: np.ndarray) -> np.ndarray:
    """Return for each row and leaf which players meet all their conditions, as bits, shape (leaves, rows)."""
    kind = np.int16 if group.asked < 15 else np.int32
    codes = np.zeros((len(group.leaves), len(rows)), dtype=kind)
    columns = np.ascontiguousarray(rows.T)
    for bit in range(group.asked):
        met = None
        for condition in group.conditions[:, bit].T:
            values = columns[leaves.feature[condition]]
            here = values > leaves.low[condition][:, None]
            here &= values <= leaves.high[condition][:, None]
            met = here if met is None else np.logical_and(met, here, out=met)
        assert met is not None
        codes |= met.astype(kind) << bit
    return codes


def histogram(leaves: Leaves, group: Group, background: np.ndarray) -> np.ndarray:
    """Return how the rows of a background are spread over the patterns of each leaf, shape (leaves, 2^k)."""
    width = 2**group.asked
    counts = np.zeros((len(group.leaves), width))
    step = max(1, AT_ONCE // (len(background) * group.asked))
    for start in range(0, len(group.leaves), step):
        part = group.part(start, start + step)
        codes = patterns(leaves, part, background).astype(np.int64)
        codes += width * np.arange(len(part.leaves))[:, None]
        found = np.bincount(codes.ravel(), minlength=width * len(part.leaves))
        counts[start : start + step] = found.reshape(-1, width)
    return counts / len(background)


def cover_histogram(leaves: Leaves, group: Group) -> np.ndarray:
    """Return the patterns of a row that goes at each split as the training rows did, shape (leaves, 2^k).

    With it the same tables give the path-dependent values of Lundberg and others (2020, doi
    10.1038/s42256-019-0138-9): their game is a product over the features, and so is this chance.
    """
    chance = np.ones((len(group.leaves), 1))
    for bit in range(group.asked):
        own, *others = group.conditions[:, bit].T
        share = leaves.cover[own][:, None].copy()
        for condition in others:
            again = condition == own
            share *= np.where(again, 1.0, leaves.cover[condition])[:, None]
        chance = np.concatenate([chance * (1 - share), chance * share], axis=1)
    return chance


def tables(group: Group, spread: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return what each pattern of a row earns each feature, summed over a background.

    Fix the row's pattern a, and let c be what a lacks. The background rows that count have every bit of c, so
    N is c, and P is what *they* lack: p is the number of zeros of b, whatever a is. It remains to sum the
    spread over all b that contain a given set, apart for each number of zeros: one pass a bit. A feature of a
    earns something where b lacks it: all b that contain c, less those that contain c and the feature. Both
    are sums over p with Shapley's weights, so that three numbers a set answer for every feature.

    Args:
        group: of leaves that ask k features.
        spread: shape (leaves, 2^k), adding up to 1.
        values: of the leaves, shape (leaves,).

    Returns:
        shape (leaves, 2^k, k).
    """
    asked = group.asked
    width = 2**asked
    codes = np.arange(width)
    ones = np.array([int(code).bit_count() for code in codes])
    sums = np.zeros((asked + 1, len(spread), width))  # for each number of zeros
    sums[asked - ones, :, codes] = (spread * values[:, None]).T
    for bit in range(asked):  # b ranges over all that contain the set
        pairs = sums.reshape(asked + 1, len(spread), -1, 2, 2**bit)
        pairs[..., 0, :] += pairs[..., 1, :]
    zeros = np.arange(asked + 1)[:, None]
    joins, stays = weights(zeros, ones)
    joins_without, _ = weights(zeros, np.maximum(ones - 1, 0))
    # Of each set c; turned round, they stand at the pattern that lacks it.
    gained, withheld, lost = (
        np.einsum("plc,pc->lc", sums, weight)[:, ::-1] for weight in (joins, joins_without, stays)
    )
    found = np.empty((len(spread), width, asked))
    for bit in range(asked):
        halves = (len(spread), -1, 2, 2**bit)  # the patterns without the feature, and with it
        own = found.reshape(*halves, asked)[..., bit]
        own[:, :, 1] = gained.reshape(halves)[:, :, 1] - withheld.reshape(halves)[:, :, 0]
        own[:, :, 0] = -lost.reshape(halves)[:, :, 0]
    return found


def weights(joining: Any, staying: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return Shapley's weights of the leaf game: of one that must join, of one that must stay out.

    >>> [float(each) for each in weights(1, 1)]
    [0.5, 0.5]
    """
    p, n = np.broadcast_arrays(np.asarray(joining), np.asarray(staying))
    factorial = np.array([math.factorial(k) for k in range(2 * MOST_ASKED + 1)], dtype=float)
    total = factorial[p + n]
    gain = np.where(p > 0, factorial[np.maximum(p - 1, 0)] * factorial[n] / total, 0.0)
    loss = np.where(n > 0, factorial[p] * factorial[np.maximum(n - 1, 0)] / total, 0.0)
    return gain, loss
