"""Markdown as HTML whose formulas are MathML, which every browser draws without a script or a network."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMULA = re.compile(r"(?s)(?<!\\)\$\$(.+?)(?<!\\)\$\$|(?<![$\\])\$(?!\s)(.+?)(?<![$\\\s])\$(?!\d)")
LINK = re.compile(r"\]\(([^)\s:]*?)\.(?:ipynb|md)(#[^)\s]*)?\)")
LETTER = re.compile(r"<mi>(&#x[0-9A-F]+;|[^<&])</mi>")
CAPITAL = re.compile(r"<mi>(&#x003[9A][0-9A-F];)</mi>")  # Greek ones stand upright, as in TeX
WORDS = re.compile(r"(\\text\{[^}]*\})")
# Signs that the library sets apart, on top of one another or too small, in a spelling that it draws well.
SPELLINGS = (
    (re.compile(r"\\mathrel\{([+-])\}="), r"\\mathrel{\\text{\1=}}"),
    (re.compile(r"\\mathrm\{(\w)\}"), r"\\text{\1}"),
    (re.compile("'{3}"), r"\\text{‴}"),
    (re.compile("'"), r"\\text{′}"),
    (re.compile(r"(\\ln|\\log)\s*(?=[A-Za-z0-9]|\\[dt]?frac)"), r"\1\\,"),
    (re.compile(r"\\[bB]ig[lr]?(?=[(\[])"), r"\\left"),
    (re.compile(r"\\[bB]ig[lr]?(?=[)\]])"), r"\\right"),
)


def formula(latex: str, display: bool = False) -> str:
    r"""Return a formula as MathML, its single letters marked for the style sheet.

    Args:
        latex: the formula without its dollar signs.
        display: whether it stands on a line of its own.

    Raises:
        ValueError: if it is not a formula; the message quotes it.

    >>> formula(r"\varepsilon").removesuffix("</mrow></math>").rpartition("<mrow>")[2]
    '<mi class="letter">&#x003B5;</mi>'
    """
    try:
        made = convert(_spelled(latex.strip()), display="block" if display else "inline")
    except Exception as error:  # the library raises a dozen kinds of its own
        raise ValueError(f"latex={latex!r} cannot be read as a formula ({error!r})") from None
    if ">\\" in made:  # what the library doesn't know it hands on
        raise ValueError(f"latex={latex!r} holds a command that cannot be drawn")
    return LETTER.sub(r'<mi class="letter">\1</mi>', CAPITAL.sub(r'<mi mathvariant="normal">\1</mi>', made))


def _spelled(latex: str) -> str:
    """Return a formula in the spelling that the library draws well; words in it stay as they are."""
    pieces = WORDS.split(latex)
    for place in range(0, len(pieces), 2):
        for written, drawn_well in SPELLINGS:
            pieces[place] = written.sub(drawn_well, pieces[place])
    return "".join(pieces)


def formulas(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the formulas of a text in Markdown, each with whether it stands on a line of its own."""
    for found in FORMULA.finditer(text):
        yield found[1] or found[2], found[1] is not None


class Renderer(IPythonRenderer):
    """nbconvert's own Markdown, with MathML in place of LaTeX between dollar signs."""

    def block_math(self, body: str) -> str:
        """Return a formula that stands on a line of its own."""
        return formula(body, display=True)

    def inline_math(self, body: str) -> str:
        """Return a formula within a sentence."""
        return formula(body)

    def block_html(self, html: str) -> str:
        """Return a block of HTML, such as a callout, with its formulas."""
        return super().block_html(drawn(html))


def drawn(html: str) -> str:
    """Return HTML with MathML in place of the formulas between dollar signs."""
    return FORMULA.sub(
        lambda found: formula(unescape(found[1] or found[2]), display=found[1] is not None), html
    )


def markdown(text: str) -> str:
    """Return a text in Markdown as HTML; links to other pages of the programme lead to their exports.

    >>> print(markdown("See [noise](2_noise.ipynb#Dial)."))
    <p>See <a href="2_noise.html#Dial">noise</a>.</p>
    <BLANKLINE>
    """
    linked = LINK.sub(lambda found: f"]({found[1]}.html{found[2] or ''})", text)
    return MarkdownWithMath(renderer=Renderer(escape=False, anchor_link_text="")).render(linked)
