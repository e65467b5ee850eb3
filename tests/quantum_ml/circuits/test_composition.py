"""Circuits: amplitudes are PennyLane's and Qiskit's, a batch is its circuits one by one, errors speak."""

import numpy as np
import pytest
from execml.quantum_ml import Circuit
from execml.quantum_ml.circuits.gates import GATES
from execml.quantum_ml.libraries.pennylane import pennylane_state
from hypothesis import given, settings
from hypothesis import strategies as st

QISKIT = {
    "Hadamard": "h",
    "PauliX": "x",
    "PauliY": "y",
    "PauliZ": "z",
    "S": "s",
    "T": "t",
    "SX": "sx",
    "RX": "rx",
    "RY": "ry",
    "RZ": "rz",
    "PhaseShift": "p",
    "CNOT": "cx",
    "CY": "cy",
    "CZ": "cz",
    "SWAP": "swap",
    "CRX": "crx",
    "CRY": "cry",
    "CRZ": "crz",
    "ControlledPhaseShift": "cp",
    "IsingXX": "rxx",
    "IsingYY": "ryy",
    "IsingZZ": "rzz",
    "Toffoli": "ccx",
    "CSWAP": "cswap",
}


def random_circuit(seed, n_qubits=4, gates=30, batch=None):
    draw = np.random.default_rng(seed)
    circuit = Circuit(n_qubits)
    names = [*GATES, *draw.choice(list(GATES), max(gates - len(GATES), 0))]
    for name in draw.permutation(names):
        gate = GATES[str(name)]
        angle = (draw.normal(size=batch) if batch else float(draw.normal())) if gate.turns else None
        circuit.append(str(name), [int(q) for q in draw.permutation(n_qubits)[: gate.qubits]], angle)
    return circuit


@pytest.mark.parametrize("device", ["default.qubit", "lightning.qubit"])
@pytest.mark.parametrize("n_qubits", [3, 4, 9])
def test_amplitudes_over_all_gates_are_pennylane_s_to_1e_12(device, n_qubits):
    circuit = random_circuit(n_qubits, n_qubits)
    assert np.abs(circuit.statevector() - pennylane_state(circuit, device)).max() < 1e-12


def test_amplitudes_over_all_gates_are_qiskit_s():
    from qiskit import QuantumCircuit
    from qiskit.quantum_info import Statevector

    circuit = random_circuit(11)
    theirs = QuantumCircuit(4)
    for gate, wires, angle in circuit.steps:
        getattr(theirs, QISKIT[gate.name])(*([] if angle is None else [angle]), *wires)
    state = np.asarray(Statevector(theirs.reverse_bits()))  # Qiskit's qubit 0 is the least significant
    assert np.abs(circuit.statevector() - state).max() < 1e-12


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_a_batch_is_its_circuits_one_by_one_and_keeps_lengths(seed):
    together = random_circuit(seed, batch=3)
    states = together.statevector()
    assert np.abs(np.linalg.norm(states, axis=1) - 1).max() < 1e-12
    for row in range(3):
        alone = Circuit(4)
        for gate, wires, angle in together.steps:
            alone.append(gate.name, wires, None if angle is None else float(angle[row]))
        assert np.abs(states[row] - alone.statevector()).max() < 1e-12


def test_qubit_0_is_the_most_significant_bit():
    circuit = Circuit(3).append("X", 0)
    assert circuit.probabilities().argmax() == 4
    assert circuit.sample(2, np.random.default_rng(0)).tolist() == [[1, 0, 0], [1, 0, 0]]


def test_samples_follow_the_probabilities():
    circuit = random_circuit(5, 3)
    bits = circuit.sample(40_000, np.random.default_rng(1))
    counted = np.bincount(bits @ [4, 2, 1], minlength=8) / len(bits)
    wanted = circuit.probabilities()
    assert (np.abs(counted - wanted) < 5 * np.sqrt(wanted * (1 - wanted) / len(bits)) + 1e-9).all()


def test_samples_of_a_batch_have_the_batch_first():
    bits = Circuit(2).append("RX", 1, np.array([0, np.pi])).sample(3, np.random.default_rng(0))
    assert bits.shape == (2, 3, 2)
    assert bits[:, :, 1].tolist() == [[0, 0, 0], [1, 1, 1]]


def test_a_given_state_is_where_it_begins():
    state = Circuit(2, state=[0, 0.6, 0, 0.8j]).append("CNOT", (1, 0)).statevector()
    assert state.tolist() == [0, 0.8j, 0, 0.6]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: Circuit(2).append("H", 2), r"qubits=2 .*at most 1"),
        (lambda: Circuit(2).append("H", -1), r"qubits=-1"),
        (lambda: Circuit(2).append("CNOT", (1, 1)), r"qubits=\(1, 1\) must not name a qubit twice"),
        (lambda: Circuit(2).append("CNOT", 1), "must be 2 for CNOT"),
        (lambda: Circuit(2).append("RX", 0), "parameters=None must be an angle"),
        (lambda: Circuit(2).append("RX", 0, float("nan")), "parameters=nan"),
        (lambda: Circuit(2).append("H", 0, 0.1), "H.* has no angle"),
        (lambda: Circuit(1, state=[1, 1]), "of length 1.41421 and must be of length 1"),
        (lambda: Circuit(40), r"n_qubits=40 needs 2\^40 amplitudes.*at most 26 qubits"),
        (lambda: Circuit(20).append("RX", 0, np.zeros(1_000)), "for each of 1,000 states"),
        (lambda: Circuit(2).append("RX", 0, [1, 2]).append("RY", 0, [1, 2, 3]), "must have 2 angles"),
        (lambda: Circuit(2).expectation("ZZZ"), "observable='ZZZ' must be 2 letters"),
    ],
)  # fmt: skip
def test_errors_name_the_argument_and_what_is_allowed(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_too_many_qubits_are_refused_before_anything_is_allocated():
    import tracemalloc

    tracemalloc.start()
    with pytest.raises(ValueError, match="n_qubits=60"):
        Circuit(60)
    assert tracemalloc.get_traced_memory()[1] < 1e6
    tracemalloc.stop()
