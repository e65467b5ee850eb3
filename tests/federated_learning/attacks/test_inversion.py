"""Reading a record out of a gradient that torch computed."""

from __future__ import annotations

import execml.federated_learning as fl
import numpy as np
import pytest


@pytest.mark.parametrize("seed", range(5))
def test_every_active_unit_gives_the_record_of_a_gradient_by_torch(seed):
    import torch

    torch_draw = torch.Generator().manual_seed(seed)
    record = torch.rand(30, generator=torch_draw, dtype=torch.float64)
    network = torch.nn.Sequential(torch.nn.Linear(30, 16), torch.nn.ReLU(), torch.nn.Linear(16, 2)).double()
    loss = torch.nn.functional.cross_entropy(network(record[None]), torch.tensor([1]))
    weight, bias = torch.autograd.grad(loss, list(network[0].parameters()))
    found = fl.invert_gradient(np.vstack([weight.T.numpy(), bias.numpy()[None]]))
    assert len(found) >= 1
    assert np.abs(found - record.numpy()).max() < 1e-10


def test_several_records_yield_a_mean_weighted_by_their_errors():
    records, errors = np.array([[0.0, 1.0], [1.0, 3.0]]), np.array([[0.2], [0.6]])
    gradient = np.vstack([records.T @ errors, errors.sum(axis=0)])
    assert fl.invert_gradient(gradient) == pytest.approx(np.array([[0.75, 2.5]]))


@pytest.mark.parametrize("gradient", [[1.0], [[1.0]], [[np.nan], [1.0]], None])
def test_what_is_no_gradient_is_refused(gradient):
    with pytest.raises(ValueError, match="gradient"):
        fl.invert_gradient(gradient)
