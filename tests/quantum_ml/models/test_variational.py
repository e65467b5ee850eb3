"""The variational model: PennyLane gives the same answers and slopes, and training lowers the loss."""

import numpy as np
import pytest
from execml.quantum_ml import parameter_shift
from execml.quantum_ml.libraries.pennylane import pennylane_answer
from execml.quantum_ml.models.variational import angles_of, answers, trained, variational_circuit


@pytest.mark.parametrize(("qubits", "uploads"), [(1, 1), (2, 1), (3, 2), (4, 1)])
def test_pennylane_gives_the_same_answer_and_the_same_slopes(qubits, uploads) -> None:
    draw = np.random.default_rng(qubits)
    angles, row = draw.uniform(0, 6, angles_of(qubits, uploads)), draw.normal(size=qubits)
    value, slopes = pennylane_answer(row, angles, uploads)
    assert answers([row], angles, uploads)[0] == pytest.approx(value, abs=1e-12)
    shifted = parameter_shift(lambda points: answers([row], points, uploads)[:, 0], angles)
    assert np.abs(shifted - slopes).max() < 1e-12


def test_sets_of_angles_and_rows_are_all_paired() -> None:
    draw = np.random.default_rng(0)
    rows, sets = draw.normal(size=(3, 2)), draw.normal(size=(4, angles_of(2)))
    found = answers(rows, sets)
    assert found.shape == (4, 3)
    assert found[2, 1] == pytest.approx(answers(rows[[1]], sets[2])[0], abs=1e-14)
    assert variational_circuit(rows, sets).statevector().shape == (12, 4)


def test_training_finds_a_function_that_the_model_can_say() -> None:
    draw = np.random.default_rng(1)
    rows = draw.uniform(-1, 1, (60, 2))
    model = trained(rows, 0.8 * np.sin(rows[:, 0]), draw, steps=80, batch=60)
    assert model.losses[-5:].mean() < 0.2 * model.losses[:3].mean()
    assert model.circuits == 80 * 60 * (1 + 2 * angles_of(2))
    assert trained(rows, np.zeros(60), np.random.default_rng(3), steps=2).losses.shape == (2,)


def test_bad_input_is_refused_by_name() -> None:
    draw = np.random.default_rng(0)
    with pytest.raises(ValueError, match="angles"):
        answers([[0.1, 0.2]], np.zeros(7))
    for change, words in (({"targets": [1.0]}, "targets"), ({"steps": 0}, "steps"), ({"rate": -1}, "rate")):
        with pytest.raises(ValueError, match=words):
            trained(**{"features": np.ones((3, 2)), "targets": np.zeros(3), "generator": draw, **change})
