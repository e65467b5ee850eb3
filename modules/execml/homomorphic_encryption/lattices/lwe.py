"""Learning with errors: a linear system that small errors hide, at sizes that a laptop can break.

Regev (2005), "On lattices, learning with errors, random linear codes, and cryptography",
doi:10.1145/1060590.1060603. For teaching, not for production.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from execml.course.arrays import array
from execml.course.validation import generator, instance, real, shown, whole
from execml.homomorphic_encryption.lattices.reduction import reduced_basis


@dataclass(frozen=True, eq=False)
class LweSamples:
    """Equations about a secret, each slightly wrong: ``answers = matrix @ secret + errors`` modulo q.

    Attributes:
        matrix: uniform, shape (equations, unknowns).
        answers: shape (equations,).
        modulus: q.
    """

    matrix: NDArray[np.int64]
    answers: NDArray[np.int64]
    modulus: int


def lwe_samples(
    unknowns: int,
    equations: int,
    modulus: int,
    noise: float,
    generator: np.random.Generator,
) -> tuple[LweSamples, NDArray[np.int64]]:
    """Draw equations with errors, and the secret that they hide.

    Args:
        unknowns: length of the secret, whose entries are −1, 0 and 1.
        equations: how many.
        modulus: q, a prime up to 2^20.
        noise: standard deviation of the errors, which are rounded to whole numbers, up to q; 0 for none.
        generator: source of randomness.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> samples, secret = lwe_samples(4, 6, 97, 0.0, np.random.default_rng(0))
    >>> bool((samples.answers == samples.matrix @ secret % 97).all())
    True
    """
    draw = _generator(generator)
    size = (whole("equations", equations, high=10_000), whole("unknowns", unknowns, high=10_000))
    prime = whole("modulus", modulus, low=2, high=1 << 20)
    spread = real("noise", noise, 0, prime, low_open=False, high_open=False)
    matrix, secret = draw.integers(0, prime, size), draw.integers(-1, 2, size[1])
    wrong = np.rint(draw.normal(0, spread, size[0])).astype(np.int64)
    return LweSamples(matrix, (matrix @ secret + wrong) % prime, prime), secret


def _generator(value: np.random.Generator) -> np.random.Generator:
    return generator("generator", value)


def _parts(samples: LweSamples) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Return matrix, answers and modulus, if they are whole numbers that fit each other and a prime."""
    import gmpy2

    modulus = whole("modulus", instance("samples", samples, LweSamples).modulus, low=2, high=1 << 20)
    if not gmpy2.is_prime(modulus):
        raise ValueError(f"modulus={modulus} must be a prime")
    matrix = array("matrix", samples.matrix, ("equations", "unknowns"))
    answers = array("answers", samples.answers, (len(matrix),))
    for name, values in (("matrix", matrix), ("answers", answers)):
        if values.dtype.kind not in "iu":
            raise ValueError(f"{name} of {values.dtype} must hold whole numbers")
    return matrix, answers, modulus


def solve_exactly(samples: LweSamples) -> NDArray[np.int64]:
    """Return what Gaussian elimination makes of the first equations: the secret, if there is no error.

    Args:
        samples: at least as many equations as unknowns, modulo a prime.

    Returns:
        centred residues, shape (unknowns,).

    Raises:
        ValueError: if there are too few equations, or the first are dependent.

    >>> samples, secret = lwe_samples(5, 5, 97, 0.0, np.random.default_rng(1))
    >>> bool((solve_exactly(samples) == secret).all())
    True
    """
    matrix, answers, prime = _parts(samples)
    equations, unknowns = matrix.shape
    if equations < unknowns:
        raise ValueError(
            f"samples={shown(samples)} hold {equations} equations; {unknowns} unknowns need as many"
        )
    rows = np.column_stack([matrix[:unknowns], answers[:unknowns]]).astype(object) % prime
    for column in range(unknowns):
        usable = [row for row in range(column, unknowns) if rows[row, column] % prime]
        if not usable:
            raise ValueError("samples must begin with independent equations")
        rows[[column, usable[0]]] = rows[[usable[0], column]]
        rows[column] = rows[column] * pow(int(rows[column, column]), -1, prime) % prime
        others = np.arange(unknowns) != column
        rows[others] = (rows[others] - np.outer(rows[others, column], rows[column])) % prime
    solution = rows[:, -1].astype(np.int64)
    return np.asarray(solution - prime * (solution > prime // 2))


def break_lwe(samples: LweSamples) -> NDArray[np.int64] | None:
    """Look for the secret with lattice reduction: it lies in an unusually short vector of a lattice.

    The lattice holds (errors, secret, 1) (Kannan's embedding, as in Bai and Galbraith, 2014, ePrint 2013/839,
    section 4). Reduction by LLL finds it while the dimension is small; at a given modulus the time that
    lattice reduction needs to find it grows exponentially with the dimension.

    Args:
        samples: equations with small errors.

    Returns:
        the secret, shape (unknowns,), or ``None`` if no short vector came out.

    Raises:
        ValueError: if samples are none, or have more than 80 rows and columns together.

    >>> samples, secret = lwe_samples(6, 12, 257, 1.0, np.random.default_rng(0))
    >>> bool((break_lwe(samples) == secret).all())
    True
    """
    matrix, answers, prime = _parts(samples)
    equations, unknowns = matrix.shape
    size = equations + unknowns + 1
    if size > 80:
        raise ValueError(
            f"samples={shown(samples)} make a lattice of dimension {size}; at most 80 end in seconds"
        )
    basis = np.zeros((size, size), dtype=object)
    basis[:equations, :equations] = prime * np.eye(equations, dtype=object)
    basis[equations:-1, :equations] = matrix.T
    basis[equations:-1, equations:-1] = np.eye(unknowns, dtype=object)
    basis[-1, :equations], basis[-1, -1] = answers, 1
    for row in reduced_basis(basis):
        if abs(row[-1]) == 1:
            secret = -row[-1] * row[equations:-1]
            if np.abs(secret).max() <= 1:
                return np.asarray(secret.astype(np.int64))
    return None
