"""Facts that age: law, prices, standards, versions and governance, each with its source and its date.

They stand in ``facts.yaml`` beside this file, and nowhere else: a page prints them with :func:`fact`, and
says as of when. A test warns once a fact was not read again for 90 days, and fails after 180.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from execml.course.validation import instance, one_of, text, whole

FILE = Path(__file__).with_name("facts.yaml")
KINDS = ("law", "price", "standard", "version", "governance", "behaviour", "practice", "qubits")
# By name and not by strftime, which would follow the language of the machine.
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
WARN_AFTER, FAIL_AFTER = 90, 180  # days since somebody last read the source


@dataclass(frozen=True)
class Fact:
    """Something that is true today.

    Attributes:
        id: such as ``"eu_ai_act.high_risk"``.
        kind: one of :data:`KINDS`.
        value: the bare value, such as a date or a version.
        text: the same as a sentence.
        source: what was read.
        url: where.
        primary: whether the source is the one that decides (the law's text, the maker's own page or package),
            and
            not somebody's report of it.
        as_of: when it was last read.
        units: pages that state it or rest on it, such as ``"fw5"``.
        distribution: for a version, the installed package that it must equal.
    """

    id: str
    kind: str
    value: str
    text: str
    source: str
    url: str
    primary: bool
    as_of: date
    units: tuple[str, ...]
    distribution: str | None = None

    def age(self, today: date) -> int:
        """Return the days since the source was read.

        Raises:
            ValueError: if that lies in the future.
        """
        days = (today - self.as_of).days
        if days < 0:
            raise ValueError(f"as_of={self.as_of} of {self.id} must not lie after today, {today}")
        return days

    def __str__(self) -> str:
        """Return the sentence with its date, and a warning where it was only read at second hand."""
        return f"{self.text} {as_of(self)}"


def fact(identifier: str) -> Fact:
    """Return a fact by its id; printed, it is a sentence with its date.

    Args:
        identifier: such as ``"nist.dp_guidelines"``.

    Raises:
        ValueError: if there is no such fact; the message lists those whose id begins alike.

    >>> print(fact("tensorflow.author").text)
    TensorFlow's packages name Google as their author.
    """
    known = facts()
    if text("identifier", identifier, empty=True) not in known:
        alike = [name for name in known if name.split(".")[0] == identifier.split(".")[0]] or list(known)
        raise ValueError(f"identifier={identifier!r} is no fact; there are: {', '.join(alike)}")
    return known[identifier]


def as_of(*read: Fact) -> str:
    """Return when some facts were read: the oldest date, and whether any rests on a report of the source.

    Raises:
        ValueError: if no fact is given, or something else.

    >>> read = dict(kind="law", value="", text="", source="", url="", primary=True, units=())
    >>> as_of(Fact("a", as_of=date(2026, 11, 27), **read), Fact("b", as_of=date(2026, 11, 22), **read))
    '(As of 22 November 2026.)'
    """
    if not read:
        raise ValueError("read=() must hold at least one fact")
    for found in read:
        instance("read", found, Fact)
    oldest = min(found.as_of for found in read)
    reports = sum(not found.primary for found in read)
    part = "in part " if reports < len(read) else ""
    second_hand = f", {part}from secondary sources" if reports else ""
    return f"(As of {oldest.day} {MONTHS[oldest.month - 1]} {oldest.year}{second_hand}.)"


@cache
def facts() -> dict[str, Fact]:
    """Return all facts by id.

    Raises:
        ValueError: if the file breaks a rule; the message names the fact.
    """
    import yaml

    return read_facts(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def read_facts(entries: Any) -> dict[str, Fact]:
    """Return facts from what a YAML file holds.

    Args:
        entries: a list of mappings with the attributes of :class:`Fact`.

    Raises:
        ValueError: if an entry lacks something, an id stands twice, or a value is not allowed.
    """
    if not isinstance(entries, list) or not entries:
        raise ValueError("entries must be a list of facts")
    found: dict[str, Fact] = {}
    for entry in entries:
        made = _fact(entry)
        if made.id in found:
            raise ValueError(f"id={made.id!r} stands twice")
        found[made.id] = made
    return found


def older_than(days: int, today: date, among: Iterable[Fact] | None = None) -> list[Fact]:
    """Return the facts that nobody has read for more than so many days, the oldest first.

    Args:
        days: 1 or more.
        today: the day to count from.
        among: facts; all if not given.

    Raises:
        ValueError: if ``days`` is below 1, or a fact claims to have been read after today.

    >>> newest = max(facts().values(), key=lambda one: one.as_of)
    >>> older_than(90, newest.as_of, among=[newest])
    []
    """
    whole("days", days)
    read = facts().values() if among is None else among
    return sorted((one for one in read if one.age(today) > days), key=lambda one: one.as_of)


def outdated(among: Iterable[Fact] | None = None) -> dict[str, str]:
    """Return the version that is installed, by the id of each fact that states another.

    A fact that says ``"3.15"`` holds for 3.15.1, and what stands after a plus sign names a build and is
    ignored.
    """
    from importlib.metadata import PackageNotFoundError, version

    wrong: dict[str, str] = {}
    for one in facts().values() if among is None else among:
        if one.distribution is None:
            continue
        try:
            installed = version(one.distribution).partition("+")[0]
        except PackageNotFoundError:  # such as tensorflow-cpu, which has another name on other systems
            continue
        if installed != one.value and not installed.startswith(f"{one.value}."):
            wrong[one.id] = installed
    return wrong


def _fact(entry: Any) -> Fact:
    name = entry.get("id", "?") if isinstance(entry, dict) else "?"
    wanted = {"id", "kind", "value", "text", "source", "url", "primary", "as_of", "units"}
    if not isinstance(entry, dict) or set(entry) - {"distribution"} != wanted:
        raise ValueError(
            f"fact {name!r} needs exactly: {', '.join(sorted(wanted))}, and perhaps distribution"
        )
    texts = [key for key in ("id", "value", "text", "source", "url") if not _is_text(entry[key])]
    if texts:
        raise ValueError(f"fact {name!r}: {', '.join(texts)} must be texts in quotes that are not empty")
    one_of(f"kind of {name}", entry["kind"], KINDS)
    if not isinstance(entry["primary"], bool):
        raise ValueError(f"fact {name!r}: primary={entry['primary']!r} must be true or false")
    if type(entry["as_of"]) is not date:
        raise ValueError(f"fact {name!r}: as_of={entry['as_of']!r} must be a day such as 2026-11-27")
    if not isinstance(entry["units"], list) or not all(_is_text(unit) for unit in entry["units"]):
        raise ValueError(f"fact {name!r}: units={entry['units']!r} must be a list of units such as fw5")
    if (entry["kind"] == "version") != ("distribution" in entry):
        raise ValueError(f"fact {name!r}: a version names its distribution, and nothing else does")
    return Fact(**{**entry, "units": tuple(entry["units"])})


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
