"""Grover: the closed form is the simulation, which is the circuit."""

import numpy as np
import pytest
from execml.quantum_ml import Circuit, grover_best, grover_state, grover_success
from hypothesis import given
from hypothesis import strategies as st


@given(st.integers(1, 200), st.data())
def test_the_closed_form_is_the_simulation(items, data):
    marked = data.draw(st.sets(st.integers(0, items - 1), min_size=1, max_size=items))
    steps = data.draw(st.integers(0, 30))
    state = grover_state(items, sorted(marked), steps)
    assert (state[sorted(marked)] ** 2).sum() == pytest.approx(
        grover_success(items, len(marked), steps), abs=1e-9
    )


def test_the_simulation_is_the_circuit():
    """Three qubits, item 5 marked: the sign by a Toffoli between Hadamards, and the mirror likewise."""

    def sign_of(circuit, item):
        flipped = [qubit for qubit in range(3) if not item >> (2 - qubit) & 1]
        for qubit in flipped:
            circuit.append("X", qubit)
        circuit.append("H", 2).append("Toffoli", (0, 1, 2)).append("H", 2)
        for qubit in flipped:
            circuit.append("X", qubit)

    circuit = Circuit(3)
    for qubit in range(3):
        circuit.append("H", qubit)
    for _ in range(2):
        sign_of(circuit, 5)
        for qubit in range(3):
            circuit.append("H", qubit)
        sign_of(circuit, 0)
        for qubit in range(3):
            circuit.append("H", qubit)
    assert np.abs(circuit.probabilities() - grover_state(8, [5], 2) ** 2).max() < 1e-12


def test_who_steps_twice_as_often_misses():
    for items in (64, 1_000, 10**6):
        best = grover_best(items, 1)
        assert grover_success(items, 1, best) > 0.99 > 0.05 > grover_success(items, 1, 2 * best)
        near = [grover_success(items, 1, steps) for steps in range(best + 2)]
        assert int(np.argmax(near)) == best
