"""The acceptance test for a model moved to another framework: what it computes, learns and decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course.arrays import array, frame, zeros_and_ones
from execml.course.validation import mapping, positive, real, several, shown, whole
from execml.frameworks.acceptance.recipes import Recipe, declared_differently
from execml.frameworks.libraries.ports import (
    framework_of,
    gradients_of,
    outputs,
    probabilities,
    restore,
    train,
    weights_of,
)
from execml.frameworks.networks.rounding import in_powers, largest_difference

if TYPE_CHECKING:
    import pandas as pd

TESTS = (
    *("declared", "outputs", "gradients", "first steps", "whole training"),
    *("decisions today", "decisions after training"),
)


def decisions_changed(risk: np.ndarray, other: np.ndarray, refuse_above: float) -> int:
    """Count clients whom one list of risks refuses and the other does not.

    Args:
        risk: probability of default, one a client.
        other: the same clients' probabilities by another model.
        refuse_above: clients with a higher risk are refused; in (0, 1).

    Raises:
        ValueError: if the lists differ in length or shape, are not finite, or the threshold lies outside
            (0, 1).

    >>> decisions_changed(np.array([0.1, 0.3]), np.array([0.2, 0.2]), refuse_above=0.25)
    1
    """
    bar = real("refuse_above", refuse_above, 0, 1)
    first, second = array("risk", risk).ravel(), array("other", other).ravel()
    if first.shape != second.shape:
        told = f"other has {second.size} clients and risk has {first.size}; they must be the same"
        raise ValueError(f"{told}: other={shown(other)}, risk={shown(risk)}")
    return _changed(first, second, bar)


def _changed(first: np.ndarray, second: np.ndarray, bar: float) -> int:
    """Count without a check: a risk that is NaN, of a model that has diverged, refuses nobody."""
    return int(np.sum((first > bar) != (second > bar)))


def acceptance_test(
    original: Any,
    candidate: Any,
    original_recipe: Recipe,
    candidate_recipe: Recipe,
    clients: np.ndarray,
    training: tuple[np.ndarray, np.ndarray, Sequence[np.ndarray]],
    refuse_above: float,
    limit: float = 1e-12,
    first: int = 20,
) -> pd.DataFrame:
    """Test whether a model computes, learns and decides as the one that it replaces.

    Give models in float64, where a limit of 1e-12 leaves no room for a mistake to pass as rounding, and as
    many steps as the original was trained with: a rate that is cut after a hundred steps, or a gradient that
    is clipped late, leaves the first twenty as they were. Both are trained from the original's present
    weights, and get their own back afterwards.

    Args:
        original: the model in use, of any framework that :mod:`execml.frameworks.libraries.ports` knows.
        candidate: the model that is offered in its place.
        original_recipe: how the original is trained: rule, schedule and clipping.
        candidate_recipe: how the candidate would be trained, as its supplier declares it.
        clients: whom to compare outputs and decisions on, shape (rows, inputs).
        training: features and labels 0 and 1 of other clients, and the rows of each step. Gradients are those
            of the first step's rows, at each model's own weights.
        refuse_above: clients with a higher risk are refused.
        limit: the largest gap of a number that passes; no decision may change.
        first: after how many steps to look for the first time.

    Returns:
        One row a test with ``measured``, ``limit`` and ``passed``: what is declared differently, the gaps of
        outputs, of gradients, of weights after the first steps and after all of them, and the decisions that
        change today and after the training.

    Raises:
        ValueError: if the limit is not positive, a recipe is none, the models' shapes differ, a shape does
            not fit, a number is not finite, or a label is neither 0 nor 1.
    """
    tests = acceptance_tests(
        original,
        original_recipe,
        {"candidate": (candidate, candidate_recipe)},
        clients,
        training,
        refuse_above,
        limit,
        first,
    )
    return tests["candidate"]


def acceptance_tests(
    original: Any,
    original_recipe: Recipe,
    candidates: Mapping[str, tuple[Any, Recipe]],
    clients: np.ndarray,
    training: tuple[np.ndarray, np.ndarray, Sequence[np.ndarray]],
    refuse_above: float,
    limit: float = 1e-12,
    first: int = 20,
) -> dict[str, pd.DataFrame]:
    """Test several candidates as :func:`acceptance_test` does, and train the original once.

    Args:
        original: the model in use.
        original_recipe: how it is trained.
        candidates: for a name the model that is offered, and how it would be trained.
        clients: as in :func:`acceptance_test`, like all that follows.
        training: features, labels, and the rows of each step.
        refuse_above: clients with a higher risk are refused.
        limit: the largest gap that passes.
        first: after how many steps to look for the first time.

    Raises:
        ValueError: as :func:`acceptance_test`; the message calls a recipe or a model by the candidate's name.
    """
    positive("limit", limit)
    real("refuse_above", refuse_above, 0, 1)
    whole("first", first)
    offered = mapping("candidates", candidates)
    framework_of(original, "original")
    _recipe("original_recipe", original_recipe)
    for name, pair in offered.items():
        if len(several(name, pair, least=0)) != 2:
            raise ValueError(f"candidates[{name!r}]={shown(pair)} must be a model and a Recipe")
        framework_of(pair[0], name)
        _recipe(f"{name}_recipe", pair[1])
    array("clients", clients, ("clients", len(weights_of(original)[0])))
    features, labels, batches = _training(training, len(weights_of(original)[0]))

    def measured(model: Any, recipe: Recipe) -> _Run:
        return _run(model, recipe, start, (features, labels, batches), clients, first)

    start = weights_of(original)
    theirs = measured(original, original_recipe)
    found = {}
    for name, (model, recipe) in offered.items():
        declared = declared_differently(original_recipe, recipe, len(batches))
        found[name] = _verdict(declared, theirs, measured(model, recipe), refuse_above, limit)
    return found


@dataclass(frozen=True)
class _Run:
    """What a model puts out, and where its training leads."""

    logits: np.ndarray
    gradients: list[np.ndarray]
    early: list[np.ndarray]
    late: list[np.ndarray]
    late_logits: np.ndarray


def _run(
    model: Any,
    recipe: Recipe,
    start: list[np.ndarray],
    training: tuple[np.ndarray, np.ndarray, list[Any]],
    clients: np.ndarray,
    first: int,
) -> _Run:
    """Train a model from the start by its recipe, give it its own weights back, and return what was seen."""
    features, labels, batches = training
    logits = outputs(model, clients)[:, 0]
    gradients = gradients_of(model, features[batches[0]], labels[batches[0]])
    own, steps, early = weights_of(model), 0, start

    def watch(now: Any) -> None:
        nonlocal steps, early
        steps += 1
        if steps == min(first, len(batches)):
            early = weights_of(now)

    restore(model, start)
    rule = recipe.maker(framework_of(model), len(batches))
    train(model, rule, features, labels, batches, watch)
    late, late_logits = weights_of(model), outputs(model, clients)[:, 0]
    restore(model, own)
    return _Run(logits, gradients, early, late, late_logits)


def _verdict(declared: int, theirs: _Run, ours: _Run, bar: float, limit: float) -> pd.DataFrame:
    import pandas as pd

    now, later = (
        _changed(probabilities(one), probabilities(other), bar)
        for one, other in ((theirs.logits, ours.logits), (theirs.late_logits, ours.late_logits))
    )
    measured = (
        float(declared),
        largest_difference([theirs.logits], [ours.logits]),
        largest_difference(theirs.gradients, ours.gradients),
        largest_difference(theirs.early, ours.early),
        largest_difference(theirs.late, ours.late),
        float(now),
        float(later),
    )
    limits = (0.0, limit, limit, limit, limit, 0.0, 0.0)
    passed = [value <= most for value, most in zip(measured, limits, strict=True)]
    return pd.DataFrame({"test": TESTS, "measured": measured, "limit": limits, "passed": passed})


def side_by_side(tests: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row a port, with "passed" or by how much each test failed.

    Args:
        tests: for a port's name what :func:`acceptance_test` returned.

    Raises:
        ValueError: if there is none, or it is something else.

    >>> import pandas as pd
    >>> good = [True, True, True, True, False, True, False]
    >>> result = {"test": TESTS, "measured": [0, 0, 0, 0, 0.06, 0, 12], "passed": good}
    >>> side_by_side({"rebuilt": pd.DataFrame(result)}).iloc[0, 4:].tolist()
    ['passed', '6·10⁻²', 'passed', '12']
    """
    import pandas as pd

    rows = []
    for name, test in mapping("tests", tests).items():
        columns = set(frame(f"tests[{name!r}]", test).columns)
        if not {"test", "measured", "passed"} <= columns or tuple(test["test"]) != TESTS:
            raise ValueError(f"tests[{name!r}] must be what acceptance_test returned")
        told = zip(test["test"], test["measured"], test["passed"], strict=True)
        rows.append([name, *(_told(*result) for result in told)])
    return pd.DataFrame(rows, columns=["port", *TESTS])


def _training(given: Any, inputs: int) -> tuple[np.ndarray, np.ndarray, list[Any]]:
    """Return features, labels and the rows of each step, after checking them."""
    if len(several("training", given, least=0)) != 3:
        raise ValueError(f"training={shown(given)} must be features, labels and the rows of each step")
    features = array("training[0]", given[0], ("rows", inputs))
    return features, zeros_and_ones("training[1]", given[1], len(features)), several("training[2]", given[2])


def _told(test: str, measured: float, passed: bool) -> str:
    if passed:
        return "passed"
    counted = test == "declared" or test.startswith("decisions")
    return f"{measured:,.0f}" if counted else in_powers(measured)


def _recipe(name: str, given: Any) -> None:
    if not isinstance(given, Recipe):
        raise ValueError(f"{name}={shown(given)} must be a Recipe, which declares schedule and clipping")
