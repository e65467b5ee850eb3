"""Differential privacy from first principles: attacks, mechanisms, accountants, private training, audits.

The names below load on first use, so that importing the package costs almost nothing.
"""

from __future__ import annotations

import importlib
from typing import Any

_HOMES = {
    # unit 1
    "lone_rows": "attacks",
    "link_records": "attacks",
    "reconstruct_bits": "attacks",
    "membership_inference": "attacks",
    # unit 2
    "gaussian_sigma": "gaussian",
    "gaussian_delta": "gaussian",
    "laplace": "mechanisms",
    "geometric": "mechanisms",
    "gaussian": "mechanisms",
    "discrete_gaussian": "mechanisms",
    "exponential": "mechanisms",
    "randomised_response": "mechanisms",
    # unit 3
    "epsilon": "accounting",
    "delta": "accounting",
    "noise_multiplier": "accounting",
    # unit 4
    "DPSGDClassifier": "dp_sgd",
    "MarginalSynthesizer": "synthetic",
    # unit 5
    "audit_epsilon": "audit",
    "PrivacyLabel": "label",
    "BudgetLedger": "label",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    """Import the home of a public name the first time that somebody asks for it (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
