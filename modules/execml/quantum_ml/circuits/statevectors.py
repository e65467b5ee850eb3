"""Statevectors: the amplitudes of all 2^n basis states, a batch of them at a time, changed in place by gates.

The batch axis comes first. Qubit 0 is the most significant bit of a basis state's number, as in PennyLane.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from execml.course.validation import shown, whole

MOST_BYTES = 2**32  # of the amplitudes and the copies that gates and measurements need
COPIES = 3
WIDE, SMALL = 16, 2**12  # where a matrix product is the quicker way


def checked_qubits(n_qubits: Any, batch: int = 1) -> int:
    """Return a number of qubits whose amplitudes fit into memory; nothing is allocated.

    Args:
        n_qubits: 1 or more.
        batch: how many states are held at a time.

    Raises:
        ValueError: if it is no whole number of at least 1, or the amplitudes would take too much.

    >>> checked_qubits(20)
    20
    """
    count = whole("n_qubits", n_qubits)
    amplitude = 16  # bytes of a complex number
    room = MOST_BYTES // (COPIES * amplitude * max(batch, 1))
    if count >= room.bit_length():
        needed = f"2^{count} amplitudes of 16 bytes" + (f" for each of {batch:,} states" if batch > 1 else "")
        raise ValueError(
            f"n_qubits={shown(n_qubits)} needs {needed}, {COPIES} times over: more than the "
            f"{MOST_BYTES / 2**30:.0f} GiB allowed; at most {max(room.bit_length() - 1, 0)} qubits fit"
        )
    return count


@lru_cache(maxsize=4096)
def _layout(n_qubits: int, qubits: tuple[int, ...], controls: int) -> tuple[tuple[int, ...], tuple[Any, ...]]:
    """Return the shape that gives each of a gate's qubits an axis, and the index of each target's slice."""
    ordered = sorted(qubits)
    shape: list[int] = []
    before = -1
    for qubit in ordered:
        shape += [2 ** (qubit - before - 1), 2]
        before = qubit
    shape.append(2 ** (n_qubits - before - 1))
    targets = qubits[controls:]
    indices = []
    for number in range(2 ** len(targets)):
        index: list[Any] = [slice(None)] * (len(shape) + 1)  # one axis more, for the batch
        for control in qubits[:controls]:
            index[2 + 2 * ordered.index(control)] = 1
        for place, target in enumerate(targets):
            index[2 + 2 * ordered.index(target)] = number >> (len(targets) - 1 - place) & 1
        indices.append(tuple(index))
    return tuple(shape), tuple(indices)


def apply_rows(
    states: np.ndarray, n_qubits: int, qubits: tuple[int, ...], controls: int, rows: Sequence[Any]
) -> None:
    """Change a batch of states by one gate, in place.

    Args:
        states: amplitudes, shape (batch, 2^n), contiguous.
        n_qubits: n.
        qubits: those of the gate, controls first.
        controls: how many of them are controls.
        rows: the gate's rows; a factor is one number, or an array of shape (batch,).
    """
    shape, indices = _layout(n_qubits, qubits, controls)
    whole_view = states.reshape(len(states), *shape)
    if len(indices) == len(rows[0]) == 2 and not controls and shape[-1] >= WIDE and states.shape[1] <= SMALL:
        (_, a), (_, b) = rows[0]
        (_, c), (_, d) = rows[1]
        if not isinstance(a, np.ndarray):  # one small product is quicker there than eight steps over slices
            whole_view[...] = np.matmul(np.array([[a, b], [c, d]]), whole_view)
            return
    parts = [whole_view[index] for index in indices]
    made: list[tuple[np.ndarray, np.ndarray]] = []
    for place, row in enumerate(rows):
        (source, factor), *others = row
        if not others and source == place:
            if factor is not None:
                parts[place] *= _along(
                    factor, parts[place]
                )  # its column is zero elsewhere: nobody else needs it
            continue
        value = parts[source].copy() if factor is None else parts[source] * _along(factor, parts[source])
        for source, factor in others:
            value += parts[source] * _along(factor, parts[source])
        made.append((parts[place], value))
    for part, value in made:
        part[...] = value


def _along(factor: Any, part: np.ndarray) -> Any:
    """Give a factor for each state the axes of a slice, so that it multiplies along the batch."""
    if isinstance(factor, np.ndarray) and factor.ndim:
        return factor.reshape(-1, *(1,) * (part.ndim - 1))
    return factor


def drawn_bits(probabilities: np.ndarray, shots: int, generator: np.random.Generator) -> np.ndarray:
    """Draw basis states and return their bits, qubit 0 first.

    Args:
        probabilities: shape (batch, 2^n), each row adding up to 1.
        shots: draws from each row.
        generator: source of randomness.

    Returns:
        bits, shape (batch, shots, n).
    """
    cumulative = np.cumsum(probabilities, axis=1)
    cumulative /= cumulative[:, -1:]
    draws = generator.random((len(probabilities), shots))
    found = np.stack([np.searchsorted(*pair, side="right") for pair in zip(cumulative, draws, strict=True)])
    n_qubits = probabilities.shape[1].bit_length() - 1
    return (found[..., None] >> np.arange(n_qubits)[::-1] & 1).astype(np.int8)
