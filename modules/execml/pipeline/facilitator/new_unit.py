"""A new unit in the house shape: source, exercise and quiz, ready to build and then to be written."""

from __future__ import annotations

import re
from pathlib import Path

from execml.course.programme import MODULES, Module
from execml.pipeline.building.source import source_path

SOURCE = """\
# ---
# title: {title}
# decision: "TODO: the question that a board has to answer?"
# minutes: {{reading: 25, exercises: 12}}
# needs: ["TODO: what to know first"]
# objectives:
#   - "TODO: what the reader can do afterwards"
# libraries: [numpy]
# ---

# %% [markdown] slideshow={{"slide_type": "slide"}}
# # {title}
#
# **The decision.** TODO: the question in one sentence.
#
# *25 minutes of reading, 12 of exercises. You need: TODO.*

# %% tags=["hide-input"]
import numpy as np

from execml.course import ACCENT, begin, check, decide, figure, hint, load, quiz, say, show, table

begin()

# %% [markdown] slideshow={{"slide_type": "slide"}}
# ## In one minute
#
# TODO: the idea for someone who will read nothing else, with one figure.

# %%
clients = load("credit")
limits = np.sort(clients["limit"].to_numpy()) / 1000
fig, ax = figure(
    f"Half of the clients may borrow at most {{np.median(limits):,.0f}} thousand",
    x="Share of clients (%)",
    y="Credit limit (thousand New Taiwan dollars)",
)
ax.plot(np.linspace(0, 100, len(limits)), limits, color=ACCENT)
show(fig, alt="Line chart: credit limits rise slowly for most clients and steeply for the last tenth.")
say(f"**So what.** TODO: what it means that the median is {{np.median(limits):,.0f}} thousand.")

# %% [markdown] slideshow={{"slide_type": "slide"}}
# ## TODO: the failure or attack, as a finding
#
# TODO: what goes wrong, executed in the next cell.

# %% [markdown] tags=["facilitator"] slideshow={{"slide_type": "notes"}}
# TODO: talking points: what to ask the room, what to point at, how many minutes.

# %% [markdown] slideshow={{"slide_type": "slide"}}
# ## TODO: the mathematics that it makes necessary
#
# TODO: the definition with its conditions, each formula beside the lines that compute it.

# %% [markdown] slideshow={{"slide_type": "slide"}}
# ## TODO: checked against the library, and what it costs
#
# TODO: the same numbers from the production library to a stated tolerance; accuracy, time, bytes, money.

# %% [markdown] slideshow={{"slide_type": "skip"}}
# ## Exercises
#
# TODO: what to find out, and why it matters. Two to four exercises.

# %% tags=["exercise"]
median_limit = ...  # TODO: the credit limit that half of the clients do not exceed, in New Taiwan dollars

# %% tags=["solution"]
median_limit = clients["limit"].median()

# %%
check("{prefix}{number}.median_limit", median_limit)

# %% [markdown] slideshow={{"slide_type": "slide"}}
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
quiz("{prefix}{number}")

# %% tags=["exercise"]
choice = ...  # TODO: "yes" or "no"
because = ...  # TODO: your reason in a sentence

# %% tags=["solution"]
choice = "no"
because = "TODO: the reason, resting on the numbers above."

# %%
decide(
    "{prefix}{number}.decision",
    options=["yes", "no"],
    choice=choice,
    because=because,
    evidence={{"median limit, thousand NT$": int(np.median(limits))}},
)

# %% [markdown] slideshow={{"slide_type": "skip"}}
# ## Sources
#
# - TODO: a paper with its DOI or arXiv link, such as I-C. Yeh and C.-H. Lien (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020).
"""

COLLECTION = '''\
"""The exercises of the module, a file for each unit."""
'''

EXERCISE = '''\
"""Exercises of unit {number}."""

from __future__ import annotations

from typing import Any

from execml.course.learner.exercises import Exercise, demand, number


def _verify_median_limit(answer: Any) -> None:
    from execml.course.bank.data import load

    limits, given = load("credit")["limit"], number(answer, "the limit")
    demand(given != limits.mean(), "This is the mean, which a few large limits pull up. Take the median.")
    demand((limits <= given).mean() >= 0.5, "Fewer than half of the clients have a limit up to this one.")
    demand((limits < given).mean() <= 0.5, "More than half of the clients have a limit below this one.")


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="{prefix}{number}.median_limit",
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

QUIZ = """\
- question: "TODO: what does the unit's idea imply?"
  options:
    - text: "TODO: the right answer"
      right: true
      why: "TODO: why it is right."
    - text: "TODO: a tempting wrong answer"
      right: false
      why: "TODO: what is wrong with it."
"""


def module_named(name: str) -> Module:
    """Return a module by its package, its folder or its number.

    Raises:
        ValueError: if there is none; the message lists the modules.

    >>> module_named("3_differential_privacy") is module_named("differential_privacy") is module_named("3")
    True
    """
    for module in MODULES:
        if name.rstrip("/") in (module.package, module.folder, str(module.number)):
            return module
    raise ValueError(
        f"no module is called {name!r}; there are: {', '.join(module.package for module in MODULES)}"
    )


def lay_out(root: Path, module: Module, unit: str) -> list[Path]:
    """Write the files of a new unit and return them, the source first.

    Helper files that stand there already are left alone.

    Args:
        root: the checkout.
        module: where the unit belongs.
        unit: number and name, such as ``"6_small_groups"``.

    Raises:
        ValueError: if the unit's name has another form, or its source exists.
    """
    named = re.fullmatch(r"(\d+)_([a-z0-9]+(?:_[a-z0-9]+)*)", unit)
    if not named:
        raise ValueError(
            f"unit={unit!r} must be a number and a name in small letters, such as 6_small_groups"
        )
    number, title = named[1], named[2].replace("_", " ").capitalize()
    source = source_path(root, f"{module.folder}/{unit}")
    if source.exists():
        raise ValueError(f"{source.relative_to(root).as_posix()} exists, and is not overwritten")
    folder = root / "modules" / "execml" / module.package / "units" / f"unit_{number}"
    package = {folder.parent / "__init__.py": f'"""{module.title}."""\n', folder / "__init__.py": COLLECTION}
    wanted = {
        source: SOURCE,
        **package,
        folder / f"unit_{number}.py": EXERCISE,
        folder / f"unit_{number}_quiz.yaml": QUIZ,
    }
    written = []
    for path, text in wanted.items():
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            filled = (
                text
                if path.suffix == ".yaml"
                else text.format(title=title, prefix=module.prefix, number=number)
            )
            path.write_text(filled, encoding="utf-8", newline="\n")
            written.append(path)
    return written
