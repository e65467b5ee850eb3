"""What the learner decides in the boardroom, kept beside the numbers it rests on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from execml.course.learner import progress
from execml.course.learner.exercises import unanswered
from execml.course.page.prose import say
from execml.course.programme import module_of


@dataclass(frozen=True)
class Decision:
    """A recorded decision: its id, the option chosen, the reason given, and the numbers it rests on."""

    id: str
    choice: str
    because: str
    evidence: dict[str, Any]
    at: str


def decide(
    identifier: str, options: Sequence[str], choice: Any, because: Any, evidence: Mapping[str, Any]
) -> None:
    """Record a decision with its evidence, and say it back. A decision of the same id is replaced.

    Args:
        identifier: such as ``"dp5.epsilon"``.
        options: what may be chosen.
        choice: one of ``options``, or ``...`` while undecided.
        because: the reason in a sentence, or ``...`` while undecided.
        evidence: name and value (number or text) of each figure that the decision rests on, as computed.

    Raises:
        ValueError: if the identifier belongs to no module, or there are fewer than two options.
    """
    module_of(identifier)
    if len(set(options)) < 2 or isinstance(options, str):
        raise ValueError(f"options={options!r} must be a list of at least 2 different texts")
    facts = "; ".join(f"{name}: {_shown(value)}" for name, value in evidence.items())
    listed = ", ".join(f'`"{option}"`' for option in options)
    chosen = _match(options, choice)
    if unanswered([choice, because]):
        say(
            f"**Your decision.** Choose one of {listed}, give the reason in a sentence, "
            f"and run both cells again.\n\nThe evidence: {facts}."
        )
    elif chosen is None:
        say(f"**Not recorded.** `choice` is not one of {listed}.")
    elif not isinstance(because, str) or not because.strip():
        say("**Not recorded.** `because` should be the reason, in a sentence.")
    else:
        reason = " ".join(because.split())
        trouble = _store(Decision(identifier, chosen, reason, dict(evidence), progress.now()))
        say(f"**Decided: {chosen}.** {reason}\n\nIt rests on: {facts}.{trouble}")


def decisions() -> list[Decision]:
    """Return the recorded decisions in the order of their ids, for the board paper."""
    rows = progress.rows_of("select id, choice, because, evidence, at from decisions order by id")
    return [Decision(row[0], row[1], row[2], json.loads(row[3]), row[4]) for row in rows]


def _match(options: Sequence[str], choice: Any) -> str | None:
    """Return the option that is meant; capitals and outer spaces make no difference."""
    if not isinstance(choice, str):
        return None
    return next(
        (option for option in options if option.strip().casefold() == choice.strip().casefold()), None
    )


def _store(decision: Decision) -> str:
    """Write a decision down, and return a sentence only if that was not possible."""
    if not progress.recording():
        return ""
    evidence = json.dumps(decision.evidence, default=_plain, ensure_ascii=False)
    row = (decision.id, decision.choice, decision.because, evidence, decision.at)
    try:
        with progress.database() as connection:
            connection.execute("insert or replace into decisions values (?, ?, ?, ?, ?)", row)
    except (OSError, sqlite3.Error) as error:
        return f"\n\nIt could not be saved for the board paper ({error})."
    return ""


def _plain(value: Any) -> Any:
    """Return what JSON can hold: NumPy's numbers and arrays as numbers and lists, anything else as text."""
    return value.tolist() if hasattr(value, "tolist") else str(value)


def _shown(value: Any) -> str:
    """Return a figure as a reader wants it: three significant digits, thousands separated.

    >>> _shown(0.123456), _shown(20000), _shown("pld")
    ('0.123', '20,000', 'pld')
    """
    value = _plain(value) if hasattr(value, "tolist") else value
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.0f}" if 1000 <= abs(value) < 1e15 else f"{value:.3g}"
    return str(value)
