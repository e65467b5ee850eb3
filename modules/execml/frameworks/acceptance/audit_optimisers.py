"""Optimisers that share a name: 20 steps by each framework's own code, from the same weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from execml.frameworks.acceptance.discrepancy import Discrepancy, bank_batches, default, gap, shown
from execml.frameworks.networks.perceptron import NumpyMLP, glorot_weights

STEPS = 20
RATE = 2.0**-7  # for rules whose default rate is the same in both; float32 holds it exactly, as Keras needs
Clients = tuple[np.ndarray, np.ndarray]  # features (steps, rows, 30) and labels (steps, rows)
TINY = 1e-30  # an epsilon that still prevents 0 / 0 and changes nothing else


@dataclass(frozen=True)
class Rule:
    """One optimiser in both frameworks.

    Attributes:
        name: the class in both.
        torch_arguments: arguments of PyTorch that stand behind the difference.
        keras_arguments: arguments of Keras that stand behind it.
        align_torch: argument of PyTorch and the argument of Keras whose default it takes.
        align_keras: arguments to give to Keras.
        both: arguments that a user sets in both, under each framework's name.
        torch_class: the class in PyTorch that computes what Keras means, if another.
        tiny_eps: whether both epsilons are made tiny, because they stand in different places.
    """

    name: str
    torch_arguments: tuple[str, ...]
    keras_arguments: tuple[str, ...]
    align_torch: Mapping[str, str] = field(default_factory=dict)
    both: Mapping[str, Any] = field(default_factory=dict)
    torch_class: str = ""
    tiny_eps: bool = True


RULES = (
    Rule("SGD", ("lr",), ("learning_rate",), {"lr": "learning_rate"}, tiny_eps=False),
    Rule(
        "RMSprop",
        ("lr", "alpha", "eps"),
        ("learning_rate", "rho", "epsilon"),
        {"lr": "learning_rate", "alpha": "rho"},
    ),
    Rule(
        "Adagrad",
        ("lr", "initial_accumulator_value", "eps"),
        ("learning_rate", "initial_accumulator_value", "epsilon"),
        {"lr": "learning_rate", "initial_accumulator_value": "initial_accumulator_value"},
    ),
    Rule("Adam", ("eps",), ("epsilon",), {}, {"lr": RATE}),
    Rule(
        "AdamW",
        ("weight_decay", "eps"),
        ("weight_decay", "epsilon"),
        {"weight_decay": "weight_decay"},
        {"lr": RATE},
    ),
    Rule(
        "Adam, weight_decay=0.01",
        ("decoupled_weight_decay",),
        (),
        {},
        {"lr": RATE, "weight_decay": 0.01},
        torch_class="AdamW",
    ),
)


def optimiser_discrepancies() -> list[Discrepancy]:
    """Return one discrepancy for each rule."""
    clients = bank_batches(STEPS)
    return [_discrepancy(rule, clients) for rule in RULES]


def _discrepancy(rule: Rule, clients: Clients) -> Discrepancy:
    import keras
    import torch

    name = rule.name.partition(",")[0]
    theirs, ours = getattr(keras.optimizers, name), getattr(torch.optim, name)
    aligned_class = getattr(torch.optim, rule.torch_class or name)
    torch_aligned = {mine: default(theirs, other) for mine, other in rule.align_torch.items()}
    keras_aligned: dict[str, Any] = {}
    if rule.tiny_eps:
        torch_aligned["eps"] = keras_aligned["epsilon"] = TINY
    rates = {"learning_rate" if key == "lr" else key: value for key, value in rule.both.items()}
    return Discrepancy(
        "optimiser",
        rule.name,
        shown(ours, *rule.torch_arguments),
        shown(theirs, *rule.keras_arguments) or _decay_in_keras(theirs),
        f"parameters after {STEPS} steps",
        gap(_by_torch(ours, dict(rule.both), clients), _by_keras(theirs, rates, clients)),
        _advice(rule, torch_aligned),
        gap(
            _by_torch(aligned_class, {**rule.both, **torch_aligned}, clients),
            _by_keras(theirs, {**rates, **keras_aligned}, clients),
        ),
    )


def _advice(rule: Rule, torch_aligned: Mapping[str, Any]) -> str:
    """Say which arguments PyTorch, and both, must be given."""
    own = [f"{key}={value:g}" for key, value in torch_aligned.items() if key != "eps"]
    text = ", ".join(([f"PyTorch's {rule.torch_class}"] if rule.torch_class else []) + own)
    shared = f"ε={TINY:g} in both" if rule.tiny_eps else ""
    return "; ".join(part for part in (text, shared) if part)


def _by_torch(rule: Callable[..., Any], arguments: Mapping[str, Any], clients: Clients) -> np.ndarray:
    """Return all parameters after the steps; PyTorch changes the NumPy model's own memory."""
    import torch

    model = _start(clients)
    parameter = torch.from_numpy(model.vector)
    parameter.grad = torch.from_numpy(model.gradient_vector)
    optimiser = rule([parameter], **arguments)
    for batch, wanted in zip(*clients, strict=True):
        model.loss_and_gradients(batch, wanted)
        optimiser.step()
    return model.vector


def _by_keras(rule: Callable[..., Any], arguments: Mapping[str, Any], clients: Clients) -> np.ndarray:
    """Return all parameters after the steps.

    Keras rounds some hyperparameters to float32 even for a float64 variable if they come as Python numbers;
    numbers of NumPy it takes as they are.
    """
    import keras

    model = _start(clients)
    variable = keras.Variable(model.vector, dtype="float64")
    exact = {key: np.float64(value) for key, value in {**_numbers(rule), **arguments}.items()}
    optimiser = rule(**exact)
    for batch, wanted in zip(*clients, strict=True):
        model.loss_and_gradients(batch, wanted)
        optimiser.apply([keras.ops.convert_to_tensor(model.gradient_vector)], [variable])
        model.vector[...] = keras.ops.convert_to_numpy(variable)
    return model.vector


def _decay_in_keras(rule: Callable[..., Any]) -> str:
    """Make a step without a gradient, and see whether weight decay only shrinks the weight."""
    import keras

    variable = keras.Variable(np.ones(1), dtype="float64")
    optimiser = rule(learning_rate=RATE, weight_decay=0.5)
    optimiser.apply([keras.ops.convert_to_tensor(np.zeros(1))], [variable])
    left = keras.ops.convert_to_numpy(variable).item()
    return "always decoupled" if abs(left - (1 - RATE * 0.5)) < 1e-6 else "added to the gradient"


def _numbers(rule: Callable[..., Any]) -> dict[str, float]:
    """Return the numeric defaults of a Keras optimiser's own arguments."""
    names = (
        "learning_rate",
        "rho",
        "beta_1",
        "beta_2",
        "epsilon",
        "initial_accumulator_value",
        "weight_decay",
    )
    found = {}
    for name in names:
        try:
            value = default(rule, name)
        except ValueError:
            continue
        if isinstance(value, float):
            found[name] = value
    return found


def _start(clients: Clients) -> NumpyMLP:
    sizes = (clients[0].shape[2], 16, 1)
    return NumpyMLP(glorot_weights(sizes, np.random.default_rng(2), "float64"), dtype="float64")
