"""The facilitator's guide of a module: one plan a length, and what to show, say and answer in each unit."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from pathlib import Path

from execml.course.programme import NOTEBOOKS, Module, unit_names
from execml.pipeline.facilitator import parts
from execml.pipeline.facilitator.material import measured, run_first, unit_material
from execml.pipeline.facilitator.parts import Lesson, lesson
from execml.pipeline.facilitator.plan import ASKED, CLOSING, OPENING, SESSIONS, Step, schedule, votes
from execml.pipeline.facilitator.speech import (
    LOOK_AT_FIGURE,
    LOOK_AT_TABLE,
    WORDS_A_MINUTE,
    clock,
    terminal,
)

FIRST = "The question; who in the room has heard the claim?"
LAST = "What was decided; who checks it by when?"
WIDTH = 80  # columns of a terminal, and of a text that is sent on
NOT_OF_A_ROOM = re.compile(r"\bunits? \d|\bfolded\b")


def guide(root: Path, module: Module, pictures: bool = False) -> str:
    """Return a module's guide for facilitators as Markdown.

    Args:
        root: the checkout.
        module: the module.
        pictures: with figures and formulas, for a page in HTML; without, for a terminal.

    Raises:
        ValueError: if the module has no unit yet.
    """
    lessons = [lesson(root, name) for name in unit_names(root, module)]
    if not lessons:
        raise ValueError(f"module {module.package!r} has no unit yet")
    lines = [f"# {module.title}: the facilitator's guide", "", module.question, "", *_before(lessons)]
    for minutes in SESSIONS:
        lines += ["", f"## {minutes} minutes", ""]
        try:
            lines += _session(schedule(lessons, minutes), minutes, pictures)
        except ValueError as error:  # a module that is being written is guided as far as it goes
            lines += [f"No plan yet: {error}."]
    lines += ["", "## The units"]
    for each in lessons:
        lines += ["", *unit_material(each, pictures)]
    text = "\n".join(lines) + "\n"
    return text if pictures else _for_a_terminal(text)


def page(root: Path, module: Module) -> str:
    """Return a module's guide as a page to print, with its figures and formulas.

    Raises:
        ValueError: if the module has no unit yet.
    """
    from execml.pipeline.export.exporter import page as exported

    return exported(_links_into_the_programme(guide(root, module, pictures=True)))


def _links_into_the_programme(text: str) -> str:
    """A page of its own has no neighbours: what links to them reads as plain words."""
    return re.sub(r"\[([^\]]*)\]\((?!https?:)[^)\s]*\)", r"\1", text)


def _for_a_terminal(text: str) -> str:
    """Return Markdown without LaTeX, links and HTML, its paragraphs wrapped and its lists hanging."""
    lines = [terminal(line) if line.strip() else "" for line in text.split("\n")]
    return "\n".join(_wrapped(line) for line in lines).strip() + "\n"


def _wrapped(line: str) -> str:
    bullet = re.match(r"(?:- |\d+\. )?", line)
    hanging = " " * (bullet.end() if bullet else 0)
    return textwrap.fill(
        line, WIDTH, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False
    )


def _before(lessons: Sequence[Lesson]) -> list[str]:
    """Return what to run first, what the room should know, and how the minutes are counted."""
    found = measured()
    lines = [
        "## Before the session",
        "",
        "Run everything first (Run → Run All Cells), and leave it open.",
        "",
    ]
    lines += [
        f"- {each.unit.front.title}: `{NOTEBOOKS}/{each.unit.name}.ipynb`, {run_first(each)}"
        for each in lessons
    ]
    lines += ["", f"Measured on {found['measured']} on {found['machine']}; {found['busy']}."]
    known = dict.fromkeys(
        known for each in lessons for need in each.unit.front.needs for known in _known(need)
    )
    lines += ["", "The room should know:", "", *(f"- {need}" for need in known)] if known else []
    lines += [
        "",
        f"“Aloud” is the reading of a part at {WORDS_A_MINUTE} words a minute. Beside it a part has "
        f"{parts.TURN} s to turn to it, {LOOK_AT_FIGURE} s for a figure, {LOOK_AT_TABLE} s for a table; the "
        f"exercise has its own minutes and {clock(parts.PAIRS)} to report; the boardroom has "
        f"{clock(parts.ARGUE)} to argue and {clock(parts.VOTE)} to vote; a question of the quiz has "
        f"{parts.QUESTION} s. “Spare” is for more talk.",
    ]
    return lines


def _known(need: str) -> list[str]:
    """Return what a room should know, one by one.

    What other units of the module teach is left out, and what folded proofs use, which stay folded.

    >>> _known("averages, percentages, and what a logarithm is"), _known("unit 1, or random search")
    (['averages', 'percentages', 'what a logarithm is'], [])
    >>> _known("averages; folded proofs use matrices")
    ['averages']
    """
    wanted = (piece for piece in need.split("; ") if not NOT_OF_A_ROOM.search(piece))
    pieces = [piece.strip() for each in wanted for piece in re.split(r", and |, ", each)]
    return [one for piece in pieces for one in ([piece] if "what" in piece else piece.split(" and "))]


def _session(steps: Sequence[Step], minutes: int, pictures: bool) -> list[str]:
    """Return one plan: its title says which units are shown in depth, and it adds up to the session."""
    deep = votes(steps)
    titles = " and ".join(f"“{each.unit.front.title}”" for each in deep)
    counted = f"{len(deep)} vote{'s' * (len(deep) != 1)}"
    others = len({step.lesson.unit.name for step in steps}) - len(deep)
    rest = f", the ideas of {others} other unit{'s' * (others != 1)}" if others else ""
    lines = [f"In depth: {titles}; {counted}{rest}.", ""]
    return lines + (_table(steps, minutes) if pictures else _list(steps, minutes))


def _list(steps: Sequence[Step], minutes: int) -> list[str]:
    """Return a plan for a terminal, where a table of so many columns would be cut."""
    lines = [f"- **0:00, {OPENING} min.** {FIRST}"]
    lines += [
        f"- **{_hours(step.start)}, {step.minutes} min.** {step.lesson.unit.front.title}: "
        f"{ASKED[step.part.name]} "
        f"({step.part.heading}; aloud {clock(step.part.aloud)}, spare {clock(step.spare)})"
        for step in steps
    ]
    return [*lines, f"- **{_hours(minutes - CLOSING)}, {CLOSING} min.** {LAST}"]


def _table(steps: Sequence[Step], minutes: int) -> list[str]:
    lines = [
        "| From | Min | Aloud | Spare | Unit | What happens | Section |",
        "|---:|---:|---:|---:|---|---|---|",
    ]
    lines.append(f"| 0:00 | {OPENING} | | | | {FIRST} | |")
    lines += [
        f"| {_hours(step.start)} | {step.minutes} | {clock(step.part.aloud)} | {clock(step.spare)} "
        f"| {step.lesson.unit.front.title} | {ASKED[step.part.name]} | {step.part.heading} |"
        for step in steps
    ]
    lines.append(f"| {_hours(minutes - CLOSING)} | {CLOSING} | | | | {LAST} | |")
    return lines


def _hours(minutes: int) -> str:
    """Return minutes as hours and minutes.

    >>> _hours(65)
    '1:05'
    """
    return f"{minutes // 60}:{minutes % 60:02d}"
