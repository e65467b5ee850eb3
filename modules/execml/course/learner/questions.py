"""The questions of a unit's quiz, read from its file and judged sound; each has a key of its own."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from execml.course.programme import module_of, root


def key(text: str) -> str:
    """Return what a question or an option is remembered by: a short hash of its words.

    It survives another order of questions and options, and other line breaks, but no other words.

    >>> key("Is 5 < 7?") == key("Is  5 < 7? "), key("Is 5 < 7?") == key("Is 7 < 5?")
    (True, False)
    """
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]


def questions(identifier: str) -> list[dict[str, Any]]:
    """Return a unit's questions: each has ``question`` and ``options`` with ``text``, ``right`` and ``why``.

    Args:
        identifier: the unit, such as ``"dp1"``, whose file is ``quiz.yaml`` in the topic's ``units/unit_1``.

    Raises:
        ValueError: if the unit has no quiz, or its file is not a quiz (see :func:`faults`).
    """
    import yaml

    file = _file(identifier)
    if not file.is_file():
        raise ValueError(f"identifier={identifier!r} has no quiz: there is no {file.parent.name}/quiz.yaml")
    asked = yaml.safe_load(file.read_text(encoding="utf-8"))
    found = faults(asked)
    if found:
        raise ValueError(f"{file.parent.name}/quiz.yaml: {'; '.join(found)}")
    return asked


def has_quiz(identifier: str) -> bool:
    """Return whether a unit has a quiz; the welcome page has none."""
    return _file(identifier).is_file()


def _file(identifier: str) -> Path:
    module = module_of(identifier)
    return module.unit_helpers(root(), identifier.removeprefix(module.prefix)) / "quiz.yaml"


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


def verdict(item: dict[str, Any], option: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what is said to an answer, as leads and sentences: why it is right, or wrong and what is right.

    >>> yes = {"text": "Yes", "right": True, "why": "It is."}
    >>> no = {"text": "No", "right": False, "why": "Look."}
    >>> verdict({"question": "Is it?", "options": [yes, no]}, no)
    [('✗ No.', '“No”: Look.'), ('The right answer:', '“Yes”: It is.')]
    """
    if option["right"]:
        return [("✓ Right.", _reason(option))]
    right = next(each for each in item["options"] if each["right"])
    return [("✗ No.", _reason(option)), ("The right answer:", _reason(right))]


def _reason(option: dict[str, Any]) -> str:
    return f"“{option['text'].strip().rstrip('.')}”: {option['why'].strip()}"
