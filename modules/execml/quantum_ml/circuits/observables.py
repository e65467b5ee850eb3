"""Observables: weighted words of I, X, Y and Z, and their exact mean in a state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from execml.course.validation import finite, shown
from execml.quantum_ml.circuits.gates import gate_named
from execml.quantum_ml.circuits.statevectors import apply_rows


def pauli_words(observable: Any, n_qubits: int) -> dict[str, float]:
    """Return an observable as words with weights.

    Args:
        observable: a word such as ``"ZI"``, or a mapping of words to weights.
        n_qubits: letters that each word must have.

    Raises:
        ValueError: if a word has another length or letter, or a weight is not finite.

    >>> pauli_words("ZI", 2)
    {'ZI': 1.0}
    """
    words = {observable: 1.0} if isinstance(observable, str) else observable
    if not isinstance(words, Mapping) or not words:
        raise ValueError(
            f"observable={shown(observable)} must be a word of I, X, Y, Z, or words with weights"
        )
    for word in words:
        if not isinstance(word, str) or len(word) != n_qubits or set(word) - set("IXYZ"):
            raise ValueError(
                f"observable={shown(word)} must be {n_qubits} letters of I, X, Y, Z, one a qubit"
            )
    return {word: finite(f"observable[{word!r}]", weight) for word, weight in words.items()}


def expectation_of(states: np.ndarray, n_qubits: int, observable: Any) -> np.ndarray:
    """Return the mean of an observable in each state.

    Args:
        states: amplitudes, shape (batch, 2^n).
        n_qubits: n.
        observable: as for :func:`pauli_words`.

    Returns:
        shape (batch,).
    """
    total = np.zeros(len(states))
    for word, weight in pauli_words(observable, n_qubits).items():
        changed = states.copy()
        for qubit, letter in enumerate(word):
            if letter != "I":
                apply_rows(changed, n_qubits, (qubit,), 0, gate_named(letter).rows(None, None))
        total += weight * (states.conj() * changed).sum(axis=1).real
    return total
