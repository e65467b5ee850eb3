"""The explanation label: what must stand beside a list of reasons before anybody sends it to a client."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import at_least_zero, one_of, text, whole

if TYPE_CHECKING:
    import pandas as pd

GAMES = ("interventional", "conditional", "path-dependent", "baseline")
SCALES = ("probability", "log-odds", "score", "decision")
EXACT = "exact"
WORDS = {
    "game": "game that is played",
    "background": "background",
    "output_scale": "output explained",
    "grouping": "grouping of columns",
    "method": "method",
    "samples": "samples drawn",
    "seed": "seed",
    "standard_error": "standard error of a value",
    "fixed_by": "fixed by",
    "fixed_on": "fixed on",
}


@dataclass(frozen=True)
class ExplanationLabel:
    """What an explanation depends on. An entry at ``None`` is "not stated", and then nobody can sign.

    The twin of the privacy label: two letters with other labels may differ and both be honest.

    Attributes:
        system: the model that is explained.
        game: one of :data:`GAMES`: where the value of a feature outside the coalition comes from.
        background: which rows, how many, and from where.
        output_scale: one of :data:`SCALES`.
        grouping: how columns become reasons.
        method: how the values are computed; ``"exact"``, or ``"exact, by …"``, needs neither samples nor a
            seed.
        samples: how many draws.
        seed: of the draws.
        standard_error: of one value, from the draws or from the choice of the background, in the output's
            unit.
        fixed_by: who chose all this.
        fixed_on: when, which must be before the clients it is used on.

    >>> ExplanationLabel("Risk model", method="exactly 100 samples").exact
    False
    >>> label = ExplanationLabel("Risk model", game="interventional", method="exact")
    >>> label.missing()[0]
    'background'
    """

    system: str
    game: str | None = None
    background: str | None = None
    output_scale: str | None = None
    grouping: str | None = None
    method: str | None = None
    samples: int | None = None
    seed: int | None = None
    standard_error: float | None = None
    fixed_by: str | None = None
    fixed_on: date | None = None

    def __post_init__(self) -> None:
        """Check what is stated.

        Raises:
            ValueError: if an entry is no text, or lies outside its range.
        """
        text("system", self.system)
        checks: dict[str, Callable[[str, Any], Any]] = {
            "game": lambda name, value: one_of(name, value, GAMES),
            "background": text,
            "output_scale": lambda name, value: one_of(name, value, SCALES),
            "grouping": text,
            "method": text,
            "samples": whole,
            "seed": lambda name, value: whole(name, value, low=0),
            "standard_error": at_least_zero,
            "fixed_by": text,
            "fixed_on": _day,
        }
        for name, check in checks.items():
            if getattr(self, name) is not None:
                check(name, getattr(self, name))

    @property
    def exact(self) -> bool:
        """Whether the method draws nothing."""
        return self.method is not None and self.method.partition(",")[0].strip() == EXACT

    def missing(self) -> tuple[str, ...]:
        """Return what is not stated and has to be."""
        drawn = () if self.exact else ("samples", "seed")
        needed = [each.name for each in fields(self) if each.name not in ("system", "samples", "seed")]
        return tuple(WORDS[name] for name in (*needed, *drawn) if getattr(self, name) is None)

    def signed(self) -> str:
        """Return the line for a letter, if everything is stated.

        Raises:
            ValueError: if something is missing; the message lists it.
        """
        gaps = self.missing()
        if gaps:
            raise ValueError(
                f"the label of {self.system} does not state: {', '.join(gaps)}; nobody can sign it"
            )
        return self.line()

    def line(self) -> str:
        """Return the label in a line, as it stands below a figure or a letter."""
        error = None if self.standard_error is None else f"standard error {self.standard_error:.2g}"
        draws = None if self.exact else f"{self.samples or '?'} samples, seed {self._or(self.seed)}"
        fixed = f"fixed by {self._or(self.fixed_by)} on {self._or(self.fixed_on)}"
        parts = (
            f"game {self._or(self.game)}",
            f"background {self._or(self.background)}",
            f"output {self._or(self.output_scale)}",
            f"reasons {self._or(self.grouping)}",
            f"method {self._or(self.method)}",
            draws,
            error or "standard error ?",
            fixed,
        )
        return f"Label of {self.system}: " + "; ".join(part for part in parts if part) + "."

    def frame(self) -> pd.DataFrame:
        """Return one row an entry, for a table on a page; what is missing reads "✗ not stated"."""
        import pandas as pd

        rows = []
        gaps = self.missing()
        for name, words in WORDS.items():
            value = getattr(self, name)
            unused = name in ("samples", "seed") and self.exact and value is None
            shown = "none drawn" if unused else "✗ not stated" if words in gaps else str(value)
            rows.append((words, shown))
        return pd.DataFrame(rows, columns=["entry", "stated"])

    @staticmethod
    def _or(value: Any) -> str:
        return "?" if value is None else str(value)


def background_of(rows: Any, source: str) -> str:
    """Return what a label says of a background: its size, its source, and the first digits of its checksum.

    Args:
        rows: shape (rows, features).
        source: where they come from, and whose rows they are.

    Raises:
        ValueError: if it is no table of finite numbers.

    >>> background_of([[0.0, 1.0]], "an invented client")
    '1 row, an invented client, sha256 fc62429c'
    """
    values = np.ascontiguousarray(array("rows", rows, ("rows", "features")).astype("<f8"))
    text("source", source)
    digest = hashlib.sha256(values.tobytes()).hexdigest()[:8]
    return f"{len(values):,} row{'s' if len(values) != 1 else ''}, {source}, sha256 {digest}"


def background_error(explain: Callable[[np.ndarray], Any], background: Any, parts: int = 10) -> float:
    """Return the standard error of a value that comes from the choice of the background rows.

    An interventional value is a mean over them. So explain with each of several parts of the background, and
    divide the spread by the root of their number; the root mean square over all values is returned.

    Args:
        explain: from background rows to values, of any shape.
        background: shape (rows, features), in random order.
        parts: 2 or more, at most as many as rows.

    Raises:
        ValueError: if there are fewer rows than parts.

    >>> rows = np.arange(20.0).reshape(10, 2)
    >>> round(background_error(lambda part: -part.mean(axis=0), rows), 3)
    1.915
    """
    rows = array("background", background, ("rows", "features"))
    whole("parts", parts, 2, len(rows))
    each = [np.asarray(explain(part), dtype=float) for part in np.array_split(rows, parts)]
    return float(np.sqrt(np.mean(np.var(each, axis=0, ddof=1) / parts)))


def _day(name: str, value: Any) -> date:
    if type(value) is not date:
        raise ValueError(f"{name}={value!r} must be a day, such as datetime.date(2026, 11, 27)")
    return value
