"""The alternative with two servers: secret sharing, where neither holds anything that means something alone.

For teaching: both servers run here in one process, and follow the rules.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import finite, whole
from execml.course.validation import generator as checked_generator

WORD = 8  # bytes of one number modulo 2^64
SEED = 32  # bytes that a random share is made from at both ends


@dataclass(frozen=True, eq=False)
class SharedScores:
    """Scores from two servers, and what travelled between the three parties.

    Attributes:
        scores: shape (clients,).
        upload: bytes of clients and model from their owners to both servers.
        between: bytes that the servers sent to each other.
        download: bytes back to the client.
        prepared: bytes of the random triples that a helper dealt out beforehand.
    """

    scores: NDArray[np.float64]
    upload: int
    between: int
    download: int
    prepared: int


def shared_scores(
    features: ArrayLike,
    weights: ArrayLike,
    intercept: float,
    generator: np.random.Generator,
    fraction_bits: int = 20,
) -> SharedScores:
    """Score clients with two servers that each hold one additive share of clients and model.

    A product of two secrets uses a random triple a, b, ab (Beaver, 1992, doi:10.1007/3-540-46766-1_34): the
    servers open x − a and w − b, which say nothing, and correct for them. Here x and a are whole tables, w
    and b vectors, and the third part is a's product with b (Mohassel and Zhang, 2017, ePrint 2017/396): the
    weights are opened once, and not for each client. The first share of everything is random,
    so that a seed stands for it on the way.

    Args:
        features: shape (clients, features).
        weights: of the model, shape (features,).
        intercept: of the model.
        generator: source of the shares; NumPy's, which protects nobody.
        fraction_bits: bits behind the point, from 8 to 28.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> found = shared_scores([[1.0, 2.0]], [0.5, -1.0], 0.25, np.random.default_rng(0))
    >>> found.scores.round(4).tolist()
    [-1.25]
    """
    rows = array("features", features, ("clients", "features")).astype(float)
    model = array("weights", weights, (rows.shape[1],)).astype(float)
    draw, bits = (
        checked_generator("generator", generator),
        whole("fraction_bits", fraction_bits, low=8, high=28),
    )
    added = finite("intercept", intercept)
    largest, limit = float(np.abs(rows).max() * np.abs(model).sum()), 2.0 ** (62 - 2 * bits)
    if max(largest, np.abs(rows).max(), np.abs(model).max()) >= limit:
        raise ValueError(
            f"features and weights make sums up to {largest:.4g}; with fraction_bits={bits} those below "
            f"{limit:g} do not wrap around at 2^64"
        )

    def fixed(values: NDArray) -> NDArray[np.uint64]:
        return np.rint(values * 2.0**bits).astype(np.int64).astype(np.uint64)

    def split(values: NDArray[np.uint64]) -> list[NDArray[np.uint64]]:
        mask = draw.integers(0, 1 << 64, size=values.shape, dtype=np.uint64)
        return [mask, values - mask]

    x, w = split(fixed(rows)), split(fixed(model))
    a, b = (
        [draw.integers(0, 1 << 64, size=size, dtype=np.uint64) for _ in (0, 1)]
        for size in (rows.shape, model.shape)
    )
    c = split((a[0] + a[1]) @ (b[0] + b[1]))
    opened_x, opened_w = x[0] - a[0] + x[1] - a[1], w[0] - b[0] + w[1] - b[1]
    parts = [c[s] + opened_x @ b[s] + a[s] @ opened_w for s in (0, 1)]
    total = parts[0] + parts[1] + opened_x @ opened_w
    scores = np.asarray(total, dtype=np.uint64).astype(np.int64) / 2.0 ** (2 * bits) + added
    table, vector, column = (count * WORD for count in (rows.size, model.size, len(rows)))
    return SharedScores(
        scores,
        upload=table + vector + 2 * SEED,
        between=2 * (table + vector),
        download=2 * column,
        prepared=column + 2 * SEED,
    )
