"""How a model is trained, with all that may change a step declared: the rule, its schedule, its clipping."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from execml.course.validation import at_least_zero, function, one_of, positive
from execml.frameworks.training.optimiser_base import Optimiser


@dataclass(frozen=True)
class Recipe:
    """A rule of learning, and what goes on around it. Nothing has a default: what isn't said isn't agreed.

    Attributes:
        rule: makes the optimiser, as ``train`` of :mod:`execml.frameworks.libraries.ports` takes it.
        schedule: ``"constant"``, or a function from a step, counted from 0, to what the learning rate is
            multiplied by, at least 0: warm-up, decay and cuts are schedules.
        clipping: ``"none"``, or the largest length of the gradient of all parameters together.

    Raises:
        ValueError: if the rule is no function, or schedule or clipping is neither declared nor absent by
            name.

    >>> Recipe(len, schedule=lambda step: 0.1 if step >= 100 else 1.0, clipping="none").rates(102)[[0, 101]]
    array([1. , 0.1])
    """

    rule: Callable[..., Any]
    schedule: str | Callable[[int], float]
    clipping: str | float

    def __post_init__(self) -> None:
        """Check each part; see the class."""
        function("rule", self.rule)
        if not callable(self.schedule):
            one_of("schedule", self.schedule, ("constant",))
        if isinstance(self.clipping, str):
            one_of("clipping", self.clipping, ("none",))
        else:
            positive("clipping", self.clipping)

    def rates(self, steps: int) -> np.ndarray:
        """Return what the learning rate is multiplied by at each step, shape (steps,).

        Raises:
            ValueError: if the schedule returns other than a number of at least 0.
        """
        return np.array([self.rate(step) for step in range(steps)])

    def rate(self, step: int) -> float:
        """Return what the learning rate is multiplied by at one step, counted from 0.

        Raises:
            ValueError: as :meth:`rates`.
        """
        return at_least_zero("schedule", self.schedule(step)) if callable(self.schedule) else 1.0

    def maker(self, framework: str, steps: int) -> Callable[..., Any]:
        """Return the rule with its schedule and clipping built in, for so many steps.

        Args:
            framework: ``"numpy"``, ``"torch"`` or ``"keras"``, what the model is made in; a rule of
                :mod:`execml.frameworks.training.optimisers` serves the first two.
            steps: how many there will be; Keras wants the schedule as a table.
        """
        one_of("framework", framework, ("numpy", "torch", "keras"))
        if self.schedule == "constant" and self.clipping == "none":
            return self.rule
        rule = getattr(self.rule, "func", self.rule)  # the class behind a functools.partial
        if isinstance(rule, type) and issubclass(rule, Optimiser):
            return self._ours(rule)
        return partial(self._torch if framework == "torch" else self._keras, self.rates(steps))

    def _ours(self, rule: type[Optimiser]) -> Callable[..., Any]:
        recipe, limit = self, None if isinstance(self.clipping, str) else float(self.clipping)

        class Planned(rule):  # type: ignore[misc, valid-type]
            """The rule, with rate and gradient changed before each step."""

            lr: float

            def step(self, gradients: Any) -> None:
                if self.steps == 0:
                    self._declared = self.lr
                self.lr = self._declared * recipe.rate(self.steps)
                if limit is not None:
                    length = np.sqrt(sum(float(np.vdot(part, part)) for part in gradients))
                    gradients = (
                        [part * min(1.0, limit / length) for part in gradients] if length else gradients
                    )
                super().step(gradients)

        return partial(Planned, *getattr(self.rule, "args", ()), **getattr(self.rule, "keywords", {}))

    def _torch(self, rates: np.ndarray, parameters: Any) -> Any:
        import torch

        held = list(parameters)
        optimiser = self.rule(held)
        plan = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: rates[min(step, len(rates) - 1)])
        if not isinstance(self.clipping, str):
            limit = float(self.clipping)
            optimiser.register_step_pre_hook(lambda *_: _clip_in_torch(held, limit))
        optimiser.register_step_post_hook(lambda *_: plan.step())
        return optimiser

    def _keras(self, rates: np.ndarray) -> Any:
        import keras

        optimiser = self.rule()
        table = keras.ops.convert_to_tensor(float(optimiser.learning_rate) * rates, "float32")

        class Planned(keras.optimizers.schedules.LearningRateSchedule):
            """The learning rate of each step, from the table."""

            def __call__(self, step: Any) -> Any:
                return keras.ops.take(table, keras.ops.minimum(keras.ops.cast(step, "int32"), len(rates) - 1))

        optimiser.learning_rate = Planned()
        if not isinstance(self.clipping, str):
            optimiser.global_clipnorm = float(self.clipping)
        return optimiser


def declared_differently(recipe: Recipe, other: Recipe, steps: int) -> int:
    """Count the steps whose rate two recipes declare differently, and one more if their clipping differs.

    >>> plain = Recipe(len, "constant", "none")
    >>> declared_differently(plain, Recipe(len, lambda step: 1.0, 5.0), steps=20)
    1
    """
    rates = recipe.rates(steps) != other.rates(steps)
    return int(rates.sum()) + (recipe.clipping != other.clipping)


def _clip_in_torch(parameters: Any, limit: float) -> None:
    import torch

    torch.nn.utils.clip_grad_norm_(parameters, limit)
