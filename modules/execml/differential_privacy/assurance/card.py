"""A card, drawn as HTML that reads alike in JupyterLab and in an exported page, and as the same text.

Only inline styles that JupyterLab's sanitiser keeps are used, with a ground colour in every cell, so that
neither a dark theme nor the notebook's striped tables change how the card reads. Signs stand beside colours.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from textwrap import fill

INK, SOFT, LINE, ACCENT, STOP, ASK, GOOD = (
    "#1a1a1a",
    "#5a5a5a",
    "#d5d5d5",
    "#0072B2",
    "#B54700",
    "#7A5B00",
    "#00694E",
)
NOT_STATED = "not stated"
FRAME = (
    f"max-width:600px;background:#fff;color:{INK};border:2px solid {INK};border-radius:8px;"
    "padding:16px 20px;margin:8px 0;line-height:1.4;font-size:14px"
)
NUMBER = "font-size:40px;font-weight:bold;line-height:1.1"
TABLE = f"width:100%;border-collapse:collapse;margin:0;font-size:14px;color:{INK}"
CAPTION = f"caption-side:top;text-align:left;padding:0 0 4px 0;font-size:12px;color:{SOFT}"
CELL = (
    "background:#fff;text-align:left;vertical-align:top;border:0;white-space:normal;"
    f"border-top:1px solid {LINE};padding:6px 0;line-height:1.4"
)

HANGING = "padding:4px 0 4px 25px;text-indent:-25px"  # the lines of a point begin behind its sign
WIDTH = 100  # of a line of text


@dataclass(frozen=True)
class Finding:
    """Something that a label leaves out, contradicts, or should be asked about.

    Attributes:
        about: the entry of the label it concerns.
        problem: what is wrong or missing, in a sentence.
        blocks: whether nobody should sign before it is answered.
    """

    about: str
    problem: str
    blocks: bool = True


@dataclass(frozen=True)
class Card:
    """What a privacy label says, in words and ready to be drawn.

    Attributes:
        system: what the label is about.
        headline: the epsilon to print large, such as ``"= 1.83"``.
        beside: what stands beside it.
        proven: whether the headline is covered by a proof, or to be printed as a warning.
        promise: what the headline means, in a sentence.
        entries: the rows as (name, value); the value of a gap is ``None``.
        findings: what is missing, contradictory or worth a question.
    """

    system: str
    headline: str
    beside: str
    proven: bool
    promise: str
    entries: tuple[tuple[str, str | None], ...]
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> str:
        """The line at the foot of the card."""
        blocking = sum(finding.blocks for finding in self.findings)
        if blocking:
            return f"✗ Do not sign: {blocking} open {'point' if blocking == 1 else 'points'}"
        if self.findings:
            asked = len(self.findings)
            return f"? Complete, with {asked} {'question' if asked == 1 else 'questions'} to ask"
        return "✓ Complete: nothing is missing"

    def text(self) -> str:
        """Return the card as lines of text."""
        lines = [
            f"Privacy label: {self.system}",
            f"ε {self.headline} {self.beside}".rstrip(),
            self.promise,
        ]
        lines += [f"  {name}: {value or NOT_STATED}" for name, value in self.entries]
        lines += [self.verdict, *(_hanging("✗" if f.blocks else "?", f.problem) for f in self.findings)]
        return "\n".join(lines)

    def html(self) -> str:
        """Return the card as HTML."""
        rows = "".join(_row(name, value) for name, value in self.entries)
        points = "".join(_point(finding) for finding in self.findings)
        blocked = any(finding.blocks for finding in self.findings)
        tone = STOP if blocked else ASK if self.findings else GOOD
        return (
            f'<div style="{FRAME}">'
            f'<div style="font-size:12px;letter-spacing:0.08em;color:{SOFT}">PRIVACY LABEL</div>'
            f'<div style="font-size:20px;font-weight:bold;margin-bottom:10px">{escape(self.system)}</div>'
            f'<div style="border-top:8px solid {INK};padding-top:8px">'
            f'<span style="{NUMBER};color:{ACCENT if self.proven else STOP}">ε&thinsp;{self.headline}</span>'
            f'<span style="font-size:14px;color:{SOFT}">&emsp;{escape(self.beside)}</span></div>'
            f'<div style="margin:2px 0 12px 0">{escape(self.promise)}</div>'
            f'<table style="{TABLE}"><caption style="{CAPTION}">What the number depends on</caption>'
            f"{rows}</table>"
            f'<div style="border-top:4px solid {INK};padding-top:8px;font-weight:bold;color:{tone}">'
            f"{escape(self.verdict)}</div>"
            f"{points}</div>"
        )


def _hanging(sign: str, problem: str) -> str:
    """Return a point in lines that all begin behind its sign."""
    return fill(problem, WIDTH, initial_indent=f"  {sign} ", subsequent_indent="    ")


def _row(name: str, value: str | None) -> str:
    shown = escape(value) if value else f'<b style="color:{STOP}">✗ {NOT_STATED}</b>'
    return (
        f'<tr style="background:#fff">'
        f'<th scope="row" style="{CELL};width:32%;font-weight:normal;color:{SOFT}">{escape(name)}</th>'
        f'<td style="{CELL};color:{INK}">{shown}</td></tr>'
    )


def _point(finding: Finding) -> str:
    sign, colour = ("✗", STOP) if finding.blocks else ("?", ASK)
    mark = f'<b style="color:{colour}">{sign}</b>'
    return f'<div style="{HANGING}">{mark}&emsp;{escape(finding.problem)}</div>'
