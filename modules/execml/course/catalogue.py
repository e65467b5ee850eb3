"""The units that exist, as the front matter of their sources describes them: the map is made from here."""

from __future__ import annotations

from execml.course.front_matter import Front, read_source
from execml.course.programme import MODULES, Module, root, source_path, unit_names


def units_of(module: Module) -> dict[str, Front]:
    """Return the front matter of a module's units by their names, in order; empty while none is written.

    Raises:
        SourceError: if a source's front matter is missing or wrong; the message names the file.
    """
    return {name: read_source(source_path(root(), name))[0] for name in unit_names(root(), module)}


def programme_map(prefix: str = "") -> str:
    """Return the map of the programme as a Markdown table with links to the notebooks that exist.

    Args:
        prefix: what the links begin with: the path from the page to the folder ``notebooks``.
    """
    rows = ["| No. | Module | The claim to check | Minutes |", "|---|---|---|---:|"]
    for module in MODULES:
        units = units_of(module)
        minutes = str(sum(front.minutes for front in units.values())) if units else "to come"
        rows.append(f"| {module.number} | **{module.title}** | {module.question} | {minutes} |")
        for place, (name, front) in enumerate(units.items(), 1):
            link = f"[{front.title}]({prefix}{name}.ipynb)"
            rows.append(f"| | {module.number}.{place} {link} | {front.decision} | {front.minutes} |")
    return "\n".join(rows)
