"""A run of the real federation, recorded: the page reads without starting processes.

Lenders Anchor and Beacon of ``five_lenders``, three rounds of five local steps, the second node killed
after the second round; ``fl.superlink`` runs the same again.
"""

from __future__ import annotations

from typing import Any

RECORDED: dict[str, Any] = {
    "on": "28 November 2026",
    "flower": "1.41.0",
    "up": 21.8,  # seconds until all listened
    "run": 100.6,  # seconds for three rounds, one of them with a killed node
    "digits": 15,  # decimals to which all weights are those of the same rounds of fl.FedAvg
    "left": "No",  # processes left afterwards
    "log": [
        {"round": 1, "asked": 2, "answered": 2},
        {"round": 2, "asked": 2, "answered": 2},
        {"round": 3, "asked": 2, "answered": 1},
    ],
}
