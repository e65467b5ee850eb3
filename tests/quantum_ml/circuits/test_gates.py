"""Gates: each matrix is PennyLane's, and unitary; an unknown name gets the nearest ones offered."""

import numpy as np
import pennylane as qml
import pytest
from execml.quantum_ml.circuits.gates import GATES, gate_matrix, gate_named


@pytest.mark.parametrize("name", GATES)
@pytest.mark.parametrize("angle", [0.3, -2.0, 7.0])
def test_every_matrix_is_pennylane_s_and_unitary(name, angle):
    gate = GATES[name]
    ours = gate_matrix(name, angle if gate.turns else None)
    operation = getattr(qml, name)
    wires = list(range(gate.qubits))
    theirs = operation(angle, wires=wires) if gate.turns else operation(wires=wires)
    assert np.abs(ours - qml.matrix(theirs, wire_order=wires)).max() < 1e-15 * 10
    assert np.abs(ours @ ours.conj().T - np.eye(len(ours))).max() < 1e-14


@pytest.mark.parametrize(
    ("wrong", "near"), [("CNOTT", "CNOT"), ("hadamard", "Hadamard"), ("Tofoli", "Toffoli")]
)
def test_an_unknown_gate_gets_the_nearest_names_offered(wrong, near):
    with pytest.raises(ValueError, match=f"{wrong}.*{near}"):
        gate_named(wrong)


def test_an_angle_is_asked_for_where_there_is_one_and_nowhere_else():
    for name, angle in (("RX", None), ("CNOT", 0.1)):
        with pytest.raises(ValueError, match="angle="):
            gate_matrix(name, angle)
