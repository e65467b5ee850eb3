"""A quiz: a form that commits answers where a kernel runs, letters in a terminal, a page without either.

The stored page folds out, behind each option, why it is right or wrong; it needs no kernel and keeps nothing.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import date
from typing import Any

from execml.course.catalogue import titled
from execml.course.learner.forms import live
from execml.course.learner.progress import UnreadableProgress, readable, recording
from execml.course.learner.questions import key, questions, verdict
from execml.course.learner.quiz_form import Part, day_of, quiz_form
from execml.course.learner.repetition import Answer, Asked, answers, asked_in, record_answer, to_repeat
from execml.course.page.prose import emit, say
from execml.course.programme import module_of

LETTERS = "abcdefgh"
ONCE_MORE = 2  # questions of other units that a quiz begins with
AT_ONCE = 3  # questions that are asked again at a time


def quiz(identifier: str, *letters: Any) -> None:
    """Ask a unit's quiz: as a form where a kernel runs, else as a page on which each option folds out.

    With letters it answers the questions in their order, in text: ``quiz("dp1", "b", "a", "c")``; ``...``
    leaves a question out. The same letters again, as when a cell is run once more, count no second time.

    Args:
        identifier: the unit, such as ``"dp1"``.
        letters: one for each question from the first on.

    Raises:
        ValueError: if the unit has no quiz, or its file is not a quiz.
    """
    module_of(identifier)
    if letters:
        _answer_in_text(identifier, letters)
    elif live():
        given: list[Answer] = readable(answers, [])
        due = [asked for asked in _due(to_repeat(given)) if asked.quiz != identifier]
        _show([*_parts("Once more, from", due[:ONCE_MORE]), Part("", asked_in(identifier, given))])
    else:
        asked = questions(identifier)
        body = "".join(_html(place, item) for place, item in enumerate(asked, 1))
        lead = "<p>Choose an answer: it opens, and says why it is right or not.</p>"
        emit({"text/html": lead + body, "text/plain": _plain(asked)})


def again() -> None:
    """Ask up to three questions that are due, or say when the next one is.

    A build, which has no learner, says in a sentence how questions come back.
    """
    try:
        waiting = to_repeat(answers()) if recording() else []
    except UnreadableProgress as trouble:
        say(f"**{trouble}**")
        return
    due, days = _due(waiting), [asked.due for asked in waiting if asked.due]
    if not waiting:
        say(
            "Quiz questions that you have answered come back here: at once after a wrong answer, and 1, 3, 7 "
            "and 21 days after right ones, until you know them."
        )
    elif not due:
        say(f"**Nothing to repeat today.** The next question comes back on {day_of(min(days))}.")
    else:
        say(f"**{len(due)} {'question is' if len(due) == 1 else 'questions are'} due.**")
        if live():
            _show(_parts("From", due[:AT_ONCE]))
        else:
            say(
                "\n".join(
                    f"- {titled(asked.quiz)}: {asked.item['question'].strip()}" for asked in due[:AT_ONCE]
                )
            )


def _due(waiting: Sequence[Asked]) -> list[Asked]:
    return [asked for asked in waiting if asked.open(date.today())]


def _parts(lead: str, due: Sequence[Asked]) -> list[Part]:
    return [Part(f"{lead} {titled(asked.quiz)}", [asked]) for asked in due]


def _show(parts: Sequence[Part]) -> None:
    from IPython.display import display

    display(quiz_form(parts))


def _answer_in_text(identifier: str, letters: Sequence[Any]) -> None:
    """Commit the answers that letters give and say each back; commit none if one of them names no option."""
    asked = asked_in(identifier, readable(answers, []) if recording() else [])
    if len(letters) > len(asked):
        say(f"**Not recorded.** The quiz has {len(asked)} questions, and these are {len(letters)} answers.")
        return
    chosen = []
    for place, (each, letter) in enumerate(zip(asked, letters, strict=False), 1):
        options = dict(zip(LETTERS, each.item["options"], strict=False))
        if letter is not ... and str(letter).strip().lower() not in options:
            say(f"**Not recorded.** Question {place} wants one of the letters {', '.join(options)}.")
            return
        if letter is not ...:
            chosen.append((place, each, options[str(letter).strip().lower()]))
    notes = [_commit(each, option) for _, each, option in chosen]
    said = [
        (f"{place}. {lead}" if first else lead, words)
        for place, each, option in chosen
        for first, (lead, words) in zip((True, False), verdict(each.item, option), strict=False)
    ]
    right = sum(option["right"] for _, _, option in chosen)
    lines = [*said, (f"{right} of {len(asked)} right.", " ".join(note for note in notes if note))]
    emit(
        {
            "text/html": "".join(
                f"<p><strong>{html.escape(a)}</strong> {html.escape(b)}</p>" for a, b in lines
            ),
            "text/plain": "\n".join(f"{lead} {words}".strip() for lead, words in lines),
        }
    )


def _commit(asked: Asked, option: dict[str, Any]) -> str:
    """Commit an answer unless it is the last one said again; return a sentence if there was trouble."""
    if asked.last is not None and asked.last.option == key(option["text"]):
        return ""
    return record_answer(asked.quiz, asked.item, option)


def _html(place: int, item: dict[str, Any]) -> str:
    options = "".join(
        _option(letter, option) for letter, option in zip(LETTERS, item["options"], strict=False)
    )
    asked = html.escape(item["question"].strip())
    return f'<p style="margin:1em 0 0.3em"><strong>{place}. {asked}</strong></p>{options}'


def _option(letter: str, option: dict[str, Any]) -> str:
    sign = "✓ Right." if option["right"] else "✗ No."  # no colour: it would vanish on a dark or a light page
    return (
        '<details style="margin:0.3em 0 0.3em 1.2em">'
        f'<summary style="cursor:pointer">({letter}) {html.escape(option["text"].strip())}</summary>'
        f'<p style="margin:0.2em 0 0.6em 1.2em"><strong>{sign}</strong> '
        f"{html.escape(option['why'].strip())}</p></details>"
    )


def _plain(asked: list[dict[str, Any]]) -> str:
    lines = []
    for place, item in enumerate(asked, 1):
        listed = zip(LETTERS, item["options"], strict=False)
        options = "; ".join(f"({letter}) {option['text'].strip()}" for letter, option in listed)
        lines.append(f"{place}. {item['question'].strip()} [{options}]")
    return "\n".join(lines)
