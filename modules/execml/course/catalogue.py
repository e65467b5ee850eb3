"""The units that exist, read from the front matter of their sources: maps and schedules come from here."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from execml.course.programme import MODULES, Module, root

FENCE = "# ---"


@dataclass(frozen=True)
class Unit:
    """One unit as its front matter describes it.

    Attributes:
        path: its source, a percent-format file below ``solutions/``.
        title: what a person reads.
        decision: the decision that it informs.
        reading: minutes of reading.
        exercises: minutes of exercises.
        front: the whole front matter.
    """

    path: Path
    title: str
    decision: str
    reading: int
    exercises: int
    front: dict[str, Any] = field(repr=False, hash=False)

    @property
    def minutes(self) -> int:
        """Minutes of reading and exercises together."""
        return self.reading + self.exercises


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Split a source into its front matter and the rest.

    Args:
        text: a percent-format source that may begin with YAML between two ``# ---`` lines.

    Raises:
        ValueError: if the front matter is not closed or is not a YAML mapping.

    >>> split_front_matter("# ---\\n# title: Noise\\n# ---\\n1 + 1\\n")
    ({'title': 'Noise'}, '1 + 1\\n')
    """
    import yaml

    lines = text.splitlines(keepends=True)
    if not lines or lines[0].strip() != FENCE:
        return {}, text
    ends = [place for place, line in enumerate(lines[1:], 1) if line.strip() == FENCE]
    if not ends:
        raise ValueError(f"the front matter has no closing line {FENCE!r}")
    front = yaml.safe_load(
        "".join(line[2:] if line.startswith("# ") else line[1:] for line in lines[1 : ends[0]])
    )
    if not isinstance(front, dict):
        raise ValueError("the front matter must be a YAML mapping")
    return front, "".join(lines[ends[0] + 1 :])


def read_unit(path: Path) -> Unit:
    """Read a unit's front matter.

    Raises:
        ValueError: if a required key is missing; the message names the file and the key.
    """
    front, _ = split_front_matter(path.read_text(encoding="utf-8"))
    try:
        minutes = front["minutes"]
        return Unit(
            path, front["title"], front["decision"], int(minutes["reading"]), int(minutes["exercises"]), front
        )
    except KeyError as missing:
        raise ValueError(f"{path.name}: the front matter lacks {missing}") from None


def units_of(module: Module) -> list[Unit]:
    """Return a module's units in order; an empty list while the module is being prepared."""
    return [read_unit(path) for path in sorted((root() / "solutions" / module.folder).glob("[0-9]*.py"))]


def programme_map(prefix: str = "") -> str:
    """Return the map of the programme as a Markdown table with links to the notebooks that exist.

    Args:
        prefix: what the links begin with: the path from the page to the folder ``notebooks``.
    """
    rows = ["| | Module | The claim to check | Minutes |", "|---|---|---|---:|"]
    for module in MODULES:
        units = units_of(module)
        minutes = str(sum(unit.minutes for unit in units)) if units else "to come"
        rows.append(f"| {module.number} | **{module.title}** | {module.question} | {minutes} |")
        for place, unit in enumerate(units, 1):
            link = f"{prefix}{module.folder}/{unit.path.stem}.ipynb"
            rows.append(
                f"| | {module.number}.{place} [{unit.title}]({link}) | {unit.decision} | {unit.minutes} |"
            )
    return "\n".join(rows)
