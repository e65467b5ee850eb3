"""Delta once more, in forty digits: slow and short; it shares with the fast code little but the formula."""

from __future__ import annotations

import math

from execml.course.validation import at_least_zero, one_of, real, whole
from execml.differential_privacy.accounting.privacy_loss import (
    Composition,
    Direction,
    checked_noise,
    checked_steps,
)


def precise_delta(
    epsilon: float,
    noise_multiplier: float,
    sample_rate: float,
    steps: int,
    direction: Direction = "remove",
    digits: int = 40,
) -> float:
    """Return delta by the contour integral in multiple precision, with trapezoids in both directions.

    The position of the line and the spacing come from the fast code; both are right for any position, and a
    poor spacing would show as disagreement. For sums near a bell curve, where some hundred points of the line
    suffice.

    Args:
        epsilon: the privacy loss allowed.
        noise_multiplier: standard deviation of the noise, in units of the sensitivity.
        sample_rate: probability that a person takes part in a step, in (0, 1).
        steps: number of steps.
        direction: ``"remove"`` or ``"add"``.
        digits: decimal digits of the arithmetic, from 15 to 200.

    Raises:
        ValueError: if an argument lies outside its range, or the integrand has not died out at 600 points.

    >>> round(precise_delta(2.4701406, 1.6, 0.008, 4001) * 1e12, 5)
    1.0
    """
    import mpmath as mp

    at_least_zero("epsilon", epsilon)
    checked_noise(noise_multiplier)
    real("sample_rate", sample_rate, 0, 1)
    checked_steps(steps)
    one_of("direction", direction, ("remove", "add"))
    whole("digits", digits, low=15, high=200)
    tilt, spread = _position(epsilon, noise_multiplier, sample_rate, steps, direction)
    with mp.workdps(digits):
        s, q = mp.mpf(noise_multiplier), mp.mpf(sample_rate)
        step = s / 12
        outputs = [k * step for k in range(-int(16 * s / step), int((2 + 16 * s) / step))]
        loss = [mp.log(1 - q + q * mp.exp((x - 0.5) / s**2)) for x in outputs]
        log_q = [-x * x / (2 * s**2) + mp.log(step / (s * mp.sqrt(2 * mp.pi))) for x in outputs]
        spacing = 2 * mp.pi / max(26 * spread, 90 / tilt)
        total = mp.mpf(0)
        for j in range(600):
            z = mp.mpc(tilt, spacing * j)
            power = 1 + z if direction == "remove" else -z  # E_P exp(z L) is E_Q exp((1 + z) L)
            moment = mp.fsum(mp.exp(power * value + mass) for value, mass in zip(loss, log_q, strict=True))
            value = mp.exp(steps * mp.log(moment) - z * epsilon) / (z * (1 + z))
            total += value.real / (2 if j == 0 else 1)
            if abs(value) < abs(total) * mp.mpf(10) ** -20:
                return float(total * spacing / mp.pi)
    raise ValueError(f"epsilon={epsilon!r}: the integrand has not died out after 600 points")


def _position(
    epsilon: float, noise_multiplier: float, sample_rate: float, steps: int, direction: Direction
) -> tuple[float, float]:
    """Return the position of the line and the standard deviation of the sum of tilted losses."""
    nodes = Composition(noise_multiplier, sample_rate, steps, direction, 1e-12, math.inf).nodes()
    tilt, _ = nodes.tilt_at(steps, epsilon)
    return tilt, math.sqrt(steps) * nodes.tilted(tilt)[0].mean_and_spread()[1]
