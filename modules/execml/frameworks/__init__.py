"""Frameworks from first principles: autodiff, one model in three of them, the price of training, platforms.

The names below load on first use, so that importing the package costs almost nothing.
"""

from __future__ import annotations

import importlib
from typing import Any

_HOMES = {
    # unit 1
    "Tensor": "tensor",
    "gradient": "transforms",
    "jvp": "transforms",
    "hessian_vector_product": "transforms",
    # unit 2
    "SGD": "optimisers",
    "RMSprop": "optimisers",
    "Adagrad": "optimisers",
    "Adam": "optimisers",
    "AdamW": "optimisers",
    "same_weights": "models",
    "defaults_audit": "audit",
    # unit 3
    # unit 4
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    """Import the home of a public name the first time that somebody asks for it (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
