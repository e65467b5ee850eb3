"""What a model may hold so that its encrypted scores are its scores: passing the modulus raises no error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from execml.homomorphic_encryption.approximation.polynomials import checked_interval

if TYPE_CHECKING:
    from execml.homomorphic_encryption.scoring.roles import EncryptedScorer


def resolved(name: str, weights: NDArray[np.float64], scale_bits: int) -> NDArray[np.float64]:
    """Return weights of which none vanishes when it is encoded.

    Args:
        name: what the message calls them.
        weights: of any shape.
        scale_bits: log2 of the scale.

    Raises:
        ValueError: if one is not zero, and nearer to zero than half a step of the scale.

    >>> resolved("weights", np.array([0.0, 1e-6]), 40).tolist()
    [0.0, 1e-06]
    """
    lost = weights[(weights != 0) & (np.abs(weights) * 2.0**scale_bits < 0.5)]
    if lost.size:
        raise ValueError(
            f"{name} hold {lost[0].item()!r}; at scale_bits={scale_bits} a weight must be 0 or at least "
            f"{0.5 ** (scale_bits + 1):.3g} from it"
        )
    return weights


def largest_score(model: EncryptedScorer) -> float:
    """Return what no score exceeds, of either sign, while every feature lies inside the interval.

    Args:
        model: with its interval.
    """
    reach = max(map(abs, checked_interval(model.interval)))
    if model.hidden_weights is None:
        return float(abs(model.intercept) + reach * np.abs(model.weights).sum())
    units = reach * np.abs(model.hidden_weights).sum(axis=1) + np.abs(model.hidden_intercepts)
    return float(abs(model.intercept) + np.abs(model.weights) @ units**2)


def checked_range(model: EncryptedScorer) -> EncryptedScorer:
    """Return a model whose weights are resolved and whose scores stay below the modulus.

    Args:
        model: with the parameters that it is encrypted under.

    Raises:
        ValueError: if a weight vanishes, or a score could pass the modulus and come back as another number.
    """
    resolved("weights", model.weights, model.scale_bits)
    if model.hidden_weights is not None:
        resolved("hidden_weights", model.hidden_weights, model.scale_bits)
    *data, _ = model.prime_bits
    room = sum(data) - 2 * model.scale_bits
    if model.automatic or model.hidden_weights is not None:  # what is rescaled ends at the first prime
        room = min(room, data[0] - model.scale_bits)
    largest, limit = largest_score(model), 2.0 ** (room - 2)  # a bit for the sign, and one to spare
    if largest >= limit:
        raise ValueError(
            f"weights, intercept={model.intercept!r} and interval={model.interval} allow scores up to "
            f"{largest:.4g}; prime_bits={model.prime_bits} and scale_bits={model.scale_bits} hold those "
            f"below {limit:g}"
        )
    return model
