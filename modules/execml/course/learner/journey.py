"""Where a learner stands in each unit: exercises, quiz, decision; the map with ticks, and the next step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from execml.course.catalogue import programme_map, units_of
from execml.course.front_matter import Front, read_source
from execml.course.learner.decisions import decisions
from execml.course.learner.exercises import Exercise, exercises_of
from execml.course.learner.progress import UnreadableProgress, attempts, passed_exercises, recording
from execml.course.learner.questions import has_quiz
from execml.course.learner.repetition import answers, asked_in
from execml.course.page.prose import say
from execml.course.programme import (
    MODULES,
    WELCOME,
    Module,
    module_with,
    root,
    source_path,
    unit_number,
)


@dataclass(frozen=True)
class UnitStanding:
    """What a learner has done of one unit.

    Attributes:
        name: the unit's name, such as ``"3_differential_privacy/2_the_mathematics_of_noise"``.
        label: its number and title.
        total: exercises that it has.
        left: exercises not yet passed, in order.
        asked: questions of its quiz.
        answered: questions with an answer.
        right: questions whose last answer is right.
        decided: whether its decision is recorded.
    """

    name: str
    label: str
    total: int
    left: tuple[Exercise, ...]
    asked: int
    answered: int
    right: int
    decided: bool

    @property
    def passed(self) -> int:
        """Return how many exercises are passed."""
        return self.total - len(self.left)

    @property
    def minutes_left(self) -> int:
        """Return the minutes that the exercises left take, by their own estimate."""
        return sum(exercise.minutes for exercise in self.left)

    @property
    def begun(self) -> bool:
        """Return whether anything of the unit is done."""
        return bool(self.passed or self.answered or self.decided)

    @property
    def next_step(self) -> str:
        """Return what comes next in the unit: an exercise, the quiz or the decision; empty if all is done."""
        if self.left:
            return f"exercise “{self.left[0].title}”, {self.left[0].minutes} minutes"
        if self.answered < self.asked:
            return "the quiz"
        return "" if self.decided or not self.asked else "the decision"

    @property
    def ticks(self) -> str:
        """Return what is done in few words, for the map; empty if nothing is."""
        if not self.begun:
            return ""
        done = [
            f"{_tick(not self.left)}{self.passed} of {self.total} exercises",
            f"{_tick(self.right == self.asked)}quiz: {self.right} of {self.asked} right"
            if self.answered
            else "quiz open",
            "✓ decided" if self.decided else "decision open",
        ]
        return ", ".join(done)


def _tick(done: bool) -> str:
    return "✓ " if done else ""


def standings_of(module: Module) -> list[UnitStanding]:
    """Return where the learner stands in each unit of a module, in order."""
    exercises, passed = exercises_of(module), passed_exercises()
    given, decided = answers(), {decision.id for decision in decisions()}
    found = []
    for name, front in _pages(module).items():
        identifier = f"{module.prefix}{unit_number(name)}"
        own = [exercise for exercise in exercises.values() if exercise.id.startswith(f"{identifier}.")]
        asked = asked_in(identifier, given) if has_quiz(identifier) else []
        last = [item.last for item in asked if item.last is not None]
        found.append(
            UnitStanding(
                name=name,
                label=f"{module.number}.{unit_number(name)} {front.title}" if module.number else front.title,
                total=len(own),
                left=tuple(exercise for exercise in own if exercise.id not in passed),
                asked=len(asked),
                answered=len(last),
                right=sum(answer.right for answer in last),
                decided=any(one.startswith(f"{identifier}.") for one in decided),
            )
        )
    return found


def _pages(module: Module) -> dict[str, Front]:
    """Return the pages of a module; the welcome is one page, and no folder."""
    if module is not WELCOME:
        return units_of(module)
    return {module.folder: read_source(source_path(root(), module.folder))[0]}


def next_unit(found: Iterable[UnitStanding], latest: str = "") -> UnitStanding | None:
    """Return the unit to go on with: in the module worked on last, else one that is begun, else the first.

    Args:
        found: where the learner stands in each unit, in order.
        latest: the id of what was done last, such as ``"dp1.release"``; empty if nothing was.
    """
    open_units = [unit for unit in found if unit.next_step]
    module = next((one for one in MODULES if latest.startswith(one.prefix)), None)
    same = [unit for unit in open_units if module_with(unit.name) is module]
    begun = [unit for unit in open_units if unit.begun]
    return next(iter([*same, *begun, *open_units]), None)


def latest_work() -> str:
    """Return the id of the exercise, quiz or decision that was worked on last; empty if none was."""
    done = [(attempt.at, attempt.exercise) for attempt in attempts()]
    done += [(answer.at, answer.quiz) for answer in answers()]
    done += [(decision.at, decision.id) for decision in decisions()]
    return max(done)[1] if done else ""


def show_map() -> None:
    """Show the map of the programme; on a learner's computer with what is done, and what comes next."""
    if not recording():
        say(programme_map())
        return
    try:
        found = [unit for module in (WELCOME, *MODULES) for unit in standings_of(module)]
        latest = latest_work()
    except UnreadableProgress as trouble:
        say(programme_map())
        say(f"**{trouble}**")
        return
    ticks = {unit.name: unit.ticks for unit in found if unit.begun}
    say(programme_map(done=ticks or None))
    following = next_unit(found, latest)
    if following:
        say(f"**Next:** [{following.label}]({following.name}.ipynb), {following.next_step}.")
    else:
        say("**All that there is so far is done.**")
