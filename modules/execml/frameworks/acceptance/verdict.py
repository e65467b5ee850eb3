"""The acceptance test for a model moved to another framework: outputs, gradients, training, decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course.arrays import array, frame, zeros_and_ones
from execml.course.validation import function, mapping, positive, real, several, shown
from execml.frameworks.libraries.ports import (
    framework_of,
    gradients_of,
    outputs,
    probabilities,
    set_weights,
    train,
    weights_of,
)
from execml.frameworks.networks.rounding import in_powers, largest_difference

if TYPE_CHECKING:
    import pandas as pd

TESTS = ("outputs", "gradients", "training", "decisions")


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
        raise ValueError(f"other={shown(other)} and risk={shown(risk)} must have as many clients")
    return _changed(first, second, bar)


def _changed(first: np.ndarray, second: np.ndarray, bar: float) -> int:
    """Count without a check: a risk that is NaN, of a model that has diverged, refuses nobody."""
    return int(np.sum((first > bar) != (second > bar)))


def acceptance_test(
    original: Any,
    candidate: Any,
    original_optimiser: Callable[..., Any],
    candidate_optimiser: Callable[..., Any],
    clients: np.ndarray,
    training: tuple[np.ndarray, np.ndarray, Sequence[np.ndarray]],
    refuse_above: float,
    limit: float = 1e-12,
) -> pd.DataFrame:
    """Test whether a model computes, learns and decides as the one that it replaces.

    Training starts from the original's weights in both, and both get their own back afterwards. Give models
    in float64, where a limit of 1e-12 leaves no room for a mistake to pass as rounding.

    Args:
        original: the model in use, of any framework that :mod:`execml.frameworks.libraries.ports` knows.
        candidate: the model that is offered in its place.
        original_optimiser: how the original is trained, as ``train`` of ``libraries.ports`` takes it.
        candidate_optimiser: how the candidate would be trained.
        clients: whom to compare outputs and decisions on, shape (rows, inputs).
        training: features and labels 0 and 1 of other clients, and the rows of each step; about 20 steps
            show a difference. Gradients are those of the first step's rows, at each model's own weights.
        refuse_above: clients with a higher risk are refused.
        limit: the largest gap of a number that passes; no decision may change.

    Returns:
        One row a test (outputs, gradients, training, decisions), with ``measured``, ``limit`` and ``passed``.

    Raises:
        ValueError: if the limit is not positive, the models' shapes differ, a shape does not fit, a number is
            not finite, or a label is neither 0 nor 1.
    """
    import pandas as pd

    positive("limit", limit)
    real("refuse_above", refuse_above, 0, 1)
    pair = (original, candidate)
    for name, model in (("original", original), ("candidate", candidate)):
        framework_of(model, name)
    function("original_optimiser", original_optimiser)
    function("candidate_optimiser", candidate_optimiser)
    array("clients", clients, ("clients", len(weights_of(original)[0])))
    features, labels, batches = _training(training, len(weights_of(original)[0]))
    logits = [outputs(model, clients)[:, 0] for model in pair]
    gradients = [gradients_of(model, features[batches[0]], labels[batches[0]]) for model in pair]
    trained = _trained(pair, (original_optimiser, candidate_optimiser), features, labels, batches)
    risks = [probabilities(values) for values in logits]
    measured = (
        largest_difference([logits[0]], [logits[1]]),
        largest_difference(*gradients),
        largest_difference(*trained),
        float(_changed(risks[0], risks[1], refuse_above)),
    )
    limits = (limit, limit, limit, 0.0)
    return pd.DataFrame(
        {
            "test": TESTS,
            "measured": measured,
            "limit": limits,
            "passed": [value <= most for value, most in zip(measured, limits, strict=True)],
        }
    )


def side_by_side(tests: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row a port, with "passed" or by how much each test failed.

    Args:
        tests: for a port's name what :func:`acceptance_test` returned.

    Raises:
        ValueError: if there is none, or it is something else.

    >>> import pandas as pd
    >>> result = {"test": TESTS, "measured": [0, 0, 0.06, 12], "passed": [True, True, False, False]}
    >>> side_by_side({"rebuilt": pd.DataFrame(result)}).values.tolist()
    [['rebuilt', 'passed', 'passed', '6·10⁻²', '12']]
    """
    import pandas as pd

    rows = []
    for name, test in mapping("tests", tests).items():
        columns = set(frame(f"tests[{name!r}]", test).columns)
        if not {"test", "measured", "passed"} <= columns or tuple(test["test"]) != TESTS:
            raise ValueError(f"tests[{name!r}] must be what acceptance_test returned")
        told = zip(test["test"], test["measured"], test["passed"], strict=True)
        rows.append([name, *(_told(*result) for result in told)])
    return pd.DataFrame(rows, columns=["port", "outputs", "gradients", "training", "decisions changed"])


def _training(given: Any, inputs: int) -> tuple[np.ndarray, np.ndarray, list[Any]]:
    """Return features, labels and the rows of each step, after checking them."""
    if len(several("training", given, least=0)) != 3:
        raise ValueError(f"training={shown(given)} must be features, labels and the rows of each step")
    features = array("training[0]", given[0], ("rows", inputs))
    return features, zeros_and_ones("training[1]", given[1], len(features)), several("training[2]", given[2])


def _told(test: str, measured: float, passed: bool) -> str:
    if passed:
        return "passed"
    return f"{measured:,.0f}" if test == "decisions" else in_powers(measured)


def _trained(
    models: Sequence[Any],
    optimisers: Sequence[Callable[..., Any]],
    features: np.ndarray,
    labels: np.ndarray,
    batches: Sequence[np.ndarray],
) -> list[list[np.ndarray]]:
    """Train both from the original's weights, and return where each arrives."""
    start, arrived = weights_of(models[0]), []
    for model, make in zip(models, optimisers, strict=True):
        own = weights_of(model)
        set_weights(model, start)
        train(model, make, features, labels, batches)
        arrived.append(weights_of(model))
        set_weights(model, own)
    return arrived
