"""The benchmark: answers agree before anything is timed, and 20 qubits fit."""

from execml.quantum_ml.bench import simulation


def test_all_gates_agree_and_rows_state_time_and_check():
    assert simulation.all_gates_gap() < simulation.TOLERANCE
    found = list(simulation.gate_rows({4: 1})) + list(simulation.gram_rows(5, 3, 1, pairwise=False))
    assert [row.other for row in found] == ["lightning.qubit", "default.qubit", "broadcast states"]
    assert all(row.ratio == row.theirs / row.ours > 0 and "differ" in row.check for row in found)


def test_twenty_qubits_stay_within_a_gibibyte():
    (row,) = simulation.memory_rows()
    assert row.ours < simulation.ALLOWED_MIB
