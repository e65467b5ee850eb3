"""What may be decided in a boardroom: the options of a unit, read from its file, and which one is meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Integral
from pathlib import Path
from typing import Any

from execml.course.programme import module_of, root

LETTERS = "abcdefgh"
QUOTES = "\"'`“”‘’«»„"


@dataclass(frozen=True)
class Option:
    """One option: its text, the reply to whoever chooses it, and the names of the evidence it is read beside.

    ``model`` marks the programme's own answer.
    """

    text: str
    reply: str
    evidence: tuple[str, ...]
    model: bool


@dataclass(frozen=True)
class Question:
    """What a unit asks its reader to decide: id, question and options."""

    id: str
    question: str
    options: tuple[Option, ...]

    def listed(self) -> list[str]:
        """Return the options with their letters."""
        return [f"{letter}) {option.text}" for letter, option in zip(LETTERS, self.options, strict=False)]


def decision_of(identifier: str, checkout: Path | None = None) -> Question:
    """Return what is decided under an id, from ``decision.yaml`` in the folder of its unit.

    Args:
        identifier: such as ``"dp1.release"``.
        checkout: where to look, if not in this one.

    Raises:
        ValueError: if the unit has no such decision, or its file is not one (see :func:`faults`).
    """
    import yaml

    module = module_of(identifier)
    number = identifier.partition(".")[0].removeprefix(module.prefix)
    file = module.unit_helpers(checkout or root(), number) / "decision.yaml"
    name = f"{file.parent.name}/{file.name}"
    if not file.is_file():
        raise ValueError(f"identifier={identifier!r} has no decision: there is no {name}")
    asked = yaml.safe_load(file.read_text(encoding="utf-8"))
    found = faults(asked)
    if found:
        raise ValueError(f"{name}: {'; '.join(found)}")
    if asked["id"] != identifier:
        raise ValueError(f"identifier={identifier!r} is not the decision in {name}, which is {asked['id']!r}")
    options = [
        Option(item["text"].strip(), item["reply"].strip(), tuple(item["evidence"]), "model" in item)
        for item in asked["options"]
    ]
    return Question(identifier, asked["question"].strip(), tuple(options))


def faults(asked: Any) -> list[str]:
    """Return what is wrong with a decision: each option needs a reply, and one of them is the model answer.

    >>> faults({"id": "dp1.release", "question": "Publish?", "options": []})
    ['options must be a list of 2 to 8']
    """
    if not isinstance(asked, dict) or set(asked) != {"id", "question", "options"}:
        return ["a decision needs exactly: id, question, options"]
    found = [f"{key} must be a text" for key in ("id", "question") if not _is_text(asked[key])]
    options = asked["options"]
    if not isinstance(options, list) or not 2 <= len(options) <= len(LETTERS):
        return [*found, f"options must be a list of 2 to {len(LETTERS)}"]
    for place, option in enumerate(options, 1):
        found += _faults_of_option(f"option {place}", option)
    if not found:
        texts = {_plain(option["text"]) for option in options}
        found += [] if len(texts) == len(options) else ["two options have the same text"]
        models = sum("model" in option for option in options)
        found += [] if models == 1 else [f"{models} options are the model answer, and exactly 1 must be"]
    return found


def _faults_of_option(name: str, option: Any) -> list[str]:
    if not isinstance(option, dict) or set(option) - {"model"} != {"text", "reply", "evidence"}:
        return [f"{name} needs exactly: text, reply, evidence; one of them model"]
    found = [
        f"{name}: {key} must be a text (put it in quotes)"
        for key in ("text", "reply")
        if not _is_text(option[key])
    ]
    rows = option["evidence"]
    if not isinstance(rows, list) or not all(_is_text(row) for row in rows) or len(set(rows)) < len(rows):
        found.append(f"{name}: evidence must be a list of different names, or empty: []")
    return found + ([] if option.get("model", True) is True else [f"{name}: model must be true, or left out"])


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def recognised(options: Sequence[str], choice: Any) -> list[int]:
    """Return the places, from 0, of the options that a choice may mean: one if it is clear.

    A choice is a letter, a number from 1, or the beginning of an option or of any run of its words. Capitals,
    quotes and outer spaces make no difference. A single letter of the list always means that letter.

    Args:
        options: their texts.
        choice: what the learner gave.

    >>> releases = ["publish as it is", "publish only with noise", "refuse the table"]
    >>> recognised(releases, "B"), recognised(releases, 2), recognised(releases, "'with noise'")
    ([1], [1], [1])
    >>> recognised(releases, "publish"), recognised(releases, "wait")
    ([0, 1], [])
    """
    if isinstance(choice, Integral) and not isinstance(choice, bool):
        return [int(choice) - 1] if 1 <= int(choice) <= len(options) else []
    if not isinstance(choice, str):
        return []
    given, texts = _plain(choice), [_plain(option) for option in options]
    sign = re.fullmatch(r"\(?(\w)[).:]?", given)
    for signs in (LETTERS[: len(options)], "12345678"[: len(options)]):
        if sign and sign[1] in signs:
            return [signs.index(sign[1])]
    if given in texts:
        return [texts.index(given)]
    if not given[:1].isalnum():
        return []
    begins = re.compile(rf"(?<!\w){re.escape(given)}")
    return [place for place, text in enumerate(texts) if begins.search(text)]


def _plain(text: str) -> str:
    """Return a text as it is compared: small letters, single spaces, no outer quotes and no last full stop.

    >>> _plain('  “Send  it BACK.” ')
    'send it back'
    """
    folded = unicodedata.normalize("NFKC", text).casefold()  # the two forms of epsilon become one
    return " ".join(folded.split()).strip(QUOTES + " ").removesuffix(".").strip(QUOTES + " ")
