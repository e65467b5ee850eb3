"""Initialisers, normalisation layers and activations that share a name and differ."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from execml.frameworks.acceptance.discrepancy import Discrepancy, bank_batches, default, gap, shown

COPIES = 100  # layers whose weights are drawn, so that their spread is known well
INPUTS, OUTPUTS = 30, 64


def initialiser_discrepancies() -> list[Discrepancy]:
    """Compare the spread of the weights that a fresh layer starts from; the seed is set and then restored."""
    import keras
    import torch

    with torch.random.fork_rng():
        torch.manual_seed(0)
        dense = [torch.nn.Linear(INPUTS, OUTPUTS).weight.detach().numpy() for _ in range(COPIES)]
        vectors = torch.nn.Embedding(COPIES * INPUTS, OUTPUTS).weight.detach().numpy()
        aligned = [torch.nn.init.xavier_uniform_(torch.empty(OUTPUTS, INPUTS)).numpy() for _ in range(COPIES)]
        embedding = keras.initializers.get(default(keras.layers.Embedding, "embeddings_initializer"))
        flat = torch.empty(COPIES * INPUTS, OUTPUTS).uniform_(embedding.minval, embedding.maxval).numpy()
    kernels = _keras_spread(default(keras.layers.Dense, "kernel_initializer"), (INPUTS, OUTPUTS), COPIES)
    tables = _keras_spread(
        default(keras.layers.Embedding, "embeddings_initializer"), (COPIES * INPUTS, OUTPUTS)
    )
    return [
        Discrepancy(
            "initialiser",
            f"Linear / Dense, {INPUTS} to {OUTPUTS}",
            _linear_rule(),
            shown(keras.layers.Dense, "kernel_initializer", "bias_initializer"),
            "spread of the weights, relative",
            abs(float(np.std(dense)) / kernels - 1),
            "xavier_uniform_, bias zeros_",
            abs(float(np.std(aligned)) / kernels - 1),
        ),
        Discrepancy(
            "initialiser",
            "Embedding",
            _source_call(torch.nn.Embedding.reset_parameters),
            f"uniform, ±{embedding.maxval:g}",
            "spread of the weights, relative",
            abs(float(np.std(vectors)) / tables - 1),
            f"uniform_(±{embedding.maxval:g})",
            abs(float(np.std(flat)) / tables - 1),
        ),
    ]


def normalisation_discrepancies() -> list[Discrepancy]:
    """Run normalisation layers on the bank's features: 20 batches in training, then one in use."""
    import keras
    import torch

    features, _ = bank_batches(20)
    width = features.shape[2]
    theirs, ours = keras.layers.BatchNormalization, torch.nn.BatchNorm1d
    batch_keras = _keras_normalised(theirs(dtype="float64"), features)
    momentum, epsilon = default(theirs, "momentum"), default(theirs, "epsilon")
    by_name = _torch_normalised(ours(width, dtype=torch.float64), features)
    aligned = _torch_normalised(
        ours(width, eps=epsilon, momentum=1 - momentum, dtype=torch.float64), features
    )
    layer, layer_ours = keras.layers.LayerNormalization, torch.nn.LayerNorm
    layer_keras = _keras_normalised(layer(dtype="float64"), features[:1])
    layer_eps = default(layer, "epsilon")
    layers = [layer_ours(width, dtype=torch.float64), layer_ours(width, eps=layer_eps, dtype=torch.float64)]
    layer_gaps = [gap(_torch_normalised(each, features[:1]), layer_keras) for each in layers]
    return [
        Discrepancy(
            "normalisation",
            "BatchNorm",
            shown(ours, "eps", "momentum"),
            shown(theirs, "epsilon", "momentum"),
            "outputs after 20 batches",
            gap(by_name, batch_keras),
            f"eps={epsilon:g}, momentum={1 - momentum:g}",
            gap(aligned, batch_keras),
        ),
        Discrepancy(
            "normalisation",
            "LayerNorm",
            shown(layer_ours, "eps"),
            shown(layer, "epsilon"),
            "outputs on one batch",
            layer_gaps[0],
            f"eps={layer_eps:g}",
            layer_gaps[1],
        ),
    ]


def activation_discrepancies() -> list[Discrepancy]:
    """Apply activations to the bank's features."""
    import keras
    import torch

    values = bank_batches(1)[0][0]
    tensor = torch.from_numpy(values)
    leaky, slope = torch.nn.LeakyReLU, default(keras.layers.LeakyReLU, "negative_slope")
    rough = "tanh" if default(keras.ops.gelu, "approximate") else "none"  # keras.activations.gelu is exact

    def discrepancy(
        name: str, ours: Any, mine: str, theirs: Any, other: str, fix: dict[str, Any]
    ) -> Discrepancy:
        wanted = keras.ops.convert_to_numpy(theirs(keras.ops.convert_to_tensor(values)))
        gaps = [gap(ours(**arguments)(tensor).numpy(), wanted) for arguments in ({}, fix)]
        advice = ", ".join(f"{key}={value}" for key, value in fix.items())
        return Discrepancy(
            "activation", name, shown(ours, mine), other, "outputs on one batch", gaps[0], advice, gaps[1]
        )

    layer = keras.layers.LeakyReLU(dtype="float64")
    function_slope = default(keras.ops.leaky_relu, "negative_slope")
    return [
        discrepancy(
            "LeakyReLU",
            leaky,
            "negative_slope",
            layer,
            shown(keras.layers.LeakyReLU, "negative_slope"),
            {"negative_slope": slope},
        ),
        discrepancy(
            "LeakyReLU / keras.ops.leaky_relu",
            leaky,
            "negative_slope",
            keras.ops.leaky_relu,
            shown(keras.ops.leaky_relu, "negative_slope"),
            {"negative_slope": function_slope},
        ),
        discrepancy(
            "GELU / keras.ops.gelu",
            torch.nn.GELU,
            "approximate",
            keras.ops.gelu,
            shown(keras.ops.gelu, "approximate"),
            {"approximate": rough},
        ),
    ]


def _keras_spread(initialiser: str, shape: tuple[int, int], copies: int = 1) -> float:
    """Return the standard deviation of weights that an initialiser draws, with fixed seeds."""
    import keras

    rule = type(keras.initializers.get(initialiser))
    drawn = [keras.ops.convert_to_numpy(rule(seed=seed)(shape)) for seed in range(copies)]
    return float(np.std(drawn))


def _linear_rule() -> str:
    """Return how PyTorch's ``Linear`` draws its weights and biases, read from its source."""
    import torch

    source = inspect.getsource(torch.nn.Linear.reset_parameters)
    weight = re.search(r"init\.(\w+)\(self\.weight,?\s*(.*)\)", source)
    bias = re.search(r"init\.(\w+)\(self\.bias", source)
    if not weight or not bias:
        raise RuntimeError("PyTorch's Linear initialises itself in another way than this audit can read")
    return f"{weight[1]}({weight[2].replace('math.sqrt(5)', '√5')}), bias {bias[1]}"


def _source_call(method: Callable[..., Any]) -> str:
    """Return the initialiser that a PyTorch layer calls, with its defaults, read from its source."""
    import torch

    found = re.search(r"init\.(\w+)\(self\.weight", inspect.getsource(method))
    if not found:
        raise RuntimeError(
            f"{method.__qualname__} initialises itself in another way than this audit can read"
        )
    rule = getattr(torch.nn.init, found[1])
    return f"{found[1]}({shown(rule, 'mean', 'std')})" if found[1] == "normal_" else found[1]


def _keras_normalised(layer: Any, features: np.ndarray) -> np.ndarray:
    """Show a layer the batches in training, and return its outputs on the first when in use."""
    import keras

    for batch in features:
        layer(batch, training=True)
    return keras.ops.convert_to_numpy(layer(features[0], training=False))


def _torch_normalised(layer: Any, features: np.ndarray) -> np.ndarray:
    """Show a layer the batches in training, and return its outputs on the first when in use."""
    import torch

    with torch.no_grad():
        for batch in features:
            layer(torch.from_numpy(batch))
        return layer.eval()(torch.from_numpy(features[0])).numpy()
