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


@dataclass(frozen=True, eq=False)
class SharedScores:
    """Scores from two servers, and what travelled between the three parties.

    Attributes:
        scores: shape (clients,).
        upload: bytes from the client to both servers.
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
    servers open x − a and w − b, which say nothing, and correct for them.

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

    def fixed(values: NDArray) -> NDArray[np.uint64]:
        return np.rint(values * 2.0**bits).astype(np.int64).astype(np.uint64)

    def split(values: NDArray[np.uint64]) -> list[NDArray[np.uint64]]:
        mask = draw.integers(0, 1 << 64, size=values.shape, dtype=np.uint64)
        return [mask, values - mask]

    x, w = split(fixed(rows)), split(np.broadcast_to(fixed(model), rows.shape).copy())
    triple = [draw.integers(0, 1 << 64, size=rows.shape, dtype=np.uint64) for _ in range(2)]
    a, b, c = split(triple[0]), split(triple[1]), split(triple[0] * triple[1])
    opened_x, opened_w = x[0] - a[0] + x[1] - a[1], w[0] - b[0] + w[1] - b[1]
    products = [
        c[s] + opened_x * b[s] + opened_w * a[s] + (opened_x * opened_w if s == 0 else 0) for s in (0, 1)
    ]
    total = sum(part.sum(axis=1, dtype=np.uint64) for part in products)
    scores = np.asarray(total, dtype=np.uint64).astype(np.int64) / 2.0 ** (2 * bits) + added
    size, clients = rows.size * WORD, len(rows) * WORD
    return SharedScores(scores, upload=2 * size, between=4 * size, download=2 * clients, prepared=6 * size)
