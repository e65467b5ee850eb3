"""What stands between a returned score and the key: fewer digits, and noise that drowns the noise.

Rounding stops the solution of ``key_recovery``; that proves nothing about a better one. Flooding has a proof,
and a price in bits.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import at_least_zero, positive, whole
from execml.course.validation import generator as checked_generator


def flooded(scores: ArrayLike, deviation: float, generator: np.random.Generator) -> NDArray[np.float64]:
    """Return scores with normal noise, as the client should send them if it must send any.

    Args:
        scores: shape (clients,).
        deviation: standard deviation of the noise.
        generator: source of randomness; NumPy's, which protects nobody.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> flooded([1.0], 0.0, np.random.default_rng(0)).tolist()
    [1.0]
    """
    values = array("scores", scores, ("clients",)).astype(float)
    spread = at_least_zero("deviation", deviation)
    return np.asarray(values + checked_generator("generator", generator).normal(0, 1, values.shape) * spread)


def flooding_bits(statistical_bits: int, decryptions: int) -> float:
    """Return by how many bits flooding noise must exceed the errors that are in a ciphertext.

    Its standard deviation σ is √(12 τ) · 2^(κ/2) times the errors' length d, for τ decryptions and κ bits.
    Normal noise around the scores with their errors and around the scores without differs by the divergence
    d² / (2 σ²), so τ releases differ by at most 2^(−κ) / 24. Li, Micciancio, Schultz and Sorrell (2022),
    "Securing approximate homomorphic encryption using differential privacy", CRYPTO, ePrint 2022/816, in the
    form of OpenFHE's guide, CKKS_NOISE_FLOODING.md, which leaves out a factor √(2N) of the paper's corollary
    2 as a mistake.

    Args:
        statistical_bits: κ, from 1 to 128.
        decryptions: τ, how many ciphertexts are decrypted and shared under one key.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> round(flooding_bits(60, 2), 1)
    32.3
    """
    bits = whole("statistical_bits", statistical_bits, high=128)
    return bits / 2 + math.log2(12 * whole("decryptions", decryptions, high=1 << 64)) / 2


def flooding_deviation(noise: float, statistical_bits: int, decryptions: int) -> float:
    """Return the standard deviation of the noise that has to be added to each score.

    Args:
        noise: a bound d on the length of a ciphertext's errors, the root of the sum of their squares over all
            slots. One that was measured for one model, scale and ring says nothing about others.
        statistical_bits: κ.
        decryptions: τ.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> round(flooding_deviation(2e-8, 60, 2), 1)
    105.2
    """
    return positive("noise", noise) * 2 ** flooding_bits(statistical_bits, decryptions)
