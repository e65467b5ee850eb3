"""Less memory for more arithmetic: forget what a segment computed, and compute it again on the way back.

Source: Chen, Xu, Zhang and Guestrin (2016), "Training deep nets with sublinear memory cost",
arXiv:1604.06174.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from execml.course.arrays import array
from execml.course.validation import function, instance, several, whole
from execml.frameworks.autodiff.tensor import Tensor, _node


def checkpoint(segment: Callable[..., Tensor], *inputs: Tensor) -> Tensor:
    """Compute a segment, remember its inputs only, and compute it again when the derivative passes through.

    Args:
        segment: a function of Tensors that returns one Tensor; whatever it differentiates must be an input.
        inputs: the Tensors that it is called with.

    Raises:
        ValueError: if there is no input, one is no Tensor, or the segment uses a Tensor that requires a
            gradient and is not among them.

    >>> x = Tensor([0.0, 1.0])
    >>> checkpoint(lambda x: x.exp(), x).sum().backward()
    >>> x.grad.round(3)
    array([1.   , 2.718])
    """
    function("segment", segment)
    if not inputs:
        raise ValueError("inputs=() must hold at least one Tensor")
    for place, x in enumerate(inputs):
        instance(f"inputs[{place}]", x, Tensor)
    result = segment(*[Tensor(x.data, requires_grad=False) for x in inputs])
    if result.requires_grad:
        raise ValueError(
            "the segment uses a Tensor that is not among its inputs: pass it to checkpoint as well"
        )
    latest: dict[str, Any] = {}  # one recomputation serves all inputs

    def pullback_to(place: int) -> Callable[[Any], Any]:
        def pullback(d: Any) -> Any:
            if latest.get("d") is not d:
                latest.update(d=d, grads=_again(segment, inputs, d))
            return latest["grads"][place]

        return pullback

    return _node(result.data, *((x, pullback_to(place)) for place, x in enumerate(inputs)))


def _again(segment: Callable[..., Tensor], inputs: tuple[Tensor, ...], d: Any) -> list[Any]:
    """Return the segment's pullbacks of ``d`` to its inputs, from a graph that lives only here."""
    fresh = [Tensor(x.data, requires_grad=x.requires_grad) for x in inputs]
    segment(*fresh).backward(d)
    return [x.data * 0.0 if x.grad is None else x.grad for x in fresh]


def deep_loss(start: Any, segments: int | None = None) -> Callable[[list[Tensor]], Tensor]:
    """Return a loss through as many layers as it is given kernels: the sum of squares of the last state.

    Each layer is ``state + tanh(state @ kernel)``.

    Args:
        start: the first state, an array of shape (clients, units).
        segments: how many equal segments to checkpoint; None keeps everything.

    Raises:
        ValueError: if the start is not finite, the segments do not divide the layers, or a kernel does not
            fit.

    >>> kernels = [Tensor([[0.5]]), Tensor([[-0.5]])]
    >>> [round(deep_loss([[1.0]], segments)(kernels).item(), 4) for segments in (None, 1, 2)]
    [0.7029, 0.7029, 0.7029]
    """

    units = array("start", start, ("clients", "units")).shape[1]
    if segments is not None:
        whole("segments", segments)

    def layers(state: Tensor, *kernels: Tensor) -> Tensor:
        for kernel in kernels:
            state = state + (state @ kernel).tanh()
        return state

    def loss(kernels: list[Tensor]) -> Tensor:
        for place, kernel in enumerate(several("kernels", kernels)):
            if instance(f"kernels[{place}]", kernel, Tensor).shape != (units, units):
                raise ValueError(f"kernels[{place}] of shape {kernel.shape} must have {(units, units)}")
        state = Tensor(start, requires_grad=False)
        if segments is None:
            state = layers(state, *kernels)
        elif len(kernels) % segments:
            raise ValueError(f"segments={segments!r} must divide the number of layers, {len(kernels)}")
        else:
            length = len(kernels) // segments
            for first in range(0, len(kernels), length):
                state = checkpoint(layers, state, *kernels[first : first + length])
        return (state * state).sum()

    return loss
