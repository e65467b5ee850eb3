"""The parts of a unit that a session shows, found by what they are, and how long each takes before a room."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from execml.course.programme import NOTEBOOKS, module_with, notebook_path, unit_number
from execml.pipeline.building.source import Unit, read
from execml.pipeline.facilitator.blocks import Block, blocks
from execml.pipeline.facilitator.speech import LOOK_AT_FIGURE, LOOK_AT_TABLE, seconds, words

IDEA, EXERCISE, BOARDROOM = "In one minute", "Exercises", "In the boardroom"
ARGUE = 120  # seconds: somebody speaks for each option before the vote
VOTE = 90  # hands up, the count, one reason from each side
PAIRS = 120  # two pairs tell the room what they found
TURN = 15  # from one part to the next: find the heading, let the room look up
QUESTION = 25  # the hands and the reason at each question of the quiz
UNKNOWN_EXERCISE = 5  # minutes, where the unit doesn't say


@dataclass(frozen=True)
class Part:
    """One part of a unit before a room.

    Attributes:
        name: ``"idea"``, ``"failure"``, ``"mathematics"``, ``"cost"``, ``"exercise"``, ``"boardroom"`` or
            ``"quiz"``.
        heading: where it begins on the page.
        words: what is read aloud.
        other: seconds for turning to it, for looking at figures and tables, for working in pairs and voting.
    """

    name: str
    heading: str
    words: int
    other: float

    @property
    def aloud(self) -> float:
        """Return the seconds of reading aloud."""
        return seconds(self.words)

    @property
    def least(self) -> int:
        """Return the fewest whole minutes in which the part can be shown."""
        return math.ceil((self.aloud + self.other) / 60)


@dataclass(frozen=True)
class Lesson:
    """A unit with its executed page, if it was built."""

    root: Path
    unit: Unit
    blocks: tuple[Block, ...]

    @property
    def folder(self) -> Path | None:
        """Return the folder of the unit's exercises, quiz and decision; nothing if it has none."""
        module, number = module_with(self.unit.name), unit_number(self.unit.name)
        folder = module.unit_helpers(self.root, number) if module and number else None
        return folder if folder is not None and folder.is_dir() else None

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Return the parts that the unit has, in the order of the page."""
        named = {"idea": IDEA, **self.unit.front.parts, "exercise": EXERCISE, "boardroom": BOARDROOM}
        wanted = {heading: name for name, heading in named.items()}
        found = [(wanted[block.heading], block) for block in self.blocks if block.heading in wanted]
        parts = tuple(self._part(name, block) for name, block in found)
        return (*parts, *self._quiz())

    def _part(self, name: str, block: Block) -> Part:
        if name == "exercise":
            work = 60 * self.exercise_minutes + PAIRS
            return Part(name, block.heading, words(self.task), TURN + work)
        if name == "boardroom":
            read_out = (block.text, self.unit.front.decision, *(option["text"] for option in self.options))
            return Part(name, block.heading, sum(map(words, read_out)), TURN + ARGUE + VOTE)
        figures = sum("<img" in html for html, _, _ in block.shown)
        tables = sum("<table" in html for html, _, _ in block.shown)
        looks = LOOK_AT_FIGURE * figures + LOOK_AT_TABLE * tables
        return Part(name, block.heading, words(block.text) + words(block.told), TURN + looks)

    def _quiz(self) -> Iterator[Part]:
        if self.quiz:
            read_out = sum(
                words(item["question"]) + sum(words(option["text"]) for option in item["options"])
                for item in self.quiz
            )
            yield Part("quiz", BOARDROOM, read_out, TURN + QUESTION * len(self.quiz))

    @cached_property
    def quiz(self) -> list[dict[str, Any]]:
        """Return the questions of the quiz, each with its options."""
        return self._yaml("quiz.yaml") or []

    @cached_property
    def options(self) -> list[dict[str, Any]]:
        """Return the options of the decision, each with its reply."""
        return (self._yaml("decision.yaml") or {}).get("options", [])

    def _yaml(self, name: str) -> Any:
        import yaml

        file = self.folder / name if self.folder else None
        return yaml.safe_load(file.read_text(encoding="utf-8")) if file and file.is_file() else None

    @cached_property
    def task(self) -> str:
        """Return the text of the last exercise, which asks for a judgement."""
        block = next((block for block in self.blocks if block.heading == EXERCISE), None)
        text = block.text if block else ""
        return re.split(r"(?m)^(?=(?:\*\*)?\d+\. )", text)[-1].strip()

    @cached_property
    def last_exercise(self) -> Any | None:
        """Return the last exercise of the unit's folder."""
        import importlib

        module = module_with(self.unit.name)
        if self.folder is None or module is None or not (self.folder / "exercises.py").is_file():
            return None
        return importlib.import_module(f"{module.unit(unit_number(self.unit.name))}.exercises").EXERCISES[-1]

    @property
    def exercise_minutes(self) -> int:
        """Return the minutes that the last exercise takes a person, by its own estimate."""
        return self.last_exercise.minutes if self.last_exercise else UNKNOWN_EXERCISE


def lesson(root: Path, name: str) -> Lesson:
    """Read a unit's source, and its learner's notebook where that was built."""
    import nbformat

    unit = read(root, name)
    file = notebook_path(root, name, NOTEBOOKS)
    page = nbformat.read(file, as_version=4).cells if file.is_file() else []
    return Lesson(root, unit, tuple(blocks(unit, page)))
