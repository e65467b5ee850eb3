"""What a Markdown cell gets besides its author's words: definitions on hover, callouts for any theme."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

from execml.course.programme import NOTEBOOKS
from execml.pipeline.building.source import GLOSSARY

MOST_LETTERS = 240  # what a person reads before a tooltip fades
TERM = re.compile(r"^###\s+(?:<a id=\"(?P<id>[^\"]+)\"></a>)?(?P<name>.+?)\s*$", re.MULTILINE)
LINK = re.compile(r"\]\((?P<up>(?:\.\./)*)" + re.escape(GLOSSARY) + r"(?:#(?P<anchor>[^)\s\"]+))?\)")
CALLOUT = re.compile(r"<div class=\"alert alert-block alert-(?P<kind>info|warning|success|danger)\"")
# Ground and edge of a callout; its letters are INK. JupyterLab's own colours fall to 2.7:1 in the dark theme.
INK = "#1a1a1a"
GROUNDS = {
    "info": ("#e8f1f8", "#0072B2"),
    "warning": ("#fdf3e1", "#8a5a00"),
    "success": ("#e9f5ee", "#00664b"),
    "danger": ("#fbeae6", "#a33d00"),
}


def terms(root: Path) -> dict[str, str]:
    """Return the definition of each term of the glossary by the anchor that links name, in plain words.

    Args:
        root: the checkout; without a glossary there is no term.
    """
    path = root / NOTEBOOKS / GLOSSARY
    return definitions(path.read_text(encoding="utf-8")) if path.is_file() else {}


def definitions(glossary: str) -> dict[str, str]:
    """Return the first sentences below each third-level heading, by the heading's anchor.

    JupyterLab finds a heading by its text with hyphens for spaces, and by an ``<a id="…"></a>`` in it, which
    a name with other than ASCII letters needs.

    >>> definitions("### Unit of privacy\\n\\nWhat one *neighbour* differs in. A row.")
    {'Unit-of-privacy': 'What one neighbour differs in. A row.'}
    """
    places = [*TERM.finditer(glossary)]
    ends = [place.start() for place in places[1:]] + [len(glossary)]
    found = {}
    for place, end in zip(places, ends, strict=True):
        text = re.split(r"^#", glossary[place.end() : end], maxsplit=1, flags=re.MULTILINE)[0]
        found[place["id"] or place["name"].replace(" ", "-")] = _opening(_plain(text))
    return found


def _plain(text: str) -> str:
    """Return Markdown as a tooltip can show it, without emphasis, links and the dollars around a symbol."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return " ".join(re.sub(r"\$([^$\\]*)\$", r"\1", re.sub(r"[*`]|\b_|_\b", "", text)).split())


def _opening(text: str) -> str:
    """Return as many whole sentences as a tooltip holds, the first one always, none with a formula."""
    sentences = re.split(r"(?<=[.?])\s+(?=[A-Z0-9])", text)
    kept = sentences[0]
    for sentence in sentences[1:]:
        if "$" in sentence or len(kept) + len(sentence) >= MOST_LETTERS:
            break
        kept += f" {sentence}"
    return kept


def finished(text: str, name: str, copy: str, glossary: Mapping[str, str]) -> str:
    """Return a cell's text as a copy of the unit shows it.

    Args:
        text: what the author wrote.
        name: the unit.
        copy: ``"notebooks"`` or ``"solutions"``; the glossary stands in the first.
        glossary: definition by anchor; a link to another term leads there and explains nothing.
    """
    path = glossary_path(name, copy)

    def explained(link: re.Match[str]) -> str:
        definition = glossary.get(link["anchor"] or "", "")
        title = f' "{html.escape(definition)}"' if definition else ""
        anchor = f"#{link['anchor']}" if link["anchor"] else ""
        return f"]({path}{anchor}{title})"

    return CALLOUT.sub(_coloured, LINK.sub(explained, text))


def glossary_path(name: str, copy: str) -> str:
    """Return the way from a unit's notebook to the glossary.

    >>> glossary_path("1_a/1_x", "notebooks"), glossary_path("1_a/1_x", "solutions")
    ('../glossary.md', '../../notebooks/glossary.md')
    """
    return posixpath.relpath(f"{NOTEBOOKS}/{GLOSSARY}", posixpath.dirname(f"{copy}/{name}"))


def _coloured(callout: re.Match[str]) -> str:
    ground, edge = GROUNDS[callout["kind"]]
    style = f"background:{ground};color:{INK};border:0;border-left:4px solid {edge};border-radius:0"
    return f'{callout[0]} style="{style}"'
