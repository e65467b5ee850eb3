"""Families of models, their settings, and one configuration: a family with a value for each setting."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from execml.automl.spaces.domains import Domain
from execml.course.validation import instance, text


@dataclass(frozen=True)
class Setting:
    """One hyperparameter of a family.

    Attributes:
        name: in words that a person reads, such as ``"learning rate"``.
        domain: the values that it may take.
        when: the name of an earlier setting and the values of it under which this one exists; ``None`` for
            always.
    """

    name: str
    domain: Domain
    when: tuple[str, tuple[Any, ...]] | None = None

    def active(self, values: Mapping[str, Any]) -> bool:
        """Return whether the setting exists, given the values of the settings before it."""
        return self.when is None or values.get(self.when[0]) in self.when[1]


@dataclass(frozen=True)
class Family:
    """A family of models, its settings, and how to make one.

    Attributes:
        name: such as ``"boosted trees"``.
        settings: its hyperparameters; a condition refers to one that stands before it.
        make: a function of the values by name and a random state that returns a scikit-learn estimator.
            Define it at the top level of a module, so that another process can be given it.
    """

    name: str
    settings: tuple[Setting, ...]
    make: Callable[[Mapping[str, Any], int], Any]


@dataclass(frozen=True)
class Configuration:
    """One point of the space: a family and a value for each setting that exists under it.

    Printed, it reads as a person would write it down.

    >>> print(Configuration("boosted trees", {"learning rate": 0.0712345, "rounds": 80}))
    boosted trees: learning rate 0.0712, rounds 80
    """

    family: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check that there is a family, and a mapping of its values."""
        text("family", self.family)
        instance("values", self.values, Mapping)

    def __str__(self) -> str:
        """Return the configuration in words."""
        parts = (f"{name} {worded(value)}" for name, value in self.values.items())
        return f"{self.family}: {', '.join(parts)}" if self.values else self.family

    def __hash__(self) -> int:
        """Return a hash of family and values, so that configurations can be counted."""
        return hash((self.family, frozenset(self.values.items())))


def worded(value: Any) -> str:
    """Return a value as a person writes it: three significant digits for a float."""
    if isinstance(value, float) and math.isfinite(value):
        return f"{value:.3g}"
    return str(value)
