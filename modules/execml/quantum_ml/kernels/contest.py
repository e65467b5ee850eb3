"""A contest at equal tries: quantum and classical kernels tuned on the same rows by the same rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from execml.course import risk_split
from execml.course.arrays import array
from execml.course.bank.ranking import rank_sum_aucs
from execml.course.validation import one_of, whole
from execml.quantum_ml.kernels.classical import gaussian_kernel
from execml.quantum_ml.kernels.encodings import angle_encoding, zz_encoding
from execml.quantum_ml.kernels.gram import kernel_matrix
from execml.quantum_ml.kernels.ridge import tuned_ridge

DATA = ("digits", "credit")
SCALES = (0.003, 0.01, 0.05, 0.2, 1.0)  # of the rows, each column of deviation 1; 1 spreads them over a turn
PENALTIES = tuple(10.0**power for power in range(-4, 3))
Kernel = Callable[[np.ndarray, np.ndarray, float], np.ndarray]

FAMILIES: dict[str, Kernel] = {
    "ZZ circuit": lambda rows, others, scale: kernel_matrix(scale * rows, scale * others, zz_encoding),
    "product circuit": lambda rows, others, scale: kernel_matrix(
        scale * rows, scale * others, angle_encoding
    ),
    "Gaussian": gaussian_kernel,
    "straight line": lambda rows, others, scale: scale**2 * rows @ others.T,
}
LINE = "straight line"
PROPOSED, ALL = "ZZ circuit as proposed", "Gaussian, all columns"


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows to train on and rows to test on, and their labels 0 and 1."""

    train: np.ndarray
    labels: np.ndarray
    test: np.ndarray
    test_labels: np.ndarray


def drawn(data: str, seed: int, rows: int = 200, tested: int = 1_000) -> Rows:
    """Return rows drawn without replacement.

    Args:
        data: ``"digits"``, threes against eights (label 1) of scikit-learn's digits, 357 pictures of 64
            numbers, of which the rest are tested; or ``"credit"``, from the bank's two sides of the split.
        seed: of the draw.
        rows: to train on, at most 300.
        tested: clients to test on, at most 10,000.

    >>> drawn("digits", 0).test.shape
    (157, 64)
    """
    one_of("data", data, DATA)
    whole("rows", rows, high=300)
    draw = np.random.default_rng(whole("seed", seed, low=0))
    if data == "digits":
        from sklearn.datasets import load_digits

        pictures, names = load_digits(return_X_y=True)
        chosen = np.flatnonzero((names == 3) | (names == 8))[draw.permutation(357)]
        first, rest = chosen[:rows], chosen[rows:]
        return Rows(pictures[first], names[first] == 8, pictures[rest], names[rest] == 8)
    split = risk_split()
    first = draw.permutation(len(split.train_labels))[:rows]
    rest = draw.permutation(len(split.test_labels))[: whole("tested", tested, high=10_000)]
    return Rows(
        split.train_features[first].astype(float),
        split.train_labels[first],
        split.test_features[rest].astype(float),
        split.test_labels[rest],
    )


def components(train: Any, test: Any, count: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Return the leading principal components, found on the training rows, each of deviation 1.

    The largest weight of an axis is positive. What lies more than three deviations out is moved to three.

    Args:
        train: shape (rows, columns).
        test: shape (test rows, columns).
        count: of components; if not given, the columns themselves are scaled.

    Returns:
        shapes (rows, count) and (test rows, count).
    """
    rows, others = array("train", train, ("rows", "columns")), array("test", test, ("rows", "columns"))
    first, rest = rows - rows.mean(axis=0), others - rows.mean(axis=0)
    if count is not None:
        axes = np.linalg.svd(first, full_matrices=False)[2][: whole("count", count, high=min(rows.shape))]
        largest = np.abs(axes).argmax(axis=1)[:, None]
        axes *= np.sign(np.take_along_axis(axes, largest, axis=1))  # an axis has no sign; a circuit sees one
        first, rest = first @ axes.T, rest @ axes.T
    spread = first.std(axis=0)
    spread[spread < 1e-9] = 1
    return np.clip(first / spread, -3, 3), np.clip(rest / spread, -3, 3)


def contest(rows: Rows, qubits: int = 4, scales: tuple[float, ...] = SCALES) -> dict[str, float]:
    """Tune each kernel on the training rows, and return the AUC of each on the test rows.

    Each circuit, and each Gaussian, gets as many tries: all of ``scales`` with all of :data:`PENALTIES`,
    chosen by :func:`~execml.quantum_ml.kernels.ridge.tuned_ridge`. A straight line gets the penalties alone,
    since another scale would only be another penalty. The ZZ circuit stands there once more with its rows
    spread over a full turn, as its authors have them, and the penalty tuned.

    Args:
        rows: from :func:`drawn`.
        qubits: components that all but the last family see, at most 10.
        scales: of the rows, ascending; the last is the one as proposed.

    Returns:
        the AUC by name, and as ``"… scale"`` the scale that was chosen.
    """
    train, test = components(rows.train, rows.test, whole("qubits", qubits, high=10))
    found: dict[str, float] = {}
    for name, kernel in FAMILIES.items():
        _enter(found, name, kernel, rows, train, test, scales if name != LINE else scales[-1:])
    _enter(found, PROPOSED, FAMILIES["ZZ circuit"], rows, train, test, scales[-1:])
    every, others = components(rows.train, rows.test)
    _enter(found, ALL, gaussian_kernel, rows, every, others, scales)
    return found


def _enter(
    found: dict[str, float],
    name: str,
    kernel: Kernel,
    rows: Rows,
    train: np.ndarray,
    test: np.ndarray,
    scales: tuple[float, ...],
) -> None:
    """Tune one family, and note its AUC and its scale."""
    best = tuned_ridge([kernel(train, train, scale) for scale in scales], rows.labels, PENALTIES)
    scale = scales[best.place]
    scores = best.scores(kernel(test, train, scale))
    found[name] = float(rank_sum_aucs(scores[:, None], rows.test_labels.astype(int))[0])
    found[f"{name} scale"] = scale
