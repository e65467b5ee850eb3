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
        f"Pages take public names from the door, `from execml.{module.package} import …`; "
        "[`__init__.pyi`](__init__.pyi) lists each with its room."
    )
    lines = [MADE, f"# {module.title}", "", f"**{module.question}** {_said(floor)}", "", door]
    lines += ["", "## What to read after which unit", "", "| After | Read |", "|---|---|"]
    for place, name in enumerate(unit_names(root, module), 1):
        title = read_source(source_path(root, name))[0].title
        page = f"[{module.number}.{place} {title}](../../../{NOTEBOOKS}/{name}.ipynb)"
        lines.append(f"| {page} | {_reading(floor, files_read(root, module, name))} |")
    return "\n".join([*lines, *_rooms(root, module.package)]) + "\n"


def floor_page(root: Path, name: str) -> str:
    """Return the README of what all topics share: its rooms from the ground up."""
    lines = [MADE, f"# {name.capitalize()}", "", _said(root / HELPERS / name), *_rooms(root, name)]
    return "\n".join(lines) + "\n"


def _rooms(root: Path, package: str) -> list[str]:
    floor, ladder = root / HELPERS / package, ladder_of(root, package)
    rooms = [floor / step for step in ladder if (floor / step).is_dir()]
    beside = [floor / f"{step}.py" for step in ladder if (floor / f"{step}.py").is_file()]
    lines = [
        "",
        "## The rooms",
        "",
        "From the ground up: a room may use those that stand before it, never one after.",
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


def ladder_of(root: Path, package: str) -> list[str]:
    """Return the rooms of a package from the ground up, as its contract in ``pyproject.toml`` has them.

    A package that has no contract yet gets its rooms in the order of the alphabet.
    """
    options = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    for contract in options["tool"]["importlinter"]["contracts"]:
        if contract.get("containers") == [f"execml.{package}"]:
            layers = [re.split(r"\s*[|:]\s*", layer) for layer in reversed(contract["layers"])]
            return [room for layer in layers for room in layer]
    return sorted(place.parent.name for place in (root / HELPERS / package).glob("*/__init__.py"))


def files_read(root: Path, module: Module, name: str) -> list[Path]:
    """Return the topic's files that a page takes names from, directly or through the door, in their order.

    Args:
        root: the checkout.
        module: the topic.
        name: the unit whose source is read.
    """
    floor = module.helpers(root)
    tree = ast.parse(source_path(root, name).read_text(encoding="utf-8"))
    homes = homes_of(floor / "__init__.pyi")
    found = {_file(floor, dotted, homes) for dotted in _taken(tree, f"execml.{module.package}")}
    ladder = ladder_of(root, module.package)
    files = [file for file in found if file and "units" not in file.relative_to(floor).parts]
    return sorted(files, key=lambda file: (ladder.index(file.relative_to(floor).parts[0]), file.name))


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
