"""What the learner decides in the boardroom, kept beside the numbers it rests on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from execml.course import progress
from execml.course.exercises import unanswered
from execml.course.prose import say


@dataclass(frozen=True)
class Decision:
    """A recorded decision: its id, the option chosen, the reason given, and the numbers it rests on."""

    id: str
    choice: str
    because: str
    evidence: dict[str, Any]
    at: str


def decide(identifier: str, options: Sequence[str], choice: Any, because: Any, evidence: Mapping[str, Any]) -> None:
    """Record a decision with its evidence, and say it back.

    Args:
        identifier: such as ``"dp5.epsilon"``.
        options: what may be chosen.
        choice: one of ``options``, or ``...`` while undecided.
        because: the reason in a sentence, or ``...`` while undecided.
        evidence: name and value (number or text) of each figure that the decision rests on, as computed above.
    """
    facts = "; ".join(f"{name}: {value}" for name, value in evidence.items())
    listed = ", ".join(f"`{option!r}`" for option in options)
    if unanswered([choice, because]):
        say(f"**Your decision.** Choose one of {listed}, give the reason in a sentence, and run both cells again.\n\nThe evidence: {facts}.")
    elif choice not in options:
        say(f"**Not recorded.** `{choice!r}` is not one of {listed}.")
    else:
        _store(Decision(identifier, choice, str(because), dict(evidence), progress.now()))
        say(f"**Decided: {choice}.** {because}\n\nIt rests on: {facts}.")


def _store(decision: Decision) -> None:
    if not progress.recording():
        return
    row = (decision.id, decision.choice, decision.because, json.dumps(decision.evidence), decision.at)
    try:
        with progress.database() as connection:
            connection.execute("insert or replace into decisions values (?, ?, ?, ?, ?)", row)
    except (OSError, sqlite3.Error) as error:
        say(f"The decision could not be saved ({error}); it is shown here all the same.")


def decisions() -> list[Decision]:
    """Return the recorded decisions in the order of their ids, for the board paper."""
    if not progress.location().exists():
        return []
    with progress.database() as connection:
        rows = connection.execute("select id, choice, because, evidence, at from decisions order by id").fetchall()
    return [Decision(row[0], row[1], row[2], json.loads(row[3]), row[4]) for row in rows]
