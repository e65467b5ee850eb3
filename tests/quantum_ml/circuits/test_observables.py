"""Expectations: those of the observable's matrix."""

from functools import reduce

import numpy as np
import pytest
from execml.quantum_ml import Circuit, gate_matrix
from execml.quantum_ml.circuits.observables import pauli_words


@pytest.mark.parametrize("observable", ["ZZX", "IYI", {"XXI": 0.5, "IIZ": -2.0, "III": 1.0}])
def test_an_expectation_is_that_of_the_matrix(observable):
    circuit = Circuit(3)
    for qubit in range(3):
        circuit.append("RX", qubit, 0.4 + qubit).append("RY", qubit, 1.0 - qubit)
    circuit.append("CNOT", (0, 2))
    state, total = circuit.statevector(), 0
    for word, weight in pauli_words(observable, 3).items():
        parts = [np.eye(2) if letter == "I" else gate_matrix(letter) for letter in word]
        total += weight * (state.conj() @ reduce(np.kron, parts) @ state).real
    assert circuit.expectation(observable) == pytest.approx(total, abs=1e-12)


def test_weights_are_finite_and_words_are_letters():
    for wrong in ({"ZQ": 1.0}, {"ZZ": float("inf")}, {}, 3):
        with pytest.raises(ValueError, match="observable"):
            pauli_words(wrong, 2)
