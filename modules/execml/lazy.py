"""Public names that load on first use, so that importing a package costs almost nothing."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from typing import Any


def on_first_use(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Return a package's ``__getattr__`` (PEP 562), which imports a name's module once the name is asked for.

    Args:
        package: the package's ``__name__``.
        homes: for each public name the module, below the package, that defines it.

    Returns:
        a function of a name; it raises ``AttributeError`` for a name that has no home.

    >>> import execml.course
    >>> on_first_use("execml.course", {"say": "prose"})("say").__name__
    'say'
    """

    def load(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(importlib.import_module(f"{package}.{homes[name]}"), name)
        setattr(sys.modules[package], name, value)  # the next time Python finds it by itself
        return value

    return load
