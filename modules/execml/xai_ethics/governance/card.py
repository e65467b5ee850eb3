"""A model card and a datasheet whose numbers are computed: a card with a stale number cannot be printed.

Mitchell and others (2019, doi 10.1145/3287560.3287596) and Gebru and others (2021, doi 10.1145/3458723).
"""

from __future__ import annotations

import numbers
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from execml.course.validation import at_least_zero, finite, function, mapping, shown, text

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Measured:
    """A number on a card, with the way to compute it again.

    Attributes:
        value: as printed.
        again: computes it.
        within: how far the two may be apart, 0 or more.
        told: interval and count, or why there are none.
    """

    value: float
    again: Callable[[], float]
    within: float
    told: str

    def __post_init__(self) -> None:
        """Check what is given.

        Raises:
            ValueError: if the value is not finite, nothing computes it, the two may be apart by less than 0,
                or interval and count are not told.
        """
        finite("value", self.value)
        function("again", self.again)
        at_least_zero("within", self.within)
        text("told", self.told)


class _Card:
    """What both kinds share: nothing empty, and numbers that are computed again before they are shown."""

    measured: Mapping[str, Measured]

    def __post_init__(self) -> None:
        """Check the kinds of the entries.

        Raises:
            ValueError: if an entry is no text, or a number comes without the way to compute it.
        """
        _check(self)

    def missing(self) -> tuple[str, ...]:
        """Return the entries that are not stated."""
        return tuple(
            each.name.replace("_", " ")
            for each in fields(self)  # type: ignore[arg-type]
            if not getattr(self, each.name) or str(getattr(self, each.name)).isspace()
        )

    def stale(self) -> tuple[str, ...]:
        """Return a sentence for each number that comes out differently now.

        Raises:
            ValueError: if one does not come out as a number.
        """
        found: list[str] = []
        for name, number in self.measured.items():
            now = number.again()
            if not isinstance(now, numbers.Real):
                raise ValueError(f"measured[{name!r}] computes {shown(now)} again; it must compute a number")
            if not abs(now - number.value) <= number.within:
                found.append(f"{name} says {number.value:g} and is {now:g} now")
        return tuple(found)

    def frame(self) -> pd.DataFrame:
        """Return the card as a table of entry and text.

        Raises:
            ValueError: if an entry is missing or a number is stale; the message lists them.
        """
        import pandas as pd

        faults = [f"not stated: {name}" for name in self.missing()] + list(self.stale())
        if faults:
            raise ValueError(f"the card cannot be printed: {'; '.join(faults)}")
        rows = []
        for each in fields(self):  # type: ignore[arg-type]
            value = getattr(self, each.name)
            if isinstance(value, Mapping):
                rows += [(name, _told(entry)) for name, entry in value.items()]
            else:
                rows.append((each.name.replace("_", " "), str(value)))
        return pd.DataFrame(rows, columns=["entry", "stated"])


@dataclass(frozen=True)
class ModelCard(_Card):
    """What a model is for, and what was measured of it.

    Attributes:
        model: name and version.
        owner: who answers for it.
        intended_use: what for.
        not_for: what it must not be used for.
        data: what it was trained and tested on.
        measured: numbers by name, each a :class:`Measured`.
        explanation: the label of its explanations, in a line.
        limits: what is not known.

    >>> auc = Measured(0.77, lambda: 0.7704, 0.001, "0.76 to 0.78, n = 10,000")
    >>> card = ModelCard("trees 1", "CRO", "limits", "hiring", "credit", {"AUC": auc}, "label", "one bank")
    >>> card.frame().iloc[-3].tolist()
    ['AUC', '0.77 (0.76 to 0.78, n = 10,000)']
    """

    model: str
    owner: str
    intended_use: str
    not_for: str
    data: str
    measured: Mapping[str, Measured]
    explanation: str
    limits: str


@dataclass(frozen=True)
class Datasheet(_Card):
    """Where data come from, and what was counted in them.

    Attributes:
        title: of the data.
        origin: who collected them, when and what for.
        licence: under which they may be used.
        people: whose they are, and whether those people agreed to this use.
        measured: counts by name, each a :class:`Measured`.
        known_faults: what is wrong with them.
        upkeep: who corrects them.

    >>> rows = Measured(3, lambda: 3, 0, "counted")
    >>> Datasheet("t", "o", "l", "p", {"rows": rows}, "f", "u").missing()
    ()
    """

    title: str
    origin: str
    licence: str
    people: str
    measured: Mapping[str, Measured]
    known_faults: str
    upkeep: str


def _check(card: Any) -> None:
    for each in fields(card):
        value = getattr(card, each.name)
        if each.name == "measured":
            for name, number in mapping("measured", value).items():
                if not isinstance(number, Measured):
                    raise ValueError(
                        f"measured[{name!r}]={number!r} must be a Measured, with a way to compute it"
                    )
        else:
            text(each.name, value, empty=True)


def _told(entry: Measured) -> str:
    return f"{entry.value:,g} ({entry.told})"
