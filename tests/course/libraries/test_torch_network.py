"""Our network as a PyTorch module: the forward pass by hand, copies, PyTorch's random numbers left alone."""

import numpy as np
import pytest
import torch
from execml.course.libraries.torch_network import torch_network


def weights(dtype: str = "float64") -> list[np.ndarray]:
    draw = np.random.default_rng(0)
    return [draw.normal(size=shape).astype(dtype) for shape in ((4, 3), (3,), (3, 2), (2,))]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_it_computes_what_the_weights_say_in_their_type(dtype: str) -> None:
    kernel, bias, last, offset = weights(dtype)
    features = np.random.default_rng(1).normal(size=(5, 4)).astype(dtype)
    found = torch_network([kernel, bias, last, offset])(torch.from_numpy(features)).detach().numpy()
    expected = np.maximum(features @ kernel + bias, 0) @ last + offset
    assert found.dtype == dtype
    np.testing.assert_allclose(found, expected, rtol=1e-5 if dtype == "float32" else 1e-13)


def test_kernels_and_biases_may_be_parts_of_one_array() -> None:
    stacked = np.arange(12, dtype=np.float32).reshape(4, 3)  # a kernel of three inputs above its bias
    layer = torch_network([stacked[:-1], stacked[-1]])[0]
    np.testing.assert_array_equal(layer.weight.detach().numpy(), stacked[:-1].T)
    np.testing.assert_array_equal(layer.bias.detach().numpy(), stacked[-1])


def test_it_holds_copies() -> None:
    given = weights()
    network = torch_network(given)
    before = [part.copy() for part in given]
    for parameter in network.parameters():
        parameter.data.fill_(7)
    assert all(np.array_equal(part, was) for part, was in zip(given, before, strict=True))


def test_a_kernel_without_its_bias_is_refused() -> None:
    with pytest.raises(ValueError, match="weights has 3 arrays"):
        torch_network(weights()[:-1])


def test_building_one_uses_up_no_random_number_of_pytorch() -> None:
    before = torch.random.get_rng_state()
    torch_network(weights())
    assert torch.equal(before, torch.random.get_rng_state())


@pytest.mark.parametrize(
    "weights", [[], None, [np.ones((2, 1)), np.ones(2)], [np.full((2, 1), np.nan), np.ones(1)]]
)
def test_what_is_no_network_is_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        torch_network(weights)
