"""A network's start: the theory of random layers and PyTorch's own draws as oracles."""

import numpy as np
import pytest
from execml.frameworks.training.initialisation import SPREADS, signal_sizes


@pytest.mark.parametrize("scheme", tuple(SPREADS))
def test_signals_shrink_by_the_factor_of_theory(scheme: str) -> None:
    generator = np.random.default_rng(1)
    runs = [signal_sizes(np.eye(50), 10, 600, scheme, generator)[0] for _ in range(4)]
    measured = np.mean([(run[-1] / run[0]) ** 0.1 for run in runs])
    assert measured == pytest.approx(np.sqrt(SPREADS[scheme] / 2), rel=0.03)  # a ReLU keeps half
    with pytest.raises(ValueError, match="scheme"):
        signal_sizes(np.eye(2), 1, 2, "zeros", generator)


def test_torch_draws_its_linear_weights_with_the_spread_we_state() -> None:
    import torch

    torch.manual_seed(0)
    weights = torch.nn.Linear(400, 500).weight.detach().numpy()
    assert weights.var() * 400 == pytest.approx(SPREADS["PyTorch's Linear"], rel=0.02)
    assert np.abs(weights).max() <= 1 / np.sqrt(400)


def test_a_signal_goes_through_torch_s_own_layers_as_through_ours() -> None:
    import torch

    inputs = np.random.default_rng(0).standard_normal((40, 30))
    inputs /= np.sqrt(np.mean(inputs**2))
    theirs = []
    for seed in range(4):
        torch.manual_seed(seed)
        signal = torch.tensor(inputs)
        with torch.no_grad():
            for place in range(12):
                layer = torch.nn.Linear(256 if place else 30, 256, dtype=torch.float64)
                signal = torch.relu(layer(signal))
        theirs.append(
            (float(signal.square().mean().sqrt()), float((signal - signal.mean(0)).square().mean().sqrt()))
        )
    draws = [np.random.default_rng(seed) for seed in range(4)]
    runs = [signal_sizes(inputs, 12, 256, "PyTorch's Linear", draw, biases=True) for draw in draws]
    ours = [(sizes[-1], spreads[-1]) for sizes, spreads in runs]
    np.testing.assert_allclose(np.mean(np.log(ours), axis=0), np.mean(np.log(theirs), axis=0), atol=0.25)


def test_biases_keep_the_size_up_and_tell_nobody_apart() -> None:
    inputs = np.random.default_rng(0).standard_normal((40, 30))
    sizes, spreads = signal_sizes(inputs, 20, 256, "PyTorch's Linear", np.random.default_rng(1), biases=True)
    bare, apart = signal_sizes(inputs, 20, 256, "PyTorch's Linear", np.random.default_rng(1))
    assert sizes[-1] > 0.01 > 1e-6 > bare[-1]
    assert spreads[-1] < 1e-6 and apart[-1] < 1e-6
    assert spreads[0] == pytest.approx(np.sqrt(np.mean((inputs - inputs.mean(0)) ** 2) / np.mean(inputs**2)))
