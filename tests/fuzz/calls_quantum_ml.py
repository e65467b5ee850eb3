"""Calls of the public names of ``quantum_ml``."""

from __future__ import annotations

from typing import Any

import execml.quantum_ml as qm
import numpy as np

from .harness import Call


def draw(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def appended(gate: Any, qubits: Any, parameters: Any) -> Any:
    return qm.Circuit(2).append(gate, qubits, parameters).statevector()


def sampled(shots: Any, generator: Any) -> Any:
    return qm.Circuit(2).append("H", 0).sample(shots, generator)


def expected(observable: Any) -> Any:
    return qm.Circuit(2).append("H", 0).expectation(observable)


def listed(name: Any, algorithm: Any, secret_years: Any, migration_years: Any) -> Any:
    """An asset is checked when the inventory is made."""
    return qm.cryptographic_inventory([qm.Asset(name, algorithm, secret_years, migration_years)])


def proposed(**entries: Any) -> Any:
    """A proposal is checked as it is made, and screened."""
    return qm.screen_proposal(qm.Proposal(**entries)).verdict


PROPOSAL = {
    "name": "search", "exponent": 2.0, "calls": 1e4, "operations": 10.0, "clock": 1e5, "loading_bits": 1e6,
    "logical_qubits": 100, "distance": 27, "rival_rate": 1e6, "best_seconds": 1e9,
}  # fmt: skip
# An entry may be left empty, a name may be any text, and a gain may be called exponential.
ALLOWED = {entry: ("None",) for entry in PROPOSAL} | {"name": ("text",), "exponent": ("None", "inf")}
KERNEL = np.array([[1.0, 0.2], [0.2, 1.0]])
ROWS = np.array([[0.1, 0.2], [0.3, 0.4]])

CALLS: dict[str, Call] = {
    "Asset": Call(listed, lambda: {
        "name": "archive", "algorithm": "RSA-2048", "secret_years": 10.0, "migration_years": 3.0,
    }, {"name": ("text",)}),
    "Circuit": Call(qm.Circuit, lambda: {"n_qubits": 2, "state": None}),
    "Circuit.append": Call(appended, lambda: {"gate": "RX", "qubits": 1, "parameters": 0.3},
        {"parameters": ("-1",)}),
    "Circuit.expectation": Call(expected, lambda: {"observable": "ZI"}),
    "Circuit.sample": Call(sampled, lambda: {"shots": 3, "generator": draw()}),
    "Proposal": Call(proposed, lambda: dict(PROPOSAL), ALLOWED),
    "angle_encoding": Call(qm.angle_encoding, lambda: {"features": ROWS}),
    "crossover_time": Call(qm.crossover_time, lambda: {
        "classical_rate": 1e14, "quantum_rate": 1e4, "exponent": 2.0, "operations_per_call": 1.0,
    }),
    "cryptographic_inventory": Call(qm.cryptographic_inventory, lambda: {
        "assets": [qm.Asset("archive", "RSA-2048", 10, 3)], "years_left": 10.0,
    }),
    "gate_matrix": Call(qm.gate_matrix, lambda: {"gate": "RX", "angle": 0.3}, {"angle": ("-1",)}),
    "geometric_difference": Call(qm.geometric_difference, lambda: {
        "classical_kernel": KERNEL.copy(), "quantum_kernel": KERNEL.copy(), "regularisation": 0.1,
    }),
    "grover_best": Call(qm.grover_best, lambda: {"n_items": 64, "n_marked": 1}),
    "grover_state": Call(qm.grover_state, lambda: {"n_items": 8, "marked": [5], "iterations": 2}),
    "grover_success": Call(qm.grover_success, lambda: {"n_items": 64, "n_marked": 1, "iterations": 6}),
    "kernel_matrix": Call(qm.kernel_matrix, lambda: {
        "features": ROWS, "others": ROWS[:1], "encoding": qm.angle_encoding,
    }),
    "loading_time": Call(qm.loading_time, lambda: {
        "values": 1e6, "bits_per_value": 16.0, "bits_per_second": 1e9,
    }),
    "mosca_margin": Call(qm.mosca_margin, lambda: {
        "secret_years": 10.0, "migration_years": 3.0, "years_left": 12.0,
    }),
    "operations_within": Call(qm.operations_within, lambda: {
        "seconds": 1e6, "classical_rate": 1e14, "quantum_rate": 1e4, "exponent": 2.0,
    }),
    "parameter_shift": Call(qm.parameter_shift, lambda: {
        "function": lambda angles: np.cos(angles).sum(axis=1), "parameters": np.array([0.1, 0.2]),
        "controlled": [1],
    }, {"controlled": ("empty list", "empty array")}),
    "phase_estimation_circuit": Call(qm.phase_estimation_circuit, lambda: {"phase": 0.3, "bits": 3}),
    "phase_estimation_distribution": Call(qm.phase_estimation_distribution, lambda: {
        "phase": 0.3, "bits": 3,
    }),
    "screen_proposal": Call(qm.screen_proposal, lambda: {
        "proposal": qm.Proposal(**PROPOSAL), "patience": 1e6, "physical_error": 1e-3, "failure": 0.1,
    }),
    "shor_attempt": Call(qm.shor_attempt, lambda: {"modulus": 21, "generator": draw()}),
    "shor_factor": Call(qm.shor_factor, lambda: {"modulus": 21, "generator": draw(), "attempts": 100}),
    "surface_code_distance": Call(qm.surface_code_distance, lambda: {
        "logical_qubits": 100, "rounds": 1e6, "physical_error": 1e-3, "failure": 0.1,
    }),
    "surface_code_qubits": Call(qm.surface_code_qubits, lambda: {
        "logical_qubits": 100, "rounds": 1e6, "physical_error": 1e-3, "failure": 0.1,
    }),
    "zz_encoding": Call(qm.zz_encoding, lambda: {"features": ROWS, "layers": 2}),
}  # fmt: skip
NOT_CALLED = {"Attempt": "what shor_attempt returns"}
