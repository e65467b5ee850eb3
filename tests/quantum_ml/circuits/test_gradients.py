"""The parameter-shift rule: to ten digits what a fine difference quotient and PennyLane say."""

import numpy as np
import pytest
from execml.quantum_ml import Circuit, parameter_shift

CONTROLLED = (2, 3)


def expectation(angles):
    circuit = Circuit(2)
    circuit.append("RX", 0, angles[:, 0]).append("RY", 1, angles[:, 1]).append("CRX", (0, 1), angles[:, 2])
    circuit.append("CRY", (1, 0), angles[:, 3]).append("IsingXX", (0, 1), angles[:, 4])
    circuit.append("PhaseShift", 0, angles[:, 5]).append("H", 0)
    return circuit.expectation({"ZI": 1.0, "XX": 0.5})


def test_the_gradient_is_pennylane_s():
    import pennylane as qml
    from pennylane import numpy as with_gradients

    at = [0.3, -1.1, 0.7, 2.0, -0.4, 1.3]

    @qml.qnode(qml.device("default.qubit", wires=2), diff_method="backprop")
    def theirs(x):
        qml.RX(x[0], 0), qml.RY(x[1], 1), qml.CRX(x[2], [0, 1]), qml.CRY(x[3], [1, 0])
        qml.IsingXX(x[4], [0, 1]), qml.PhaseShift(x[5], 0), qml.Hadamard(0)
        return qml.expval(qml.Z(0) + 0.5 * qml.X(0) @ qml.X(1))

    wanted = qml.grad(theirs)(with_gradients.array(at, requires_grad=True))
    assert np.abs(parameter_shift(expectation, at, CONTROLLED) - wanted).max() < 1e-10


def test_two_values_are_not_enough_for_a_controlled_rotation():
    at = np.array([0.3, -1.1, 0.7, 2.0, -0.4, 1.3])
    step = 1e-6 * np.eye(6)
    slope = (expectation(at + step) - expectation(at - step)) / 2e-6
    wrong = np.abs(parameter_shift(expectation, at) - slope)
    assert wrong[list(CONTROLLED)].min() > 1e-3
    assert np.delete(wrong, CONTROLLED).max() < 1e-8


@pytest.mark.parametrize(
    "function", [lambda angles: 1.0, lambda angles: angles, lambda angles: angles[:, 0] * np.nan]
)
def test_a_function_that_returns_something_else_is_refused(function):
    with pytest.raises(ValueError, match="function="):
        parameter_shift(function, [0.1, 0.2])
