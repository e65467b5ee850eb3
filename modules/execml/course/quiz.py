"""A quiz that reads without a kernel: each option folds out into why it is right or wrong."""

from __future__ import annotations

import html
from importlib import resources
from typing import Any

from execml.course.programme import module_of
from execml.course.prose import emit


def questions(identifier: str) -> list[dict[str, Any]]:
    """Return a unit's questions: each has ``question`` and ``options`` with ``text``, ``right`` and ``why``.

    Args:
        identifier: the unit, such as ``"dp1"``; the file is ``unit_1_quiz.yaml`` in the topic's ``exercises``.

    Raises:
        ValueError: if the unit has no quiz.
    """
    import yaml

    unit = identifier.removeprefix(module_of(identifier).prefix)
    folder = resources.files(f"execml.{module_of(identifier).package}.exercises")
    file = folder / f"unit_{unit}_quiz.yaml"
    if not file.is_file():
        raise ValueError(f"identifier={identifier!r} has no quiz: there is no {file.name}")
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def quiz(identifier: str) -> None:
    """Show a unit's quiz; a click on an option opens its explanation.

    Args:
        identifier: the unit, such as ``"dp1"``.
    """
    asked = questions(identifier)
    emit({"text/html": "".join(_html(place, item) for place, item in enumerate(asked, 1)), "text/plain": _plain(asked)})


def _html(place: int, item: dict[str, Any]) -> str:
    options = "".join(
        f"<details style='margin:0.3em 0 0.3em 1.5em'><summary>{html.escape(option['text'])}</summary>"
        f"<p style='margin:0.2em 0 0.6em 1.2em'><strong>{'Right.' if option['right'] else 'No.'}</strong> {html.escape(option['why'])}</p></details>"
        for option in item["options"]
    )
    return f"<p style='margin:1em 0 0.2em'><strong>{place}. {html.escape(item['question'])}</strong></p>{options}"


def _plain(asked: list[dict[str, Any]]) -> str:
    return "\n".join(f"{place}. {item['question']} [{len(item['options'])} options]" for place, item in enumerate(asked, 1))
