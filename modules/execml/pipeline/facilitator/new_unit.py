"""A new unit in the house shape: its folders, ready to build and then to be written."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

from execml.course.programme import Module, source_path
from execml.pipeline.facilitator import templates


def lay_out(root: Path, module: Module, unit: str) -> list[Path]:
    """Write the files of a new unit and return them, the source first.

    A topic's first unit brings the topic's door and the folder of its units too. Helper files that stand
    there already are left alone.

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
    source = source_path(root, f"{module.folder}/{unit}")
    if source.exists():
        raise ValueError(f"{source.relative_to(root).as_posix()} exists, and is not overwritten")
    number, title = named[1], named[2].replace("_", " ").capitalize()
    values = {"title": title, "package": module.package, "prefix": module.prefix, "number": number}
    written = []
    for path, text in {source: templates.SOURCE, **_helpers(root, module, number)}.items():
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(Template(text).substitute(values), encoding="utf-8", newline="\n")
            written.append(path)
    return written


def _helpers(root: Path, module: Module, number: str) -> dict[Path, str]:
    """Return the templates by the paths at which a unit needs them, the topic's door among them."""
    topic, folder = module.helpers(root), module.unit_helpers(root, number)
    door = {"__init__.py": templates.DOOR, "__init__.pyi": templates.STUB}
    return {
        **{topic / name: text.replace("$title", module.title) for name, text in door.items()},
        folder.parent / "__init__.py": templates.UNITS,
        folder / "__init__.py": templates.UNIT,
        folder / "figures.py": templates.FIGURES,
        folder / "exercises.py": templates.EXERCISES,
        folder / "quiz.yaml": templates.QUIZ,
        folder / "decision.yaml": templates.DECISION,
        module.unit_tests(root, number) / "test_exercises.py": templates.TESTS,
    }
