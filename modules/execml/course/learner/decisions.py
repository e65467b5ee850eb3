"""What the learner decides in the boardroom, kept beside the numbers it rests on, and what is said to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from execml.course.answers.plain import unanswered
from execml.course.digits import figure
from execml.course.learner import forms, progress
from execml.course.learner.choices import Option, Question, decision_of, recognised
from execml.course.page.prose import say
from execml.course.validation import instance

REASON_WANTED = "`because` should be the reason, in a sentence."


@dataclass(frozen=True)
class Decision:
    """A recorded decision: its id, the option chosen, the reason given, and the numbers it rests on."""

    id: str
    choice: str
    because: str
    evidence: dict[str, Any]
    at: str


def decide(identifier: str, choice: Any, because: Any, evidence: Mapping[str, Any]) -> None:
    """Record a decision with its evidence, and reply to it. A decision of the same id is replaced.

    The options stand in ``decision.yaml`` beside the unit's quiz. Where work is recorded, a form stands below
    the text until a choice is given on the page.

    Args:
        identifier: such as ``"dp6.epsilon"``.
        choice: the letter or number of an option, or an unambiguous beginning of it or of some of its words;
            ``...`` while undecided.
        because: the reason in a sentence, or ``...`` while undecided.
        evidence: name and value (number or text) of each figure that the decision rests on, as computed.

    Raises:
        ValueError: if the unit has no such decision, its file is faulty, or an option rests on evidence that
            ``evidence`` does not name.
    """
    instance("evidence", evidence, Mapping)
    asked = decision_of(identifier)
    missing = [name for option in asked.options for name in option.evidence if name not in evidence]
    if missing:
        listed = ", ".join(repr(name) for name in dict.fromkeys(missing))
        raise ValueError(f"evidence lacks {listed}, on which an option of {identifier!r} rests")
    meant = recognised([option.text for option in asked.options], choice)
    if unanswered(choice) or because is ... or because is None:
        say(_open(asked, evidence))
    elif len(meant) != 1:
        say(f"**Not recorded.** {_unclear(asked, meant)}")
    elif not isinstance(because, str) or not _is_reason(because):
        say(f"**Not recorded.** {REASON_WANTED}")
    else:
        headline, *paragraphs = _record(asked, meant[0], because, evidence)
        say("\n\n".join([f"**{headline}** {paragraphs[0]}", *paragraphs[1:]]))
        return
    if forms.live():
        _show_form(asked, evidence)


def decisions() -> list[Decision]:
    """Return the recorded decisions in the order of their ids, for the board paper.

    Raises:
        UnreadableProgress: if there is a file of them and it cannot be read.
    """
    rows = progress.rows_of("select id, choice, because, evidence, at from decisions order by id")
    return [Decision(row[0], row[1], row[2], json.loads(row[3]), row[4]) for row in rows]


def _open(asked: Question, evidence: Mapping[str, Any]) -> str:
    """Return what is said while nothing is decided; the options are left out where a form shows them."""
    by_typing = (
        f"{_list(asked)}\n\n"
        "Put the letter of an option, or its first words, into `choice` and the reason in a sentence into "
        "`because`, and run both cells again.\n\n"
    )
    how = "" if forms.live() else by_typing
    return f"**Your decision.** {asked.question}\n\n{how}The evidence: {_facts(evidence)}."


def _is_reason(text: str) -> bool:
    """Return whether a text has words: dots and dashes are no reason."""
    return any(letter.isalpha() for letter in text)


def _unclear(asked: Question, meant: list[int]) -> str:
    if not meant:
        return f"`choice` is none of the options. Give the letter of one:\n\n{_list(asked)}"
    possible = " or ".join(f"**{asked.listed()[place]}**" for place in meant)
    return f"`choice` may mean {possible}. Give the letter, or more of its words."


def _list(asked: Question) -> str:
    return "\n".join(f"- **{line[:2]}** {line[3:]}" for line in asked.listed())


def _record(asked: Question, place: int, because: str, evidence: Mapping[str, Any]) -> list[str]:
    """Write a decision down, and return what is said: a headline, the reason, paragraphs."""
    option, reason = asked.options[place], " ".join(because.split())
    trouble = _store(Decision(asked.id, option.text, reason, dict(evidence), progress.now()))
    return [f"Decided: {option.text}.", reason, option.reply, _ground(option, evidence), *trouble]


def _ground(option: Option, evidence: Mapping[str, Any]) -> str:
    """Return the evidence as it is read to one option: its own rows first."""
    own = {name: evidence[name] for name in option.evidence}
    others = {name: value for name, value in evidence.items() if name not in own}
    parts = [("It is judged by", own), ("Also on the table" if own else "The evidence", others)]
    return " ".join(f"{words}: {_facts(rows)}." for words, rows in parts if rows)


def _facts(evidence: Mapping[str, Any]) -> str:
    return "; ".join(f"{name}: {_shown(value)}" for name, value in evidence.items())


def _show_form(asked: Question, evidence: Mapping[str, Any]) -> None:
    """Show the form that records a decision by a click, with what was recorded before."""
    kept = progress.readable(lambda: {one.id: one for one in decisions()}.get(asked.id), None)
    texts = [option.text for option in asked.options]

    def record(place: int | None, because: str) -> list[str]:
        if place is None:
            return ["Not recorded.", "Choose an option first."]
        if not _is_reason(because):
            return ["Not recorded.", "Give the reason in a sentence."]
        return _record(asked, place, because, evidence)

    known = kept is not None and kept.choice in texts
    forms.show_decision(
        asked.listed(),
        record,
        chosen=texts.index(kept.choice) if kept and known else None,
        because=kept.because if kept else "",
        before=[f"Recorded on {kept.at[:10]}:", f"{kept.choice}."] if kept else [],
    )


def _store(decision: Decision) -> list[str]:
    """Write a decision down, and return a sentence only if that was not possible."""
    evidence = json.dumps(decision.evidence, default=_plain, ensure_ascii=False)
    row = (decision.id, decision.choice, decision.because, evidence, decision.at)
    trouble = progress.write("insert or replace into decisions values (?, ?, ?, ?, ?)", row)
    return [trouble] if trouble else []


def _plain(value: Any) -> Any:
    """Return what JSON can hold: NumPy's numbers and arrays as numbers and lists, anything else as text."""
    return value.tolist() if hasattr(value, "tolist") else str(value)


def _shown(value: Any) -> str:
    """Return a figure as a reader wants it: three significant digits, thousands separated.

    >>> _shown(0.123456), _shown(20000), _shown("pld")
    ('0.123', '20,000', 'pld')
    """
    value = _plain(value) if hasattr(value, "tolist") else value
    return figure(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
