"""AutoML from first principles: search, learned search, real tools compared, and trust in a winner.

The names below load on first use, so that importing the package costs almost nothing.
"""

from __future__ import annotations

import importlib
from typing import Any

_HOMES = {
    # unit 1
    "SearchSpace": "space",
    "random_search": "search",
    "successive_halving": "halving",
    "hyperband_brackets": "halving",
    # unit 2
    "expected_improvement": "bayesian",
    "bayesian_optimisation": "bayesian",
    "evolve_pipelines": "evolution",
    "ensemble_selection": "ensembles",
    # unit 3
    "head_to_head": "contest",
    "h2o_cluster": "h2o_server",
    # unit 4
    "expected_best_of": "winners_curse",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    """Import the home of a public name the first time that somebody asks for it (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
