"""Phase estimation: which fractions are read, and how often, when a phase is asked for so many bits."""

from __future__ import annotations

import math

import numpy as np

from execml.course.validation import real, whole
from execml.quantum_ml.circuits.composition import Circuit

MOST_BITS = 22


def phase_estimation_distribution(phase: float, bits: int) -> np.ndarray:
    """Return the chance of reading each number m, where m / 2^bits is the estimate of the phase.

    Args:
        phase: in turns, in [0, 1).
        bits: 1 to 22.

    Returns:
        shape (2^bits,), by the closed form sin^2(2^t pi d) / (4^t sin^2(pi d)) at distance d (Cleve and
        others, 1998, section 5, arXiv:quant-ph/9708016).

    >>> phase_estimation_distribution(0.25, 2).round(6).tolist()
    [0.0, 1.0, 0.0, 0.0]
    """
    turn = real("phase", phase, 0, 1, low_open=False)
    size = 2 ** whole("bits", bits, high=MOST_BITS)
    offset = turn - np.arange(size) / size
    offset -= np.round(offset)  # the nearest way round the circle: there sin is zero at a hit only
    below = size * np.sin(math.pi * offset)
    above = np.sin(math.pi * size * offset)
    hit = np.abs(offset) < 1e-12 / size
    return np.where(hit, 1.0, (above / np.where(hit, 1.0, below)) ** 2)


def phase_estimation_circuit(phase: float, bits: int) -> Circuit:
    """Return the circuit that reads a phase: Hadamards, turns by multiples, an inverse Fourier transform.

    The qubit that holds the eigenstate is left out, since it never changes.

    Args:
        phase: in turns, in [0, 1).
        bits: how many qubits read it.

    >>> phase_estimation_circuit(0.25, 2).probabilities().round(6).tolist()
    [0.0, 1.0, 0.0, 0.0]
    """
    turn = real("phase", phase, 0, 1, low_open=False)
    circuit = Circuit(whole("bits", bits, high=MOST_BITS))
    for qubit in range(bits):
        circuit.append("Hadamard", qubit)
        circuit.append("PhaseShift", qubit, 2 * math.pi * turn * 2 ** (bits - 1 - qubit))
    return inverse_fourier(circuit)


def inverse_fourier(circuit: Circuit) -> Circuit:
    """Append the inverse quantum Fourier transform on all qubits of a circuit, and return it."""
    count = circuit.n_qubits
    for qubit in range(count // 2):
        circuit.append("SWAP", (qubit, count - 1 - qubit))
    for qubit in reversed(range(count)):
        for other in reversed(range(qubit + 1, count)):
            circuit.append("ControlledPhaseShift", (other, qubit), -math.pi / 2 ** (other - qubit))
        circuit.append("Hadamard", qubit)
    return circuit
