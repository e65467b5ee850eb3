"""The map of the programme: which modules there are, and where their files stand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Module:
    """One themed module of the programme.

    Attributes:
        number: position in the programme, 1 to 7.
        package: name of the helper package below ``execml`` and, after the number, of the folders.
        prefix: what the ids of its exercises begin with, such as ``dp`` in ``dp1.lone_clients``.
        title: what a person reads.
        question: the claim that the module lets a leader check.
    """

    number: int
    package: str
    prefix: str
    title: str
    question: str

    @property
    def folder(self) -> str:
        """Folder name below ``notebooks/`` and ``solutions/``.

        >>> MODULES[2].folder
        '3_differential_privacy'
        """
        return f"{self.number}_{self.package}"

    @property
    def units(self) -> str:
        """Package that holds a package for each unit.

        >>> MODULES[2].units
        'execml.differential_privacy.units'
        """
        return f"execml.{self.package}.units"

    def unit(self, number: int | str) -> str:
        """Package that holds what one unit draws, asks and checks: figures, exercises, a quiz.

        >>> MODULES[2].unit(5)
        'execml.differential_privacy.units.unit_5'
        """
        return f"{self.units}.unit_{number}"


MODULES = (
    Module(
        1,
        "frameworks",
        "fw",
        "Frameworks",
        "Does it matter whether the model is built in TensorFlow or in PyTorch?",
    ),
    Module(2, "automl", "am", "AutoML", "Can a machine choose and tune the model for us?"),
    Module(
        3,
        "differential_privacy",
        "dp",
        "Differential privacy",
        "They say that the data are anonymous. Are they?",
    ),
    Module(
        4, "federated_learning", "fl", "Federated learning", "They say that the data never leave. What does?"
    ),
    Module(
        5,
        "homomorphic_encryption",
        "he",
        "Homomorphic encryption",
        "Can a supplier compute on data that it cannot read?",
    ),
    Module(
        6, "xai_ethics", "xe", "Explanation and ethics", "Can we say why the model refused, and is it fair?"
    ),
    Module(
        7, "quantum_ml", "qm", "Quantum machine learning", "Should we wait for quantum computers, or prepare?"
    ),
)


WELCOME = Module(0, "welcome", "wl", "Welcome", "Where do I start?")


def root() -> Path:
    """Return the folder of the checkout, the one that holds ``pyproject.toml``."""
    return Path(__file__).resolve().parents[3]


def module_of(identifier: str) -> Module:
    """Return the module that an exercise, quiz or decision id belongs to.

    Args:
        identifier: an id such as ``"dp1.lone_clients"``: prefix, unit number, a dot, a name.

    Raises:
        ValueError: if no module has that prefix.

    >>> module_of("dp1.lone_clients").package
    'differential_privacy'
    """
    for module in (WELCOME, *MODULES):
        if identifier.startswith(module.prefix):
            return module
    prefixes = ", ".join(module.prefix for module in MODULES)
    raise ValueError(f"identifier={identifier!r} must begin with one of: {prefixes}")
