"""Formulas as MathML, which every browser draws without a script or a network, and as text for a terminal."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMULA = re.compile(r"(?s)(?<!\\)\$\$(.+?)(?<!\\)\$\$|(?<![$\\])\$(?!\s)(.+?)(?<![$\\\s])\$(?!\d)")
LETTER = re.compile(r"<mi>(&#x[0-9A-F]+;|[^<&])</mi>")
CAPITAL = re.compile(r"<mi>(&#x003[9A][0-9A-F];)</mi>")  # Greek ones stand upright, as in TeX
# How a terminal shows what stands above or below something; an accent is the sign itself.
JOINTS = {
    "msup": ("^",),
    "msub": ("_",),
    "msubsup": ("_", "^"),
    "munder": ("_",),
    "mover": ("",),
    "munderover": ("_", "^"),
}
RELATIONS = set("=<>≤≥≈∈∝→←⟺+−")
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
    from latex2mathml.converter import convert

    try:
        made = convert(_aligned(_spelled(latex.strip())), display="block" if display else "inline")
    except Exception as error:  # the library raises a dozen kinds of its own
        raise ValueError(f"latex={latex!r} cannot be read as a formula ({error!r})") from None
    if ">\\" in made or ">&<" in made:  # what the library doesn't know it hands on
        raise ValueError(f"latex={latex!r} holds a command that cannot be drawn")
    return LETTER.sub(r'<mi class="letter">\1</mi>', CAPITAL.sub(r'<mi mathvariant="normal">\1</mi>', made))


def _aligned(latex: str) -> str:
    """Return a formula with ``aligned`` as the array that it is: columns in pairs, right and left."""
    return latex.replace(r"\begin{aligned}", r"\begin{array}{rlrlrl}").replace(
        r"\end{aligned}", r"\end{array}"
    )


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


def plain(latex: str) -> str:
    r"""Return a formula as text for a terminal.

    Args:
        latex: the formula without its dollar signs.

    Raises:
        ValueError: if it is not a formula.

    >>> plain(r"e^{\varepsilon}"), plain(r"\frac{m+1}{2n}"), plain(r"\sqrt{n}")
    ('e^ε', '(m + 1)/(2n)', '√n')
    """
    return " ".join(_flat(ElementTree.fromstring(formula(latex))).split())


def _flat(node: ElementTree.Element) -> str:
    kind, parts = node.tag.rpartition("}")[2], [_flat(part) for part in node]
    if kind in JOINTS and len(parts) > 1:
        first, *others = parts
        return first + "".join(
            joint + _held(other) for joint, other in zip(JOINTS[kind], others, strict=False)
        )
    if kind == "mfrac":
        return "/".join(map(_held, parts))
    if kind == "msqrt":
        return f"√{_held(''.join(parts))}"
    if kind == "mo" and (node.text or "") in RELATIONS:
        return f" {node.text} "
    return (node.text or "") + "".join(parts) + (" " if kind == "mspace" else "")


def _held(text: str) -> str:
    """Put brackets around what is more than one sign, so that it stays together on one line."""
    return text if len(text.strip()) < 2 or text.isdigit() else f"({text})"


def drawn(html: str) -> str:
    """Return HTML with MathML in place of the formulas between dollar signs."""
    return FORMULA.sub(
        lambda found: formula(unescape(found[1] or found[2]), display=found[1] is not None), html
    )
