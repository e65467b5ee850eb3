"""TPOT's own selection beside ours."""

from __future__ import annotations

import ast
from importlib.metadata import version
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np
from execml.automl.guided.pareto import crowding_distance, front_numbers, survivors
from hypothesis import given, settings
from hypothesis import strategies as st


def tpot_folder() -> Path:
    package = find_spec("tpot")
    assert package is not None and package.origin is not None
    return Path(package.origin).parent


def tpot_selection() -> Any:
    """Return the file of the installed TPOT that holds its NSGA-II; all of it would load for seconds."""
    spec = spec_from_file_location("tpot_nsgaii", tpot_folder() / "selectors" / "nsgaii.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def tpot_default(argument: str) -> Any:
    """Return the default of an argument of TPOT's classifier, read from its source without loading it."""
    source = (tpot_folder() / "tpot_estimator" / "templates" / "tpottemplates.py").read_text("utf-8")
    kinds = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]
    body = next(kind for kind in kinds if kind.name == "TPOTClassifier").body
    made = next(part for part in body if isinstance(part, ast.FunctionDef) and part.name == "__init__").args
    defaults = dict(zip([name.arg for name in made.args][-len(made.defaults) :], made.defaults, strict=True))
    return ast.literal_eval(defaults[argument])


@given(st.integers(0, 10_000), st.integers(1, 40), st.integers(1, 3))
@settings(deadline=None, max_examples=25)
def test_fronts_are_those_of_tpot(seed: int, count: int, goals: int) -> None:
    costs = np.random.default_rng(seed).integers(0, 6, size=(count, goals)).astype(float)
    ours = front_numbers(costs)
    for number, front in enumerate(tpot_selection().nondominated_sorting(-costs)):
        assert set(map(int, front)) == set(np.flatnonzero(ours == number).tolist())


def test_tpot_gives_the_crowded_candidate_more_room_than_the_lonely_one() -> None:
    # What the unit tells about the installed release. If this fails, TPOT was mended: change the page.
    line = np.array([[0, 4], [1, 3], [1.5, 2], [4, 0]])
    np.testing.assert_allclose(
        tpot_selection().crowding_distance(-line)[1:3], -crowding_distance(line)[1:3] / 2
    )
    assert 2 not in tpot_selection().survival_select_NSGA2(-line, 3)
    assert 1 not in survivors(line, 3)
    assert tpot_default("other_objective_functions") == []
    assert version("tpot").startswith("1.1.")
    one = (
        np.random.default_rng(1).permutation(12).astype(float)[:, None]
    )  # with the score alone it does no harm
    kept = np.asarray(tpot_selection().survival_select_NSGA2(-one, 5), dtype=int)
    assert set(kept) == set(np.argsort(one[:, 0])[:5])
