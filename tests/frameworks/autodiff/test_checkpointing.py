"""Checkpoints change no gradient, name their inputs, and compute again once."""

import numpy as np
import pytest
from execml.frameworks import (
    Tensor,
    checkpoint,
    deep_loss,
    gradient,
)


@pytest.mark.parametrize("segments", [1, 2, 3, 6])
def test_checkpoints_change_no_gradient(segments: int) -> None:
    draw = np.random.default_rng(1)
    start, kernels = draw.normal(size=(5, 3)), [draw.normal(size=(3, 3)) for _ in range(6)]
    plain, less = (gradient(deep_loss(start, parts))(kernels) for parts in (None, segments))
    for one, other in zip(plain, less, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12)


def test_a_checkpointed_segment_must_name_its_inputs() -> None:
    hidden, x = Tensor([2.0]), Tensor([3.0])
    with pytest.raises(ValueError, match="not among its inputs"):
        checkpoint(lambda x: x * hidden, x)


def test_a_checkpoint_leaves_constants_alone_and_is_computed_again_once() -> None:
    calls, x, y, fixed = [], Tensor([3.0]), Tensor([4.0]), Tensor([5.0], requires_grad=False)

    def segment(x: Tensor, y: Tensor, fixed: Tensor) -> Tensor:
        calls.append(1)
        return x * y * fixed

    checkpoint(segment, x, y, fixed).sum().backward()
    assert (x.grad.tolist(), y.grad.tolist(), fixed.grad, len(calls)) == ([20], [15], None, 2)
