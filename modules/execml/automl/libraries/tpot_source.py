"""A look into the installed TPOT: how it sorts candidates by two goals, and what it optimises by default."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from execml.automl.guided.pareto import crowding_distance, front_numbers, survivors

FOUR = np.array([[0, 4], [1, 3], [1.5, 2], [4, 0]])  # costs of four candidates, none of which dominates


@dataclass(frozen=True)
class TpotFacts:
    """How the installed TPOT compares with NSGA-II as published.

    Attributes:
        version: the release that was read.
        same_fronts: whether its fronts of 60 random candidates are ours.
        goals: further goals, beside the score, that its classifier has by default.
        room: our crowding distances of the two inner candidates of ``FOUR``.
        their_room: those of TPOT.
        dropped: the row of ``FOUR`` that we drop where three may stay.
        they_drop: the row that TPOT drops.
        one_goal: whether, with one goal, all survivors are the best by that goal.
    """

    version: str
    same_fronts: bool
    goals: tuple[str, ...]
    room: tuple[float, float]
    their_room: tuple[float, float]
    dropped: int
    they_drop: int
    one_goal: bool


def tpot_facts() -> TpotFacts:
    """Run the NSGA-II of the installed TPOT beside ours; its scores are better if higher, our costs if lower.

    Crowding distance as published adds, for each goal, the gap between a candidate's neighbours over the
    range of the goal, and more is better: Deb and others (2002, section III-B).

    Raises:
        ModuleNotFoundError: if TPOT is not installed.
    """
    from importlib.metadata import version

    theirs, costs = tpot_selection(), np.random.default_rng(5).random((60, 2))
    fronts = np.empty(len(costs), dtype=int)
    for number, front in enumerate(theirs.nondominated_sorting(-costs)):
        fronts[list(front)] = number
    alone = theirs.survival_select_NSGA2(-costs[:, :1], 20)
    room, their_room = crowding_distance(FOUR), theirs.crowding_distance(-FOUR)
    rows = set(range(len(FOUR)))
    return TpotFacts(
        version=version("tpot"),
        same_fronts=bool((fronts == front_numbers(costs)).all()),
        goals=tuple(tpot_default("other_objective_functions")),
        room=(float(room[1]), float(room[2])),
        their_room=(float(their_room[1]), float(their_room[2])),
        dropped=(rows - set(survivors(FOUR, 3).tolist())).pop(),
        they_drop=(rows - {int(row) for row in theirs.survival_select_NSGA2(-FOUR, 3)}).pop(),
        one_goal={int(row) for row in alone} == set(np.argsort(costs[:, 0])[:20].tolist()),
    )


def tpot_selection() -> Any:
    """Return the file of the installed TPOT that holds its NSGA-II; all of it would load for seconds.

    Raises:
        ModuleNotFoundError: if TPOT is not installed.
    """
    import importlib.util

    spec = importlib.util.spec_from_file_location("tpot_nsgaii", _tpot_folder() / "selectors" / "nsgaii.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def tpot_default(argument: str) -> Any:
    """Return the default of an argument of TPOT's classifier, read from its source without loading it.

    Args:
        argument: its name; the default must be a plain value, such as a number, a text or a list of these.

    Raises:
        ModuleNotFoundError: if TPOT is not installed.
        ValueError: if there is no such argument.

    >>> tpot_default("scorers")
    ['roc_auc_ovr']
    """
    import ast

    source = (_tpot_folder() / "tpot_estimator" / "templates" / "tpottemplates.py").read_text("utf-8")
    kinds = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]
    body = next(kind for kind in kinds if kind.name == "TPOTClassifier").body
    made = next(part for part in body if isinstance(part, ast.FunctionDef) and part.name == "__init__").args
    defaults = dict(zip([name.arg for name in made.args][-len(made.defaults) :], made.defaults, strict=True))
    if argument not in defaults:
        raise ValueError(f"argument={argument!r} must be one of: {', '.join(defaults)}")
    return ast.literal_eval(defaults[argument])


def _tpot_folder() -> Path:
    from importlib.util import find_spec

    package = find_spec("tpot")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("TPOT is not installed: pip install tpot")
    return Path(package.origin).parent
