"""Three hints, one folded in the other, that open on a page without a kernel."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

FORMULA = re.compile(r"(\$[^$\n]+\$)")


def folded(hints: Sequence[str]) -> str:
    """Return the hints as nested ``<details>``: the second opens inside the first, the third in the second.

    It is one block of HTML without an empty line, so that Markdown leaves it as it is.

    Args:
        hints: Markdown of one paragraph each.

    >>> folded(["Add `a`.", "Then *b*."]).count("<details")
    2
    """
    inner = ""
    for step in range(len(hints), 0, -1):
        margin = "0.4em 0 0.4em 1.2em" if step > 1 else "0.4em 0"
        inner = (
            f'<details style="margin:{margin}"><summary style="cursor:pointer">Hint {step}</summary>'
            f'<p style="margin:0.3em 0 0.3em 1.2em">{inline(hints[step - 1])}</p>{inner}</details>'
        )
    return inner


def inline(markdown: str) -> str:
    """Return one paragraph of Markdown as HTML: code and emphasis; formulas stay, other markup is text.

    >>> inline("Take `a < b`, *not* <b>, if $a_1 < b_1$.")
    'Take <code>a &lt; b</code>, <em>not</em> &lt;b&gt;, if $a_1 &lt; b_1$.'
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).disable(["link", "image", "autolink"])
    parts = FORMULA.split(" ".join(markdown.split()))
    return "".join(
        html.escape(part) if place % 2 else parser.renderInline(part) for place, part in enumerate(parts)
    )
