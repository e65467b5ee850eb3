"""A sweep side by side: single runs, and PyTorch on one batch, as oracles."""

from typing import Any

import numpy as np
import pytest
from execml.course import risk_split
from execml.course.libraries.torch_network import torch_network
from execml.frameworks.networks.perceptron import glorot_weights
from execml.frameworks.networks.risk_training import auc_on_test_clients, train_risk_model, validation_loss
from execml.frameworks.networks.sweeps import Copies, compare_rules, rate_sweep
from execml.frameworks.training.optimisers import SGD, Adam, AdamW

RATES = (1e-3, 0.03, 1.0)


@pytest.mark.parametrize(
    ("rule", "settings"),
    [(SGD, {}), (SGD, {"momentum": 0.9}), (Adam, {"weight_decay": 0.1}), (AdamW, {"weight_decay": 0.3})],
)
def test_a_sweep_is_its_single_runs(rule: Any, settings: dict[str, Any]) -> None:
    split, seeds = risk_split(), (3, 8)
    sweep = rate_sweep(split, rule, RATES, seeds, epochs=2, **settings)
    assert sweep.shape == (len(RATES), len(seeds), 2)
    for row, rate in enumerate(RATES[:2]):  # at 1 a rounding may grow into another training
        for column, seed in enumerate(seeds):
            model = train_risk_model(
                split,
                lambda weights: rule(weights, lr=rate, **settings),  # noqa: B023 - used at once
                np.random.default_rng(seed),
                epochs=2,
            )
            alone = validation_loss(model, split), auc_on_test_clients(model, split)
            np.testing.assert_allclose(sweep[row, column], alone, rtol=1e-7)
    assert len(set(sweep[:, 0, 0].tolist())) == len(RATES)


def test_each_copys_gradient_is_that_of_torch() -> None:
    import torch

    draw = np.random.default_rng(2)
    copies = Copies(glorot_weights((5, 7, 1), draw, "float64"), 3)
    for part in copies.parameters:  # three different networks
        part += 0.1 * draw.normal(size=part.shape)
    features, labels = draw.normal(size=(40, 5)), draw.integers(0, 2, size=40).astype(float)
    for rows in (40, 13, 40):  # another number of rows in between
        found, logits = copies.gradients(features[:rows], labels[:rows]), copies(features[:rows])
        for copy in range(3):
            kernel, bias, last, offset = (part[..., copy, :] for part in copies.parameters)
            network = torch_network([kernel, bias, last[:, None], offset])
            output = network(torch.from_numpy(features[:rows]))
            wanted = torch.from_numpy(labels[:rows, None])
            torch.nn.functional.binary_cross_entropy_with_logits(output, wanted).backward()
            theirs = [part.grad.numpy().T for part in network.parameters()]  # type: ignore[union-attr]
            for mine, other in zip(found, theirs, strict=True):
                np.testing.assert_allclose(mine[..., copy, :].ravel(), other.ravel(), atol=1e-14)
            np.testing.assert_allclose(logits[:, copy], output.detach().numpy()[:, 0], atol=1e-13)


def test_the_validation_clients_choose_the_rate() -> None:
    split, rates = risk_split(), (0.01, 0.3)
    chosen, auc = compare_rules(split, {"heavy": (SGD, {"momentum": 0.9})}, rates, (1,))
    sweep = rate_sweep(split, SGD, rates, (1,), momentum=0.9)
    np.testing.assert_array_equal(auc["heavy"], sweep[:, 0, 1])
    assert sweep[chosen["heavy"], 0, 0] == sweep[:, 0, 0].min()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"rates": ()}, "rates"),
        ({"rates": (-0.1,)}, "rates"),
        ({"seeds": ()}, "seeds"),
        ({"epochs": 0}, "epochs"),
    ],
)
def test_bad_arguments_of_a_sweep_are_named(arguments: dict[str, Any], words: str) -> None:
    given = {"rates": (0.1,), "seeds": (1,), "epochs": 1} | arguments
    with pytest.raises(ValueError, match=words):
        rate_sweep(risk_split(), SGD, **given)
