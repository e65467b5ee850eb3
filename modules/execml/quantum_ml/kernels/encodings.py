"""Encodings: how a row of numbers becomes a state, one qubit a column, a batch of rows at a time."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import whole
from execml.quantum_ml.circuits.composition import Circuit


def angle_encoding(features: Any) -> Circuit:
    """Return the circuits that turn qubit q by RY of column q; their kernel is a product of cosines.

    Args:
        features: angles in radians, shape (rows, qubits).

    >>> angle_encoding([[np.pi]]).probabilities().round(6).tolist()
    [[0.0, 1.0]]
    """
    rows = array("features", features, ("rows", "qubits"))
    circuit = Circuit(rows.shape[1])
    for qubit, column in enumerate(rows.T):
        circuit.append("RY", qubit, column)
    return circuit


def zz_encoding(features: Any, layers: int = 2) -> Circuit:
    """Return the circuits of the encoding that Havlicek and others (2019) proposed.

    Each layer is a Hadamard on all qubits, a phase of 2 x_q on each, and for each pair of qubits a turn of
    both by the product of what is left to pi (arXiv:1804.11326). The state is theirs up to a phase, which no
    kernel sees.

    Args:
        features: shape (rows, qubits).
        layers: 1 to 100; 2 in the paper.

    >>> zz_encoding([[0.1, 0.2, 0.3]]).statevector().shape
    (1, 8)
    """
    rows = array("features", features, ("rows", "qubits"))
    count = rows.shape[1]
    circuit = Circuit(count)
    turns = 2 * (np.pi - rows[:, :, None]) * (np.pi - rows[:, None, :])  # (rows, qubit, other qubit)
    turns[:, np.arange(count), np.arange(count)] = 0
    phases = 2 * rows + turns.sum(axis=2)
    for _ in range(whole("layers", layers, high=100)):
        for qubit in range(count):
            circuit.append("Hadamard", qubit).append("PhaseShift", qubit, phases[:, qubit])
        for first, second in itertools.combinations(range(count), 2):
            # A turn t of bits a and b by their parity is the phase t (a + b - 2 a b): the sums stand above.
            circuit.append("ControlledPhaseShift", (first, second), -2 * turns[:, first, second])
    return circuit
