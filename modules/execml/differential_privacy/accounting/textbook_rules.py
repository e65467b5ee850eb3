"""The textbook rules for several releases: what each costs together, from what each costs alone."""

from __future__ import annotations

import math

from execml.course.validation import positive, real, whole


def basic_composition(epsilon: float, delta: float, count: int) -> tuple[float, float]:
    """Return the epsilon and delta of ``count`` releases that are each (epsilon, delta)-private: both add up.

    A delta of 1 promises nothing; it is the largest that is returned.

    Dwork and Roth (2014), Theorem 3.16. Later releases may depend on the outcome of earlier ones, if epsilon,
    delta and the count are fixed beforehand.

    >>> basic_composition(0.5, 1e-6, 12)
    (6.0, 1.2e-05)
    """
    count = whole("count", count)
    total_delta = real("delta", delta, 0, 1, low_open=False) * count
    return positive("epsilon", epsilon) * count, min(1.0, total_delta)


def advanced_composition(epsilon: float, delta: float, count: int, slack: float) -> tuple[float, float]:
    """Return the epsilon and delta of ``count`` releases by the strong composition theorem.

    epsilon sqrt(2 k log(1/slack)) + k epsilon (e^epsilon - 1), and k delta + slack: Dwork, Rothblum and
    Vadhan (2010); Dwork and Roth (2014), Theorem 3.20. It is not always the smaller bound: for few releases
    or a large epsilon basic composition wins. Where e^epsilon is beyond floating point it returns infinity.

    Args:
        epsilon: of one release, above 0.
        delta: of one release, in [0, 1).
        count: number k of releases.
        slack: the extra delta that is paid for the square root, in (0, 1).

    >>> round(advanced_composition(0.1, 0.0, 365, 1e-5)[0], 2)
    13.01
    """
    epsilon, count = positive("epsilon", epsilon), whole("count", count)
    slack = real("slack", slack, 0, 1)
    total_delta = real("delta", delta, 0, 1, low_open=False) * count + slack
    spread = epsilon * math.sqrt(2 * count * math.log(1 / slack))
    growth = math.expm1(epsilon) if epsilon < 700 else math.inf
    return spread + count * epsilon * growth, min(1.0, total_delta)


def zcdp_epsilon(rho: float, delta: float) -> float:
    """Return the epsilon of rho-zero-concentrated differential privacy, by the conversion of 2020.

    A rho-zCDP mechanism has a Rényi divergence of at most rho a at each order a > 1 (Bun and Steinke 2016,
    Definition 1.1), and each order gives epsilon = rho a + log((a - 1) / a) - (log delta + log a) / (a - 1)
    (Canonne, Kamath and Steinke 2020, Prop. 12); the smallest counts. Rho adds up over releases, and Gaussian
    noise of standard deviation s sensitivities has rho = 1 / (2 s^2): there it is the Rényi accountant.

    >>> round(zcdp_epsilon(12 / (2 * 7.0**2), 1e-5), 3)
    2.141
    """
    from scipy.optimize import minimize_scalar

    rho = positive("rho", rho)
    tail = -math.log(real("delta", delta, 0, 1))

    def bound(log_excess: float) -> float:
        excess = math.exp(log_excess)  # a - 1
        order = rho * (1 + excess) if log_excess < 700 else math.inf
        return order - math.log1p(1 / excess) + (tail - math.log1p(excess)) / excess

    usual = 0.5 * (math.log(tail) - math.log(rho))  # the best order of the conversion of 2016
    found = minimize_scalar(bound, bounds=(usual - 12, usual + 3), method="bounded", options={"xatol": 1e-9})
    return max(0.0, min(float(found.fun), zcdp_epsilon_2016(rho, delta)))


def zcdp_epsilon_2016(rho: float, delta: float) -> float:
    """Return the epsilon of rho-zCDP by its first conversion: rho + 2 sqrt(rho log(1/delta)).

    Bun and Steinke (2016), Prop. 1.3. Published figures often come from it; :func:`zcdp_epsilon` is smaller.

    >>> round(zcdp_epsilon_2016(12 / (2 * 7.0**2), 1e-5), 3)
    2.497
    """
    rho = positive("rho", rho)
    return rho + 2 * math.sqrt(rho * -math.log(real("delta", delta, 0, 1)))


def zcdp_rho(epsilon: float, delta: float) -> float:
    """Return the largest rho whose :func:`zcdp_epsilon` keeps a promise, rounded to the safe side.

    >>> round(zcdp_rho(3, 1e-5), 4)
    0.2242
    """
    from scipy.optimize import brentq

    epsilon, delta = real("epsilon", epsilon, 1e-100, math.inf), real("delta", delta, 0, 1)
    tail = -math.log(delta)
    least = (epsilon / (math.sqrt(tail + epsilon) + math.sqrt(tail))) ** 2  # by the conversion of 2016

    def surplus(log_rho: float) -> float:
        return zcdp_epsilon(math.exp(log_rho), delta) - epsilon

    low = high = math.log(least) - 1e-9
    while surplus(high) < 0:
        high += 1
    return math.exp(float(brentq(surplus, low, high, xtol=1e-10))) * (1 - 1e-9) if high > low else least


def sampled_epsilon(epsilon: float, sample_rate: float) -> float:
    """Return the epsilon of an epsilon-private step on a Poisson sample: log(1 + q (e^epsilon - 1)).

    For one person added or removed and delta = 0 (Li, Qardaji and Su 2012; Balle, Barthe and Gaboardi 2018).

    >>> round(sampled_epsilon(1.0, 0.01), 4)
    0.017
    """
    sample_rate = real("sample_rate", sample_rate, 0, 1, high_open=False)
    if positive("epsilon", epsilon) < 700:
        return math.log1p(sample_rate * math.expm1(epsilon))
    sampled = epsilon + math.log(sample_rate)  # e^epsilon is near the end of floating point, or beyond
    return sampled + math.log1p((1 - sample_rate) * math.exp(-sampled)) if sampled > -700 else 0.0


def shuffled_epsilon_at_least(noise_multiplier: float, batches: int, delta: float) -> float:
    """Return an epsilon that one epoch over shuffled batches is proven to exceed or equal.

    One client's clipped gradient is +1, or is replaced by an empty record; everybody else's is -1. In each
    world one batch of equal size stands out, by 2 or by 1 above the others. An attacker says "used" if the
    largest noisy batch sum, counted from -batch size, is above a threshold C. That happens with probability 1
    - Phi((C - m)/s) Phi(C/s)^(T - 1), m being 2 or 1, and any test bounds epsilon from below: delta >=
    P(used) - e^epsilon P(used in the other world). Chua, Ghazi, Kamath, Kumar, Manurangsi, Sinha and Zhang
    (2024), arXiv 2403.17673, bound it by such thresholds. Under Poisson sampling an empty record is the same
    as an absent one, so that the result may be set beside the epsilon of Poisson batches.

    Args:
        noise_multiplier: standard deviation of the noise, in units of the clipping norm.
        batches: number T of batches in the epoch.
        delta: the promise's delta, in (0, 1).

    >>> round(shuffled_epsilon_at_least(0.8, 78, 1e-5), 2)
    5.64
    """
    import numpy as np
    from scipy.special import log_ndtr

    s, batches = positive("noise_multiplier", noise_multiplier), whole("batches", batches)
    thresholds = np.linspace(0, 2 + 12 * s, 4001)
    rest = (batches - 1) * log_ndtr(thresholds / s)
    used, other = (-np.expm1(log_ndtr((thresholds - m) / s) + rest) for m in (2, 1))
    excess = used - real("delta", delta, 0, 1)
    resolved = (excess > 0) & (other > 1e-300)
    return max(0.0, float(np.log(excess[resolved] / other[resolved]).max(initial=0.0)))
