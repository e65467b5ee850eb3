"""Rules on the shape of a page and on its prose: headings, sections, minutes, sources, links."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from execml.course.programme import NOTEBOOKS, source_path
from execml.pipeline.building.markdown import terms
from execml.pipeline.building.source import GLOSSARY
from execml.pipeline.contract.page import Breach, Page, Programme, prose, representations

MOST_MINUTES = 45
OPENING = "In one minute"
CLOSING = ("Exercises", "In the boardroom", "Sources")
CITATIONS = ("https://doi.org/", "https://arxiv.org/")
ADDRESS = re.compile(r"\b(?:https?|ftp)://[^\s)\"'<>\]]+")
# Where packages come from: a mirror may stand in for each, so a page cites the project and not its shop.
REGISTRY = re.compile(r"\b(?:pypi\.|(?:files\.)?pythonhosted\.|(?:registry\.)?npmjs\.|conda\.anaconda\.)\w+")
FOLD = re.compile(r"<details><summary>[^<]+</summary>\n\n.+?\n\n</details>(?=\n|$)", re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")  # a title may follow the address


def one_title(page: Page) -> Iterator[tuple[int, str]]:
    """A page has one first-level heading, and it opens the page."""
    titles = [(place, text) for place, level, text in page.headings() if level == 1]
    if len(titles) != 1:
        yield 0, f"has {len(titles)} first-level headings, and needs one"
    elif titles[0][0] != 1:
        yield titles[0][0], f"the title {titles[0][1]!r} must stand in the first cell"


def no_skipped_level(page: Page) -> Iterator[tuple[int, str]]:
    """Headings go down one level at a time, which screen readers rely on."""
    above = 0
    for place, level, text in page.headings():
        if level > above + 1:
            yield place, f"the heading {text!r} skips from level {above} to level {level}"
        above = level


def sections_in_order(page: Page) -> Iterator[tuple[int, str]]:
    """A lesson opens with the idea, walks its own road, and closes with exercises, boardroom and sources."""
    if not page.is_lesson:
        return
    sections = [text for _, level, text in page.headings() if level == 2]
    for title in (OPENING, *CLOSING):
        if sections.count(title) != 1:
            yield 0, f"has {sections.count(title)} sections '## {title}', and needs one"
            return
    if sections[0] != OPENING:
        yield 0, f"'## {OPENING}' must be the first section, before '## {sections[0]}'"
    if tuple(sections[-3:]) != CLOSING:
        yield 0, f"the last three sections must be {', '.join(CLOSING)}, and are {', '.join(sections[-3:])}"
    if len(sections) < 6:
        yield 0, f"'## {OPENING}' and '## {CLOSING[0]}' need the failure and the mathematics between them"


def opens_with_the_decision(page: Page) -> Iterator[tuple[int, str]]:
    """The first cell of a lesson names the decision, and the front matter holds it for the indexes."""
    if not page.is_lesson:
        return
    if "**The decision.**" not in page.notebook.cells[0].source:
        yield 1, "the first cell must name the decision: '**The decision.** …'"
    if not page.unit.front.decision:
        yield 0, "the front matter needs 'decision'"


def minutes_stated(page: Page) -> Iterator[tuple[int, str]]:
    """A lesson takes at most 45 minutes, and its first cell says the minutes of the front matter."""
    front = page.unit.front
    if not page.is_lesson:
        return
    if not (front.reading and front.exercises) or front.minutes > MOST_MINUTES:
        yield (
            0,
            f"minutes are {front.reading} + {front.exercises}; both are needed, and {MOST_MINUTES} at most",
        )
    if not re.search(
        rf"\b{front.reading} minutes of reading, {front.exercises} of exercise", page.notebook.cells[0].source
    ):
        yield (
            1,
            f"the first cell must say '{front.reading} minutes of reading, {front.exercises} of exercises'",
        )


def front_matter_complete(page: Page) -> Iterator[tuple[int, str]]:
    """A lesson's front matter holds what the indexes and the run-of-show are made from."""
    if page.is_lesson and page.is_learners:
        for key in ("needs", "objectives", "libraries"):
            if not getattr(page.unit.front, key):
                yield 0, f"the front matter needs {key!r}"
        if not any("facilitator" in cell.tags for cell in page.unit.cells):
            yield 0, "the source needs talking points in a cell tagged 'facilitator'"
        if not any(cell.slide == "slide" for cell in page.unit.cells):
            yield 0, 'the source needs cells with slideshow={"slide_type": "slide"}'


def sources_given(page: Page) -> Iterator[tuple[int, str]]:
    """A lesson ends with its sources, at least one of them with a DOI or an arXiv id."""
    text = "\n".join(cell.source for _, cell in page.section("Sources"))
    if page.is_lesson and not any(prefix in text for prefix in CITATIONS):
        yield 0, "'## Sources' needs at least one paper with its DOI or arXiv link"


def no_network_names(page: Page) -> Iterator[tuple[int, str]]:
    """Addresses stand in Sources; other prose and outputs link to citations only, and code to nothing."""
    sources = {place for place, _ in page.section("Sources")}
    texts = [(place, cell.source, cell.cell_type) for place, cell in page.cells() if place not in sources]
    texts += [
        (place, text, "output")
        for place, output in page.outputs()
        for text in representations(output).values()
    ]
    for place, text, kind in texts:
        for address in ADDRESS.findall(text):
            namespace = kind == "output" and address.startswith("http://www.w3.org/")  # of an inline picture
            if not namespace and not (kind != "code" and address.startswith(CITATIONS)):
                yield place, f"names the network address {address}; only '## Sources' may"


def no_registry(page: Page) -> Iterator[tuple[int, str]]:
    """No page names the host of a package registry, not even among its sources."""
    for place, text in page.texts():
        found = REGISTRY.search(text)
        if found:
            yield place, f"names a package registry ({found[0]}); cite the project's own page"


def sober_prose(page: Page) -> Iterator[tuple[int, str]]:
    """No exclamation marks, and no sentence about the notebook itself."""
    for place, cell in page.cells("markdown"):
        plain = re.sub(r"\$\$.*?\$\$|\$[^$\n]*\$|!\[", "", prose(cell.source), flags=re.DOTALL)
        if re.search(r"\w!(?=[\s*_\"')]|$)", plain):
            yield place, "has an exclamation mark"
        if re.search(r"\bin this notebook\b", plain, re.IGNORECASE):
            yield place, "speaks about the notebook ('in this notebook')"


def folds_render(page: Page) -> Iterator[tuple[int, str]]:
    """What a cell folds stands between blank lines, without which its formulas stay raw."""
    for place, cell in page.cells("markdown"):
        text = prose(cell.source)
        if text.count("<details") != len(FOLD.findall(text)):
            yield (
                place,
                "<details> needs its <summary>…</summary>, and blank lines behind that and before </details>",
            )


def links_resolve(programme: Programme) -> Iterator[Breach]:
    """A relative link leads to a notebook or a file, and its anchor to a heading there."""
    known = {page.file: anchors(page) for page in programme.pages}
    known[f"{NOTEBOOKS}/{GLOSSARY}"] = set(terms(programme.root))
    for page in programme.pages:
        for place, link in _relative_links(page):
            target, _, anchor = unquote(link).partition("#")
            file = (
                posixpath.normpath(posixpath.join(posixpath.dirname(page.file), target))
                if target
                else page.file
            )
            if not _exists(programme, file):
                yield Breach(
                    page.file, "links_resolve", place, f"links to {link!r}, and there is no such file"
                )
            elif anchor and file in known and anchor not in known[file]:
                yield Breach(
                    page.file, "links_resolve", place, f"links to {link!r}, and there is no such heading"
                )


def _exists(programme: Programme, file: str) -> bool:
    """Return whether a path stands in the checkout; a unit that is only not built yet counts as there."""
    name = file.partition("/")[2].removesuffix(".ipynb")
    built = any(page.file == file for page in programme.pages)
    return built or (programme.root / file).exists() or source_path(programme.root, name).exists()


def _relative_links(page: Page) -> Iterator[tuple[int, str]]:
    """Yield the links in Markdown, navigation and printed Markdown included, that name no scheme."""
    texts = [
        (place, cell.source)
        for place, cell in enumerate(page.notebook.cells, 1)
        if cell.cell_type == "markdown"
    ]
    texts += [(place, representations(output).get("text/markdown", "")) for place, output in page.outputs()]
    for place, text in texts:
        yield from ((place, link) for link in LINK.findall(prose(text)) if not re.match(r"[a-z]+:", link))


def anchors(page: Page) -> set[str]:
    """Return the anchors that JupyterLab gives a page's headings: their text with hyphens for spaces."""
    return {re.sub(r"[*_`]", "", text).replace(" ", "-") for _, _, text in page.headings()}


def glossary_exists(programme: Programme) -> Iterator[Breach]:
    """Lessons link to a glossary, whose terms have anchors that links can name, and a plain sentence."""
    file = f"{NOTEBOOKS}/{GLOSSARY}"
    if any(page.is_lesson for page in programme.pages) and not (programme.root / file).exists():
        yield Breach(file, "glossary_exists", 0, "is missing")
    for anchor, definition in terms(programme.root).items():
        if not anchor.isascii():  # the browser writes such a letter otherwise, and JupyterLab doesn't read it
            yield Breach(file, "glossary_exists", 0, f'the term {anchor!r} needs an <a id="…"></a> in ASCII')
        if not definition or re.search(r"[$\\]", definition):
            yield Breach(file, "glossary_exists", 0, f"{anchor!r} must open with a plain sentence")


PAGE_RULES = (
    one_title,
    no_skipped_level,
    sections_in_order,
    opens_with_the_decision,
    minutes_stated,
    front_matter_complete,
    sources_given,
    no_network_names,
    no_registry,
    sober_prose,
    folds_render,
)
PROGRAMME_RULES = (links_resolve, glossary_exists)
