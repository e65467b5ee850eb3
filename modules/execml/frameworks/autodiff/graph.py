"""The walk through a computational graph: where it starts, and in which order it meets the nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from execml.frameworks.autodiff import checks
from execml.frameworks.autodiff.elementary import primal

if TYPE_CHECKING:
    from execml.frameworks.autodiff.tensor import Tensor


def start(result: Tensor, cotangent: Any) -> Any:
    """Return the cotangent that a backward pass starts from.

    Raises:
        ValueError: if the result is not one number and no cotangent is given, or one of another shape.
    """
    if cotangent is None:
        if result.data.size != 1:
            advice = "take its sum or mean, or pass a cotangent of that shape instead of None"
            raise ValueError(f"the result has shape {result.shape}, and backward needs one number: {advice}")
        return np.ones_like(primal(result.data))
    checks.of_shape("cotangent", cotangent, result.shape)
    return checks.floating(cotangent, "cotangent")


def topological_order(result: Tensor) -> list[Tensor]:
    """Return all nodes behind a result, operands before what was made of them; no recursion, however deep.

    Raises:
        RuntimeError: if no input requires a gradient, or the graph has been used before.
    """
    if not result.requires_grad:
        raise RuntimeError("no input of this result requires a gradient: make one with Tensor(array)")
    order, seen, stack = [], set(), [(result, False)]
    while stack:
        node, complete = stack.pop()
        if complete:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            if node._edges is None:
                raise RuntimeError("backward has used this graph and let it go: compute the result anew")
            stack.append((node, True))
            stack.extend((operand, False) for operand, _ in node._edges)
    return order
