"""What every optimiser shares: its checks, weight decay, and the loop over the arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from execml.course.arrays import array
from execml.course.validation import at_least_zero, flag, real, several, shown


class Optimiser:
    """Changes a list of NumPy arrays in place, number by number.

    Attributes:
        lr: the learning rate; it may be changed between steps, also to an array that fits each parameter.
        steps: how many steps have been made.
        remembered: the arrays that it keeps between two steps, such as averages; changed in place.
    """

    def __init__(
        self,
        parameters: Sequence[np.ndarray],
        lr: float,
        weight_decay: float,
        decoupled_weight_decay: bool = False,
    ) -> None:
        """Keep references to the parameters.

        Args:
            parameters: arrays of floats; they are changed in place.
            lr: learning rate, at least 0.
            weight_decay: strength of the pull towards zero, at least 0.
            decoupled_weight_decay: shrink each parameter by the factor 1 - lr · weight_decay before the step
                (Loshchilov and Hutter, 2019, algorithm 2); otherwise weight_decay · parameter is added to
                the gradient.

        Raises:
            ValueError: if an argument lies outside its range, or a parameter is no writeable array of floats.
        """
        self.parameters = several("parameters", parameters)
        for place, parameter in enumerate(self.parameters):
            is_array = isinstance(parameter, np.ndarray) and parameter.dtype.kind == "f"
            if not is_array or not parameter.flags.writeable:
                told = f"parameters[{place}] must be a writeable NumPy array of floats"
                raise ValueError(f"{told}, and is {shown(parameter)}")
        self.lr = at_least_zero("lr", lr)
        self.weight_decay = at_least_zero("weight_decay", weight_decay)
        self.decoupled_weight_decay = flag("decoupled_weight_decay", decoupled_weight_decay)
        self.steps = 0
        self.remembered: list[np.ndarray] = []

    def step(self, gradients: Sequence[np.ndarray]) -> None:
        """Make one step.

        Args:
            gradients: one array for each parameter, of its shape; they are left as they are.

        Raises:
            ValueError: if the number of gradients, or a shape, is another.
        """
        if len(several("gradients", gradients, least=0)) != len(self.parameters):
            raise ValueError(
                f"gradients has {len(gradients)} arrays; there are {len(self.parameters)} parameters"
            )
        for place, (parameter, gradient) in enumerate(zip(self.parameters, gradients, strict=True)):
            if getattr(gradient, "shape", None) != parameter.shape or gradient.dtype.kind not in "fiu":
                array(f"gradients[{place}]", gradient, parameter.shape, finite=False)
        self.steps += 1
        for place, (parameter, gradient) in enumerate(zip(self.parameters, gradients, strict=True)):
            if self.weight_decay and self.decoupled_weight_decay:
                parameter *= 1 - self.lr * self.weight_decay
            elif self.weight_decay:
                gradient = gradient + self.weight_decay * parameter
            parameter -= self._change(place, gradient)

    def _change(self, place: int, gradient: np.ndarray) -> np.ndarray:
        """Return what is subtracted from parameter number ``place``."""
        raise NotImplementedError

    def _memory(self, start: float = 0.0) -> list[np.ndarray]:
        made = [np.full_like(parameter, start) for parameter in self.parameters]
        self.remembered += made
        return made


def root(square: np.ndarray, eps: float, inside: bool) -> np.ndarray:
    """Return √square + eps, or √(square + eps).

    >>> root(np.array([9.0]), 16.0, False).item(), root(np.array([9.0]), 16.0, True).item()
    (19.0, 5.0)
    """
    return np.sqrt(square + eps) if inside else np.sqrt(square) + eps


def below_one(name: str, value: float) -> float:
    """Return a number in [0, 1).

    Raises:
        ValueError: if it lies outside.
    """
    return real(name, value, 0, 1, low_open=False)
