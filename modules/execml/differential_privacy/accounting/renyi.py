"""The Rényi accountant: moments of the privacy loss, and two conversions from them to (epsilon, delta)."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from execml.differential_privacy.accounting.privacy_loss import Array, Composition


def renyi_divergence(orders: Array, noise_multiplier: float, sample_rate: float) -> Array:
    """Return the Rényi divergence of one step at each order, in nats.

    It is log E_Q[(P/Q)^a] / (a - 1), by Gauss-Legendre quadrature; the reverse divergence is never larger
    (Mironov, Talwar and Zhang 2019). Without subsampling it is a / (2 s^2) (Mironov 2017, Prop.
    7).

    Args:
        orders: orders a > 1, shape (n,).
        noise_multiplier: standard deviation of the noise, in units of the sensitivity.
        sample_rate: probability that a person takes part in a step.

    >>> renyi_divergence(np.array([2.0, 8.0]), 1.0, 1.0).round(6).tolist()
    [1.0, 4.0]
    """
    if sample_rate == 1:
        return orders / (2 * noise_multiplier**2)
    reach = 12 * noise_multiplier
    top = float(orders.max()) + reach
    one_step = Composition(noise_multiplier, sample_rate, 1, "remove", 1e-30, math.inf)
    nodes = one_step.nodes_on(one_step.edges(-reach, top), 16)
    # E_Q (P/Q)^a is E_P (P/Q)^(a - 1); rounding must not make a divergence negative.
    return np.maximum(nodes.cumulant(orders - 1), 0.0) / (orders - 1)


def useful_orders(noise_multiplier: float, sample_rate: float, delta: float) -> Array:
    """Return 80 orders from 1.01 up to where being sampled each time dominates and larger ones don't help.

    For a noise multiplier above about 25 they stop at 600 times it, which keeps the quadrature affordable;
    for one below 1/4, where small orders are best, at 256 times it and not at 64.
    """
    sampled = min(2 * noise_multiplier**2 * math.log(1 / sample_rate), 600 * noise_multiplier)
    top = 64 * min(1.0, 4 * noise_multiplier) + sampled + noise_multiplier * math.sqrt(-8 * math.log(delta))
    return 1 + np.geomspace(0.01, top, 80)


def renyi_epsilon(
    noise_multiplier: float, sample_rate: float, steps: int, delta: float, orders: Array | None = None
) -> float:
    """Return epsilon by today's conversion, the smallest over the orders.

    epsilon = RDP(a) + log((a - 1) / a) - (log delta + log a) / (a - 1): Canonne, Kamath and Steinke (2020),
    Prop. 12; the same as Balle et al. (2020), Theorem 21.

    Args:
        noise_multiplier: standard deviation of the noise, in units of the sensitivity.
        sample_rate: probability that a person takes part in a step.
        steps: number of steps.
        delta: the promise's delta, in (0, 1).
        orders: orders a > 1 to choose from, shape (n,); all useful ones if left out.

    >>> round(renyi_epsilon(1.1, 256 / 60_000, 14_062, 1e-5), 2)
    2.6
    """

    def bound(a: Array, rdp: Array) -> Array:
        return rdp + np.log1p(-1 / a) - (math.log(delta) + np.log(a)) / (a - 1)

    return max(0.0, _smallest(bound, noise_multiplier, sample_rate, steps, delta, orders))


def renyi_epsilon_2017(
    noise_multiplier: float, sample_rate: float, steps: int, delta: float, orders: Array | None = None
) -> float:
    """Return epsilon by the first conversion, RDP(a) + log(1/delta) / (a - 1): Mironov (2017), Prop. 3.

    >>> round(renyi_epsilon_2017(1.1, 256 / 60_000, 14_062, 1e-5), 2)
    3.01
    """

    def bound(a: Array, rdp: Array) -> Array:
        return rdp - math.log(delta) / (a - 1)

    return _smallest(bound, noise_multiplier, sample_rate, steps, delta, orders)


def renyi_delta(noise_multiplier: float, sample_rate: float, steps: int, epsilon: float) -> float:
    """Return delta by today's conversion, the smallest exp((a - 1)(RDP - epsilon)) (1 - 1/a)^a / (a - 1)."""

    def bound(a: Array, rdp: Array) -> Array:
        return (a - 1) * (rdp - epsilon) + a * np.log1p(-1 / a) - np.log(a - 1)

    return min(1.0, math.exp(min(0.0, _smallest(bound, noise_multiplier, sample_rate, steps, 1e-30))))


def renyi_delta_2017(noise_multiplier: float, sample_rate: float, steps: int, epsilon: float) -> float:
    """Return delta by the first conversion, the smallest exp((a - 1)(RDP - epsilon)) over the orders."""

    def bound(a: Array, rdp: Array) -> Array:
        return (a - 1) * (rdp - epsilon)

    return min(1.0, math.exp(min(0.0, _smallest(bound, noise_multiplier, sample_rate, steps, 1e-30))))


def _smallest(
    bound: Callable[[Array, Array], Array],
    noise_multiplier: float,
    sample_rate: float,
    steps: int,
    delta: float,
    orders: Array | None = None,
) -> float:
    """Return the smallest bound over the given orders, or over all: a wide grid, then ever finer ones.

    With sampling, R(a) turns upwards so sharply that the smallest bound may stand at a kink.
    """
    grid = useful_orders(noise_multiplier, sample_rate, delta) if orders is None else orders
    values = bound(grid, steps * renyi_divergence(grid, noise_multiplier, sample_rate))
    for _ in range(3 if orders is None else 0):
        best = int(np.argmin(values))
        grid = np.linspace(grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)], 21)
        values = bound(grid, steps * renyi_divergence(grid, noise_multiplier, sample_rate))
    return float(values.min())
