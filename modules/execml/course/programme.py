"""The map of the programme: which modules there are, and where the files of their units lie.

A unit has a name, its place below the trees: ``"3_differential_privacy/2_the_mathematics_of_noise"``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

NOTEBOOKS = "notebooks"
SOLUTIONS = "solutions"
COPIES = (NOTEBOOKS, SOLUTIONS)
HELPERS = "modules/execml"
TESTS = "tests"


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

        >>> MODULES[2].unit(6)
        'execml.differential_privacy.units.unit_6'
        """
        return f"{self.units}.unit_{number}"

    def helpers(self, root: Path) -> Path:
        """Return the folder of the topic's package in a checkout."""
        return root / HELPERS / self.package

    def unit_helpers(self, root: Path, number: int | str) -> Path:
        """Return the folder of a unit's figures, exercises and quiz in a checkout."""
        return self.helpers(root) / "units" / f"unit_{number}"

    def unit_numbers(self, root: Path) -> list[int]:
        """Return the numbers of the units that have a folder of helpers in a checkout, in order."""
        return sorted(int(place.name[5:]) for place in self.helpers(root).glob("units/unit_[0-9]*"))

    def unit_tests(self, root: Path, number: int | str) -> Path:
        """Return the folder of a unit's tests, which mirrors that of its helpers."""
        return root / TESTS / self.unit_helpers(root, number).relative_to(root / HELPERS)


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


def source_path(root: Path, name: str) -> Path:
    """Return the path of a unit's source."""
    return root / SOLUTIONS / f"{name}.py"


def notebook_path(root: Path, name: str, copy: str) -> Path:
    """Return the path of a unit's notebook; ``copy`` is ``"notebooks"`` or ``"solutions"``."""
    return root / copy / f"{name}.ipynb"


def order(name: str) -> tuple[tuple[int, str], ...]:
    """Return the sort key of a unit's name: numbers first, in numerical order; unnumbered names last.

    >>> sorted(["glossary", "10_b", "2_a/1_x", "0_welcome"], key=order)
    ['0_welcome', '2_a/1_x', '10_b', 'glossary']
    """
    parts = []
    for part in name.split("/"):
        number = re.match(r"(\d+)_", part)
        parts.append((int(number[1]) if number else 10**6, part))
    return tuple(parts)


def unit_names(root: Path, module: Module | None = None) -> list[str]:
    """Return the name of every unit with a source, or of a module's units, in the programme's order."""
    base = root / SOLUTIONS
    folder = base / module.folder if module else base
    found = [path.relative_to(base).with_suffix("") for path in folder.rglob("*.py")]
    shown = [path for path in found if not any(part.startswith((".", "_")) for part in path.parts)]
    return sorted((path.as_posix() for path in shown), key=order)


def unit_number(name: str) -> str:
    """Return the number of a unit by its name; empty if it has none.

    >>> unit_number("3_differential_privacy/2_the_mathematics_of_noise"), unit_number("glossary")
    ('2', '')
    """
    number = re.match(r"\d+(?=_)", name.rsplit("/", 1)[-1])
    return number[0] if number else ""


def module_with(name: str) -> Module | None:
    """Return the module that a unit belongs to by its name; nothing for a page such as the glossary.

    >>> module_with("3_differential_privacy/2_the_mathematics_of_noise").title
    'Differential privacy'
    """
    folder = name.split("/")[0]
    return next((module for module in (WELCOME, *MODULES) if module.folder == folder), None)


def module_named(name: str) -> Module:
    """Return a module by its package, its folder or its number.

    Raises:
        ValueError: if there is none; the message lists the modules.

    >>> module_named("3_differential_privacy") is module_named("differential_privacy") is module_named("3")
    True
    """
    for module in MODULES:
        if name.rstrip("/") in (module.package, module.folder, str(module.number)):
            return module
    raise ValueError(
        f"no module is called {name!r}; there are: {', '.join(module.package for module in MODULES)}"
    )


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
        if isinstance(identifier, str) and identifier.startswith(module.prefix):
            return module
    prefixes = ", ".join(module.prefix for module in MODULES)
    raise ValueError(f"identifier={identifier!r} must begin with one of: {prefixes}")
