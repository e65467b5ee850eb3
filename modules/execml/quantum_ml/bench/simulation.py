"""Simulating circuits: layers of turns and CNOTs by size, a kernel matrix, and the memory of 20 qubits."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from execml.course.measure.rows import Row
from execml.course.measure.timing import least_processor_time
from execml.course.validation import whole
from execml.quantum_ml.circuits.composition import Circuit
from execml.quantum_ml.circuits.gates import GATES
from execml.quantum_ml.kernels.gram import kernel_matrix
from execml.quantum_ml.libraries.pennylane import (
    pennylane_gram,
    pennylane_pairwise_gram,
    pennylane_runner,
    pennylane_state,
)

SIZES = {4: 7, 8: 7, 12: 5, 16: 2, 20: 1}  # qubits, and how often each is timed
TOLERANCE = 1e-12
ALLOWED_MIB = 1024.0


def all_gates_gap(n_qubits: int = 5) -> float:
    """Return the largest difference of an amplitude from PennyLane's, over all gates offered.

    Args:
        n_qubits: 3 or more.
    """
    whole("n_qubits", n_qubits, 3, 12)
    draw = np.random.default_rng(0)
    circuit = Circuit(n_qubits)
    for qubit in range(n_qubits):
        circuit.append("RY", qubit, float(draw.normal())).append("RZ", qubit, float(draw.normal()))
    for _ in range(3):
        for gate in GATES.values():
            wires = [int(qubit) for qubit in draw.permutation(n_qubits)[: gate.qubits]]
            circuit.append(gate.name, wires, float(draw.normal()) if gate.turns else None)
    return float(np.abs(circuit.statevector() - pennylane_state(circuit)).max())


def gate_rows(sizes: dict[int, int] | None = None) -> Iterator[Row]:
    """Time building and running layers of RY, RZ and CNOT, against both of PennyLane's simulators.

    Args:
        sizes: numbers of qubits, and how often each is timed.

    Raises:
        AssertionError: if an amplitude differs by more than 1e-12.
    """
    gap = all_gates_gap()
    assert gap < TOLERANCE, gap
    for n_qubits, repeats in (sizes or SIZES).items():
        circuit = layers(n_qubits)
        ours = partial(_rebuilt_state, circuit)
        for device in ("lightning.qubit", "default.qubit"):
            theirs = pennylane_runner(circuit, device)
            difference = float(np.abs(ours() - np.asarray(theirs())).max())
            assert difference < TOLERANCE, (n_qubits, device, difference)
            spent = [
                (least_processor_time(ours, 3)[1], least_processor_time(theirs)[1]) for _ in range(repeats)
            ]
            per_gate = [1_000 * min(column) / len(circuit.steps) for column in zip(*spent, strict=True)]
            mine, other = per_gate
            yield Row(f"{n_qubits} qubits", device, mine, other, f"amplitudes differ by {difference:.0e}")


def gram_rows(points: int = 40, n_qubits: int = 6, repeats: int = 5, pairwise: bool = True) -> Iterator[Row]:
    """Time a kernel matrix against PennyLane used well, and for the record as tutorials use it.

    Args:
        points: rows of the data.
        n_qubits: its columns.
        repeats: turns of ours and of the fast form; the pairwise one runs once.
        pairwise: whether to run it, which takes seconds.

    Raises:
        AssertionError: if an entry differs by more than 1e-12.
    """
    features = np.random.default_rng(0).normal(size=(points, n_qubits))
    ours = partial(kernel_matrix, features)
    tasks = [("broadcast states", partial(pennylane_gram, features), repeats)]
    if pairwise:
        tasks += [("one circuit a pair", partial(pennylane_pairwise_gram, features), 1)]
    for name, theirs, turns in tasks:
        difference = float(np.abs(ours() - theirs()).max())
        assert difference < TOLERANCE, (name, difference)
        spent = [(least_processor_time(ours, 3)[1], least_processor_time(theirs)[1]) for _ in range(turns)]
        mine, other = (min(column) for column in zip(*spent, strict=True))
        yield Row(f"kernel of {points} points", name, mine, other, f"entries differ by {difference:.0e}")


def memory_rows(n_qubits: int = 20) -> Iterator[Row]:
    """Measure what a layer on 20 qubits allocates at most, beside the 1 GiB that it may take."""
    import tracemalloc

    circuit = layers(n_qubits, depth=1)
    tracemalloc.start()
    circuit.statevector()
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    yield Row(f"{n_qubits} qubits", "allowed", peak, ALLOWED_MIB, "peak of NumPy's allocations")


def layers(n_qubits: int, depth: int = 2) -> Circuit:
    """Return layers of RY and RZ on all qubits and of CNOTs in a ring, with random angles."""
    draw = np.random.default_rng(n_qubits)
    circuit = Circuit(n_qubits)
    for _ in range(depth):
        for qubit in range(n_qubits):
            circuit.append("RY", qubit, float(draw.normal())).append("RZ", qubit, float(draw.normal()))
        for qubit in range(n_qubits):
            circuit.append("CNOT", (qubit, (qubit + 1) % n_qubits))
    return circuit


def _rebuilt_state(circuit: Circuit) -> np.ndarray:
    """Append all gates anew, as PennyLane's function does at each call, and return the state."""
    fresh = Circuit(circuit.n_qubits)
    for gate, wires, angle in circuit.steps:
        fresh.append(gate.name, wires, angle)
    return fresh.statevector()
