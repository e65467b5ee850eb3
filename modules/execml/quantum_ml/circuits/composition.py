"""A circuit: gates appended one after another, then the state, samples, and expectations of observables."""

from __future__ import annotations

import cmath
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

import numpy as np

from execml.course.arrays import array
from execml.course.validation import finite, shown, whole
from execml.course.validation import generator as generator_checked
from execml.quantum_ml.circuits.gates import Gate, gate_named
from execml.quantum_ml.circuits.observables import expectation_of
from execml.quantum_ml.circuits.statevectors import apply_rows, checked_qubits, drawn_bits

Step = tuple[Gate, tuple[int, ...], Any]


class Circuit:
    """Gates on qubits that begin as 0, simulated exactly.

    Where a gate gets an array of angles, the circuit is a batch of circuits, one for each angle, and all
    results have the batch axis first.

    Args:
        n_qubits: 1 or more; qubit 0 is the most significant bit of a basis state.
        state: amplitudes to begin with, shape (2^n,); all qubits 0 if not given.

    Raises:
        ValueError: if the amplitudes would not fit into memory, or the state is not of length 1.

    >>> bell = Circuit(2).append("Hadamard", 0).append("CNOT", (0, 1))
    >>> bell.statevector().real.round(4).tolist()
    [0.7071, 0.0, 0.0, 0.7071]
    """

    def __init__(self, n_qubits: int, state: Any = None) -> None:
        """Check the size before anything is allocated."""
        self.n_qubits = checked_qubits(n_qubits)
        self.batch: int | None = None
        self.steps: list[Step] = []
        self._first = None if state is None else _normalised(state, self.n_qubits)

    def append(self, gate: str, qubits: int | Sequence[int], parameters: Any = None) -> Self:
        """Append a gate, and return the circuit.

        Args:
            gate: PennyLane's name, such as ``"RX"`` or ``"CNOT"``.
            qubits: which it acts on, controls first; one number for a gate on one qubit.
            parameters: the angle in radians where the gate has one, or an angle for each circuit of the
                batch, shape (batch,).

        Raises:
            ValueError: if the gate is unknown, a qubit out of range or named twice, or the angle does not
                fit.
        """
        found = gate_named(gate)
        wires = self._wires(found, qubits)
        if not found.turns:
            if parameters is not None and (not isinstance(parameters, Sequence) or len(parameters)):
                raise ValueError(
                    f"parameters={shown(parameters)} must be left out: {found.name} has no angle"
                )
            self.steps.append((found, wires, None))
            return self
        self.steps.append((found, wires, self._angle(found, parameters)))
        return self

    def statevector(self) -> np.ndarray:
        """Return the amplitudes, shape (2^n,), or (batch, 2^n) for a batch."""
        states = self._run()
        return states if self.batch is not None else states[0]

    def probabilities(self) -> np.ndarray:
        """Return how likely each basis state is when all qubits are read, shape as that of the amplitudes."""
        amplitudes = self.statevector()
        return amplitudes.real**2 + amplitudes.imag**2

    def sample(self, shots: int, generator: np.random.Generator) -> np.ndarray:
        """Read all qubits again and again, each time on a fresh state.

        Args:
            shots: how often.
            generator: source of randomness.

        Returns:
            bits, shape (shots, n), or (batch, shots, n) for a batch; qubit 0 comes first.
        """
        whole("shots", shots, high=10**8)
        draw = generator_checked("generator", generator)
        found = drawn_bits(self.probabilities().reshape(-1, 2**self.n_qubits), shots, draw)
        return found if self.batch is not None else found[0]

    def expectation(self, observable: str | Mapping[str, float]) -> Any:
        """Return the exact mean of an observable, one number, or shape (batch,).

        Args:
            observable: a letter of I, X, Y, Z for each qubit, such as ``"ZI"``, or such words with their
                weights.

        Raises:
            ValueError: if a word has another length or letter.

        >>> Circuit(1).append("RX", 0, 0.3).expectation("Z").round(4).item()
        0.9553
        """
        values = expectation_of(self._run(), self.n_qubits, observable)
        return values if self.batch is not None else values[0]

    def _wires(self, gate: Gate, qubits: Any) -> tuple[int, ...]:
        listed = tuple(qubits) if isinstance(qubits, list | tuple | np.ndarray | range) else (qubits,)
        if len(listed) != gate.qubits:
            raise ValueError(f"qubits={shown(qubits)} must be {gate.qubits} for {gate.name}")
        for qubit in listed:
            if type(qubit) is not int or not 0 <= qubit < self.n_qubits:
                whole("qubits", qubit, 0, self.n_qubits - 1)
        if len(set(listed)) != len(listed):
            raise ValueError(f"qubits={shown(qubits)} must not name a qubit twice")
        return tuple(int(qubit) for qubit in listed)

    def _angle(self, gate: Gate, parameters: Any) -> Any:
        if isinstance(parameters, float):
            return finite("parameters", parameters) if parameters - parameters else parameters
        if parameters is None:
            raise ValueError(f"parameters=None must be an angle: {gate.name} has one")
        if not isinstance(parameters, list | tuple | np.ndarray) or not np.ndim(parameters):
            return finite("parameters", parameters.item() if hasattr(parameters, "item") else parameters)
        angles = array("parameters", parameters, ("batch",)).astype(float)
        if self.batch not in (None, len(angles)):
            raise ValueError(
                f"parameters of shape {angles.shape} must have {self.batch} angles, as those before"
            )
        checked_qubits(self.n_qubits, len(angles))
        self.batch = len(angles)
        return angles

    def _run(self) -> np.ndarray:
        states = np.zeros((self.batch or 1, 2**self.n_qubits), dtype=complex)
        if self._first is None:
            states[:, 0] = 1
        else:
            states[:] = self._first
        for controls, wires, rows in _joined(self.steps):
            apply_rows(states, self.n_qubits, wires, controls, rows)
        return states


def _joined(steps: Sequence[Step]) -> Iterator[tuple[int, tuple[int, ...], Any]]:
    """Yield what is done to the amplitudes; gates in a row on one qubit become one, which saves passes."""
    held: tuple[tuple[int, ...], Any] | None = None
    for gate, wires, angle in steps:
        batch = isinstance(angle, np.ndarray)
        rows = gate.rows(angle, np if batch else cmath)
        alone = len(wires) == 1 and not batch
        if held is not None and (not alone or held[0] != wires):
            yield 0, *held
            held = None
        if not alone:
            yield gate.controls, wires, rows
        elif held is None:
            held = wires, rows
        else:
            held = wires, _product(rows, held[1])
    if held is not None:
        yield 0, *held


def _product(later: Any, earlier: Any) -> Any:
    """Return the rows of two gates on one qubit, one after the other."""
    (a, b), (c, d) = _square(later)
    (e, f), (g, h) = _square(earlier)
    return ((0, a * e + b * g), (1, a * f + b * h)), ((0, c * e + d * g), (1, c * f + d * h))


def _square(rows: Any) -> list[list[complex]]:
    """Return the two rows of a gate on one qubit as numbers."""
    filled: list[list[complex]] = [[0, 0], [0, 0]]
    for place, row in enumerate(rows):
        for source, factor in row:
            filled[place][source] = 1 if factor is None else factor
    return filled


def _normalised(state: Any, n_qubits: int) -> np.ndarray:
    """Return amplitudes to begin with, if they are of length 1 to ten digits."""
    try:
        amplitudes = np.asarray(state, dtype=complex)
    except (TypeError, ValueError):
        raise ValueError(f"state={shown(state)} must be amplitudes of shape ({2**n_qubits},)") from None
    if amplitudes.shape != (2**n_qubits,) or isinstance(state, str):
        raise ValueError(f"state={shown(state)} must be amplitudes of shape ({2**n_qubits},)")
    length = float(np.linalg.norm(amplitudes))
    if not abs(length - 1) < 1e-10:
        raise ValueError(f"state={shown(state)} is of length {length:.6g} and must be of length 1")
    return amplitudes
