"""Lessons in memory, as long as a test wants them to be read aloud."""

from __future__ import annotations

from pathlib import Path

from execml.course.front_matter import Front
from execml.pipeline.building.source import Cell, Unit
from execml.pipeline.facilitator.blocks import blocks
from execml.pipeline.facilitator.parts import Lesson

HEADINGS = ["In one minute", "Sensitivity", "An attack", "Exercises", "In the boardroom", "Sources"]
PARTS = {"failure": "An attack", "mathematics": "Sensitivity"}


def lesson(number: int, spoken: int = 100, present: int = 0) -> Lesson:
    """A lesson whose sections have so many words each."""
    cells = [Cell("markdown", f"# Unit {number}"), Cell("markdown", "Welcome them.", ("facilitator",))]
    for heading in HEADINGS:
        cells += [
            Cell("markdown", f"## {heading}\n\n" + "word " * spoken),
            Cell("code", "# not a heading"),
        ]
    cells.append(Cell("markdown", "Ask who would sign.", ("facilitator",)))
    front = Front(f"Unit {number}", "Shall we?", 25, 10, present=present, parts=PARTS)
    # A number for which no exercise or quiz is written.
    unit = Unit(f"7_quantum_ml/{number + 10}_x", front, tuple(cells))
    return Lesson(Path(), unit, tuple(blocks(unit, [])))
