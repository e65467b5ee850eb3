"""What a client can test without trusting anybody: zeros that should come back, and customers it knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import generator as checked_generator
from execml.course.validation import one_of, positive, whole
from execml.homomorphic_encryption.libraries import tenseal as library

OPERATIONS = ("nothing", "product", "sum", "dot")


@dataclass(frozen=True)
class ZerosResult:
    """What encrypted zeros decrypt to.

    Attributes:
        operation: what was done with them.
        offset: their mean, over the encryptions and the slots that were looked at.
        spread: standard deviation of single results.
        largest: the result furthest from zero.
        tolerance: what was allowed.
    """

    operation: str
    offset: float
    spread: float
    largest: float
    tolerance: float

    @property
    def passed(self) -> bool:
        """Whether every result lies within the tolerance."""
        return self.largest <= self.tolerance


def decrypt_zeros_test(
    context: Any, operation: str = "sum", size: int | None = None, repeats: int = 4, tolerance: float = 1e-4
) -> ZerosResult:
    """Encrypt zeros, compute with them as the service will, and look at what comes back.

    Zero in, zero out: an offset belongs to the key and to the parameters, not to chance, so it shows.

    Args:
        context: TenSEAL's, with its secret key; with rotation keys for ``"sum"`` and ``"dot"``.
        operation: ``"nothing"``, ``"product"`` with plain ones, ``"sum"`` over the slots, or ``"dot"``, a
            product with plain ones and then the sum.
        size: how many zeros, N/2 if not given.
        repeats: how many encryptions.
        tolerance: the largest result that passes.

    Raises:
        MissingKey: if a key is not there.
        ValueError: if an argument lies outside its range.

    >>> context = library.ckks_context()
    >>> decrypt_zeros_test(context, "product").passed
    True
    """
    library.needs_secret(context)
    one_of("operation", operation, OPERATIONS)
    if operation in ("sum", "dot") and not context.has_galois_keys():
        raise library.MissingKey(f"context holds no rotation keys, which operation={operation!r} needs")
    slots = library.ring_dimension(context) // 2
    count = slots if size is None else whole("size", size, high=slots)
    times = whole("repeats", repeats, high=1_000)
    allowed = positive("tolerance", tolerance)
    found = []
    for _ in range(times):
        row = library.ckks_vector(context, np.zeros(count))
        if operation in ("product", "dot"):
            row = row * ([1.0] * count)
        found.append((row.sum() if operation in ("sum", "dot") else row).decrypt())
    results = np.array(found)
    return ZerosResult(
        operation, float(results.mean()), float(results.std()), float(np.abs(results).max()), allowed
    )


def planted_mistakes(
    scores: ArrayLike, known: ArrayLike, places: ArrayLike, tolerance: float = 1e-3
) -> NDArray[np.int64]:
    """Return which of the customers whose scores the client knows came back wrong.

    Args:
        scores: of everybody, shape (customers,).
        known: of the planted customers, computed by the client from a model that it was promised.
        places: where they stand among all.
        tolerance: how far a score may be off.

    Returns:
        numbers of the planted customers, an empty array if all are right.

    Raises:
        ValueError: if shapes do not fit or a place is none.

    >>> planted_mistakes([0.5, 0.1, -0.3], [0.5, 0.2], [0, 1]).tolist()
    [1]
    """
    found = array("scores", scores, ("customers",)).astype(float)
    right = array("known", known, ("planted",)).astype(float)
    where = array("places", places, (len(right),))
    if where.dtype.kind not in "iu" or (where < 0).any() or (where >= len(found)).any():
        raise ValueError(f"places must be whole numbers from 0 to {len(found) - 1}")
    return np.flatnonzero(np.abs(found[where] - right) > positive("tolerance", tolerance))


def chance_to_notice(changed: float, planted: int) -> float:
    """Return how likely so many planted customers notice a server that changes a share of all scores.

    Each planted customer is changed with that probability, since the server cannot tell who is planted.

    Args:
        changed: share of changed scores, in [0, 1].
        planted: how many are planted.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> round(chance_to_notice(0.1, 20), 3)
    0.878
    """
    from execml.course.validation import share

    return 1 - (1 - share("changed", changed)) ** whole("planted", planted)


def planted_places(customers: int, planted: int, generator: np.random.Generator) -> NDArray[np.int64]:
    """Return where to put the planted customers among all, in order.

    Args:
        customers: how many rows the batch has in all.
        planted: how many of them are planted.
        generator: source of randomness.

    Raises:
        ValueError: if there are more planted than customers.

    >>> len(planted_places(100, 20, np.random.default_rng(0)))
    20
    """
    total = whole("customers", customers, high=10**9)
    draw = checked_generator("generator", generator)
    return np.sort(draw.choice(total, size=whole("planted", planted, high=total), replace=False))
