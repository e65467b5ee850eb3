"""Rules on the code of a page: plain Python, explicit seeds, offline, and open to the comparison."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from execml.pipeline.contract.page import Page, calls, tags, tree

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
# numpy.random names that make or describe a generator; every other function there draws from hidden state.
EXPLICIT = {
    "default_rng",
    "Generator",
    "SeedSequence",
    "PCG64",
    "PCG64DXSM",
    "Philox",
    "MT19937",
    "SFC64",
    "BitGenerator",
}
UNSEEDED = {
    "default_rng",
    "PCG64",
    "PCG64DXSM",
    "Philox",
    "MT19937",
    "SFC64",
    "SeedSequence",
    "RandomState",
    "Random",
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
NETWORK = {"requests", "urllib", "http", "socket", "httpx", "aiohttp", "ftplib", "smtplib", "wget"}


def plain_python(page: Page) -> Iterator[tuple[int, str]]:
    """A code cell is Python: no magics and no shell commands, which a reader's machine may not have."""
    for place, cell in page.cells("code"):
        if tree(cell.source) is None:
            yield place, "is not plain Python (a magic, a shell command, or a syntax error)"


def no_final_semicolon(page: Page) -> Iterator[tuple[int, str]]:
    """No cell ends in a semicolon: nbval shows the value that it hides, and the comparison fails."""
    for place, cell in page.cells("code"):
        try:
            tokens = list(tokenize.generate_tokens(io.StringIO(cell.source).readline))
        except (tokenize.TokenError, SyntaxError):
            continue
        layout = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.DEDENT, tokenize.ENDMARKER)
        written = [token.string for token in tokens if token.type not in layout]
        if written[-1:] == [";"]:
            yield place, "ends in a semicolon"


def seeds_explicit(page: Page) -> Iterator[tuple[int, str]]:
    """Every draw comes from a generator whose seed stands on the page."""
    for place, cell in page.cells("code"):
        for name, node in calls(cell.source):
            reason = _unseeded(name, node)
            if reason:
                yield place, f"calls {name}(…) {reason}"
        for module in _imports(cell.source):
            if module == "random":
                yield place, "imports random, whose generator is hidden; use numpy.random.default_rng"


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
    if re.search(r"(^|\.)(np|numpy)\.random$", head) and last not in EXPLICIT:
        return "on NumPy's global generator; use default_rng(seed)"
    if (
        head == "torch"
        and (last in TORCH_DRAWS or last in ("manual_seed", "seed"))
        and "generator" not in keywords
    ):
        return "on torch's global generator; pass generator=torch.Generator().manual_seed(seed)"
    if last in NEED_RANDOM_STATE and "random_state" not in keywords:
        return "without random_state"
    return ""


def no_network_in_code(page: Page) -> Iterator[tuple[int, str]]:
    """A page imports nothing that fetches: it runs offline."""
    for place, cell in page.cells("code"):
        for module in _imports(cell.source):
            if module in NETWORK:
                yield place, f"imports {module}, and pages run offline"


def _imports(source: str) -> list[str]:
    """Return the top-level names of the modules that a cell imports."""
    found = []
    for node in ast.walk(tree(source) or ast.Module([], [])):
        if isinstance(node, ast.Import):
            found += [alias.name.split(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node.module or "").split(".")[0])
    return found


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


PAGE_RULES = (
    plain_python,
    no_final_semicolon,
    seeds_explicit,
    no_network_in_code,
    tags_known,
    ids_unique,
    begins_with_begin,
    no_bare_result,
)
