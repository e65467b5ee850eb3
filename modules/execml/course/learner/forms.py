"""Forms that a person fills in on a page: only where work is recorded, never in what a build stores."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from execml.course.learner.progress import recording
from execml.course.learner.waiting import in_a_notebook
from execml.course.page.prose import say

if TYPE_CHECKING:
    import ipywidgets

# ipywidgets cuts what is longer than a line; a form wraps it. Colours are JupyterLab's own, light and dark.
STYLE = """<style>
.execml-form { max-width: 46em; padding: 0.4em 0.8em 0.6em; border-left: 3px solid var(--jp-border-color1); }
.execml-form label, .execml-form p { white-space: normal; height: auto; line-height: 1.45; margin: 0.25em 0; }
.execml-form .widget-radio-box { width: 100%; margin: 0; }
.execml-form .widget-radio-box label { display: flex; flex-flow: row-reverse; justify-content: flex-end; }
.execml-form .widget-radio-box input { flex: none; margin: 0 0.6em 0 0; }
</style>"""
REVIVE = "*Not live? Run this cell again.*"


def live() -> bool:
    """Return whether a form may be shown: in a notebook of somebody whose work is recorded.

    >>> live()
    False
    """
    return recording() and in_a_notebook()


def show_form(parts: Sequence[ipywidgets.Widget]) -> None:
    """Show widgets below each other as one form, and how to bring it back when the page is opened again.

    Args:
        parts: what the form consists of, from the top.
    """
    import ipywidgets
    from IPython.display import display

    class Form(ipywidgets.VBox):
        def __repr__(self) -> str:
            return "A form stands here while the page is live."

    form = Form([ipywidgets.HTML(STYLE), *parts])
    form.add_class("execml-form")
    display(form)
    say(REVIVE)


def reply_html(sentences: Sequence[str]) -> str:
    """Return what a form answers as HTML: the first part in bold, the second after it, the rest below.

    The role makes screen readers say it at once; they are silent on a "status" that is put in with its text.

    >>> reply_html(["Not recorded.", "Is 5 < 7?"])
    '<div role="alert"><p><strong>Not recorded.</strong> Is 5 &lt; 7?</p></div>'
    """
    if not sentences:
        return ""
    headline, *rest = [html.escape(sentence) for sentence in sentences]
    paragraphs = [f"<strong>{headline}</strong> {' '.join(rest[:1])}".rstrip(), *rest[1:]]
    return f'<div role="alert">{"".join(f"<p>{text}</p>" for text in paragraphs)}</div>'


def show_decision(
    options: Sequence[str],
    record: Callable[[int | None, str], Sequence[str]],
    chosen: int | None = None,
    because: str = "",
    before: Sequence[str] = (),
) -> None:
    """Show a form that takes a choice and a reason.

    Args:
        options: the options as a person reads them, with their letters.
        record: gets the place of the chosen option (``None`` if none is) and the reason; returns the reply.
        chosen: the place of an option chosen before.
        because: the reason given before.
        before: what to say of the decision taken before.
    """
    import ipywidgets

    wide = ipywidgets.Layout(width="auto")
    choice = ipywidgets.RadioButtons(options=list(options), index=chosen, layout=wide)
    reason = ipywidgets.Textarea(
        value=because,
        description="Your reason",
        placeholder="one sentence",
        rows=2,
        layout=wide,
        style={"description_width": "auto"},
    )
    button = _button("Record the decision")
    answer = ipywidgets.HTML(reply_html(before))

    def recorded(_: ipywidgets.Button) -> None:
        answer.value = reply_html(record(choice.index, reason.value))

    button.on_click(recorded)
    show_form([choice, reason, button, answer])


def show_guess(question: str, unit: str, commit: Callable[[str], tuple[bool, str]]) -> None:
    """Show a form that takes a guess once. It begins empty: a slider's first position would be a hint.

    Args:
        question: what to guess, which names the field for a screen reader.
        unit: what stands after the field.
        commit: gets what was typed; returns whether it is kept now, and what to say.
    """
    import ipywidgets

    field = ipywidgets.Text(
        description="Your guess",
        tooltip=question,
        layout=ipywidgets.Layout(width="12em"),
        style={"description_width": "auto"},
    )
    button = _button("Commit")
    answer = ipywidgets.HTML()

    def committed(_: ipywidgets.Button) -> None:
        kept, words = commit(field.value)
        field.disabled = button.disabled = kept
        answer.value = reply_html([words])

    button.on_click(committed)
    show_form([ipywidgets.HBox([field, ipywidgets.Label(unit), button]), answer])


def _button(words: str) -> ipywidgets.Button:
    import ipywidgets

    return ipywidgets.Button(
        description=words,
        button_style="primary",
        layout=ipywidgets.Layout(width="auto", align_self="flex-start"),
    )
