"""Rules on exercises: each open in one copy, answered in the other, wired to its check, and used once."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from execml.course.learner.choices import decision_of
from execml.course.learner.exercises import exercises_of
from execml.course.programme import HELPERS, MODULES, WELCOME, module_with, unit_number
from execml.pipeline.contract.page import Breach, Page, Programme, calls, first_text, representations, tags

OPEN = ("**Your turn.**", "**Your decision.**")
DONE = ("**Correct.**", "**Decided:")


def stubs_answered(page: Page) -> Iterator[tuple[int, str]]:
    """In the source each stub is followed by its solution, and each solution follows its stub."""
    cells = page.unit.cells
    if not page.is_learners:
        return
    for cell, following in pairwise([*cells, None]):
        if cell is not None and "exercise" in cell.tags:
            if following is None or "solution" not in following.tags:
                yield 0, f"the source has no solution right after the stub {cell.text.splitlines()[0]!r}"
            if "..." not in cell.text:
                yield 0, f"the stub {cell.text.splitlines()[0]!r} leaves nothing open: it needs '...'"
    for before, cell in pairwise([None, *cells]):
        if cell is not None and "solution" in cell.tags and (before is None or "exercise" not in before.tags):
            yield 0, f"the source has no stub right before the solution {cell.text.splitlines()[0]!r}"


def stubs_checked(page: Page) -> Iterator[tuple[int, str]]:
    """In the learner's copy the first code cell after each stub checks the answer or records the decision."""
    code = list(page.cells("code"))
    following = [cell.source for _, cell in code[1:]] + [""]
    for (place, cell), source in zip(code, following, strict=False):
        checked = {"check", "decide"} & {name for name, _ in calls(source)}
        if page.is_learners and "exercise" in tags(cell) and not checked:
            yield place, "no check(…) or decide(…) follows this stub"


def verdicts_stored(page: Page) -> Iterator[tuple[int, str]]:
    """Checks say "Your turn" in the learner's copy and "Correct" or "Decided" in the worked one."""
    wanted = OPEN if page.is_learners else DONE
    for place, cell in page.cells("code"):
        count = sum(name in ("check", "decide") for name, _ in calls(cell.source))
        said = "\n".join(representations(output).get("text/markdown", "") for output in cell.outputs)
        if sum(said.count(words) for words in wanted) < count:
            yield place, f"its check must say {' or '.join(wanted)}, and says {said.splitlines()[:1]}"


def boardroom_complete(page: Page) -> Iterator[tuple[int, str]]:
    """A lesson has two to four checked exercises, and its boardroom one quiz and one decision."""
    if not (page.is_lesson and page.is_learners):
        return
    everywhere = Counter(name for _, cell in page.cells("code") for name, _ in calls(cell.source))
    if not 2 <= everywhere["check"] <= 4:
        yield 0, f"has {everywhere['check']} checked exercises; two to four are wanted"
    boardroom = page.section("In the boardroom")
    inside = Counter(
        name for _, cell in boardroom if cell.cell_type == "code" for name, _ in calls(cell.source)
    )
    for name in ("quiz", "decide"):
        if (inside[name], everywhere[name]) != (1, 1):
            yield 0, f"needs one {name}(…), in '## In the boardroom'; it has {everywhere[name]}"
    text = "\n".join(cell.source for _, cell in boardroom if cell.cell_type == "markdown")
    questions = [line for line in text.splitlines() if re.match(r"\s*(\d+\.|[-*])\s", line)]
    if len(questions) < 5:
        yield 0, f"'## In the boardroom' lists {len(questions)} questions to ask; five are wanted"


def used_once(programme: Programme) -> Iterator[Breach]:
    """Each exercise that a module defines is checked once, in the unit whose number its id carries."""
    for module in (WELCOME, *MODULES):
        learners = [page for page in programme.pages if page.is_learners]
        pages = [page for page in learners if module_with(page.unit.name) == module]
        known = exercises_of(module)
        used = [(page, place, identifier) for page in pages for place, identifier in _checked(page)]
        for page, place, identifier in used:
            if identifier not in known:
                yield Breach(
                    page.file, "used_once", place, f"checks {identifier!r}, which no exercise is called"
                )
            elif unit_number(page.unit.name) not in re.findall(r"^\D+(\d+)\.", identifier):
                yield Breach(
                    page.file, "used_once", place, f"checks {identifier!r}, whose number is another unit's"
                )
        counts = Counter(identifier for _, _, identifier in used)
        for identifier in known if pages else ():
            if counts[identifier] != 1:
                message = (
                    f"the exercise {identifier!r} is checked {counts[identifier]} times, and must be once"
                )
                yield Breach(f"{HELPERS}/{module.package}/units", "used_once", 0, message)


def minutes_add_up(programme: Programme) -> Iterator[Breach]:
    """A unit's minutes of exercises cover the minutes that its exercises say they take."""
    for page in programme.pages:
        module = module_with(page.unit.name)
        known = exercises_of(module) if module and page.is_learners else {}
        needed = sum(known[identifier].minutes for _, identifier in _checked(page) if identifier in known)
        if needed > page.unit.front.exercises:
            message = (
                f"its exercises take {needed} minutes, and its front matter says {page.unit.front.exercises}"
            )
            yield Breach(page.file, "minutes_add_up", 0, message)


def decisions_sound(programme: Programme) -> Iterator[Breach]:
    """Each decision has a faultless file in its own unit, and the page computes what its options rest on."""
    for page in programme.pages:
        if not page.is_learners:
            continue
        for place, node in _called(page, "decide"):
            fault = _fault_of_decision(programme, page, node)
            if fault:
                yield Breach(page.file, "decisions_sound", place, fault)


def _fault_of_decision(programme: Programme, page: Page, node: ast.Call) -> str:
    identifier = first_text(node)
    if unit_number(page.unit.name) not in re.findall(r"^\D+(\d+)\.", identifier):
        return f"decides {identifier!r}, whose number is another unit's"
    try:
        asked = decision_of(identifier, programme.root)
    except ValueError as error:
        return str(error)
    given = [*node.args, *(keyword.value for keyword in node.keywords)]
    tables = [value for value in given if isinstance(value, ast.Dict)]
    names = {key.value for table in tables for key in table.keys if isinstance(key, ast.Constant)}
    missing = [name for option in asked.options for name in option.evidence if name not in names]
    return f"its evidence has no row {missing[0]!r}, which an option names" if missing else ""


def _called(page: Page, name: str) -> list[tuple[int, ast.Call]]:
    """Return each call of a function with its cell."""
    found = [(place, call) for place, cell in page.cells("code") for call in calls(cell.source)]
    return [(place, node) for place, (called, node) in found if called == name]


def _checked(page: Page) -> list[tuple[int, str]]:
    """Return the id in each check(…) with its cell."""
    return [(place, first_text(node)) for place, node in _called(page, "check")]


PAGE_RULES = (stubs_answered, stubs_checked, verdicts_stored, boardroom_complete)
PROGRAMME_RULES = (used_once, minutes_add_up, decisions_sound)
