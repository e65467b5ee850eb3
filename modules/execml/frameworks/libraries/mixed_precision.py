"""What PyTorch keeps in memory to train a network, in 32 bits and under autocast."""

from __future__ import annotations

from dataclasses import dataclass

from execml.course.validation import flag, whole


@dataclass(frozen=True)
class Memory:
    """What is kept to train a network.

    Attributes:
        weights: how many numbers are trained.
        for_weights: bytes of weights, gradients and Adam's two averages, after a step.
        for_activations: bytes of what the forward pass keeps for the backward pass, weights left out.
    """

    weights: int
    for_weights: int
    for_activations: int


def memory_of_training(width: int, depth: int, rows: int, autocast: bool = False) -> Memory:
    """Make one step of Adam and add up what PyTorch has kept for it.

    Args:
        width: units of every layer.
        depth: how many layers.
        rows: of the batch.
        autocast: whether the forward pass runs under ``torch.autocast`` in bfloat16, or in float32.

    Raises:
        ValueError: if a size is not a whole number of at least 1.

    >>> found = memory_of_training(16, 2, 8)
    >>> found.for_weights / found.weights
    16.0
    """
    import torch

    whole("width", width)
    layers = [torch.nn.Linear(width, width) for _ in range(whole("depth", depth))]
    parts = [part for layer in layers for part in (layer, torch.nn.ReLU())]
    model = torch.nn.Sequential(*parts)
    adam = torch.optim.Adam(model.parameters())
    sizes = {tuple(parameter.shape) for parameter in model.parameters()}
    sizes |= {shape[::-1] for shape in sizes}
    kept: dict[int, int] = {}

    def note(values: torch.Tensor) -> torch.Tensor:
        if tuple(values.shape) not in sizes:  # neither a weight nor its narrow copy
            kept[values.data_ptr()] = values.numel() * values.element_size()
        return values

    batch = torch.zeros(whole("rows", rows), width)
    with (
        torch.autograd.graph.saved_tensors_hooks(note, lambda values: values),
        torch.autocast("cpu", dtype=torch.bfloat16, enabled=flag("autocast", autocast)),
    ):
        out = model(batch)
    out.float().sum().backward()
    adam.step()
    states = [part for state in adam.state.values() for name, part in state.items() if name != "step"]
    tensors = [*model.parameters(), *(parameter.grad for parameter in model.parameters()), *states]
    return Memory(
        weights=sum(parameter.numel() for parameter in model.parameters()),
        for_weights=sum(part.numel() * part.element_size() for part in tensors if part is not None),
        for_activations=sum(kept.values()),
    )
