"""The form of a quiz where a kernel runs: choose, commit once, read why, and see the count."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from execml.course.learner.forms import STYLE as FORM_STYLE
from execml.course.learner.questions import key, verdict
from execml.course.learner.repetition import Asked, record_answer

if TYPE_CHECKING:
    import ipywidgets

# What a quiz has beside the look of every form: text between the choices, at the size of the page's.
STYLE = FORM_STYLE.replace(
    "</style>",
    """.execml-quiz .widget-radio { width: 100%; height: auto; }
.execml-quiz .widget-html-content { line-height: 1.45; white-space: normal; max-width: 100%;
  font-size: var(--jp-content-font-size1, 14px); }
.execml-quiz .widget-html-content p { margin: 0.3em 0; }
</style>""",
)
LEAD = (
    "Choose, then press Answer. Each answer counts once, and is kept. <em>Not live? Run this cell again.</em>"
)


@dataclass(frozen=True)
class Part:
    """Some questions of a form under a heading; without one, the questions of the unit itself."""

    heading: str
    asked: Sequence[Asked]


def day_of(day: date) -> str:
    """Return a day as a reader says it.

    >>> day_of(date(2026, 12, 6))
    '6 December'
    """
    return f"{day.day} {day:%B}"


def quiz_form(parts: Sequence[Part]) -> ipywidgets.VBox:
    """Return the form: the questions below each other, those not due with their last answer, and the count.

    Args:
        parts: the questions, in the order in which they are asked.
    """
    import ipywidgets

    count = ipywidgets.HTML()
    cards: list[_Card] = []

    def counted() -> None:
        count.value = f'<p role="status"><strong>{_count([card.right for card in cards])}</strong></p>'

    rows: list[ipywidgets.Widget] = [ipywidgets.HTML(f"{STYLE}<p>{LEAD}</p>")]
    for part in parts:
        heading = part.heading or ("From this unit" if len(parts) > 1 else "")
        if heading:
            rows.append(ipywidgets.HTML(f"<p><em>{html.escape(heading)}</em></p>"))
        added = [
            _Card(asked, "" if part.heading else f"{place}. ", counted)
            for place, asked in enumerate(part.asked, 1)
        ]
        cards += added
        rows += [card.box for card in added]
    counted()

    class Form(ipywidgets.VBox):
        def __repr__(self) -> str:
            return "A quiz. Not live? Run this cell again."

    form = Form([*rows, count])
    form.add_class("execml-form")
    form.add_class("execml-quiz")
    return form


def _count(verdicts: Sequence[bool | None]) -> str:
    """Return the count in words; ``None`` stands for a question that waits for its answer.

    >>> _count([True, False, None]), _count([True, True])
    ('1 of 3 right, 1 to answer.', '2 of 2 right.')
    """
    left = verdicts.count(None)
    return f"{verdicts.count(True)} of {len(verdicts)} right" + (f", {left} to answer." if left else ".")


class _Card:
    """One question in the form: open until its answer is committed, then what was said to it."""

    def __init__(self, asked: Asked, number: str, committed: Callable[[], None]) -> None:
        import ipywidgets

        self.asked, self.committed = asked, committed
        self.right: bool | None = None
        self.options: list[dict[str, Any]] = asked.item["options"]
        question = html.escape(asked.item["question"].strip())
        self.words = ipywidgets.HTML()
        rows = [ipywidgets.HTML(f"<p><strong>{number}{question}</strong></p>")]
        if asked.open(date.today()):
            texts = [(option["text"].strip(), place) for place, option in enumerate(self.options)]
            self.choice = ipywidgets.RadioButtons(options=texts, value=None)
            self.button = ipywidgets.Button(description="Answer", disabled=True)
            self.choice.observe(self._chosen, names="value")
            self.button.on_click(self._commit)
            rows += [self.choice, self.button]
        else:
            self._recall()
        self.box = ipywidgets.VBox([*rows, self.words], layout={"margin": "0 0 0.8em 0"})

    def _chosen(self, change: dict[str, Any]) -> None:
        self.button.disabled = change["new"] is None

    def _commit(self, button: ipywidgets.Button) -> None:
        if self.right is not None or self.choice.value is None:
            return
        option = self.options[self.choice.value]
        self.right = option["right"]
        self.choice.disabled = True
        button.description, button.icon = "Answered", "check"  # not disabled: the keyboard's place stays here
        trouble = record_answer(self.asked.quiz, self.asked.item, option)
        self.words.value = _said(verdict(self.asked.item, option), trouble)
        self.committed()

    def _recall(self) -> None:
        """Show the last answer of a question that is not due, and when it comes back."""
        last = self.asked.last
        assert last is not None  # a question without an answer is open
        self.right = last.right
        given = [option for option in self.options if key(option["text"]) == last.option]
        said = verdict(self.asked.item, given[0]) if given else []
        back = f"and comes back on {day_of(self.asked.due)}" if self.asked.due else "and is known"
        self.words.value = _said(said, f"Answered on {day_of(last.day)}, {back}.")


def _said(said: Sequence[tuple[str, str]], note: str) -> str:
    lines = [f"<p><strong>{html.escape(lead)}</strong> {html.escape(words)}</p>" for lead, words in said]
    return "".join([*lines, f"<p><em>{html.escape(note)}</em></p>" if note else ""])
