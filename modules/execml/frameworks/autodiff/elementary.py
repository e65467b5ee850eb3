"""How a small change passes through one elementwise operation: the only calculus that autodiff needs.

Each operation that works number by number has one rule per operand. A rule multiplies by the local
derivative, and that serves both directions: forward mode hands it the change of the operand (:mod:`.dual`),
reverse mode the sensitivity of the final result (:mod:`.tensor`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Rule = Callable[..., Any]


def sigmoid(x: Any) -> Any:
    """Return 1 / (1 + exp(-x)) without overflow, and with full relative precision far below zero.

    Args:
        x: an array of floats of any shape, or a :class:`~execml.frameworks.autodiff.dual.Dual`.

    >>> [float(f"{value:.3g}") for value in sigmoid(np.array([-800.0, -40.0, 0.0, 800.0]))]
    [0.0, 4.25e-18, 0.5, 1.0]
    """
    return np.exp(-np.logaddexp(0.0, -x))


def primal(x: Any) -> Any:
    """Return the plain value of an array or of a :class:`~execml.frameworks.autodiff.dual.Dual`."""
    return getattr(x, "value", x)


def _base_of_power(d: Any, y: Any, a: Any, b: Any) -> Any:
    """The derivative b a^(b-1), and 0 where b = 0 even at a = 0, as PyTorch has it."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return d * np.where(primal(b) == 0, 0.0, b * a ** (b - 1))


def _exponent_of_power(d: Any, y: Any, a: Any, b: Any) -> Any:
    """The derivative a^b log a, and 0 where a = 0 and b >= 0, as PyTorch has it."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return d * np.where((primal(a) == 0) & (primal(b) >= 0), 0.0, y * np.log(a))


# operation: one rule per operand, called with d, the result y, and the operands a and b
RULES: dict[Callable[..., Any], tuple[Rule, ...]] = {
    np.add: (lambda d, y, a, b: d, lambda d, y, a, b: d),
    np.subtract: (lambda d, y, a, b: d, lambda d, y, a, b: -d),
    np.multiply: (lambda d, y, a, b: d * b, lambda d, y, a, b: d * a),
    np.divide: (lambda d, y, a, b: d / b, lambda d, y, a, b: -d * y / b),
    np.power: (_base_of_power, _exponent_of_power),
    np.negative: (lambda d, y, a: -d,),
    np.exp: (lambda d, y, a: d * y,),
    np.log: (lambda d, y, a: d / a,),
    np.tanh: (lambda d, y, a: d * (1.0 - y * y),),
    sigmoid: (lambda d, y, a: d * y * (1.0 - y),),
    # log(exp a + exp b), which with a = 0 is softplus; the derivatives are shares of the sum, at infinity too
    np.logaddexp: (lambda d, y, a, b: d * sigmoid(a - b), lambda d, y, a, b: d * sigmoid(b - a)),
    # max(0, x) is relu: a tie goes to the first operand, so the derivative at 0 is 0, as PyTorch has it
    np.maximum: (lambda d, y, a, b: d * (a >= b), lambda d, y, a, b: d * (b > a)),
}
