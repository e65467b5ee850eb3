"""PennyLane (Xanadu): the states of our circuits by its simulators, and its kernel matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import instance, one_of
from execml.quantum_ml.circuits.composition import Circuit

DEVICES = ("default.qubit", "lightning.qubit")


def pennylane_runner(circuit: Circuit, device: str = "default.qubit") -> Any:
    """Return a function that builds one of our circuits in PennyLane anew, runs it, and returns its state.

    Args:
        circuit: of any batch on ``default.qubit``, and of none on ``lightning.qubit``.
        device: ``"default.qubit"``, or ``"lightning.qubit"``, which is written in C++.
    """
    import pennylane as qml

    given = instance("circuit", circuit, Circuit)
    machine = qml.device(one_of("device", device, DEVICES), wires=given.n_qubits)
    steps = [(getattr(qml, gate.name), list(wires), angle) for gate, wires, angle in given.steps]

    @qml.qnode(machine, diff_method=None)
    def state() -> Any:
        for operation, wires, angle in steps:
            if angle is None:
                operation(wires=wires)
            else:
                operation(angle, wires=wires)
        return qml.state()

    return state


def pennylane_state(circuit: Circuit, device: str = "default.qubit") -> np.ndarray:
    """Return the state of one of our circuits by PennyLane, shape (2^n,) or (batch, 2^n)."""
    return np.asarray(pennylane_runner(circuit, device)())


def pennylane_gram(features: Any, layers: int = 2) -> np.ndarray:
    """Return the kernel matrix of the ZZ encoding by PennyLane used well: one broadcast.

    Args:
        features: shape (rows, qubits).
        layers: of the encoding.
    """
    import pennylane as qml

    rows = array("features", features, ("rows", "qubits"))
    machine = qml.device("default.qubit", wires=rows.shape[1])

    @qml.qnode(machine, diff_method=None)
    def states(columns: np.ndarray) -> Any:
        _zz(columns, layers)
        return qml.state()

    found = np.asarray(states(rows))
    return np.asarray(np.abs(found @ found.conj().T) ** 2)


def pennylane_pairwise_gram(features: Any, layers: int = 2, device: str = "default.qubit") -> np.ndarray:
    """Return the same as tutorials do it: one circuit a pair, encoding of one row, then the other's undone.

    Args:
        features: shape (rows, qubits).
        layers: of the encoding.
        device: as for :func:`pennylane_runner`.
    """
    import pennylane as qml

    rows = array("features", features, ("rows", "qubits"))
    count = rows.shape[1]
    machine = qml.device(one_of("device", device, DEVICES), wires=count)

    @qml.qnode(machine, diff_method=None)
    def probabilities(first: np.ndarray, second: np.ndarray) -> Any:
        _zz(first[None], layers, single=True)
        qml.adjoint(lambda row: _zz(row[None], layers, single=True))(second)
        return qml.probs(wires=range(count))

    return np.asarray(
        qml.kernels.square_kernel_matrix(
            rows, lambda first, second: probabilities(first, second)[0], assume_normalized_kernel=True
        )
    )


def _zz(columns: np.ndarray, layers: int, single: bool = False) -> None:
    """Apply our ZZ encoding, gate by gate, with PennyLane's operations."""
    import pennylane as qml

    values = columns[0] if single else columns.T
    count = len(values)
    for _ in range(layers):
        for qubit in range(count):
            qml.Hadamard(wires=qubit)
            qml.PhaseShift(2 * values[qubit], wires=qubit)
        for first in range(count):
            for second in range(first + 1, count):
                qml.CNOT(wires=[first, second])
                qml.PhaseShift(2 * (np.pi - values[first]) * (np.pi - values[second]), wires=second)
                qml.CNOT(wires=[first, second])


def pennylane_answer(row: Any, angles: Any, uploads: int = 1) -> tuple[float, np.ndarray]:
    """Return the answer of our variational model to one row, and its gradient by automatic differentiation.

    Args:
        row: angles in radians, shape (qubits,).
        angles: of the trained gates, shape (angles,).
        uploads: how often the row is uploaded.

    Returns:
        the mean of Z of the first qubit, and its derivatives, shape (angles,).
    """
    import pennylane as qml

    uploaded = array("row", row, ("qubits",)).astype(float)
    count = len(uploaded)
    machine = qml.device("default.qubit", wires=count)

    @qml.qnode(machine, interface="autograd", diff_method="backprop")
    def answer(turns: Any) -> Any:
        shaped = qml.math.reshape(turns, (uploads + 1, count, 2))
        for block in range(uploads + 1):
            for wire in range(count):
                qml.RY(shaped[block, wire, 0], wires=wire)
                qml.RZ(shaped[block, wire, 1], wires=wire)
            for wire in range(count if count > 1 and block < uploads else 0):
                qml.CNOT(wires=[wire, (wire + 1) % count])
            for wire in range(count if block < uploads else 0):
                qml.RX(uploaded[wire], wires=wire)
        return qml.expval(qml.PauliZ(0))

    trainable = qml.numpy.array(array("angles", angles, ("angles",)).astype(float), requires_grad=True)
    return float(answer(trainable)), np.asarray(qml.grad(answer)(trainable))
