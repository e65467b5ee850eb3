"""Noise that is added in shares is there only as far as its shares arrive."""

from __future__ import annotations

import math

from execml.course.validation import positive, whole


def arrived_noise_multiplier(noise_multiplier: float, planned: int, arrived: int) -> float:
    """Return the noise multiplier of a sum of which some shares of noise are missing.

    Each of the planned lenders adds independent Gaussian noise of deviation σ / √planned; variances add,
    so the sum of those that arrive has σ √(arrived / planned). A share is missing if its lender dropped
    out, and just as much if its lender colludes and subtracts what it added. More arrivals than planned
    are more noise.

    Args:
        noise_multiplier: σ over the clipping norm that all planned shares together have, above 0.
        planned: lenders for whom the noise was sized.
        arrived: lenders whose noise is in the sum and unknown to the reader, 1 or more.

    Raises:
        ValueError: if a number lies outside its range; with nobody's noise there is no guarantee at all.

    >>> round(arrived_noise_multiplier(2.0, planned=5, arrived=4), 4)
    1.7889
    """
    whole("planned", planned)
    whole("arrived", arrived)
    return positive("noise_multiplier", noise_multiplier) * math.sqrt(arrived / planned)


def planned_noise_multiplier(noise_multiplier: float, clients: int, guaranteed: int) -> float:
    """Return the multiplier to plan for, so that the guaranteed shares alone carry ``noise_multiplier``.

    Args:
        noise_multiplier: that the promise needs, above 0.
        clients: lenders that add a share.
        guaranteed: shares that are certain to arrive and to stay secret: the threshold of the masks less the
            lenders that may collude, from 1 to ``clients``.

    Raises:
        ValueError: if a number lies outside its range.

    >>> round(planned_noise_multiplier(2.0, clients=5, guaranteed=3), 4)
    2.582
    """
    whole("clients", clients)
    whole("guaranteed", guaranteed, high=clients)
    return positive("noise_multiplier", noise_multiplier) * math.sqrt(clients / guaranteed)
