"""What a unit may hold for 45 minutes: words, cells, figures, tables and derivations, as a reader meets them.

How it is counted, on the learner's copy:

- **words**: what is on the page with the code folded: Markdown, and what cells say, print, tabulate and ask
  in the quiz. What is folded in ``<details>`` counts with its summary only; so a quiz counts with questions
  and options. A formula, in the line or displayed, is one word; alternative texts, links' addresses and
  code are none.
- **cells**, and among them **code cells**: as the source has them, so what a build parts in two counts once.
- **figures** and **tables**: those that outputs hold, and those that are written in Markdown.
- **derivations**: Markdown cells that hold, outside ``<details>``, a line beginning with the word Proof, or
  two displayed formulas or more. One displayed formula is a definition or a result; the second is a step
  from it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from execml.pipeline.building.narration import TOLD
from execml.pipeline.contract.page import Breach, Page, Programme, representations, tags

MOST = {"words": 2_200, "cells": 35, "code cells": 18, "figures": 5, "tables": 5, "derivations": 1}

DISPLAYED = re.compile(r"\$\$.+?\$\$", re.DOTALL)
IN_LINE = re.compile(r"(?<!\\)\$(?=\S)[^$\n]*?(?<=\S)\$")
FENCED = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
FOLDED = re.compile(r"<details\b.*?</details>", re.DOTALL)
PROOF = re.compile(r"^\W*Proof\b", re.MULTILINE)
RULED = re.compile(r"^\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?\|?\s*$", re.MULTILINE)


class _Open(HTMLParser):
    """Collects what stands open in Markdown or HTML: the text outside ``<details>``, and every summary."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.folds: list[bool] = []  # for each <details> that is open, whether its summary is being read
        self.text: list[str] = []
        self.figures = self.tables = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.figures += tag in ("img", "svg")
        self.tables += tag == "table"
        if tag == "details":
            self.folds.append(False)
        elif tag == "summary" and self.folds:
            self.folds[-1] = True
        self.text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "details" and self.folds:
            self.folds.pop()
        elif tag == "summary" and self.folds:
            self.folds[-1] = False
        self.text.append(" ")

    def handle_data(self, data: str) -> None:
        hidden = not all(self.folds[:-1]) or (self.folds and not self.folds[-1])
        if not hidden:
            self.text.append(data)


def opened(text: str) -> str:
    """Return the text that stands open in Markdown or HTML, without the tags.

    >>> opened("Seen. <details><summary>Why?</summary>Because.</details> Seen.").split()
    ['Seen.', 'Why?', 'Seen.']
    """
    return "".join(_Open(text).text)


def words(text: str) -> int:
    """Return how many words a reader sees in Markdown or HTML.

    >>> words("Let $x < 1$: **two** [more words](there.md), and `code`.")
    7
    >>> words('A [term](glossary.md#Term "What it means, said on hover.") once.')
    3
    """
    plain = re.sub(r"!\[[^\]]*\]\([^)]*\)", " ", _spelled(text))
    plain = re.sub(r'\]\([^)\s]+(?:\s+"(?:\\.|[^"\\])*")?\)', "]", plain)  # a term's explanation on hover too
    return sum(any(letter.isalnum() for letter in word) for word in opened(plain).split())


def derives(markdown: str) -> bool:
    """Return whether a Markdown cell holds a derivation that stands open.

    >>> derives("$$a = b$$ Hence $$a = c$$"), derives("*Proof.* Trivial."), derives("By definition $$a = b$$")
    (True, True, False)
    >>> derives("<details><summary>Proof: it ends</summary>Trivial.</details>")
    False
    """
    text = opened(FOLDED.sub(" ", _spelled(markdown, displayed="\n∎formula∎\n")))
    return bool(PROOF.search(text)) or text.count("∎formula∎") > 1


def _spelled(text: str, displayed: str = " formula ") -> str:
    """Return a text with each formula as one word, where a sign such as < begins no tag, and without code."""
    return IN_LINE.sub(" formula ", DISPLAYED.sub(displayed, FENCED.sub(" ", text)))


def sizes(page: Page) -> dict[str, int]:
    """Return how many of each a page has, in the order of ``MOST``."""
    cells = [cell for _, cell in page.cells() if TOLD not in tags(cell)]
    markdown = [cell.source for _, cell in page.cells("markdown")]
    outputs = [_rendered(representations(output)) for _, output in page.outputs()]
    found = [_Open(text) for text in outputs]
    return {
        "words": sum(map(words, markdown + outputs)),
        "cells": len(cells),
        "code cells": sum(cell.cell_type == "code" for cell in cells),
        "figures": sum(each.figures for each in found) + sum(text.count("![") for text in markdown),
        "tables": sum(each.tables for each in found) + sum(len(RULED.findall(text)) for text in markdown),
        "derivations": sum(map(derives, markdown)),
    }


def _rendered(kinds: dict[str, str]) -> str:
    """Return what JupyterLab shows of an output: HTML before Markdown before plain text, which is escaped."""
    for kind in ("text/html", "text/markdown", "text/latex", "text/plain", "stdout"):
        if kind in kinds:
            return kinds[kind] if kind in ("text/html", "text/markdown") else html.escape(kinds[kind])
    return ""


def fits(page: Page) -> Iterator[tuple[int, str]]:
    """A lesson holds what 45 minutes allow; what is more stands among the debts, to the last word."""
    if not (page.is_lesson and page.is_learners):
        return
    present, owed = sizes(page), page.debt.sizes
    for what, count in present.items():
        allowed = max(owed.get(what, 0), MOST[what])
        if count > allowed:
            debt = f", and its debt is {owed[what]:,}" if what in owed else ""
            yield 0, f"has {count:,} {what}; a unit has {MOST[what]:,} at most{debt}"
        elif what in owed and count <= MOST[what]:
            yield 0, f"has {count:,} {what}, as a unit may: take the debt of {owed[what]:,} out"
        elif what in owed and count < owed[what]:
            yield 0, f"has {count:,} {what}: lower its debt from {owed[what]:,}"
    for what in owed.keys() - MOST.keys():
        yield 0, f"owes {what!r}, which is not counted; there are: {', '.join(MOST)}"


def debtors_exist(programme: Programme) -> Iterator[Breach]:
    """Each debt is one of a unit that there is."""
    units = {page.unit.name for page in programme.pages}
    for name in sorted(set(programme.debts) - units):
        yield Breach(f"notebooks/{name}.ipynb", "debtors_exist", 0, "has debts, and there is no such unit")


PAGE_RULES = (fits,)
PROGRAMME_RULES = (debtors_exist,)
