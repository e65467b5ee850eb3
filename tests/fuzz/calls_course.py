"""Calls of the public names of ``course``."""

from __future__ import annotations

from datetime import date
from typing import Any

import execml.course as course
import numpy as np
from execml.course.bank.facts import Fact
from execml.course.measure.runs import Repeats

from .harness import Call

WORDS = "a sentence of more than five words"
WORDED = ("text", "nothing")  # free text


def a_fact() -> Fact:
    return Fact("a", "law", "v", "t", "s", "u", True, date(2026, 11, 27), ())


def runs(count: int = 4) -> Repeats:
    return Repeats(np.arange(float(count)), {"seed": tuple(range(count))})


def split() -> dict[str, Any]:
    import pandas as pd

    frame = pd.DataFrame({"limit": [1.0, 2.0]})
    return {
        "train_features": np.ones((2, 1)),
        "train_labels": np.array([0, 1]),
        "test_features": np.ones((2, 1)),
        "test_labels": np.array([0, 1]),
        "feature_names": ("limit",),
        "train_clients": frame,
        "test_clients": frame,
    }


def drawn() -> Any:
    fig, ax = course.figure("A finding")
    ax.plot([0, 1])
    return fig


CALLS: dict[str, Call] = {
    "RiskSplit": Call(
        course.RiskSplit, split,
        dict.fromkeys(("train_clients", "test_clients"), ("array with NaN", "array with inf")),  # as loaded
    ),
    "as_of": Call(course.as_of, lambda: {"read": [a_fact()]}),
    "check": Call(course.check, lambda: {"identifier": "dp1.newcomer", "answer": 5}, {
        "answer": ("anything",),  # what a learner hands in gets feedback, whatever it is
    }),
    "decide": Call(course.decide, lambda: {
        "identifier": "dp1.release", "choice": "a", "because": "a reason", "evidence": evidence(),
    }, {"choice": ("anything",), "because": ("anything",)}),
    "fact": Call(course.fact, lambda: {"identifier": "tensorflow.author"}),
    "figure": Call(course.figure, lambda: {"title": "A finding", "x": "", "y": "", "size": (4.0, 3.0)}, {
        "title": WORDED, "x": WORDED, "y": WORDED,
    }),
    "hint": Call(course.hint, lambda: {"identifier": "dp1.newcomer", "step": 1}),
    "label_line": Call(course.label_line, lambda: {
        "ax": course.figure("A finding")[1], "x": 0.5, "y": 0.5, "text": "a line", "colour": course.ACCENT,
    }, {"text": WORDED, "x": ("-1", "text"), "y": ("-1", "text")}),
    "load": Call(course.load, lambda: {"name": "bikes"}),
    "paired": Call(course.paired, lambda: {
        "first": lambda seed: seed + 1.0, "second": lambda seed: seed, "over": {"seed": [0, 1, 2]},
            "measure": "",
    }),
    "panels": Call(course.panels, lambda: {
        "title": "A finding", "titles": ("left", "right"), "x": "", "y": "", "size": (4.0, 3.0),
    }, {"title": WORDED, "x": WORDED, "y": WORDED}),
    "png_html": Call(course.png_html, lambda: {"fig": drawn(), "alt": WORDS}),
    "predict": Call(course.predict, lambda: {
        "identifier": "dp1.alone", "question": "How many?", "low": 0.0, "high": 100.0, "unit": "of 100",
    }, {"question": ("text",), "unit": WORDED, "low": ("-1",)}),
    "quiz": Call(course.quiz, lambda: {"identifier": "dp1", "letters": ["a"]}, {"letters": ("anything",)}),
    "repeated": Call(course.repeated, lambda: {
        "function": lambda seed: seed + 1.0, "over": {"seed": [0, 1, 2]}, "measure": "", "at_once": False,
    }),
    "reveal": Call(course.reveal, lambda: {"identifier": "dp1.alone", "value": 3.0, "form": "{:,.0f}"}, {
        "value": ("-1",),
    }),
    "say": Call(course.say, lambda: {"text": "A sentence."}, {"text": ("text",)}),
    "show": Call(course.show, lambda: {"fig": drawn(), "alt": WORDS, "digits": 3}),
    "spread": Call(course.spread, lambda: {
        "rows": {"a": runs()}, "title": "A finding", "x": "AUC", "beside": 0.5,
    }, {"title": WORDED, "x": WORDED, "beside": ("-1",)}),
    "table": Call(course.table, lambda: {
        "frame": split()["train_clients"].rename_axis("client"), "caption": "A caption",
        "formats": {"limit": "{:.1f}"}, "index": False,
    }, {"frame": ("array with NaN", "array with inf"), "caption": ("text",)}),
}  # fmt: skip
NOT_CALLED = {
    "again": "takes no arguments",
    "begin": "takes no arguments, and changes the process",
    "prices": "takes no arguments",
    "risk_split": "takes no arguments",
    "rivals": "takes no arguments",
    "show_map": "takes no arguments",
}


def evidence() -> dict[str, float]:
    from execml.course.learner.choices import decision_of

    return {name: 1.0 for option in decision_of("dp1.release").options for name in option.evidence}
