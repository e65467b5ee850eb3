"""The gates by PennyLane's names and with their meaning, each as the rows of a small unitary matrix.

A row is a list of pairs: which amplitude, times what. ``None`` stands for the factor one, so that a gate
which only exchanges amplitudes multiplies nothing. Controls are no part of the rows.
"""

from __future__ import annotations

import cmath
import difflib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from execml.course.validation import finite, shown

Row = list[tuple[int, Any]]
HALF = 0.5**0.5


@dataclass(frozen=True)
class Gate:
    """One kind of gate.

    Attributes:
        name: PennyLane's.
        controls: how many of its qubits, the first ones, must be 1 for it to act.
        targets: how many qubits it then changes.
        rows: makes the rows from the angle, with the functions of ``cmath`` or of NumPy.
        turns: whether it has an angle.
    """

    name: str
    controls: int
    targets: int
    rows: Callable[[Any, Any], list[Row]]
    turns: bool = False

    @property
    def qubits(self) -> int:
        """How many qubits it is given."""
        return self.controls + self.targets


def _flip(angle: Any, functions: Any) -> list[Row]:
    return [[(1, None)], [(0, None)]]


def _swap(angle: Any, functions: Any) -> list[Row]:
    return [[(0, None)], [(2, None)], [(1, None)], [(3, None)]]


def _phase(angle: Any, functions: Any) -> list[Row]:
    return [[(0, None)], [(1, functions.exp(1j * angle))]]


def _rx(angle: Any, functions: Any) -> list[Row]:
    same, other = functions.cos(angle / 2), -1j * functions.sin(angle / 2)
    return [[(0, same), (1, other)], [(0, other), (1, same)]]


def _ry(angle: Any, functions: Any) -> list[Row]:
    same, other = functions.cos(angle / 2), functions.sin(angle / 2)
    return [[(0, same), (1, -other)], [(0, other), (1, same)]]


def _rz(angle: Any, functions: Any) -> list[Row]:
    turn = functions.exp(0.5j * angle)
    return [[(0, 1 / turn)], [(1, turn)]]


def _ising_xx(angle: Any, functions: Any) -> list[Row]:
    same, other = functions.cos(angle / 2), -1j * functions.sin(angle / 2)
    return [[(k, same), (3 - k, other)] for k in range(4)]


def _ising_yy(angle: Any, functions: Any) -> list[Row]:
    same, other = functions.cos(angle / 2), 1j * functions.sin(angle / 2)
    return [[(k, same), (3 - k, other if k in (0, 3) else -other)] for k in range(4)]


def _ising_zz(angle: Any, functions: Any) -> list[Row]:
    turn = functions.exp(0.5j * angle)
    return [[(k, 1 / turn if k in (0, 3) else turn)] for k in range(4)]


def _fixed(*rows: Row) -> Callable[[Any, Any], list[Row]]:
    listed = list(rows)
    return lambda angle, functions: listed


GATES: dict[str, Gate] = {
    gate.name: gate
    for gate in (
        Gate("Hadamard", 0, 1, _fixed([(0, HALF), (1, HALF)], [(0, HALF), (1, -HALF)])),
        Gate("PauliX", 0, 1, _flip),
        Gate("PauliY", 0, 1, _fixed([(1, -1j)], [(0, 1j)])),
        Gate("PauliZ", 0, 1, _fixed([(0, None)], [(1, -1)])),
        Gate("S", 0, 1, _fixed([(0, None)], [(1, 1j)])),
        Gate("T", 0, 1, _fixed([(0, None)], [(1, HALF * (1 + 1j))])),
        Gate(
            "SX", 0, 1, _fixed([(0, (1 + 1j) / 2), (1, (1 - 1j) / 2)], [(0, (1 - 1j) / 2), (1, (1 + 1j) / 2)])
        ),
        Gate("RX", 0, 1, _rx, True),
        Gate("RY", 0, 1, _ry, True),
        Gate("RZ", 0, 1, _rz, True),
        Gate("PhaseShift", 0, 1, _phase, True),
        Gate("CNOT", 1, 1, _flip),
        Gate("CY", 1, 1, _fixed([(1, -1j)], [(0, 1j)])),
        Gate("CZ", 1, 1, _fixed([(0, None)], [(1, -1)])),
        Gate("SWAP", 0, 2, _swap),
        Gate("CRX", 1, 1, _rx, True),
        Gate("CRY", 1, 1, _ry, True),
        Gate("CRZ", 1, 1, _rz, True),
        Gate("ControlledPhaseShift", 1, 1, _phase, True),
        Gate("IsingXX", 0, 2, _ising_xx, True),
        Gate("IsingYY", 0, 2, _ising_yy, True),
        Gate("IsingZZ", 0, 2, _ising_zz, True),
        Gate("Toffoli", 2, 1, _flip),
        Gate("CSWAP", 1, 2, _swap),
    )
}
SHORT_NAMES = {"H": "Hadamard", "X": "PauliX", "Y": "PauliY", "Z": "PauliZ"}


def gate_named(gate: Any) -> Gate:
    """Return a gate by PennyLane's name for it; H, X, Y and Z will do.

    Raises:
        ValueError: if there is none; the message offers the nearest names.

    >>> gate_named("H").name, gate_named("Toffoli").controls
    ('Hadamard', 2)
    """
    if isinstance(gate, str):
        found = GATES.get(gate) or GATES.get(SHORT_NAMES.get(gate, ""))
        if found is not None:
            return found
    names = [*GATES, *SHORT_NAMES]
    folded = {name.lower(): name for name in names}
    near = difflib.get_close_matches(str(gate).lower(), folded, 3, 0.5) if isinstance(gate, str) else []
    offered = ", ".join(folded[name] for name in near) or ", ".join(GATES)
    raise ValueError(f"gate={shown(gate)} is none that is offered; perhaps: {offered}")


def gate_matrix(gate: str, angle: float | None = None) -> np.ndarray:
    """Return the whole matrix of a gate, controls included, its first qubit the most significant.

    Args:
        gate: its name.
        angle: in radians, where it has one.

    Raises:
        ValueError: if there is no such gate, or the angle is missing or not wanted.

    >>> gate_matrix("CNOT").real.astype(int).tolist()
    [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]
    """
    found = gate_named(gate)
    if (angle is not None) != found.turns:
        raise ValueError(f"angle={shown(angle)}: {found.name} takes {'one angle' if found.turns else 'none'}")
    turn = finite("angle", angle) if found.turns else 0.0
    size = 2**found.qubits
    matrix = np.eye(size, dtype=complex)
    first = size - 2**found.targets  # the block in which all controls are 1
    matrix[first:, first:] = 0
    for row, pairs in enumerate(found.rows(turn, cmath)):
        for column, factor in pairs:
            matrix[first + row, first + column] = 1 if factor is None else factor
    return matrix
