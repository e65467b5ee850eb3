"""The loss of a loan portfolio by three ordinary rivals of a quantum computer: draws, an integral, a formula.

The model is the one behind the capital rules of banks (Vasicek, 2002, "The distribution of loan portfolio
value"): one common factor, say the economy, pulls all clients at once; given it, they default independently.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from execml.course.arrays import array
from execml.course.validation import generator as checked_generator
from execml.course.validation import real, whole

REVOLVING_RETAIL = 0.04  # the correlation for card portfolios in the Basel framework, CRE31
GRID = np.linspace(-8, 8, 401)  # values of the factor at which the integral is taken


def simulate_losses(
    risks: ArrayLike,
    stakes: ArrayLike,
    samples: int,
    generator: np.random.Generator,
    correlation: float = REVOLVING_RETAIL,
    factors: ArrayLike | None = None,
) -> np.ndarray:
    """Draw the portfolio's loss again and again.

    Args:
        risks: chance of default of each client, shape (clients,), between 0 and 1.
        stakes: money lost if the client defaults, shape (clients,).
        samples: how many losses to draw.
        generator: source of randomness.
        correlation: of the clients' fortunes with each other, in (0, 1).
        factors: values of the common factor, low in bad times, shape (samples,); standard normal draws if
            not given.

    Returns:
        losses in the unit of the stakes, shape (samples,).
    """
    from scipy.special import ndtri

    chances, money, shared = _checked(risks, stakes, correlation)
    draw = checked_generator("generator", generator)
    barriers = ndtri(chances).astype(np.float32)
    losses = np.empty(whole("samples", samples))
    common = None if factors is None else array("factors", factors, (losses.size,))
    for place in range(losses.size):
        factor = draw.standard_normal() if common is None else common[place]
        own = (barriers - math.sqrt(shared) * factor) / math.sqrt(1 - shared)
        losses[place] = money[draw.standard_normal(chances.size, dtype=np.float32) < own].sum()
    return losses


def chance_above(
    losses: ArrayLike, risks: ArrayLike, stakes: ArrayLike, correlation: float = REVOLVING_RETAIL
) -> np.ndarray:
    """Return the chance that the portfolio's loss exceeds each of some losses, by an integral.

    Given the factor the loss is a sum over many independent clients, and is taken as normal with the sum's
    mean and variance. The integral is the trapezoidal rule at 401 values of the factor.

    Args:
        losses: to exceed, shape (m,).
        risks: chance of default of each client, shape (clients,).
        stakes: money lost if the client defaults, shape (clients,).
        correlation: of the clients' fortunes, in (0, 1).
    """
    from scipy.special import ndtr

    wanted = array("losses", losses, ("m",))
    means, deviations, weights = _given_the_factor(*_checked(risks, stakes, correlation))
    return np.asarray(ndtr((means - wanted[:, None]) / deviations) @ weights)


def loss_quantile(
    level: float, risks: ArrayLike, stakes: ArrayLike, correlation: float = REVOLVING_RETAIL
) -> float:
    """Return the loss that is not exceeded with some probability, by the integral of :func:`chance_above`.

    Args:
        level: of the quantile, in (0, 1); banks' capital rules ask for 0.999.
        risks: chance of default of each client, shape (clients,).
        stakes: money lost if the client defaults, shape (clients,).
        correlation: of the clients' fortunes, in (0, 1).

    >>> round(loss_quantile(0.999, [0.05] * 1_000, [1.0] * 1_000))
    151
    """
    from scipy.optimize import brentq
    from scipy.special import ndtr

    wanted = 1 - real("level", level, 0, 1)
    chances, money, shared = _checked(risks, stakes, correlation)
    means, deviations, weights = _given_the_factor(chances, money, shared)

    def excess(loss: float) -> float:
        return float(ndtr((means - loss) / deviations) @ weights) - wanted

    return float(brentq(excess, -money.sum(), 2 * money.sum(), xtol=1e-9 * money.sum()))


def capital_formula(
    level: float, risks: ArrayLike, stakes: ArrayLike, correlation: float = REVOLVING_RETAIL
) -> float:
    """Return the same quantile by the formula of the Basel framework (CRE31), expected loss included.

    It is exact for infinitely many small clients; for a real portfolio it is a little too low.

    >>> round(capital_formula(0.999, [0.05] * 1_000, [1.0] * 1_000))
    147
    """
    from scipy.special import ndtr, ndtri

    quantile = ndtri(real("level", level, 0, 1))
    chances, money, shared = _checked(risks, stakes, correlation)
    bad = ndtr((ndtri(chances) + math.sqrt(shared) * quantile) / math.sqrt(1 - shared))
    return float(money @ bad)


def _given_the_factor(
    chances: np.ndarray, money: np.ndarray, shared: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return mean and standard deviation of the loss at each value of the factor, and the values' weights."""
    from scipy.special import ndtr, ndtri

    given = ndtr((ndtri(chances)[:, None] - math.sqrt(shared) * GRID) / math.sqrt(1 - shared))
    weights = np.exp(-(GRID**2) / 2)
    deviations = np.sqrt((money**2) @ (given * (1 - given)))
    return money @ given, np.maximum(deviations, 1e-12 * money.sum()), weights / weights.sum()


def _checked(risks: ArrayLike, stakes: ArrayLike, correlation: float) -> tuple[np.ndarray, np.ndarray, float]:
    chances, money = array("risks", risks, ("clients",)), array("stakes", stakes, ("clients",))
    if chances.min() <= 0 or chances.max() >= 1:
        raise ValueError("risks must be one number or more, each between 0 and 1")
    if money.shape != chances.shape or money.min() < 0 or money.sum() == 0:
        raise ValueError(f"stakes must be {chances.size} numbers of zero or more, and not all zero")
    return chances, money, real("correlation", correlation, 0, 1)
