"""The units that exist, as the front matter of their sources describes them: the map is made from here."""

from __future__ import annotations

from collections.abc import Mapping

from execml.course.front_matter import Front, read_source
from execml.course.programme import MODULES, Module, module_of, root, source_path, unit_names, unit_number


def units_of(module: Module) -> dict[str, Front]:
    """Return the front matter of a module's units by their names, in order; empty while none is written.

    Raises:
        SourceError: if a source's front matter is missing or wrong; the message names the file.
    """
    return {name: read_source(source_path(root(), name))[0] for name in unit_names(root(), module)}


def unit_with(identifier: str) -> str:
    """Return the name of the unit that an id belongs to; empty if there is none.

    Args:
        identifier: the id of an exercise, a quiz or a decision.

    Raises:
        ValueError: if no module has the id's prefix.

    >>> unit_with("dp2.noise")
    '3_differential_privacy/2_the_mathematics_of_noise'
    """
    module = module_of(identifier)
    number = identifier.removeprefix(module.prefix).partition(".")[0]
    return next((name for name in unit_names(root(), module) if unit_number(name) == number), "")


def titled(identifier: str) -> str:
    """Return number and title of the unit that an id belongs to, or the id if there is no such unit.

    >>> titled("dp2.noise"), titled("dp99.noise")
    ('3.2 The mathematics of noise', 'dp99.noise')
    """
    name = unit_with(identifier)
    if not name:
        return identifier
    title = read_source(source_path(root(), name))[0].title
    return f"{module_of(identifier).number}.{unit_number(name)} {title}"


def programme_map(prefix: str = "", done: Mapping[str, str] | None = None) -> str:
    """Return the map of the programme as a Markdown table with links to the notebooks that exist.

    Args:
        prefix: what the links begin with: the path from the page to the folder ``notebooks``.
        done: what a learner has done of each unit, by its name, for a column of its own.
    """
    head = ["No.", "Module", "The claim to check", "Minutes", *([] if done is None else ["Done"])]
    rows = [_row(head), "|---|---|---|---:|" + ("" if done is None else "---|")]
    for module in MODULES:
        units = units_of(module)
        minutes = str(sum(front.minutes for front in units.values())) if units else "to come"
        last = [] if done is None else [""]
        rows.append(_row([str(module.number), f"**{module.title}**", module.question, minutes, *last]))
        for place, (name, front) in enumerate(units.items(), 1):
            link = f"[{front.title}]({prefix}{name}.ipynb)"
            last = [] if done is None else [done.get(name, "")]
            numbered = f"{module.number}.{place} {link}"
            rows.append(_row(["", numbered, front.decision, str(front.minutes), *last]))
    return "\n".join(rows)


def _row(cells: list[str]) -> str:
    """Return a row of a Markdown table.

    >>> _row(["", "Module"])
    '| | Module |'
    """
    return "|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|"
