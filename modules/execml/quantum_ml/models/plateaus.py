"""Barren plateaus: how a gradient's spread falls with the number of qubits, by formula and by circuit."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from execml.course.validation import generator as generator_checked
from execml.course.validation import one_of, positive, whole
from execml.quantum_ml.circuits.composition import Circuit

COSTS = ("global", "local")
SIDE = math.sqrt(0.5)  # of the turn by pi/4 with which the demonstration begins


def demonstration_variance(n_qubits: int, cost: str = "global", span: float = math.pi) -> float:
    """Return the variance of the last angle's gradient in PennyLane's demonstration, exactly.

    Each qubit is turned by RY of pi/4, then by RX, RY or RZ, drawn alike, of an angle from 0 to ``span``;
    then come CZ gates between neighbours. CZ changes signs only, and the cost reads chances only: so it does
    nothing, and the cost is a product over the qubits (the demonstration's code, "Barren plateaus in quantum
    neural networks", read in 2026, with ``span`` pi where it counts qubits).

    Args:
        n_qubits: 1 or more.
        cost: ``"global"``, the chance that all qubits are read as 0, as in the demonstration; or ``"local"``,
            the mean over qubits of the chance that one is (Cerezo and others, 2021, arXiv:2001.00550).
        span: largest angle, in radians.

    >>> round(demonstration_variance(2) / demonstration_variance(3), 2)
    2.3
    """
    count = whole("n_qubits", n_qubits)
    first, second, slope, steep = _moments(positive("span", span))
    if one_of("cost", cost, COSTS) == "local":
        return (steep - slope**2) / count**2
    return steep * second ** (count - 1) - slope**2 * first ** (2 * (count - 1))


def two_design_variance(n_qubits: int) -> float:
    """Return the variance of a gradient between two Haar-random unitaries, exactly.

    The angle turns a Pauli word, the observable is one, and both circuits beside the angle are random enough
    to have the moments of the Haar measure up to the second. With N = 2^n it is N^2 / (2 (N^2 - 1) (N + 1)),
    about one over 2 N (McClean and others, 2018, arXiv:1803.11173, whose equation is its leading term).

    Args:
        n_qubits: 1 or more.

    >>> round(two_design_variance(4), 5)
    0.02953
    """
    size = 2.0 ** whole("n_qubits", n_qubits, high=500)
    return size / (2 * (size - 1 / size) * (size + 1))


def demonstration_gradients(
    n_qubits: int,
    samples: int,
    generator: np.random.Generator,
    cost: str = "global",
    entangled: bool = True,
    span: float = math.pi,
) -> np.ndarray:
    """Return the last angle's gradient in so many random circuits of PennyLane's demonstration.

    Args:
        n_qubits: 1 or more.
        samples: circuits, each with gates and angles of its own.
        generator: source of randomness.
        cost: as for :func:`demonstration_variance`.
        entangled: whether the CZ gates are there.
        span: largest angle, in radians.

    Returns:
        shape (samples,).
    """
    whole("n_qubits", n_qubits)
    whole("samples", samples)
    one_of("cost", cost, COSTS)
    draw = generator_checked("generator", generator)
    angles = draw.uniform(0, positive("span", span), (samples, n_qubits))
    kinds = draw.integers(3, size=(samples, n_qubits))
    shift = np.zeros((2, 1, n_qubits))
    shift[0, 0, -1], shift[1, 0, -1] = math.pi / 2, -math.pi / 2
    turned = (angles + shift).reshape(2 * samples, n_qubits)
    kinds = np.tile(kinds, (2, 1))
    circuit = Circuit(n_qubits)
    for qubit in range(n_qubits):
        circuit.append("RY", qubit, math.pi / 4)
        for place, gate in enumerate(("RX", "RY", "RZ")):  # a turn by 0 is no gate
            circuit.append(gate, qubit, np.where(kinds[:, qubit] == place, turned[:, qubit], 0.0))
    for qubit in range(n_qubits - 1 if entangled else 0):
        circuit.append("CZ", (qubit, qubit + 1))
    return _difference(_cost(circuit, cost))


def deep_gradients(
    n_qubits: int, samples: int, generator: np.random.Generator, layers: int | None = None
) -> np.ndarray:
    """Return the gradient by an angle in the middle of deep random circuits.

    A layer turns each qubit by RY and RZ of random angles and joins neighbours by CZ; the observable is Z on
    the first two qubits.

    Args:
        n_qubits: 2 or more.
        samples: circuits.
        generator: source of randomness.
        layers: on either side of the angle; three a qubit, and six more, if not given.

    Returns:
        shape (samples,).
    """
    whole("n_qubits", n_qubits, low=2)
    whole("samples", samples)
    depth = 3 * n_qubits + 6 if layers is None else whole("layers", layers)
    draw = generator_checked("generator", generator)
    shift = np.repeat([math.pi / 2, -math.pi / 2], samples)
    circuit = Circuit(n_qubits)
    for layer in range(2 * depth):
        for qubit in range(n_qubits):
            for gate in ("RY", "RZ"):
                turn = np.tile(draw.uniform(0, 2 * math.pi, samples), 2)
                middle = layer == depth and qubit == 0 and gate == "RY"
                circuit.append(gate, qubit, turn + shift if middle else turn)
        for qubit in range(n_qubits - 1):
            circuit.append("CZ", (qubit, qubit + 1))
    return _difference(circuit.expectation("ZZ" + "I" * (n_qubits - 2)))


def _moments(span: float) -> tuple[float, float, float, float]:
    """Return for one qubit the means of its chance of 0, of its square, of its slope, and of the slope's."""
    cos1, sin1 = math.sin(span) / span, (1 - math.cos(span)) / span  # means over 0 to span
    cos2, mixed = 0.5 + math.sin(2 * span) / (4 * span), math.sin(span) ** 2 / (2 * span)
    means = np.zeros(4)
    # The chance of 0 is (1 + a + b cos + c sin) / 2 of the angle.
    for a, b, c in ((0.0, SIDE, 0.0), (0.0, SIDE, -SIDE), (SIDE, 0.0, 0.0)):
        wave = b * cos1 + c * sin1
        power = b * b * cos2 + c * c * (1 - cos2) + 2 * b * c * mixed
        steep = b * b * (1 - cos2) + c * c * cos2 - 2 * b * c * mixed
        means += [
            (1 + a + wave) / 2,
            ((1 + a) ** 2 + 2 * (1 + a) * wave + power) / 4,
            (c * cos1 - b * sin1) / 2,
            steep / 4,
        ]
    first, second, slope, steepness = (means / 3).tolist()
    return first, second, slope, steepness


def _cost(circuit: Circuit, cost: str) -> np.ndarray:
    chances = circuit.probabilities()
    if cost == "global":
        return np.asarray(chances[:, 0])
    bits = chances.reshape(len(chances), *(2,) * circuit.n_qubits)
    axes = range(1, circuit.n_qubits + 1)
    zeros = [bits.sum(axis=tuple(other for other in axes if other != axis))[:, 0] for axis in axes]
    return np.asarray(np.mean(zeros, axis=0))


def _difference(values: Any) -> np.ndarray:
    """Return the gradients, by the parameter-shift rule, from the values at both shifts."""
    plus, minus = np.split(np.asarray(values), 2)
    return (plus - minus) / 2
