"""What a source says of its unit before the first cell: maps, guides and the contract are made from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FENCE = "# ---"
KEYS = (
    "title",
    "decision",
    "present",
    "parts",
    "minutes",
    "needs",
    "objectives",
    "libraries",
    "claims",
)
PARTS = ("failure", "mathematics", "cost")  # the last where a unit has one; other parts have fixed headings
CLAIM_KINDS = ("data", "exact")


class SourceError(ValueError):
    """A source that cannot be read; the message names the file, what is wrong and how to put it right."""


@dataclass(frozen=True)
class Claim:
    """What a unit says in bold with a number, and the test that repeats it.

    Attributes:
        bold: the phrase as it is rendered, each number with its sign and per cent replaced by ``#``.
        test: ``"tests/….py::test_name"``.
        kind: ``"data"`` if something was drawn, trained or measured: the test repeats it on other draws.
            ``"exact"`` if nothing was, as in a count over the whole file or a formula: once will do.
    """

    bold: str
    test: str
    kind: str = "data"


@dataclass(frozen=True)
class Front:
    """What a source says about its unit before the first cell.

    Attributes:
        title: the unit's name, as in its heading.
        decision: the question that the unit helps to decide.
        reading: minutes of reading.
        exercises: minutes of exercises.
        needs: what the reader should know first.
        objectives: what the reader can do afterwards.
        libraries: distributions that the unit runs with.
        claims: what it says in bold with a number, each with its test.
        present: place of the unit in the order in which a session takes its module's up, from 1; 0 if unsaid.
        parts: heading at which each part of the unit begins, of those that a session shows.
    """

    title: str
    decision: str = ""
    reading: int = 0
    exercises: int = 0
    needs: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    present: int = 0
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def minutes(self) -> int:
        """Return the minutes of reading and exercises together."""
        return self.reading + self.exercises


def read_source(path: Path) -> tuple[Front, str]:
    """Read a source's front matter, and return it with the text of the cells below it.

    Raises:
        SourceError: if the front matter is missing or wrong; the message names the file.
    """
    import yaml

    try:
        values, body = split(path.read_text(encoding="utf-8"))
    except (ValueError, yaml.YAMLError) as error:
        raise SourceError(f"{path.name}: {error}") from None
    if not values:
        raise SourceError(f"{path.name}: the front matter must stand at the top, between two lines '# ---'")
    return checked(values, path.name), body


def split(text: str) -> tuple[dict[str, Any], str]:
    """Split a source into its front matter and the rest.

    Args:
        text: a percent-format source that may begin with YAML between two ``# ---`` lines.

    Raises:
        ValueError: if the front matter is not closed or is not a YAML mapping.

    >>> split("# ---\\n# title: Noise\\n# ---\\n1 + 1\\n")
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


def checked(values: dict[str, Any], file: str = "source") -> Front:
    """Return the front matter from its keys and values.

    Args:
        values: the YAML mapping.
        file: name for messages.

    Raises:
        SourceError: if a key is unknown, the title is missing, or a value is of the wrong kind.

    >>> checked({"title": "Noise", "minutes": {"reading": 28, "exercises": 15}}).minutes
    43
    """
    unknown = sorted(set(values) - set(KEYS))
    if unknown:
        raise SourceError(f"{file}: unknown front matter {unknown}; the keys are: {', '.join(KEYS)}")
    if not values.get("title"):
        raise SourceError(f"{file}: the front matter needs at least 'title: …'")
    reading, exercises = _minutes(values.get("minutes", {}), file)
    needs, objectives, libraries = (_list(key, values, file) for key in ("needs", "objectives", "libraries"))
    title, decision = (str(values.get(key) or "") for key in ("title", "decision"))
    claims = _claims(values.get("claims") or [], file)
    present, parts = _present(values.get("present", 0), file), _parts(values.get("parts") or {}, file)
    return Front(title, decision, reading, exercises, needs, objectives, libraries, claims, present, parts)


def _present(value: Any, file: str) -> int:
    if type(value) is not int or value < 0:
        raise SourceError(f"{file}: present={value!r} must be a whole number from 1, such as 'present: 1'")
    return value


def _parts(value: Any, file: str) -> dict[str, str]:
    if not isinstance(value, dict) or not set(value) <= set(PARTS):
        raise SourceError(
            f"{file}: parts={value!r} must give headings for some of {', '.join(PARTS)}, "
            'such as \'parts: {failure: "An attack", mathematics: "Sensitivity"}\''
        )
    return {part: str(heading) for part, heading in value.items()}


def _claims(value: Any, file: str) -> tuple[Claim, ...]:
    if not isinstance(value, list):
        raise SourceError(f"{file}: claims={value!r} must be a list")
    return tuple(_claim(item, file) for item in value)


def _claim(item: Any, file: str) -> Claim:
    fields = item if isinstance(item, dict) else {}
    texts = all(isinstance(text, str) for text in fields.values())
    if not texts or not {"bold", "test"} <= set(fields) <= {"bold", "test", "kind"}:
        raise SourceError(
            f"{file}: the claim {item!r} needs a text for 'bold' and 'test', and may give 'kind'"
        )
    claim = Claim(**fields)
    if "#" not in claim.bold:
        raise SourceError(f"{file}: the claim {claim.bold!r} has no '#', which stands for a number")
    if not re.fullmatch(r"tests/[\w/]+\.py::test_\w+", claim.test):
        raise SourceError(f"{file}: the claim's test {claim.test!r} must read like 'tests/….py::test_…'")
    if claim.kind not in CLAIM_KINDS:
        raise SourceError(f"{file}: the claim's kind {claim.kind!r} must be one of: {', '.join(CLAIM_KINDS)}")
    return claim


def _list(key: str, values: dict[str, Any], file: str) -> tuple[str, ...]:
    value = values.get(key) or []
    if not isinstance(value, list):
        raise SourceError(f"{file}: {key}={value!r} must be a list")
    return tuple(str(item) for item in value)


def _minutes(value: Any, file: str) -> tuple[int, int]:
    fields = value if isinstance(value, dict) else {"": value}
    numbers = [fields.get("reading", 0), fields.get("exercises", 0)]
    if set(fields) - {"reading", "exercises"} or not all(
        type(number) is int and number >= 0 for number in numbers
    ):
        raise SourceError(
            f"{file}: minutes={value!r} must read like 'minutes: {{reading: 28, exercises: 15}}'"
        )
    return numbers[0], numbers[1]
