"""The facilitator's run-of-show: a module in 30, 60 or 90 minutes, made from its sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from execml.course.programme import NOTEBOOKS, Module, unit_names
from execml.pipeline.building.source import Unit, read

SESSIONS = (30, 60, 90)
OPENING = 2
CLOSING = 3

# Part of a unit: the fewest minutes in which a room can follow it, and its share of what minutes are left.
PARTS = {"idea": (2, 2), "failure": (4, 3), "mathematics": (4, 3), "exercise": (8, 3), "boardroom": (3, 2)}
# What is shown as time allows, in this order; an exercise of one unit comes before the mathematics of all.
LAYERS = ("idea", "boardroom", "failure", "exercise", "mathematics", "exercise")
ASKED = {
    "idea": "show the idea and its figure",
    "failure": "run the failure in front of the room",
    "mathematics": "walk through the definition and what it costs",
    "exercise": "the room does one exercise, in pairs",
    "boardroom": "ask the five questions, then decide by a show of hands",
}


@dataclass(frozen=True)
class Section:
    """One section of a unit as a facilitator meets it: its heading and the talking points below it."""

    heading: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One line of a run-of-show: first minute, length, unit, what happens, and at which heading."""

    start: int
    minutes: int
    unit: str
    action: str
    heading: str


def sections(unit: Unit) -> list[Section]:
    """Return a unit's sections in order, the title first, each with the facilitator's notes in it."""
    found: list[tuple[str, list[str]]] = []
    for cell in unit.cells:
        heading = re.match(r"#{1,2} (.+)", cell.text) if cell.kind == "markdown" else None
        if heading and "facilitator" not in cell.tags:
            found.append((heading[1].strip(), []))
        if "facilitator" in cell.tags and found:
            found[-1][1].append(cell.text.strip())
    return [Section(heading, tuple(notes)) for heading, notes in found]


def parts(unit: Unit) -> dict[str, str]:
    """Return the heading at which each part of a unit begins; a part that the unit lacks is left out."""
    headings = [section.heading for section in sections(unit)][1:]
    own = [
        text for text in headings if text not in ("In one minute", "Exercises", "In the boardroom", "Sources")
    ]
    known = {
        "idea": "In one minute" if "In one minute" in headings else "",
        "failure": own[0] if own else "",
        "mathematics": own[1] if len(own) > 1 else "",
        "exercise": "Exercises" if "Exercises" in headings else "",
        "boardroom": "In the boardroom" if "In the boardroom" in headings else "",
    }
    return {part: heading for part, heading in known.items() if heading}


def schedule(units: Sequence[Unit], minutes: int) -> list[Step]:
    """Share a session's minutes among the parts of a module's units.

    Each part gets the fewest minutes that it needs; what is left goes by the units' reading time and the
    part's weight, by the method of largest remainders, so that the whole minutes add up to the session.

    Args:
        units: the module's units in order.
        minutes: length of the session.

    Raises:
        ValueError: if the session is too short for the idea of each unit.
    """
    shown = _shown(units, minutes - OPENING - CLOSING)
    planned = [(unit, part) for unit in units for part in parts(unit) if (unit.name, part) in shown]
    least = [PARTS[part][0] for _, part in planned]
    weights = [max(unit.front.reading, 1) * PARTS[part][1] for unit, part in planned]
    spare = minutes - OPENING - CLOSING - sum(least)
    steps, start = [], OPENING
    for (unit, part), length, extra in zip(planned, least, shares(spare, weights), strict=True):
        steps.append(Step(start, length + extra, unit.front.title, ASKED[part], parts(unit)[part]))
        start += length + extra
    return steps


def _shown(units: Sequence[Unit], minutes: int) -> set[tuple[str, str]]:
    """Return the parts, as unit and name, that fit into the minutes, the most important first."""
    shown: set[tuple[str, str]] = set()
    for place, part in enumerate(LAYERS):
        only_one = part == "exercise" and place < LAYERS.index("mathematics")
        candidates = [unit for unit in units if part in parts(unit) and (unit.name, part) not in shown]
        for unit in candidates[:1] if only_one else candidates:
            if minutes >= PARTS[part][0]:
                shown.add((unit.name, part))
                minutes -= PARTS[part][0]
            elif part == "idea":
                raise ValueError(f"the session is too short to show the ideas of {len(units)} units")
    return shown


def shares(total: int, weights: Sequence[int]) -> list[int]:
    """Split a whole number in proportion to weights, by the method of largest remainders.

    >>> shares(10, [1, 1, 1])
    [4, 3, 3]
    """
    if not weights:
        return []
    exact = [total * weight / sum(weights) for weight in weights]
    whole = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: whole[place] - exact[place])
    for place in by_remainder[: total - sum(whole)]:
        whole[place] += 1
    return whole


def guide(root: Path, module: Module) -> str:
    """Return a module's guide for facilitators as Markdown.

    Args:
        root: the checkout.
        module: the module.

    Raises:
        ValueError: if the module has no unit yet.
    """
    units = [read(root, name) for name in unit_names(root, module)]
    if not units:
        raise ValueError(f"module {module.package!r} has no unit yet")
    lines = [f"# {module.title}: the facilitator's guide", "", module.question, "", *_before(units, module)]
    for minutes in SESSIONS:
        lines += ["", f"## {minutes} minutes", "", *_table(schedule(units, minutes), minutes)]
    lines += ["", "## Talking points"]
    for unit in units:
        lines += ["", f"### {unit.front.title}", "", f"The decision: {unit.front.decision}", *_notes(unit)]
    return "\n".join(lines) + "\n"


def _before(units: Sequence[Unit], module: Module) -> list[str]:
    """Return what a facilitator prepares: units with minutes, what the room should know and takes away."""
    lines = ["## Before the session", "", "| Unit | Notebook | Reading | Exercises |", "|---|---|---:|---:|"]
    for unit in units:
        file = f"{NOTEBOOKS}/{unit.name}.ipynb"
        lines.append(
            f"| {unit.front.title} | `{file}` | {unit.front.reading} min | {unit.front.exercises} min |"
        )
    needs = dict.fromkeys(need for unit in units for need in unit.front.needs)
    objectives = [objective for unit in units for objective in unit.front.objectives]
    lines += ["", f"Alone, the module takes {sum(unit.front.minutes for unit in units)} minutes."]
    lines += ["", "The room should know:", "", *(f"- {need}" for need in needs)] if needs else []
    lines += (
        ["", "Afterwards each person can:", "", *(f"- {item}" for item in objectives)] if objectives else []
    )
    return lines


def _table(steps: Sequence[Step], minutes: int) -> list[str]:
    lines = ["| From | Minutes | Unit | What happens | Section |", "|---:|---:|---|---|---|"]
    lines.append(f"| 0:00 | {OPENING} | | the question, and who in the room has heard the claim | |")
    lines += [
        f"| {_clock(step.start)} | {step.minutes} | {step.unit} | {step.action} | {step.heading} |"
        for step in steps
    ]
    return [
        *lines,
        f"| {_clock(minutes - CLOSING)} | {CLOSING} | | what was decided, and who checks it by when | |",
    ]


def _clock(minutes: int) -> str:
    """Return minutes as hours and minutes.

    >>> _clock(65)
    '1:05'
    """
    return f"{minutes // 60}:{minutes % 60:02d}"


def _notes(unit: Unit) -> list[str]:
    return [
        line
        for section in sections(unit)
        for note in section.notes
        for line in ("", f"**{section.heading}.** {note}")
    ]
