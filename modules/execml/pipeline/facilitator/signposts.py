"""The README files that say what stands where: made from docstrings, from the ladders, and from the pages."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from execml.course.catalogue import programme_map
from execml.course.front_matter import read_source
from execml.course.programme import HELPERS, MODULES, NOTEBOOKS, Module, source_path, unit_names

MADE = "<!-- Made by `execml map --write` from docstrings, ladders and pages; a test holds it to them. -->"
MAP = re.compile(r"(<!-- map.*?-->\n).*?(<!-- /map -->)", re.DOTALL)


def signposts(root: Path) -> dict[Path, str]:
    """Return the text that each README should hold, by its path: the front page, the topics, what they share.

    Args:
        root: the checkout.
    """
    front = root / "README.md"
    made = programme_map(f"{NOTEBOOKS}/")
    text = MAP.sub(lambda found: f"{found[1]}{made}\n{found[2]}", front.read_text(encoding="utf-8"))
    topics = [module for module in MODULES if module.helpers(root).is_dir()]
    return {
        front: text,
        **{module.helpers(root) / "README.md": topic_page(root, module) for module in topics},
        **{root / HELPERS / name / "README.md": floor_page(root, name) for name in ("course", "pipeline")},
    }


def topic_page(root: Path, module: Module) -> str:
    """Return a topic's README: its question, what to read after which unit, its rooms from the ground up."""
    floor = module.helpers(root)
    door = (
        f"Public names come from the door, `from execml.{module.package} import …`; "
        "[`__init__.pyi`](__init__.pyi) lists each with its room. What else a page shows, it takes from the "
        "room itself."
    )
    lines = [MADE, f"# {module.title}", "", f"**{module.question}** {_said(floor)}", "", door]
    lines += ["", "## What to read after which unit", "", "What has been read is not named again.", ""]
    lines += ["| After | Read |", "|---|---|"]
    read: set[Path] = set()
    for place, name in enumerate(unit_names(root, module), 1):
        title = read_source(source_path(root, name))[0].title
        page = f"[{module.number}.{place} {title}](../../../{NOTEBOOKS}/{name}.ipynb)"
        new = [file for file in files_read(root, module, name) if file not in read]
        read.update(new)
        lines.append(f"| {page} | {_reading(floor, new)} |")
    return "\n".join([*lines, *_rooms(root, module.package)]) + "\n"


def floor_page(root: Path, name: str) -> str:
    """Return the README of what all topics share: its rooms from the ground up."""
    lines = [MADE, f"# {name.capitalize()}", "", _said(root / HELPERS / name), *_rooms(root, name)]
    return "\n".join(lines) + "\n"


def _rooms(root: Path, package: str) -> list[str]:
    floor, steps = root / HELPERS / package, steps_of(root, package)
    ladder = [room for step in steps for room in step]
    rooms = [floor / step for step in ladder if (floor / step).is_dir()]
    beside = [floor / f"{step}.py" for step in ladder if (floor / f"{step}.py").is_file()]
    lines = [
        "",
        "## The rooms",
        "",
        f"From the ground up: {' → '.join(', '.join(step) for step in steps)}. "
        "A room may use those of earlier steps, and neither a later one nor its neighbour on the same.",
    ]
    if beside:
        lines += ["", "Before all rooms:", "", *_table(floor, beside)]
    for room in rooms:
        files = [file for file in sorted(room.rglob("*.py")) if file.name != "__init__.py"]
        lines += ["", f"### {room.name}", "", _said(room), "", *_table(floor, files)]
    return lines


def _table(floor: Path, files: list[Path]) -> list[str]:
    rows = [f"| {_link(floor, file)} | {_said(file)} |" for file in files]
    return ["| File | What it holds |", "|---|---|", *rows]


def _link(floor: Path, file: Path) -> str:
    place = file.relative_to(floor).as_posix()
    return f"[{'/'.join(place.split('/')[1:]) or place}]({place})"


def _said(place: Path) -> str:
    """Return the first line of the docstring of a file or a package, as Markdown."""
    file = place / "__init__.py" if place.is_dir() else place
    words = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return words.partition("\n")[0].replace("``", "`").replace("|", "\\|")


def steps_of(root: Path, package: str) -> list[list[str]]:
    """Return a package's rooms from the ground up, step by step, as its contract in ``pyproject.toml`` says.

    Raises:
        ValueError: if the package has no contract.
    """
    options = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    for contract in options["tool"]["importlinter"]["contracts"]:
        if contract.get("containers") == [f"execml.{package}"]:
            return [re.split(r"\s*[|:]\s*", layer) for layer in reversed(contract["layers"])]
    raise ValueError(
        f"package={package!r} needs a contract on its rooms under [tool.importlinter] in pyproject.toml"
    )


def files_read(root: Path, module: Module, name: str) -> list[Path]:
    """Return the topic's files that a page takes names from, and what these rest on in their room, in order.

    Args:
        root: the checkout.
        module: the topic.
        name: the unit whose source is read.
    """
    floor = module.helpers(root)
    tree = ast.parse(source_path(root, name).read_text(encoding="utf-8"))
    homes = homes_of(floor / "__init__.pyi")
    found = {_file(floor, dotted, homes) for dotted in _taken(tree, f"execml.{module.package}")}
    ladder = [room for step in steps_of(root, module.package) for room in step]
    files = {file for file in found if file and "units" not in file.relative_to(floor).parts}
    while further := {below for file in files for below in _beside(floor, file)} - files:
        files |= further
    return sorted(files, key=lambda file: (ladder.index(file.relative_to(floor).parts[0]), file.name))


def _beside(floor: Path, file: Path) -> set[Path]:
    """Return the files of the same room that a file imports from."""
    room = file.parent
    inside = f"execml.{floor.name}.{room.name}"
    taken = _taken(ast.parse(file.read_text(encoding="utf-8")), inside)
    return {found for found in (_file(room, dotted, {}) for dotted in taken) if found}


def _taken(tree: ast.AST, package: str) -> Iterator[str]:
    """Yield what a page imports below a package, dotted: ``"search.halving.hyperband"``, ``"hyperband"``."""
    aliases = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(f"{package}."):
            inside = (node.module or "")[len(package) + 1 :]
            yield from (f"{inside}.{alias.name}".lstrip(".") for alias in node.names)
        elif isinstance(node, ast.Import):
            aliases.update({alias.asname or alias.name: alias.name for alias in node.names})
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and aliases.get(ast.unparse(node.value)) == package:
            yield node.attr


def homes_of(stub: Path) -> dict[str, str]:
    """Return the room and file of each public name of a door, dotted, from its stub."""
    lines = [
        node for node in ast.parse(stub.read_text(encoding="utf-8")).body if isinstance(node, ast.ImportFrom)
    ]
    return {alias.name: line.module or "" for line in lines for alias in line.names}


def _file(floor: Path, dotted: str, homes: dict[str, str]) -> Path | None:
    """Return the file in which a name is found; nothing for a room as a whole."""
    parts = (homes.get(dotted) or dotted).split(".")
    for count in range(len(parts), 0, -1):
        file = floor.joinpath(*parts[:count]).with_suffix(".py")
        if file.is_file():
            return file
    return None


def _reading(floor: Path, files: list[Path]) -> str:
    rooms: dict[str, list[str]] = {}
    for file in files:
        place = file.relative_to(floor)
        rooms.setdefault(place.parts[0], []).append(f"[{file.stem}]({place.as_posix()})")
    return "; ".join(f"{room}: {', '.join(links)}" for room, links in rooms.items())
