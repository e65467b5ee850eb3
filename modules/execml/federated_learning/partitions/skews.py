"""Designed splits of one table among clients: skewed in labels, in shards, and in quantity."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import complete
from execml.course.validation import generator as source
from execml.course.validation import positive, shown, whole

TRIES = 1_000  # draws, until every client has a row
Rows = list[NDArray[np.int64]]


def dirichlet_partition(
    labels: ArrayLike, n_clients: int, alpha: float, generator: np.random.Generator
) -> Rows:
    """Return which rows each client holds, when each class is dealt out in Dirichlet shares.

    Each class's rows are cut by shares drawn from Dirichlet(α, …, α) (the split of Hsu et al., 2019,
    arXiv 1909.06335, class by class, as in Yurochkin et al., 2019). A large α gives everybody the same
    mix, a small one gives a class to few. A draw that leaves a client without a row is drawn again.

    Args:
        labels: shape (rows,).
        n_clients: at most the number of rows.
        alpha: above 0.
        generator: source of the shares and the order of rows.

    Returns:
        for each client its row numbers, in order; together all rows, each once.

    Raises:
        ValueError: if an argument lies outside its range, or no draw of 1,000 gives every client a row.

    >>> parts = dirichlet_partition([0, 0, 1, 1, 1, 0], 2, alpha=1.0, generator=np.random.default_rng(0))
    >>> sorted(np.concatenate(parts).tolist())
    [0, 1, 2, 3, 4, 5]
    """
    known, clients = _labels(labels, n_clients)
    concentration, draw = positive("alpha", alpha), source("generator", generator)
    members = [np.flatnonzero(known == kind) for kind in np.unique(known)]
    for _ in range(TRIES):
        pieces: list[Rows] = []
        for rows in members:
            shares = np.nan_to_num(draw.dirichlet(np.full(clients, concentration)))
            cuts = np.round(np.cumsum(shares)[:-1] * len(rows)).astype(int).clip(0, len(rows))
            pieces.append(np.split(draw.permutation(rows), cuts))
        parts = [np.sort(np.concatenate(client)) for client in zip(*pieces, strict=True)]
        if min(map(len, parts)) > 0:
            return parts
    raise ValueError(f"alpha={alpha!r} left one of {clients} clients without a row in {TRIES:,} draws")


def shard_partition(
    labels: ArrayLike, n_clients: int, generator: np.random.Generator, shards_each: int = 2
) -> Rows:
    """Return which rows each client holds, when rows sorted by label are cut into shards and dealt out.

    With two shards each, most clients see one or two classes only (McMahan et al., 2017, section 3).

    Args:
        labels: shape (rows,).
        n_clients: clients times ``shards_each`` must be at most the number of rows.
        generator: source of the order.
        shards_each: shards that a client gets, 1 or more.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> parts = shard_partition([0, 0, 1, 1], 2, np.random.default_rng(0), shards_each=1)
    >>> sorted(part.tolist() for part in parts)
    [[0, 1], [2, 3]]
    """
    known, clients = _labels(labels, n_clients)
    each, draw = whole("shards_each", shards_each), source("generator", generator)
    if clients * each > len(known):
        raise ValueError(f"shards_each={each} for {clients} clients must be at most {len(known)} shards")
    order = draw.permutation(len(known))
    shards = np.array_split(order[np.argsort(known[order], kind="stable")], clients * each)
    dealt = draw.permutation(len(shards)).reshape(clients, each)
    return [np.sort(np.concatenate([shards[place] for place in places])) for places in dealt]


def quantity_partition(rows: int, n_clients: int, alpha: float, generator: np.random.Generator) -> Rows:
    """Return which rows each client holds, when only the amounts differ: shares from Dirichlet(α, …, α).

    Args:
        rows: of the table.
        n_clients: at most the number of rows.
        alpha: above 0; a small one makes few clients large.
        generator: source of the shares and the order.

    Raises:
        ValueError: as :func:`dirichlet_partition`.
    """
    return dirichlet_partition(np.zeros(whole("rows", rows, high=10**8)), n_clients, alpha, generator)


def _labels(labels: ArrayLike, n_clients: int) -> tuple[NDArray[np.generic], int]:
    if np.ndim(labels) != 1 or not np.size(labels):
        raise ValueError(f"labels={shown(labels)} must be of shape (rows,), with at least one row")
    known = complete("labels", labels)
    return known, whole("n_clients", n_clients, high=len(known))
