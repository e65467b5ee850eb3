"""A network's start: the theory of random layers and PyTorch's own draws as oracles."""

import numpy as np
import pytest
from execml.frameworks.training.initialisation import SPREADS, factor_per_layer, signal_sizes


@pytest.mark.parametrize("scheme", tuple(SPREADS))
def test_signals_shrink_by_the_factor_of_theory(scheme: str) -> None:
    generator = np.random.default_rng(1)
    runs = [signal_sizes(np.eye(50), 10, 600, scheme, generator) for _ in range(4)]
    measured = np.mean([(run[-1] / run[0]) ** 0.1 for run in runs])
    assert measured == pytest.approx(factor_per_layer(scheme), rel=0.03)
    with pytest.raises(ValueError, match="scheme"):
        factor_per_layer("zeros")


def test_torch_draws_its_linear_weights_with_the_spread_we_state() -> None:
    import torch

    torch.manual_seed(0)
    weights = torch.nn.Linear(400, 500).weight.detach().numpy()
    assert weights.var() * 400 == pytest.approx(SPREADS["PyTorch's Linear"], rel=0.02)
    assert np.abs(weights).max() <= 1 / np.sqrt(400)
