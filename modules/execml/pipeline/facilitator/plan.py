"""One plan for each length of session: minutes that add up, and no part shorter than its reading aloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from execml.pipeline.facilitator.parts import Lesson, Part

SESSIONS = (30, 60, 90)
OPENING = 2
CLOSING = 3
A_UNIT = 30  # minutes of a session for each unit in depth, so that its decision gets the talk that it needs
IN_DEPTH = ("idea", "failure", "mathematics", "cost", "boardroom")
# Where minutes are left, talk takes them: most where the room decides, some where it works or is shaken.
TALK = {"idea": 1, "failure": 2, "mathematics": 1, "cost": 1, "exercise": 2, "boardroom": 4, "quiz": 1}
ASKED = {
    "idea": "show the idea and its figure",
    "failure": "show the failure (it has run already)",
    "mathematics": "walk through the definition",
    "cost": "show what it costs",
    "exercise": "the room does the last exercise in pairs; two pairs report",
    "boardroom": "read out the five questions, the decision and its options, then vote by hands",
    "quiz": "the quiz, by hands",
}


@dataclass(frozen=True)
class Step:
    """One line of a plan: its first minute, its length, the unit, and the part of it that is shown."""

    start: int
    minutes: int
    lesson: Lesson
    part: Part

    @property
    def spare(self) -> float:
        """Return the seconds for talk: what reading, looking, working and voting leave."""
        return 60 * self.minutes - self.part.aloud - self.part.other


def in_depth(lessons: Sequence[Lesson]) -> list[Lesson]:
    """Return the lessons in the order in which a session takes them up in depth: the field ``present``."""
    ranked = [lesson for lesson in lessons if lesson.unit.front.present]
    unranked = [lesson for lesson in lessons if not lesson.unit.front.present]
    return sorted(ranked, key=lambda lesson: lesson.unit.front.present) + unranked


def schedule(lessons: Sequence[Lesson], minutes: int) -> list[Step]:
    """Plan a session: a unit in depth for each half hour, to its vote; then the ideas of the others.

    A unit is shown in depth or not at all, and its exercise comes before the next unit. The quizzes fill
    in, and what is left goes to talk, by the method of largest remainders.

    Args:
        lessons: the module's units, in its order.
        minutes: length of the session.

    Raises:
        ValueError: if not even one unit fits, or none has a vote.
    """
    left = minutes - OPENING - CLOSING
    ready = [lesson for lesson in in_depth(lessons) if _named(lesson, "boardroom")]
    if not ready:
        raise ValueError("no unit has a section 'In the boardroom', where a session ends in a vote")
    deep = ready[: max(1, minutes // A_UNIT)]
    shown: list[tuple[Lesson, Part]] = []
    for lesson in deep:
        core = _named(lesson, *IN_DEPTH)
        if _least(core) > left:
            break
        with_work = core + _named(lesson, "exercise")
        taken = with_work if _least(with_work) <= left else core
        shown += taken
        left -= _least(taken)
    if not shown:
        raise ValueError(f"minutes={minutes} is too short to show one unit to its vote")
    others = [_named(lesson, "idea") for lesson in in_depth(lessons) if lesson not in deep]
    for more in [*others, *(_named(lesson, "quiz") for lesson in deep)]:
        if _least(more) <= left:
            shown += more
            left -= _least(more)
    return _laid_out(lessons, shown, left)


def _named(lesson: Lesson, *names: str) -> list[tuple[Lesson, Part]]:
    return [(lesson, part) for part in lesson.parts if part.name in names]


def _least(parts: Sequence[tuple[Lesson, Part]]) -> int:
    return sum(part.least for _, part in parts)


def _laid_out(lessons: Sequence[Lesson], shown: Sequence[tuple[Lesson, Part]], left: int) -> list[Step]:
    """Return the parts in the order of the pages, with the minutes that are left shared among them."""
    chosen = {(lesson.unit.name, part.name) for lesson, part in shown}
    ordered = [
        (lesson, part)
        for lesson in lessons
        for part in lesson.parts
        if (lesson.unit.name, part.name) in chosen
    ]
    steps, start = [], OPENING
    extra = shares(left, [TALK[part.name] for _, part in ordered])
    for (lesson, part), more in zip(ordered, extra, strict=True):
        steps.append(Step(start, part.least + more, lesson, part))
        start += part.least + more
    return steps


def votes(steps: Sequence[Step]) -> list[Lesson]:
    """Return the lessons whose decision the room votes on."""
    return [step.lesson for step in steps if step.part.name == "boardroom"]


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
