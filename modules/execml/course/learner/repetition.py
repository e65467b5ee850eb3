"""What was answered in quizzes, and when a question comes back: Leitner's boxes (1972).

A question that was answered wrong is due at the next quiz. One that was answered right moves up a box and
comes back after 1, 3, 7 and 21 days; after the fifth right answer in a row it is known, and stays away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from execml.course.learner import progress
from execml.course.learner.questions import key, questions

DAYS = (1, 3, 7, 21)  # until a question comes back, after the first, second, third and fourth right answer


@dataclass(frozen=True)
class Answer:
    """A committed answer: the unit's quiz, the keys of question and option, whether right, and when (UTC)."""

    quiz: str
    question: str
    option: str
    right: bool
    at: str

    @property
    def day(self) -> date:
        """Return the day of the answer where this computer stands."""
        return datetime.fromisoformat(self.at).astimezone().date()


@dataclass(frozen=True)
class Asked:
    """A question as one learner meets it.

    Attributes:
        quiz: the unit, such as ``"dp1"``.
        item: the question, as its file has it.
        last: the learner's latest answer to it; nothing if there is none.
        due: the day from which it is asked again; nothing if it never was asked, or is known.
    """

    quiz: str
    item: dict[str, Any]
    last: Answer | None
    due: date | None

    def open(self, today: date) -> bool:
        """Return whether the question waits for an answer: a new one, or one that is due."""
        return self.last is None or (self.due is not None and self.due <= today)


def comes_back(history: Iterable[tuple[bool, date]]) -> date | None:
    """Return the day on which a question is due, from its answers so far, the oldest first.

    A right answer before the question is due leaves it where it is: saying it again at once is no recall.

    Args:
        history: for each answer whether it was right, and its day.

    Returns:
        The day; nothing if there was no answer yet, or the question is known.

    >>> comes_back([(True, date(2026, 1, 1)), (True, date(2026, 1, 2))])
    datetime.date(2026, 1, 5)
    >>> comes_back([(True, date(2026, 1, 1)), (False, date(2026, 1, 2))])
    datetime.date(2026, 1, 2)
    """
    box, due = 0, date.min
    for right, day in history:
        if not right:
            box, due = 0, day
        elif day >= due:
            box, due = box + 1, _after(box, day)
    return None if due in (date.min, date.max) else due


def _after(box: int, day: date) -> date:
    return day + timedelta(days=DAYS[box]) if box < len(DAYS) else date.max


def record_answer(quiz: str, item: dict[str, Any], option: dict[str, Any]) -> str:
    """Commit an answer, and return a sentence only if it could not be written down."""
    row = (quiz, key(item["question"]), key(option["text"]), int(option["right"]), progress.now())
    return progress.write("insert into answers values (?, ?, ?, ?, ?)", row)


def answers() -> list[Answer]:
    """Return every committed answer, the oldest first.

    Raises:
        UnreadableProgress: if there is a file of them and it cannot be read.
    """
    rows = progress.rows_of("select quiz, question, option, right, at from answers order by at, rowid")
    return [Answer(quiz, question, option, bool(right), at) for quiz, question, option, right, at in rows]


def asked_in(quiz: str, given: Iterable[Answer]) -> list[Asked]:
    """Return the questions of a unit's quiz, each with what the learner has answered.

    Args:
        quiz: the unit, such as ``"dp1"``.
        given: the learner's answers, the oldest first.

    Raises:
        ValueError: if the unit has no quiz, or its file is not a quiz.
    """
    mine = [answer for answer in given if answer.quiz == quiz]
    found = []
    for item in questions(quiz):
        history = [answer for answer in mine if answer.question == key(item["question"])]
        due = comes_back((answer.right, answer.day) for answer in history)
        found.append(Asked(quiz, item, history[-1] if history else None, due))
    return found


def to_repeat(given: Iterable[Answer]) -> list[Asked]:
    """Return the questions that will come back, in any unit, the longest due first.

    Answers to a question that is worded otherwise by now, or to a unit that is gone, count no more.
    """
    given, found = list(given), []
    for quiz in dict.fromkeys(answer.quiz for answer in given):
        try:
            found += asked_in(quiz, given)
        except ValueError:
            continue
    return sorted((asked for asked in found if asked.due), key=lambda asked: asked.due or date.max)
