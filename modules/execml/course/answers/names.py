"""Names and letters in answers: either case, with spaces or the kind in front, alone or in any collection."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from execml.course.answers.numbers import number
from execml.course.answers.plain import described, parts, plain
from execml.course.answers.verdicts import NotYet, demand


def named(answer: Any, names: Sequence[str]) -> str | None:
    """Return which of the names an answer is, or ``None``.

    Case, spaces, quotes and words in front do not count; of a name with several words the beginning will do.

    >>> named(" vendor b.", ["A", "B"]), named("Nightly", ["nightly refresh", "search"]), named("C", "AB")
    ('B', 'nightly refresh', None)
    """
    held = parts(answer)
    if held is not None and len(held) == 1:
        return named(held[0], names)
    if isinstance(answer, bool | np.bool_) and set(names) == {"yes", "no"}:
        return "yes" if answer else "no"
    if hasattr(answer, "item") and not isinstance(answer, str | bytes):
        answer = answer.item() if getattr(answer, "size", 0) == 1 else answer
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    if not isinstance(text, str):
        return None
    words = " ".join(re.findall(r"\w+", text.casefold()))
    exact = {" ".join(re.findall(r"\w+", name.casefold())): name for name in names}
    if words in exact:
        return exact[words]
    begun = [name for known, name in exact.items() if len(words) > 2 and known.startswith(words)]
    if len(begun) == 1:
        return begun[0]
    before, _, last = words.rpartition(" ")
    fits = " " not in before and before not in exact and last in exact
    return exact[last] if fits else None


def name(answer: Any, names: Sequence[str], kind: str) -> str:
    """Return the one name that an answer is.

    Args:
        answer: what the learner gave.
        names: what can be chosen.
        kind: what they are names of, such as ``"vendor"``.

    Raises:
        NotYet: if it is none of them.

    >>> name(["b"], ["A", "B"], "vendor")
    'B'
    """
    found = named(answer, names)
    if found is None:
        raise NotYet(_unknown(answer, names, kind))
    return found


def letters(answer: Any, names: Sequence[str], kind: str) -> list[str]:
    """Return the names that an answer lists: a text such as ``"A, C"``, any collection, or name and True.

    Args:
        answer: what the learner gave.
        names: what can be chosen.
        kind: what they are names of, such as ``"line"``.

    Returns:
        The names in the order given, each once.

    Raises:
        NotYet: if the answer lists nothing, or something else.

    >>> letters("c and e", "ABCDE", "line"), letters(np.array(["B"]), "ABC", "line")
    (['C', 'E'], ['B'])
    """
    if isinstance(answer, Mapping):
        demand(all(isinstance(chosen, bool | np.bool_) for chosen in answer.values()), _wanted(names, kind))
        held: list[Any] | None = [name for name, chosen in answer.items() if chosen]
    elif isinstance(answer, str):
        held = _split(answer, names)
    else:
        held = parts(answer)
    demand(held is not None, f"{_wanted(names, kind)}; this is {described(answer)}.")
    return list(dict.fromkeys(name(part, names, kind) for part in held or ()))


def several(answer: Any, count: int, feedback: str) -> list[Any]:
    """Return the parts of an answer that has several, in their order: of a list, a tuple, an array, a column.

    Args:
        answer: what the learner gave.
        count: how many parts are wanted.
        feedback: what to say otherwise.

    Raises:
        NotYet: if it is one thing, a text, a set, which has no order, or has another number of parts.

    >>> several(("A", 0.5), 2, "Answer with two things.")
    ['A', 0.5]
    """
    held = None if isinstance(answer, set | frozenset) else parts(answer)
    demand(held is not None and len(held) == count, feedback)
    return held or []


def for_each(answer: Any, names: Sequence[str], feedback: str) -> dict[str, Any]:
    """Return what an answer says of each name: a dictionary, a column indexed by them, pairs, or a row.

    Args:
        answer: what the learner gave.
        names: of what something is said, in the order in which a row without names is read.
        feedback: what to say otherwise.

    Returns:
        What was given for each name that is mentioned.

    Raises:
        NotYet: if it is none of these.

    >>> for_each([("a", 1), ("B", 2)], ["A", "B"], "Say something of each."), for_each((1, 2), "AB", "Say.")
    ({'A': 1, 'B': 2}, {'A': 1, 'B': 2})
    """
    answer = plain(answer)
    index = list(getattr(answer, "index", ())) if hasattr(answer, "iloc") else []
    if isinstance(answer, Mapping) or any(named(label, names) for label in index):
        pairs = list(answer.items())
    else:
        row = several(answer, len(names), feedback)
        held = [parts(part) for part in row]
        in_pairs = all(pair is not None and len(pair) == 2 and named(pair[0], names) for pair in held)
        pairs = (
            [(pair[0], pair[1]) for pair in held if pair] if in_pairs else list(zip(names, row, strict=True))
        )
    return {known: value for label, value in pairs if (known := named(label, names)) is not None}


def name_and_number(
    answer: Any, names: Sequence[str], kind: str, what: str, feedback: str
) -> tuple[str, float]:
    """Return a name and a number, which may come in either order and in any collection.

    Args:
        answer: what the learner gave.
        names: what can be chosen.
        kind: what they are names of, such as ``"vendor"``.
        what: how to call the number in the feedback.
        feedback: what to say unless there are two things.

    Raises:
        NotYet: if one of the two is missing or is none of what can be chosen.

    >>> name_and_number({0.5, "b"}, ["A", "B"], "vendor", "the gain", "Answer with two things.")
    ('B', 0.5)
    """
    held = parts(answer)
    demand(held is not None and len(held) == 2, feedback)
    first, second = held or (None, None)
    if named(first, names) is None and (named(second, names) is not None or not _is_number(second)):
        first, second = second, first
    return name(first, names, kind), number(second, what)


def _is_number(part: Any) -> bool:
    try:
        number(part)
    except NotYet:
        return False
    return True


def _split(text: str, names: Sequence[str]) -> list[str]:
    """Return the names in a text: parted by commas, spaces and "and", or letters without anything between."""
    words = [word for word in re.findall(r"\w+", text) if word.casefold() != "and"]
    if len(words) > 1 and named(words[0], names) is None:
        words = words[1:]  # "lines C and E"
    glued = len(words) == 1 and 1 < len(words[0]) <= len(names) and all(len(name) == 1 for name in names)
    return list(words[0]) if glued else words


def _wanted(names: Sequence[str], kind: str) -> str:
    example = ", ".join(f'"{name}"' for name in names[:2])
    return f"Answer with the letters of the {kind}s in a list, such as [{example}]"


def _unknown(answer: Any, names: Sequence[str], kind: str) -> str:
    given = repr(answer) if isinstance(answer, str | bytes | int | float) else described(answer)
    return f"There is no {kind} {given}: choose among {', '.join(names)}."
