"""What a facilitator says and hears in each unit: figures, questions, quiz, wrong turns, options, notes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from execml.course.programme import SOLUTIONS
from execml.pipeline.facilitator.blocks import Figure
from execml.pipeline.facilitator.parts import BOARDROOM, Lesson

SECONDS = Path(__file__).with_name("seconds.yaml")
HANDS = "Hands: before the talk ……, after it ……"  # the difference is what the page did


@cache
def measured() -> dict[str, Any]:
    """Return how long each unit runs from top to bottom: when and where it was measured, and the seconds."""
    import yaml

    return yaml.safe_load(SECONDS.read_text(encoding="utf-8"))


def run_first(lesson: Lesson) -> str:
    """Return how long a unit takes to run before the session, in words."""
    found = measured()["seconds"].get(lesson.unit.name)
    return f"about {found} s" if found else "not measured"


def unit_material(lesson: Lesson, pictures: bool) -> list[str]:
    """Return what a facilitator needs for one unit, as lines of Markdown.

    Args:
        lesson: the unit.
        pictures: whether figures are shown, as HTML, or only named.
    """
    front = lesson.unit.front
    lines = [f"### {front.title}", "", f"**The decision.** {front.decision}"]
    lines += _listed("Afterwards each person can:", front.objectives)
    lines += _figures(lesson, pictures)
    lines += _listed("Talking points", [note for block in lesson.blocks for note in block.notes], "")
    lines += _exercise(lesson)
    lines += _numbered("Five questions for a vendor, or your own team", questions(lesson))
    lines += _listed("The options of the decision", [_option(option) for option in lesson.options])
    lines += _listed("The quiz", [line for item in lesson.quiz for line in _quiz(item)], "")
    return lines


def questions(lesson: Lesson) -> list[str]:
    """Return the questions of the boardroom."""
    text = "\n".join(block.text for block in lesson.blocks if block.heading == BOARDROOM)
    return re.findall(r"(?m)^\d+\. (.+)$", text)


def to_say(told: str) -> str:
    """Return what to say after a figure: the sentence in bold, else the first.

    >>> to_say("It grows. **Rates double** each year. More."), to_say("It grows. It falls.")
    ('**Rates double** each year.', 'It grows.')
    """
    sentences = re.split(r"(?<=[.?])\s+(?=[A-Z*“\"])", " ".join(told.split()))
    return next((sentence for sentence in sentences if "**" in sentence), sentences[0])


def wrong_turns(lesson: Lesson) -> list[str]:
    """Return what the check of the last exercise answers to typical mistakes.

    A mistake stands in the check as a pair, the value that it leads to and the answer to it; the texts are
    read from the source, because the values are computed.
    """
    if lesson.folder is None or lesson.last_exercise is None:
        return []
    tree = ast.parse((lesson.folder / "exercises.py").read_text(encoding="utf-8"))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    name = getattr(lesson.last_exercise.verify, "__name__", "")
    return list(dict.fromkeys(_answers(functions, name, set())))


def _answers(functions: dict[str, ast.FunctionDef], name: str, seen: set[str]) -> Iterator[str]:
    if name in seen or name not in functions:
        return
    seen.add(name)
    for node in ast.walk(functions[name]):
        if isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], ast.Constant):
            text = node.elts[1].value
            if isinstance(text, str) and " " in text:
                yield text
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from _answers(functions, node.func.id, seen)


def _figures(lesson: Lesson, pictures: bool) -> list[str]:
    figures = [(block.heading, figure) for block in lesson.blocks for figure in block.figures]
    lines = ["", "**The figures, and what to say**"] if figures else []
    for heading, figure in figures:
        after = f" Say: {to_say(figure.say)}" if figure.say else ""
        lines += ["", f"- *{heading}*: “{figure.title}”.{after}"]
        lines += ["", _picture(figure)] if pictures else []
    return lines


def _picture(figure: Figure) -> str:
    return f'<figure class="small">{figure.picture}</figure>'


def _exercise(lesson: Lesson) -> list[str]:
    if not lesson.task:
        return []
    worked = f"The worked answer stands in `{SOLUTIONS}/{lesson.unit.name}.ipynb`."
    turns = _listed("Likely wrong turns, and the answer to each:", wrong_turns(lesson))
    return ["", "**The exercise in pairs**", "", lesson.task, "", worked, *turns]


def _option(option: dict[str, Any]) -> str:
    model = " *(the model answer)*" if option.get("model") else ""
    reply = " ".join(option.get("reply", "").split())
    return f"**{option['text']}**{model}: {reply} *{HANDS}*"


def _quiz(item: dict[str, Any]) -> Iterator[str]:
    yield f"**{item['question']}**"
    for option in item["options"]:
        verdict = "**Right**" if option["right"] else "Wrong"
        yield f"- {verdict}: *{option['text']}* {option['why']}"


def _listed(title: str, items: list[str] | tuple[str, ...], bullet: str = "- ") -> list[str]:
    """Return a title and a list; without a bullet each item is a paragraph of its own."""
    gap = [] if bullet else [""]
    rows = [line for item in items for line in (*gap, f"{bullet}{item}")]
    return ["", f"**{title}**", *([""] if bullet else []), *rows] if items else []


def _numbered(title: str, items: list[str]) -> list[str]:
    return (
        ["", f"**{title}**", "", *(f"{place}. {item}" for place, item in enumerate(items, 1))]
        if items
        else []
    )
