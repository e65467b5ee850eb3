"""Rules on what a page stores: executed, quiet, offline, portable, and readable without seeing or running."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from execml.course.page.cold import LANGUAGE
from execml.pipeline.building.narration import TOLD
from execml.pipeline.contract.page import Breach, Page, Programme, prose, representations, tags

if TYPE_CHECKING:
    from nbformat import NotebookNode

WIDGET = "application/vnd.jupyter.widget-view+json"
KINDS = {"text/plain", "text/html", "text/markdown", "text/latex", WIDGET}
MACHINE_PATH = re.compile(
    r"(?<![\w.~)/-])/(?:home|root|tmp|work|usr|opt|var|mnt|srv|private|Users|Library)/[\w.-]+"
    r"|\b[A-Z]:\\{1,2}(?:Users|Windows|Program|Temp)\b|site-packages"
)
WARNING = re.compile(r"\b[A-Z]\w*Warning\b|warnings\.warn")
PROGRESS = re.compile(r"\d+it/s|\bit/s\]|\d+%\|")
MEMORY = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")
MARKDOWN_TABLE = re.compile(r"(?:^|\n)([^\n]*)\n*\n(\|[^\n]*)\n\|[-:| ]+\|")  # the line above, the headings
MOST_EXEMPT = 0.02


class _Markup(HTMLParser):
    """Collects an HTML text's pictures without alternative text, its scripts, and the parts of its tables."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.speechless = 0
        self.counts: Counter[str] = Counter()
        self.headings: list[str] = []
        self.in_heading = False
        self.scripts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        described = (named.get("alt") or named.get("aria-label") or "").strip()
        if tag in ("img", "svg") and not described:
            self.speechless += 1
        if tag in ("script", "iframe", "object", "embed"):
            self.scripts.append(f"<{tag}>")
        self.scripts += [name for name in named if name.startswith("on")]
        self.counts[tag] += 1
        if tag == "th":
            self.headings.append("")
            self.in_heading = True

    def handle_endtag(self, tag: str) -> None:
        self.in_heading = self.in_heading and tag != "th"

    def handle_data(self, data: str) -> None:
        if self.in_heading:
            self.headings[-1] += data.strip()


def executed(page: Page) -> Iterator[tuple[int, str]]:
    """Every code cell is executed, in order from 1: an unexecuted cell passes nbval whatever it prints."""
    for expected, (place, cell) in enumerate(page.cells("code"), 1):
        if cell.execution_count != expected:
            yield place, f"has the execution count {cell.execution_count}, and {expected} is expected"
            return
        if "execution" in cell.metadata:
            yield place, "has timestamps in its metadata"


def figures_have_alt_text(page: Page) -> Iterator[tuple[int, str]]:
    """A picture comes with its alternative text, which only HTML carries in JupyterLab: show(fig, alt=…)."""
    for place, output in page.outputs():
        bare = [kind for kind in output.get("data", {}) if kind.startswith("image/")]
        if bare:
            yield place, f"shows a bare picture ({bare[0]}) without alternative text; use show(fig, alt=…)"
        if _Markup(output.get("data", {}).get("text/html", "")).speechless:
            yield place, "has a picture without alternative text"
    for place, cell in page.cells("markdown"):
        if re.search(r"!\[\s*\]\(", prose(cell.source)) or _Markup(prose(cell.source)).speechless:
            yield place, "has a picture without alternative text"


def figures_have_a_so_what(page: Page) -> Iterator[tuple[int, str]]:
    """A sentence follows each figure, in the same cell or in the next one."""
    cells = list(page.cells())
    for index, (place, cell) in enumerate(cells):
        if cell.cell_type != "code":
            continue
        told = [
            "figure"
            if "<img" in output.get("data", {}).get("text/html", "") and WIDGET not in output.data
            else ""
            for output in cell.outputs
        ]
        said = ["text/markdown" in output.get("data", {}) for output in cell.outputs]
        last = max((number for number, kind in enumerate(told) if kind), default=None)
        if last is None or any(said[last + 1 :]):
            continue
        if not _speaks(cells[index + 1][1] if index + 1 < len(cells) else None):
            yield place, "no sentence follows the figure: say what it means"


def _speaks(cell: NotebookNode | None) -> bool:
    """Return whether a cell opens with a sentence, printed or written."""
    if cell is None:
        return False
    if cell.cell_type == "markdown":
        return not cell.source.lstrip().startswith("#")
    return bool(cell.outputs) and "text/markdown" in cell.outputs[0].get("data", {})


def tables_have_names(page: Page) -> Iterator[tuple[int, str]]:
    """Each table says in a caption what it shows, and each row or column in a heading what it holds."""
    for place, output in page.outputs():
        markup = _Markup(output.get("data", {}).get("text/html", ""))
        if markup.counts["caption"] < markup.counts["table"]:
            yield place, "has a table without a caption; use table(frame, caption)"
        if markup.counts["table"] and not (markup.headings and all(markup.headings)):
            yield place, "has a table with an empty heading, or with none"
    for place, cell in page.cells("markdown"):
        for above, first in MARKDOWN_TABLE.findall(prose(cell.source)):
            if not re.fullmatch(r"\*\*.+\*\*", above.strip()):
                yield place, "has a table without a caption: a line in **bold** above it"
            if not all(heading.strip() for heading in first.strip().strip("|").split("|")):
                yield place, "has a table with an empty heading"


def no_scripts(page: Page) -> Iterator[tuple[int, str]]:
    """No JavaScript: a notebook that is opened and not yet trusted would show nothing."""
    for place, output in page.outputs():
        for kind in output.get("data", {}):
            if kind not in KINDS and not kind.startswith("image/"):
                yield place, f"has an output of the kind {kind}"
        for script in _Markup(output.get("data", {}).get("text/html", "")).scripts:
            yield place, f"has a script in its output ({script})"
    for place, cell in page.cells("markdown"):
        for script in _Markup(prose(cell.source)).scripts:
            yield place, f"has a script in its text ({script})"


def quiet(page: Page) -> Iterator[tuple[int, str]]:
    """No stderr, warnings, progress bars, errors or memory addresses in what is stored."""
    allowed = {place for place, cell in page.cells("code") if "raises-exception" in tags(cell)}
    for place, output in page.outputs():
        for kind, text in representations(output).items():
            plain = (
                text if kind != "text/html" else re.sub(r"data:image/png;base64,[A-Za-z0-9+/=]+", "", text)
            )
            if kind == "stderr":
                yield place, f"wrote to stderr: {plain.strip().splitlines()[:1]}"
            elif kind == "error" and place not in allowed:
                yield place, f"stopped with {plain}"
            elif WARNING.search(plain):
                yield place, f"shows a warning: {WARNING.search(plain)[0]!r}"  # type: ignore[index]
            elif PROGRESS.search(plain) or "\r" in plain:
                yield place, "shows what is left of a progress bar"
            elif MEMORY.search(plain):
                yield place, f"shows a memory address ({MEMORY.search(plain)[0]})"  # type: ignore[index]


def no_machine_paths(page: Page) -> Iterator[tuple[int, str]]:
    """No path of the machine that built it, in sources and outputs."""
    for place, text in page.texts():
        found = MACHINE_PATH.search(re.sub(r"data:image/png;base64,[A-Za-z0-9+/=]+", "", text))
        if found:
            yield place, f"holds a path of one machine: {found[0]!r}"


def metadata_portable(page: Page) -> Iterator[tuple[int, str]]:
    """A notebook asks for the kernel called python3, and describes the language as every kernel here does."""
    if page.notebook.metadata.get("kernelspec", {}).get("name") != "python3":
        yield 0, "must ask for the kernel python3"
    if page.notebook.metadata.get("language_info") != LANGUAGE:
        yield 0, "names the Python patch version in its metadata, or JupyterLab would write other ones there"


def few_cells_exempt(programme: Programme) -> Iterator[Breach]:
    """Cells whose outputs nbval doesn't compare stay under 2 % of all code cells."""
    code = [(page, place, cell) for page in programme.pages for place, cell in page.cells("code")]
    cells = [found for found in code if TOLD not in tags(found[2])]
    exempt = [(page, place) for page, place, cell in cells if "nbval-ignore-output" in tags(cell)]
    if exempt and len(exempt) >= MOST_EXEMPT * len(cells):
        share = (
            f"{len(exempt)} of {len(cells)} code cells are not compared; it must be under {MOST_EXEMPT:.0%}"
        )
        for page, place in exempt:
            yield Breach(page.file, "few_cells_exempt", place, share)


PAGE_RULES = (
    executed,
    figures_have_alt_text,
    figures_have_a_so_what,
    tables_have_names,
    no_scripts,
    quiet,
    no_machine_paths,
    metadata_portable,
)
PROGRAMME_RULES = (few_cells_exempt,)
