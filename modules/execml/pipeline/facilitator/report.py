"""What a learner has passed, module by module, as numbers and as a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from execml.course.learner.exercises import exercises_of
from execml.course.learner.progress import passed_exercises
from execml.course.programme import MODULES, WELCOME, Module

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Standing:
    """Where a learner stands in one module.

    Attributes:
        module: the module.
        passed: exercises passed at least once.
        total: exercises that the module has.
        minutes_left: minutes that the others take, by their own estimate.
        next_title: title of the first exercise not yet passed, or nothing.
    """

    module: Module
    passed: int
    total: int
    minutes_left: int
    next_title: str

    @property
    def share(self) -> float:
        """Return the share of exercises passed, between 0 and 1."""
        return self.passed / self.total


def standings() -> list[Standing]:
    """Return where the learner stands in each module that has exercises."""
    passed, found = passed_exercises(), []
    for module in (WELCOME, *MODULES):
        exercises = exercises_of(module)
        left = [exercise for identifier, exercise in exercises.items() if identifier not in passed]
        if exercises:
            minutes, title = sum(exercise.minutes for exercise in left), left[0].title if left else ""
            found.append(Standing(module, len(exercises) - len(left), len(exercises), minutes, title))
    return found


def plot(found: Sequence[Standing]) -> Figure:
    """Draw one bar a module: the share of its exercises that are passed.

    Args:
        found: at least one standing.

    Raises:
        ValueError: if there is none.
    """
    from execml.course.page.figures import ACCENT, GREY, figure

    if not found:
        raise ValueError("found=[] must hold the standing of at least one module")
    passed, total = sum(item.passed for item in found), sum(item.total for item in found)
    title = f"{passed} of {total} exercises are passed"
    fig, ax = figure(title, x="Exercises passed (%)", size=(8.0, 1.6 + 0.5 * len(found)))
    names = [item.module.title for item in found]
    ax.grid(visible=False)
    ax.barh(names, [100] * len(found), height=0.5, color=GREY, alpha=0.25)
    ax.barh(names, [100 * item.share for item in found], height=0.5, color=ACCENT)
    for row, item in enumerate(found):
        ax.text(102, row, f"{item.passed} of {item.total}", va="center")
    ax.set_xlim(0, 115)
    ax.set_xticks([0, 25, 50, 75, 100])
    ax.invert_yaxis()
    return fig
