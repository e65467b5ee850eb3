"""The surface code by its rule of thumb: physical qubits that hold so many logical ones for so long."""

from __future__ import annotations

from execml.course.validation import positive, real, whole

THRESHOLD = 0.01  # above this error rate, a larger code makes things worse
LARGEST_DISTANCE = 1001


def logical_error(distance: int, physical_error: float) -> float:
    """Return the chance that one logical qubit fails in one round: 0.1 (100 p)^((d+1)/2).

    The rule of Fowler and Gidney (2018, arXiv:1808.06709); it is fitted to simulations, and not derived.

    Args:
        distance: d, odd, 3 or more.
        physical_error: p, of a physical gate, below the threshold of 1%.

    >>> f"{logical_error(27, 1e-3):.0e}"
    '1e-15'
    """
    size = whole("distance", distance, 3, LARGEST_DISTANCE)
    if size % 2 == 0:
        raise ValueError(f"distance={distance} must be odd")
    error = real("physical_error", physical_error, 0, THRESHOLD)
    return float(0.1 * (error / THRESHOLD) ** ((size + 1) / 2))


def surface_code_distance(
    logical_qubits: int, rounds: float, physical_error: float, failure: float = 0.1
) -> int:
    """Return the least odd distance at which a whole computation fails no more often than allowed.

    Args:
        logical_qubits: that are kept at a time.
        rounds: of error correction, over which each is kept.
        physical_error: of a physical gate, below 1%.
        failure: chance that the computation may fail with, by the sum of all chances.

    Raises:
        ValueError: if no distance up to 1001 is enough.

    >>> surface_code_distance(6_000, 3e10, 1e-3)
    29
    """
    count, kept = whole("logical_qubits", logical_qubits), positive("rounds", rounds)
    error = real("physical_error", physical_error, 0, THRESHOLD)
    allowed = real("failure", failure, 0, 1)
    for distance in range(3, LARGEST_DISTANCE + 1, 2):
        if count * kept * logical_error(distance, error) <= allowed:
            return distance
    raise ValueError(
        f"rounds={rounds}, logical_qubits={logical_qubits}, physical_error={physical_error} and "
        f"failure={failure} ask for a distance above {LARGEST_DISTANCE}"
    )


def surface_code_qubits(
    logical_qubits: int, rounds: float, physical_error: float, failure: float = 0.1
) -> int:
    """Return the physical qubits that hold some logical ones: 2 (d+1)^2 for each.

    Not counted: factories that make the costly gates, and lanes between qubits. Gidney and Ekera (2021,
    doi:10.22331/q-2021-04-15-433) need about as much again for them.

    Args:
        logical_qubits: that are kept at a time.
        rounds: of error correction, over which each is kept.
        physical_error: of a physical gate, below 1%.
        failure: chance that the computation may fail with.

    >>> surface_code_qubits(6_000, 3e10, 1e-3)
    10800000
    """
    distance = surface_code_distance(logical_qubits, rounds, physical_error, failure)
    return 2 * (distance + 1) ** 2 * logical_qubits
