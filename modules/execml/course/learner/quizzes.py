"""A quiz that reads without a kernel: each option folds out into why it is right or wrong."""

from __future__ import annotations

import html
from typing import Any

from execml.course.page.prose import emit
from execml.course.programme import module_of, root


def questions(identifier: str) -> list[dict[str, Any]]:
    """Return a unit's questions: each has ``question`` and ``options`` with ``text``, ``right`` and ``why``.

    Args:
        identifier: the unit, such as ``"dp1"``, whose file is ``quiz.yaml`` in the topic's ``units/unit_1``.

    Raises:
        ValueError: if the unit has no quiz, or its file is not a quiz (see :func:`faults`).
    """
    import yaml

    module = module_of(identifier)
    file = module.unit_helpers(root(), identifier.removeprefix(module.prefix)) / "quiz.yaml"
    if not file.is_file():
        raise ValueError(f"identifier={identifier!r} has no quiz: there is no {file.parent.name}/quiz.yaml")
    asked = yaml.safe_load(file.read_text(encoding="utf-8"))
    found = faults(asked)
    if found:
        raise ValueError(f"{file.parent.name}/quiz.yaml: {'; '.join(found)}")
    return asked


def faults(asked: Any) -> list[str]:
    """Return what is wrong with a quiz: each question needs one right option, each option an explanation.

    >>> faults([{"question": "Is it?", "options": [{"text": "Yes", "right": True, "why": "It is."}]}])
    ['question 1 needs at least 2 options']
    """
    if not isinstance(asked, list) or not asked:
        return ["a quiz is a list of questions"]
    return [
        fault
        for place, item in enumerate(asked, 1)
        for fault in _faults_of_question(f"question {place}", item)
    ]


def _faults_of_question(name: str, item: Any) -> list[str]:
    if not isinstance(item, dict) or set(item) != {"question", "options"}:
        return [f"{name} needs exactly: question, options"]
    options = item["options"]
    if not _is_text(item["question"]):
        return [f"{name} has no text"]
    if not isinstance(options, list) or len(options) < 2:
        return [f"{name} needs at least 2 options"]
    found = [
        fault
        for place, option in enumerate(options, 1)
        for fault in _faults_of_option(f"{name}, option {place}", option)
    ]
    right = sum(isinstance(option, dict) and option.get("right") is True for option in options)
    return found + ([] if right == 1 else [f"{name} has {right} right options and needs exactly 1"])


def _faults_of_option(name: str, option: Any) -> list[str]:
    if not isinstance(option, dict) or set(option) != {"text", "right", "why"}:
        return [f"{name} needs exactly: text, right, why"]
    texts = [
        f"{name}: {key} must be a text (put it in quotes)"
        for key in ("text", "why")
        if not _is_text(option[key])
    ]
    return texts + ([] if isinstance(option["right"], bool) else [f"{name}: right must be true or false"])


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def quiz(identifier: str) -> None:
    """Show a unit's quiz; a click on an option opens its explanation.

    Args:
        identifier: the unit, such as ``"dp1"``.

    Raises:
        ValueError: if the unit has no quiz, or its file is not a quiz.
    """
    asked = questions(identifier)
    body = "".join(_html(place, item) for place, item in enumerate(asked, 1))
    lead = "<p>Choose an answer: it opens, and says why it is right or not.</p>"
    emit({"text/html": lead + body, "text/plain": _plain(asked)})


def _html(place: int, item: dict[str, Any]) -> str:
    options = "".join(_option(option) for option in item["options"])
    asked = html.escape(item["question"].strip())
    return f'<p style="margin:1em 0 0.3em"><strong>{place}. {asked}</strong></p>{options}'


def _option(option: dict[str, Any]) -> str:
    verdict = (
        "✓ Right." if option["right"] else "✗ No."
    )  # no colour: it would vanish on a dark or a light page
    return (
        '<details style="margin:0.3em 0 0.3em 1.2em">'
        f'<summary style="cursor:pointer">{html.escape(option["text"].strip())}</summary>'
        f'<p style="margin:0.2em 0 0.6em 1.2em"><strong>{verdict}</strong> '
        f"{html.escape(option['why'].strip())}</p></details>"
    )


def _plain(asked: list[dict[str, Any]]) -> str:
    lines = []
    for place, item in enumerate(asked, 1):
        options = "; ".join(option["text"].strip() for option in item["options"])
        lines.append(f"{place}. {item['question'].strip()} [{options}]")
    return "\n".join(lines)
