"""What a new unit begins with; ``$title``, ``$package``, ``$prefix`` and ``$number`` are filled in."""

DOOR = '''\
"""$title from first principles.

The names of ``__init__.pyi`` load on first use, so that importing the package costs almost nothing.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
'''

STUB = '''\
"""$title from first principles: the public names, and the room of each."""
'''

UNITS = '''\
"""What each unit draws, asks and checks."""
'''

UNIT = '''\
"""$title: its figures, exercises, quiz and decision."""
'''

FIGURES = '''\
"""The figures of unit $number: each takes computed data and returns a figure with its alternative text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from execml.course import ACCENT, figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def limits(values: pd.Series) -> tuple[Figure, str]:
    """Draw the credit limits, from the lowest to the highest.

    Args:
        values: one limit for each client, in New Taiwan dollars.
    """
    thousands = np.sort(values.to_numpy()) / 1000
    middle = np.median(thousands)
    fig, ax = figure(
        f"Half of the clients may borrow at most {middle:,.0f} thousand",
        x="Share of clients (%)",
        y="Credit limit (thousand New Taiwan dollars)",
    )
    ax.plot(np.linspace(0, 100, len(thousands)), thousands, color=ACCENT)
    return fig, (
        f"Line chart: credit limits rise from {thousands[0]:,.0f} thousand to {thousands[-1]:,.0f} thousand, "
        f"slowly for most clients and steeply for the last tenth; the middle one is {middle:,.0f} thousand."
    )
'''

TESTS = '''\
"""Exercises of unit $number: right answers pass, and typical mistakes get their own message."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from execml.course import load
from execml.course.learner.exercises import find


def test_right_answers_pass() -> None:
    middle = load("credit")["limit"].median()
    for answer in (middle, int(middle), f"{middle:.0f}"):
        find("${prefix}$number.median_limit").verify(answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (load("credit")["limit"].mean(), "pull up"),
        (load("credit")["limit"].min(), "Fewer than half"),
        (load("credit")["limit"].max(), "More than half"),
        ("a lot", "one number"),
    ],
)
def test_each_mistake_gets_its_own_message(answer: object, words: str, feedback: Callable[..., str]) -> None:
    assert words in feedback("${prefix}$number.median_limit", answer)
'''

SOURCE = """\
# ---
# title: $title
# decision: "TODO: the question that a board has to answer?"
# parts:
#   failure: "TODO: the failure or attack, as a finding"
#   mathematics: "TODO: the mathematics that it makes necessary"
# minutes: {reading: 25, exercises: 12}
# needs: ["TODO: what to know first"]
# objectives:
#   - "TODO: what the reader can do afterwards"
# libraries: [numpy, pandas, matplotlib]
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # $title
#
# **The decision.** TODO: the question in one sentence.
#
# *25 minutes of reading, 12 of exercises. You need: TODO.*

# %% tags=["hide-input"]
from execml.course import begin, check, decide, hint, load, quiz, say, show, table
from execml.$package.units.unit_$number import figures

begin()

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# TODO: the idea for someone who will read nothing else, with one figure.

# %%
clients = load("credit")
limits = clients["limit"]
show(*figures.limits(limits))
say(f"**So what.** TODO: what it means that the median is {limits.median() / 1000:,.0f} thousand.")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## TODO: the failure or attack, as a finding
#
# TODO: what goes wrong, executed in the next cell.

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# TODO: talking points: what to ask the room, what to point at, how many minutes.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## TODO: the mathematics that it makes necessary
#
# TODO: the definition with its conditions, each formula beside the lines that compute it.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## TODO: checked against the library, and what it costs
#
# TODO: the same numbers from the production library to a stated tolerance; accuracy, time, bytes, money.

# %% [markdown] slideshow={"slide_type": "skip"}
# ## Exercises
#
# TODO: what to find out, and why it matters. Two to four exercises.

# %% tags=["exercise"]
median_limit = ...  # TODO: the credit limit that half of the clients do not exceed, in New Taiwan dollars

# %% tags=["solution"]
median_limit = clients["limit"].median()

# %%
check("${prefix}$number.median_limit", median_limit)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask the supplier or the team:
#
# 1. TODO
# 2. TODO
# 3. TODO
# 4. TODO
# 5. TODO

# %%
quiz("${prefix}$number")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "no"
because = "TODO: the reason, resting on the numbers above."

# %%
decide(
    "${prefix}$number.decision",
    choice,
    because,
    evidence={"median limit, thousand NT$$": int(limits.median() / 1000)},
)

# %% [markdown] slideshow={"slide_type": "skip"}
# ## Sources
#
# - TODO: a paper with its DOI or arXiv link, such as I-C. Yeh and C.-H. Lien (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020).
"""

EXERCISES = '''\
"""Exercises of unit $number."""

from __future__ import annotations

from typing import Any

from execml.course.answers.numbers import number
from execml.course.answers.verdicts import demand
from execml.course.learner.exercises import Exercise


def _verify_median_limit(answer: Any) -> None:
    from execml.course.bank.data import load

    limits, given = load("credit")["limit"], number(answer, "the limit")
    demand(given != limits.mean(), "This is the mean, which a few large limits pull up. Take the median.")
    demand((limits <= given).mean() >= 0.5, "Fewer than half of the clients have a limit up to this one.")
    demand((limits < given).mean() <= 0.5, "More than half of the clients have a limit below this one.")


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="${prefix}$number.median_limit",
        title="The middle limit",
        difficulty="warm-up",
        minutes=2,
        hints=(
            "Half of the clients lie below it.",
            "The column is called `limit`.",
            "Ask the column for its `.median()`.",
        ),
        verify=_verify_median_limit,
        praise="TODO: one sentence that adds something.",
    ),
)
'''

QUESTION = """\
- question: "TODO: {}"
  options:
    - text: "TODO: the right answer"
      right: true
      why: "TODO: why it is right."
    - text: "TODO: a tempting wrong answer"
      right: false
      why: "TODO: what is wrong with it."
"""
QUIZ = "".join(
    QUESTION.format(asked)
    for asked in (
        "what does the unit's idea imply?",
        "which number of the page decides?",
        "what would change your mind?",
    )
)

DECISION = """\
id: ${prefix}$number.decision
question: "TODO: the question that a board has to answer?"
options:
  - text: "yes"
    reply: "TODO: what this option's evidence says. TODO: what would have to be true for it to be right."
    evidence:
      - "median limit, thousand NT$$"
  - text: "no"
    model: true
    reply: "TODO: what this option's evidence says. TODO: what it obliges the bank to do."
    evidence:
      - "median limit, thousand NT$$"
"""
