"""The Rényi accountant: moments of the privacy loss, and the two conversions from them to (epsilon, delta)."""

from __future__ import annotations

import math

import numpy as np

from execml.differential_privacy.privacy_loss import Array, Composition


def renyi_divergence(orders: Array, noise_multiplier: float, sample_rate: float) -> Array:
    """Return the Rényi divergence of one step at each order, in nats.

    It is log E_Q[(P/Q)^a] / (a - 1), by Gauss-Legendre quadrature (Mironov, Talwar and Zhang 2019, section 3); the reverse
    divergence is never larger (Theorem 5 there). Without subsampling it is a / (2 s^2) (Mironov 2017, Prop. 7).

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
    width = min(1.2 * noise_multiplier, 0.5 * math.pi * noise_multiplier**2)
    top = float(orders.max()) + reach
    one_step = Composition(noise_multiplier, sample_rate, 1, "remove", 1e-30, math.inf)
    nodes = one_step.nodes_on(np.linspace(-reach, top, math.ceil((top + reach) / width) + 1), 16)
    return nodes.cumulant(orders - 1) / (orders - 1)  # E_Q (P/Q)^a is E_P (P/Q)^(a - 1)


def useful_orders(noise_multiplier: float, sample_rate: float, delta: float) -> Array:
    """Return 160 orders from 1.01 up to where being sampled in full dominates, so that larger ones cannot help.

    For a noise multiplier above about 25 the orders stop at 600 times it, which keeps the quadrature affordable.
    """
    sampled = min(2 * noise_multiplier**2 * math.log(1 / sample_rate), 600 * noise_multiplier)
    return 1 + np.geomspace(0.01, 64 + sampled + noise_multiplier * math.sqrt(-8 * math.log(delta)), 160)


def renyi_epsilon(
    noise_multiplier: float, sample_rate: float, steps: int, delta: float, orders: Array | None = None
) -> float:
    """Return epsilon by today's conversion, the smallest over the orders.

    epsilon = RDP(a) + log((a - 1) / a) - (log delta + log a) / (a - 1): Canonne, Kamath and Steinke (2020), Prop. 12; the
    same as Balle et al. (2020), Theorem 21.

    >>> round(renyi_epsilon(1.1, 256 / 60_000, 14_062, 1e-5), 2)
    2.6
    """
    a = useful_orders(noise_multiplier, sample_rate, delta) if orders is None else orders
    rdp = steps * renyi_divergence(a, noise_multiplier, sample_rate)
    return max(0.0, float((rdp + np.log1p(-1 / a) - (math.log(delta) + np.log(a)) / (a - 1)).min()))


def renyi_epsilon_2017(
    noise_multiplier: float, sample_rate: float, steps: int, delta: float, orders: Array | None = None
) -> float:
    """Return epsilon by the first conversion, RDP(a) + log(1/delta) / (a - 1): Mironov (2017), Prop. 3.

    >>> round(renyi_epsilon_2017(1.1, 256 / 60_000, 14_062, 1e-5), 2)
    3.01
    """
    a = useful_orders(noise_multiplier, sample_rate, delta) if orders is None else orders
    rdp = steps * renyi_divergence(a, noise_multiplier, sample_rate)
    return float((rdp - math.log(delta) / (a - 1)).min())


def renyi_delta(noise_multiplier: float, sample_rate: float, steps: int, epsilon: float) -> float:
    """Return delta by today's conversion, exp((a-1)(RDP - epsilon)) (1 - 1/a)^a / (a - 1), the smallest over the orders."""
    a = useful_orders(noise_multiplier, sample_rate, 1e-30)
    rdp = steps * renyi_divergence(a, noise_multiplier, sample_rate)
    return min(1.0, math.exp(float(((a - 1) * (rdp - epsilon) + a * np.log1p(-1 / a) - np.log(a - 1)).min())))


def renyi_delta_2017(noise_multiplier: float, sample_rate: float, steps: int, epsilon: float) -> float:
    """Return delta by the first conversion, exp((a - 1)(RDP - epsilon)), the smallest over the orders."""
    a = useful_orders(noise_multiplier, sample_rate, 1e-30)
    rdp = steps * renyi_divergence(a, noise_multiplier, sample_rate)
    return min(1.0, math.exp(float(((a - 1) * (rdp - epsilon)).min())))
