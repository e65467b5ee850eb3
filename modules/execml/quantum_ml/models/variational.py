"""A variational model: a circuit that takes a row in, has angles to train, and answers with a mean of Z."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import generator as generator_checked
from execml.course.validation import positive, shown, whole
from execml.quantum_ml.circuits.composition import Circuit
from execml.quantum_ml.circuits.gradients import parameter_shift


def angles_of(qubits: int, uploads: int = 1) -> int:
    """Return how many angles a model trains: two a qubit, before, between and after the uploads.

    >>> angles_of(4), angles_of(4, uploads=2)
    (16, 24)
    """
    return 2 * whole("qubits", qubits) * (whole("uploads", uploads, high=20) + 1)


def variational_circuit(features: Any, angles: Any, uploads: int = 1) -> Circuit:
    """Return the circuits of all pairs of a set of angles and a row; the rows run fastest.

    A trained block is RY and RZ on each qubit. Between two such blocks the qubits are joined by CNOT from
    each to the next, round, and the row is uploaded: RX by column q on qubit q (data re-uploading,
    Perez-Salinas and others, 2020, arXiv:1907.02085).

    Args:
        features: angles in radians, shape (rows, qubits).
        angles: shape (points, angles), or (angles,) for one set.
        uploads: how often a row is uploaded.

    Raises:
        ValueError: if the angles are not :func:`angles_of` many.
    """
    rows = array("features", features, ("rows", "qubits")).astype(float)
    qubits = rows.shape[1]
    sets = np.atleast_2d(array("angles", angles).astype(float))
    if sets.ndim != 2 or sets.shape[1] != angles_of(qubits, uploads):
        raise ValueError(
            f"angles={shown(angles)} must be {angles_of(qubits, uploads)} a set, for {qubits} qubits"
        )
    turns = np.repeat(sets, len(rows), axis=0).reshape(-1, uploads + 1, qubits, 2)
    uploaded = np.tile(rows, (len(sets), 1))
    circuit = Circuit(qubits)
    for block in range(uploads + 1):
        for qubit in range(qubits):
            circuit.append("RY", qubit, turns[:, block, qubit, 0]).append(
                "RZ", qubit, turns[:, block, qubit, 1]
            )
        for qubit in range(qubits if qubits > 1 and block < uploads else 0):
            circuit.append("CNOT", (qubit, (qubit + 1) % qubits))
        for qubit in range(qubits if block < uploads else 0):
            circuit.append("RX", qubit, uploaded[:, qubit])
    return circuit


def answers(features: Any, angles: Any, uploads: int = 1) -> np.ndarray:
    """Return the mean of Z of the first qubit, from -1 to 1.

    Args:
        features: shape (rows, qubits).
        angles: shape (points, angles), or (angles,) for one set.
        uploads: how often a row is uploaded.

    Returns:
        shape (rows,), or (points, rows).

    >>> answers([[0.3, 0.1]], np.zeros(8)).round(4).tolist()
    [0.9553]
    """
    circuit = variational_circuit(features, angles, uploads)
    means = np.asarray(circuit.expectation("Z" + "I" * (circuit.n_qubits - 1)))
    return means if np.ndim(angles) == 1 else means.reshape(len(angles), -1)


@dataclass(frozen=True, eq=False)
class Trained:
    """A trained model.

    Attributes:
        angles: shape (angles,).
        losses: mean squared error of the rows of each step, before it.
        circuits: circuits that were run, exact ones; a quantum computer runs each for many shots.
    """

    angles: np.ndarray
    losses: np.ndarray
    circuits: int


def trained(
    features: Any,
    targets: Any,
    generator: np.random.Generator,
    uploads: int = 1,
    steps: int = 60,
    batch: int = 40,
    rate: float = 0.1,
) -> Trained:
    """Train a model by Adam on gradients of the parameter-shift rule.

    The gradient of a mean squared error is that of one weighted sum of answers, whose weights are the
    residuals: so the rule for an expectation serves for the loss.

    Args:
        features: shape (rows, qubits).
        targets: from -1 to 1, shape (rows,).
        generator: draws the first angles, and the rows of each step.
        uploads: how often a row is uploaded.
        steps: of Adam (Kingma and Ba, 2015, arXiv:1412.6980).
        batch: rows a step, at most all.
        rate: of learning.
    """
    rows = array("features", features, ("rows", "qubits")).astype(float)
    wanted = array("targets", targets, (len(rows),)).astype(float)
    draw = generator_checked("generator", generator)
    taken = min(whole("batch", batch), len(rows))
    step_size = positive("rate", rate)
    angles = draw.uniform(0, 2 * np.pi, angles_of(rows.shape[1], uploads))
    first, second = np.zeros_like(angles), np.zeros_like(angles)
    losses = np.zeros(whole("steps", steps))
    for step in range(steps):
        chosen = draw.choice(len(rows), taken, replace=False)
        some = rows[chosen]
        residuals = answers(some, angles, uploads) - wanted[chosen]
        losses[step] = np.mean(residuals**2)
        weights = 2 * residuals / taken

        def weighted(points: np.ndarray, some: np.ndarray = some, weights: np.ndarray = weights) -> Any:
            return answers(some, points, uploads) @ weights

        slope = parameter_shift(weighted, angles)
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        ahead, size = first / (1 - 0.9 ** (step + 1)), second / (1 - 0.999 ** (step + 1))
        angles = angles - step_size * ahead / (np.sqrt(size) + 1e-8)
    return Trained(angles, losses, steps * taken * (1 + 2 * len(angles)))
