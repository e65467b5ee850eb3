"""Rules on claims: what a page says in bold with a number has a test that repeats it on other draws.

A claim is a bold phrase with its numbers taken out. ``**1,954 people, and 80% are right**`` is claimed in
the front matter as ``# people, and # are right``, so that a page that was built again with other numbers
keeps its claim, and another sentence doesn't. A parser cannot see whether a test repeats the claim on
*other* seeds than the page's; it sees that the test is marked as one of a claim and runs over ten draws or
more. A person reads the rest.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from execml.course.front_matter import Claim
from execml.pipeline.contract.page import Breach, Page, Programme, calls, dotted, prose, representations

# A number with its sign, thousands, decimals, power and per cent; the digits of `float64` are none.
NUMBER = re.compile(
    r"(?<![\w.,])[-−+]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[-+]?\d+|(?:·10)?⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?%?(?!\w)"
)
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
FEWEST = 10
REPEATING = {"repeated": 1, "paired": 2}  # and the place of what they run over
RECORDED = "runs"  # of a study whose draws are kept, ten of them or more


def skeleton(phrase: str) -> str:
    r"""Return a phrase with each number replaced by ``#``, on one line and without Markdown's escapes.

    >>> skeleton("−3.5% of 1,954\nclients at NT\\$ 70,000, in `float64`")
    '# of # clients at NT$ #, in `float64`'
    """
    return " ".join(NUMBER.sub("#", re.sub(r"\\([$*_#])", r"\1", phrase)).split())


def numbers(phrase: str) -> list[float]:
    """Return the numbers of a phrase; a percentage as a share.

    >>> numbers("1,954 people, and 80% are right")
    [1954.0, 0.8]
    >>> numbers("below 10⁻¹⁰ or 3·10⁴")
    [1e-10, 30000.0]
    """
    return [_number(text.replace(",", "").replace("−", "-")) for text in NUMBER.findall(phrase)]


def _number(text: str) -> float:
    base, power = re.fullmatch(r"(.*?)((?:·10)?⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]*)", text.rstrip("%")).groups()  # type: ignore[union-attr]
    times, raised = power.startswith("·10"), power.removeprefix("·10").translate(RAISED)
    value = float(base) * 10 ** int(raised) if times else float(base) ** int(raised or 1)
    return value / (100 if text.endswith("%") else 1)


def phrases(page: Page) -> Iterator[tuple[int, str]]:
    """Yield each bold phrase with a number that the page says, with its cell's place."""
    told = {
        place for place, cell in page.cells("code") if any(name == "say" for name, _ in calls(cell.source))
    }
    for place, output in page.outputs():
        if place in told:
            for phrase in BOLD.findall(prose(representations(output).get("text/markdown", ""))):
                if "#" in skeleton(phrase):
                    yield place, phrase


def headline(page: Page, bold: str) -> list[float]:
    """Return the numbers that a page puts into a claim, to hold them against repeated runs.

    Args:
        page: a built page.
        bold: the claim, as in the front matter.

    Raises:
        ValueError: if the page says no such thing, or several.
    """
    found = [numbers(phrase) for _, phrase in phrases(page) if skeleton(phrase) == bold]
    if len(found) != 1:
        raise ValueError(f"bold={bold!r} stands {len(found)} times on {page.file}, and must stand there once")
    return found[0]


def unclaimed(page: Page) -> list[str]:
    """Return the bold phrases with a number that the front matter doesn't claim, in the order of the page."""
    open_claims = Counter(claim.bold for claim in page.unit.front.claims)
    found = []
    for _, phrase in phrases(page):
        bold = skeleton(phrase)
        if open_claims[bold]:
            open_claims[bold] -= 1
        else:
            found.append(bold)
    return found


def claimed(page: Page) -> Iterator[tuple[int, str]]:
    """Each bold phrase with a number is claimed by the unit, or a debt; and each of those is on the page."""
    if not (page.is_lesson and page.is_learners):
        return
    places = {skeleton(phrase): place for place, phrase in phrases(page)}
    present, missing = Counter(skeleton(phrase) for _, phrase in phrases(page)), Counter(unclaimed(page))
    owed = Counter(page.debt.claims)
    for bold in missing - owed:
        yield places[bold], f"says {bold!r} in bold: claim it in the front matter, with its test"
    for bold in Counter(claim.bold for claim in page.unit.front.claims) - present:
        yield 0, f"claims {bold!r}, and doesn't say so in bold"
    for bold in owed - missing:
        yield 0, f"owes a claim for {bold!r}, which is claimed or gone: take it out of the debts"


def claims_tested(programme: Programme) -> Iterator[Breach]:
    """The test that a claim names exists, is marked as one, and repeats what was drawn, ten times or more."""
    for page in programme.pages:
        for claim in page.unit.front.claims if page.is_learners else ():
            fault = untested(programme.root, claim)
            if fault:
                yield Breach(
                    page.file, "claims_tested", 0, f"claims {claim.bold!r}, and {claim.test} {fault}"
                )


def untested(root: Path, claim: Claim) -> str:
    """Return what is wrong with a claim's test, or nothing."""
    file, _, name = claim.test.partition("::")
    if not (root / file).is_file():
        return "is in a file that doesn't exist"
    module = ast.parse((root / file).read_text(encoding="utf-8"))
    functions = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
    if name not in functions:
        return "doesn't exist"
    if "pytest.mark.claim" not in map(dotted, functions[name].decorator_list):
        return "isn't marked @pytest.mark.claim"
    if claim.kind == "data" and _draws(name, functions, _constants(module)) < FEWEST:
        return f"repeats nothing over {FEWEST} draws: call repeated(…) or paired(…), or parametrise it"
    return ""


def _constants(module: ast.AST) -> dict[str, ast.expr]:
    """Return what is given a name anywhere in a file, or in a function."""
    found: dict[str, ast.expr] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Assign):
            found.update({target.id: node.value for target in node.targets if isinstance(target, ast.Name)})
    return found


def _draws(name: str, functions: dict[str, ast.FunctionDef], constants: dict[str, ast.expr]) -> int:
    """Return over how many draws a test runs, itself or in what it uses of its file, fixtures included."""
    used, waiting = set(), [name]
    while waiting:
        current = waiting.pop()
        used.add(current)
        names = {node.id for node in ast.walk(functions[current]) if isinstance(node, ast.Name)}
        names |= {argument.arg for argument in functions[current].args.args}
        waiting += [other for other in names & functions.keys() if other not in used]
    found = [0]
    for place, node in [(each, node) for each in used for node in ast.walk(functions[each])]:
        if isinstance(node, ast.comprehension) and dotted(node.target) == "seed":
            found.append(_count(node.iter, constants))
        if not isinstance(node, ast.Call):
            continue
        call, own = node, constants | _constants(functions[place])
        last = dotted(call.func).rpartition(".")[2]
        if last == RECORDED:
            found.append(FEWEST)
        if last in REPEATING:
            given = [word.value for word in call.keywords if word.arg == "over"] + call.args[
                REPEATING[last] :
            ]
            found += [_first_count(over, own) for over in given[:1]]
        elif dotted(call.func) == "pytest.mark.parametrize" and len(call.args) > 1:
            found.append(_count(call.args[1], constants))
    return max(found)


def _first_count(over: ast.expr, constants: dict[str, ast.expr]) -> int:
    """Return how many values the first name of a mapping takes."""
    over = constants.get(over.id, over) if isinstance(over, ast.Name) else over
    if not (isinstance(over, ast.Dict) and over.values):
        return 0
    if over.keys[0] is None:  # {**over, …}
        return _first_count(over.values[0], constants)
    return _count(over.values[0], constants)


def _count(values: ast.expr, constants: dict[str, ast.expr]) -> int:
    """Return how many values a list, a tuple or a range has; 0 for what only a run would tell."""
    values = constants.get(values.id, values) if isinstance(values, ast.Name) else values
    if isinstance(values, ast.List | ast.Tuple):
        return len(values.elts)
    if isinstance(values, ast.Call) and dotted(values.func) == "range":
        try:
            return len(range(*map(ast.literal_eval, values.args)))
        except (TypeError, ValueError):
            return 0
    return 0


PAGE_RULES = (claimed,)
PROGRAMME_RULES = (claims_tested,)
