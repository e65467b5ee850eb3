"""How long it takes to read a text aloud, and a text as a terminal shows it: no LaTeX, no links, no HTML."""

from __future__ import annotations

import re

from execml.pipeline.export.mathematics import FORMULA, plain

WORDS_A_MINUTE = 130  # read aloud to a room, with the pauses between sentences
LOOK_AT_FIGURE = 20  # seconds of silence, so that people see it
LOOK_AT_TABLE = 15
FOLDED = re.compile(r"<details\b.*?</details>", re.DOTALL)
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*\)")
ESCAPED = re.compile(r"\\([$*_#\\])")


def terminal(markdown: str) -> str:
    r"""Return Markdown as text for a terminal; emphasis, lists and headings stay.

    >>> terminal(r"With $e^{\varepsilon}$, see [noise](../glossary.md#Noise).")
    'With e^ε, see noise.'
    """
    drawn = FORMULA.sub(lambda found: plain(found[1] or found[2]), markdown)
    return ESCAPED.sub(r"\1", LINK.sub(r"\1", TAG.sub("", drawn))).strip()


def words(markdown: str) -> int:
    r"""Return how many words a person says who reads a text aloud; what is folded away is not read.

    A sign of a formula is a word: "e to the epsilon" takes as long as its signs.

    >>> words("**The promise** of $e^{x}$"), words("<details>A long proof.</details>")
    (6, 0)
    """
    open_text = FOLDED.sub("", markdown)
    signs = sum(
        len(re.findall(r"\w+|[^\w\s]", plain(found[1] or found[2]))) for found in FORMULA.finditer(open_text)
    )
    return signs + len(re.findall(r"[\w’'.,%$-]*\w[\w’'%]*", terminal(FORMULA.sub("", open_text))))


def seconds(count: int) -> float:
    """Return the seconds in which so many words are read aloud.

    >>> seconds(65)
    30.0
    """
    return 60 * count / WORDS_A_MINUTE


def clock(duration: float) -> str:
    """Return seconds as minutes and seconds.

    >>> clock(125.2)
    '2:05'
    """
    whole = round(duration)
    return f"{whole // 60}:{whole % 60:02d}"
