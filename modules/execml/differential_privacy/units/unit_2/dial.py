"""A dial for epsilon: the two distributions that it keeps apart, and what an adversary may conclude."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from execml.course.digits import at_most
from execml.course.page.dial import drawn, turnable
from execml.course.page.figures import ACCENT, GREY
from execml.differential_privacy.mechanisms.trade_off import largest_posterior

if TYPE_CHECKING:
    import ipywidgets


def epsilon_dial(start: float = 1.0) -> ipywidgets.VBox:
    """Return a slider for epsilon above the two distributions and what an adversary may conclude.

    Args:
        start: epsilon when the page opens.
    """
    values = sorted({0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0, start})
    return turnable("Privacy parameter ε", values, start, dial_page, "{:g}".format)


def dial_page(epsilon: float) -> str:
    """Return the dial's picture and sentence as HTML, for noise of scale 1 / epsilon on answers one apart.

    Args:
        epsilon: privacy parameter, above 0.

    >>> "2.72" in dial_page(1.0)
    True
    """
    suspicion = largest_posterior([0.01, 0.5], epsilon)
    factor = at_most(math.exp(epsilon), ",.2f")
    curves = "".join(
        f'<polyline points="{_outline(answer, epsilon)}" fill="{colour}" fill-opacity="0.18" '
        f'stroke="{colour}" stroke-width="2.4"/>'
        for answer, colour in ((-0.5, GREY), (0.5, ACCENT))
    )
    return (
        drawn(curves, "Two overlapping distributions, one for each world", 640, 180)
        + f"<p>At <b>ε = {epsilon:.2f}</b> no outcome is more than <b>{factor} times</b> "
        f"likelier in one world. A suspicion of 1% can rise to <b>{percent(suspicion[0])}</b> at most, "
        f"one of 50% to <b>{percent(suspicion[1])}</b>.</p>"
    )


def percent(share: float) -> str:
    """Return the largest share as a percentage that is rounded up, but never to certainty.

    >>> percent(0.9526), percent(0.99995)
    ('95.3%', 'over 99.9%')
    """
    return "over 99.9%" if 0.999 < share < 1 else at_most(share, ".1%")


def _outline(answer: float, epsilon: float) -> str:
    """Return the density of Laplace noise as SVG points, 40 pixels for a unit, its peak at a fixed height."""
    steps = np.linspace(-8, 8, 321)
    heights = np.exp(-epsilon * np.abs(steps - answer))
    return " ".join(
        f"{320 + 40 * step:.1f},{172 - 160 * height:.1f}" for step, height in zip(steps, heights, strict=True)
    )
