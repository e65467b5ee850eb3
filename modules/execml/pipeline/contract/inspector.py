"""The contract that every unit keeps: small rules over its two notebooks, each yielding what it finds wrong.

A rule over one page yields ``(cell, message)`` pairs, with cell 0 for the page as a whole; a rule over the
programme yields breaches. Text, code, names, outputs and exercises have a module of rules each; this one runs
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from execml.course.front_matter import SourceError
from execml.course.programme import COPIES, notebook_path, unit_names
from execml.pipeline.building.compare import load
from execml.pipeline.building.source import read
from execml.pipeline.contract import claims as rules_claims
from execml.pipeline.contract import code as rules_code
from execml.pipeline.contract import exercises as rules_exercises
from execml.pipeline.contract import names as rules_names
from execml.pipeline.contract import outputs as rules_outputs
from execml.pipeline.contract import presenting as rules_presenting
from execml.pipeline.contract import sizes as rules_sizes
from execml.pipeline.contract import text as rules_text
from execml.pipeline.contract.page import Breach, Debt, Page, Programme

DEBTS = "tests/notebooks/debts.yaml"

PAGE_RULES: tuple[Callable[[Page], Iterator[tuple[int, str]]], ...] = (
    *rules_text.PAGE_RULES,
    *rules_presenting.PAGE_RULES,
    *rules_sizes.PAGE_RULES,
    *rules_claims.PAGE_RULES,
    *rules_code.PAGE_RULES,
    *rules_names.PAGE_RULES,
    *rules_outputs.PAGE_RULES,
    *rules_exercises.PAGE_RULES,
)
PROGRAMME_RULES: tuple[Callable[[Programme], Iterator[Breach]], ...] = (
    *rules_text.PROGRAMME_RULES,
    *rules_presenting.PROGRAMME_RULES,
    *rules_names.PROGRAMME_RULES,
    *rules_sizes.PROGRAMME_RULES,
    *rules_claims.PROGRAMME_RULES,
    *rules_outputs.PROGRAMME_RULES,
    *rules_exercises.PROGRAMME_RULES,
)


def inspect_page(page: Page) -> list[Breach]:
    """Return what the rules find wrong on one page, in the order of its cells."""
    found = [
        Breach(page.file, rule.__name__, place, message)
        for rule in PAGE_RULES
        for place, message in rule(page)
    ]
    return sorted(found, key=lambda breach: breach.cell)


def inspect_programme(programme: Programme) -> list[Breach]:
    """Return what the rules find wrong across pages: links, exercises, cells exempt from comparison."""
    return [breach for rule in PROGRAMME_RULES for breach in rule(programme)]


def debts(root: Path) -> dict[str, Debt]:
    """Return what each unit is known to exceed; nothing where there is no such list.

    Raises:
        ValueError: if the file is not a mapping of units; the message names the file.
    """
    import yaml

    file = root / DEBTS
    listed = yaml.safe_load(file.read_text(encoding="utf-8")) or {} if file.exists() else {}
    if not isinstance(listed, dict) or not all(isinstance(debt, dict) for debt in listed.values()):
        raise ValueError(f"{DEBTS} must give a mapping for each unit")
    return {
        name: Debt(
            {what: count for what, count in debt.items() if what != "claims"}, tuple(debt.get("claims", ()))
        )
        for name, debt in listed.items()
    }


def gather(root: Path, names: list[str] | None = None) -> Programme:
    """Return the pages of some units, of all if none is named; what cannot be read is left out."""
    pages, known = [], debts(root)
    for name in unit_names(root) if names is None else names:
        try:
            unit = read(root, name)
        except SourceError:
            continue
        notebooks = [(copy, load(notebook_path(root, name, copy))) for copy in COPIES]
        debt = known.get(name, Debt())
        pages += [Page(unit, copy, notebook, debt) for copy, notebook in notebooks if notebook is not None]
    return Programme(root, tuple(pages), known)


def inspect(root: Path, names: list[str] | None = None) -> list[Breach]:
    """Return every breach on some units, or on the whole programme if none is named."""
    programme = gather(root, names)
    found = [breach for page in programme.pages for breach in inspect_page(page)]
    return found + (inspect_programme(programme) if names is None else [])
