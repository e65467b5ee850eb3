"""What a learner has done, module by module, in words that fit a terminal and as a figure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from execml.course.catalogue import titled
from execml.course.digits import figure
from execml.course.learner.decisions import Decision, decisions
from execml.course.learner.journey import UnitStanding, latest_work, next_unit, standings_of
from execml.course.learner.progress import location, rows_of
from execml.course.programme import MODULES, WELCOME, Module

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDEST = 100  # columns; longer lines are hard to read


@dataclass(frozen=True)
class Standing:
    """Where a learner stands in one module: the module, and its units in order."""

    module: Module
    units: tuple[UnitStanding, ...]

    @property
    def passed(self) -> int:
        """Return how many exercises are passed at least once."""
        return sum(unit.passed for unit in self.units)

    @property
    def total(self) -> int:
        """Return how many exercises the module has."""
        return sum(unit.total for unit in self.units)

    @property
    def minutes_left(self) -> int:
        """Return the minutes that the other exercises take, by their own estimate."""
        return sum(unit.minutes_left for unit in self.units)

    @property
    def right(self) -> int:
        """Return how many questions of the quizzes were answered right the last time."""
        return sum(unit.right for unit in self.units)

    @property
    def asked(self) -> int:
        """Return how many questions the quizzes ask."""
        return sum(unit.asked for unit in self.units)

    @property
    def share(self) -> float:
        """Return the share of exercises passed, between 0 and 1."""
        return self.passed / self.total


def standings() -> list[Standing]:
    """Return where the learner stands in each module that has exercises."""
    found = [Standing(module, tuple(standings_of(module))) for module in (WELCOME, *MODULES)]
    return [standing for standing in found if standing.total]


def progress_report(found: Sequence[Standing], width: int) -> str:
    """Return what is done, what comes next and what was decided, as text.

    Args:
        found: where the learner stands in each module.
        width: columns of the terminal; no line is longer, but for a path or a word that is.
    """
    width = max(40, min(width, WIDEST))
    parts = [_counts(found, width), _predicted(), _decided(width), f"Kept in\n{location()}"]
    return "\n\n".join(part for part in parts if part)


def _counts(found: Sequence[Standing], width: int) -> str:
    """Return a line for each module, and below it what comes next in it."""
    name = max([len(item.module.title) for item in found], default=0)
    lines = [f"{'Module':<{name}}  {'Exercises':>9}  {'Quiz right':>10}  {'Minutes left':>12}"]
    for item in found:
        quiz = f"{item.right} of {item.asked}" if item.asked else "-"
        passed = f"{item.passed} of {item.total}"
        lines.append(f"{item.module.title:<{name}}  {passed:>9}  {quiz:>10}  {item.minutes_left:>12}")
        following = next_unit(item.units)
        lines += _wrapped(f"next: {_step(following)}" if following else "done", width, 2)
    first = next_unit([unit for item in found for unit in item.units], latest_work())
    if first:
        lines += ["", *_wrapped(f"Go on with {_step(first)}.", width)]
    return "\n".join(lines)


def _step(unit: UnitStanding) -> str:
    return f"{unit.label}, {unit.next_step}"


def _predicted() -> str:
    """Return how many predictions were made; nothing while there is none."""
    count = sum(row[0] for row in rows_of("select count(*) from guesses"))
    return f"Guesses before a figure: {count}" if count else ""


def _decided(width: int) -> str:
    """Return each decision with its choice, reason and evidence."""
    lines: list[str] = []
    for decision in decisions():
        lines += ["", *_wrapped(f"{_unit_of(decision)} ({decision.at[:10]})", width)]
        for text in _lines_of(decision):
            lines += _wrapped(text, width, 2)
    return "\n".join(["Decisions", *lines[1:]]) if lines else "Decisions: none yet"


def _unit_of(decision: Decision) -> str:
    try:
        return titled(decision.id)
    except ValueError:  # a module that is gone
        return decision.id


def _lines_of(decision: Decision) -> Iterator[str]:
    yield f"Decided: {decision.choice}"
    yield f"Because: {decision.because}"
    if decision.evidence:
        facts = "; ".join(f"{name}: {_shown(value)}" for name, value in decision.evidence.items())
        yield f"Rests on: {facts}"


def _shown(value: Any) -> str:
    """Return a kept figure as a reader wants it.

    >>> _shown(0.123456), _shown(30000), _shown("pld")
    ('0.123', '30,000', 'pld')
    """
    return figure(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _wrapped(text: str, width: int, indent: int = 0) -> list[str]:
    """Return a text in lines of the width; those after the first stand two columns further in."""
    first, later = " " * indent, " " * (indent + 2)
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )


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
