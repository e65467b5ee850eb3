"""What every notebook shares: data, prose, figures, exercises, decisions and progress.

The names below load on first use, so that ``import execml.course`` stays far below a second.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from execml.course.data import load
    from execml.course.decisions import decide
    from execml.course.exercises import check, hint
    from execml.course.figures import ACCENT, GREY, PALETTE, figure, label_line, panels, png_html, show
    from execml.course.prose import say, table
    from execml.course.quizzes import quiz
    from execml.course.risk import RiskSplit, risk_split
    from execml.course.setup import begin

_HOMES = {
    "ACCENT": "figures",
    "GREY": "figures",
    "PALETTE": "figures",
    "RiskSplit": "risk",
    "begin": "setup",
    "check": "exercises",
    "decide": "decisions",
    "figure": "figures",
    "hint": "exercises",
    "label_line": "figures",
    "load": "data",
    "panels": "figures",
    "png_html": "figures",
    "quiz": "quizzes",
    "risk_split": "risk",
    "say": "prose",
    "show": "figures",
    "table": "prose",
}

__all__ = [
    "ACCENT",
    "GREY",
    "PALETTE",
    "RiskSplit",
    "begin",
    "check",
    "decide",
    "figure",
    "hint",
    "label_line",
    "load",
    "panels",
    "png_html",
    "quiz",
    "risk_split",
    "say",
    "show",
    "table",
]


def __getattr__(name: str) -> Any:
    """Import the home of a public name the first time that somebody asks for it (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
