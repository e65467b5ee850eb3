"""What every notebook shares: data, prose, figures, exercises, decisions and progress.

The names below load on first use, so that ``import execml.course`` stays far below a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from execml.lazy import on_first_use

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

__getattr__ = on_first_use(__name__, _HOMES)
