"""Rules on the code of a page: folded for the board, explicit seeds, known tags, and open to the comparison.

What a linter can say of a source is said in ``pyproject.toml``: that it is plain Python without semicolons,
imports nothing that fetches, and leaves NumPy's and PyTorch's global generators alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from execml.pipeline.contract.page import Page, calls, tags

OPENING, BOARDROOM = "In one minute", "In the boardroom"
TAGS = {
    "exercise",
    "solution",
    "facilitator",
    "hide-input",
    "navigation",
    "told",
    "raises-exception",
    "nbval-ignore-output",
}
# What makes a generator: without an argument, each draws its seed from the system.
UNSEEDED = {
    "default_rng",
    "PCG64",
    "PCG64DXSM",
    "Philox",
    "MT19937",
    "SFC64",
    "SeedSequence",
}
TORCH_DRAWS = {"rand", "randn", "randint", "randperm", "normal", "bernoulli", "multinomial", "poisson"}
NEED_RANDOM_STATE = {
    "train_test_split",
    "KMeans",
    "MLPClassifier",
    "MLPRegressor",
    "RandomForestClassifier",
    "RandomForestRegressor",
    "GradientBoostingClassifier",
    "GradientBoostingRegressor",
    "ShuffleSplit",
    "StratifiedShuffleSplit",
}


def seeds_explicit(page: Page) -> Iterator[tuple[int, str]]:
    """Every draw comes from a generator whose seed stands on the page."""
    for place, cell in page.cells("code"):
        for name, node in calls(cell.source):
            reason = _unseeded(name, node)
            if reason:
                yield place, f"calls {name}(…) {reason}"


def _unseeded(name: str, node: ast.Call) -> str:
    """Return why a call draws without an explicit seed, or nothing."""
    head, _, last = name.rpartition(".")
    keywords = {keyword.arg for keyword in node.keywords}
    seed = node.args[0] if node.args else None
    if (
        last in UNSEEDED
        and not keywords
        and (seed is None or (isinstance(seed, ast.Constant) and seed.value is None))
    ):
        return "without a seed"
    if head == "torch" and last in TORCH_DRAWS and "generator" not in keywords:
        return "on torch's global generator; pass generator=torch.Generator().manual_seed(seed)"
    if last in NEED_RANDOM_STATE and "random_state" not in keywords:
        return "without random_state"
    return ""


def tags_known(page: Page) -> Iterator[tuple[int, str]]:
    """Every tag is one that means something here; nbval's other switches, as tags or comments, are banned."""
    for place, cell in page.cells():
        for tag in tags(cell):
            if tag not in TAGS:
                yield place, f"has the tag {tag!r}; the tags are: {', '.join(sorted(TAGS))}"
        if cell.cell_type == "code" and re.search(
            r"^\s*#\s*(NBVAL_|PYTEST_VALIDATE)", cell.source, re.MULTILINE
        ):
            yield place, "switches the comparison by a comment"


def ids_unique(page: Page) -> Iterator[tuple[int, str]]:
    """Every cell has an id of its own."""
    seen: set[str] = set()
    for place, cell in enumerate(page.notebook.cells, 1):
        if cell.get("id", "") in seen or not cell.get("id"):
            yield place, f"has no id of its own: {cell.get('id', '')!r}"
        seen.add(cell.get("id", ""))


def begins_with_begin(page: Page) -> Iterator[tuple[int, str]]:
    """The first code cell calls begin(), which quietens the libraries and sets the house style."""
    first = next(page.cells("code"), None)
    if first is not None and not any(name == "begin" for name, _ in calls(first[1].source)):
        yield first[0], "the first code cell must call begin()"


def no_bare_result(page: Page) -> Iterator[tuple[int, str]]:
    """No cell ends in a bare value: say(…), table(…) and show(…) give it words, rounding and a form."""
    for place, output in page.outputs():
        if output.output_type != "execute_result":
            continue
        plain = output.data.get("text/plain", "")
        if set(output.data) == {"text/plain"} or 'class="dataframe"' in output.data.get("text/html", ""):
            yield place, f"shows a bare result ({plain.splitlines()[0][:40]!r}); use say(…) or table(…)"


def opens_for_the_board(page: Page) -> Iterator[tuple[int, str]]:
    """A page opens with its code folded but for exercises and checks; two sections show no code at all."""
    quiet = {place for title in (OPENING, BOARDROOM) for place, _ in page.section(title)}
    for place, cell in page.cells("code"):
        if cell.metadata.get("jupyter", {}).get("source_hidden"):
            continue
        if place in quiet:
            yield place, f"shows code; '{OPENING}' and '{BOARDROOM}' open with every cell folded"
        elif not ({"exercise", "solution"} & set(tags(cell)) or _answers(cell.source)):
            yield place, "shows code that is neither an exercise nor its check: 'execml build' folds it"


def _answers(source: str) -> bool:
    return any(name in ("check", "hint") for name, _ in calls(source))


PAGE_RULES = (
    opens_for_the_board,
    seeds_explicit,
    tags_known,
    ids_unique,
    begins_with_begin,
    no_bare_result,
)
