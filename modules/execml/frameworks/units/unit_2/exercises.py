"""Exercises of unit 2: carry weights over, translate a setting, read five suppliers' test reports."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from execml.course.answers.functions import returned
from execml.course.answers.names import name, several
from execml.course.answers.numbers import all_close, close, number
from execml.course.answers.plain import described
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise

# Five suppliers' reports on their ports, made up for the exercise: largest gaps against the original.
REPORTS: dict[str, Any] = {
    "supplier": ("A", "B", "C", "D", "E"),
    "AUC of both": ("0.77, 0.77",) * 5,
    "outputs, float32": (3e-2, 6e-7, 5e-7, 4e-7, 6e-7),
    "outputs, float64": (3e-2, 2e-15, 3e-15, 5e-7, 2e-15),
    "gradients, float64": (2e-3, 1e-16, 2e-16, 3e-9, 2e-16),
    "weights after 20 steps": (9e-2, 7e-2, 4e-16, 2e-7, 3e-16),
    "after the whole training": (1e-1, 2e-1, 2e-15, 6e-3, 8e-2),
}
LIMIT = 1e-12  # what float64 leaves, with room


def _to_pytorch(function: Callable[..., Any]) -> None:
    """Compare with the transposed kernels, for rectangular and square layers."""
    draw = np.random.default_rng(1)
    for sizes in ((30, 8, 1), (4, 4, 4)):
        weights: list[np.ndarray] = []
        for inputs, outputs in pairwise(sizes):
            weights += [draw.normal(size=(inputs, outputs)), draw.normal(size=outputs)]
        answer = returned(function, weights)
        answer = several(
            answer,
            len(weights),
            f"Return a list of {len(weights)} arrays, as many as came in; this is {described(answer)}.",
        )
        for place, (mine, given) in enumerate(zip(answer, weights, strict=True)):
            _compare(place, _array(place, mine), given)


def _array(place: int, part: Any) -> np.ndarray:
    """Return one part of what came back as an array of numbers."""
    try:
        return np.asarray(part, dtype=float)
    except (TypeError, ValueError):
        raise NotYet(f"Place {place} of your list should hold an array; it is {described(part)}.") from None


def _compare(place: int, mine: np.ndarray, given: np.ndarray) -> None:
    """Raise the feedback that fits what was done to one array."""
    wanted = given.T
    if mine.shape == wanted.shape and np.allclose(mine, wanted, rtol=1e-6, atol=0):  # float32 will do
        return
    if mine.shape == wanted.shape and all_close(mine.ravel(), wanted.ravel()):
        raise NotYet("The places are right and the numbers are rounded. Carry weights over with all digits.")
    square = given.ndim == 2 and given.shape[0] == given.shape[1]
    if given.ndim == 1:
        raise NotYet(f"Array {place} is a bias. A list of biases has no layout: leave it as it is.")
    if mine.shape == given.shape and np.array_equal(mine, given):
        where = "the square kernel" if square else f"kernel {place}"
        more = " A square kernel fits either way, and only one way is right." if square else ""
        raise NotYet(f"You left {where} as it was, (inputs, outputs).{more}")
    if mine.size == given.size and np.array_equal(mine.ravel(), given.ravel()):
        raise NotYet(
            "The shape is right and the numbers stand in the wrong places: reshaping deals the same row of "
            "numbers out again. Rows have to become columns."
        )
    raise NotYet(
        f"Kernel {place} comes in with the shape {given.shape}. PyTorch expects {wanted.shape}, and in place "
        "(output, input) the number that stood in place (input, output)."
    )


def _batch_norm(function: Callable[..., Any]) -> None:
    """Compare the moving averages that both settings give after one batch."""
    draw = np.random.default_rng(2)
    for _ in range(4):
        momentum, epsilon = float(draw.uniform(0.6, 0.99)), float(draw.uniform(1e-4, 1e-2))
        answer = returned(function, momentum, epsilon)
        answer = several(answer, 2, f"Return two numbers, momentum and eps; this is {described(answer)}.")
        mine, eps = number(answer[0], "the momentum"), number(answer[1], "eps")
        if not close(mine, eps) and close(mine, epsilon) and not close(mine, 1 - momentum):
            raise NotYet("The two stand in the wrong order: momentum first, then eps.")
        if close(mine, momentum) and not close(mine, 1 - momentum):
            raise NotYet(
                "With the same momentum, PyTorch would keep almost nothing of its old average. Ask what each "
                "formula multiplies by it: what is kept, or what is new?"
            )
        demand(
            close(eps, epsilon),
            "eps means the same in both, and stands in the same place: hand it over unchanged.",
        )
        kept = 3.0  # an old average; the new batch has the average 5
        theirs, ours = momentum * kept + (1 - momentum) * 5.0, (1 - mine) * kept + mine * 5.0
        demand(
            close(mine, 1 - momentum),
            f"With Keras' momentum {momentum:.2f}, an old average of 3 and a batch of 5 give {theirs:.2f}. "
            f"Yours gives {ours:.2f} in PyTorch.",
        )


def _suppliers(answer: Any) -> None:
    """Recompute which reports pass which test, from the reports' own figures."""
    answer = several(
        answer,
        2,
        'Answer with two letters: who may retrain, and who passes and is wrong, such as ("A", "B").',
    )
    retrain, fooled = (name(letter, REPORTS["supplier"], "supplier") for letter in answer)
    names = list(REPORTS["supplier"])
    tests = np.array([REPORTS[column] for column in list(REPORTS)[3:]]) <= LIMIT
    every, early = (np.asarray(part.all(axis=0)) for part in (tests, tests[:-1]))
    passes_all = {letter for letter, passed in zip(names, every, strict=True) if passed}
    late = {letter for letter, a, b in zip(names, early, tests[-1], strict=True) if a and not b}
    rounded = {
        letter
        for letter, wide, narrow in zip(names, tests[0], REPORTS["outputs, float32"], strict=True)
        if not wide and narrow < 2e-6
    }
    for letter in (retrain, fooled):
        demand(
            letter not in rounded,
            f"{letter} looks good in float32. But in float64 its gap should fall by a factor of about a "
            "billion, and it stays: something there still computes in float32, or differs by a little.",
        )
    demand(
        {retrain, fooled} != passes_all | late or retrain in passes_all,
        "The right two, the wrong way round: whose weights are still the same after the whole training?",
    )
    demand(
        retrain not in late,
        f"{retrain} takes the same twenty steps. See where its whole training ends: a schedule, a warm-up "
        "or clipping can change a rule later on.",
    )
    demand(
        retrain in passes_all,
        f"{retrain} does not take the same 20 steps as the original. Whoever retrains it gets another model.",
    )
    demand(
        fooled in late,
        f"The first is right. {fooled} does not fit the second question: look for one that passes outputs, "
        "gradients and twenty steps, and for the first time fails in the last column.",
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="fw2.to_pytorch",
        title="Carry the weights over",
        difficulty="warm-up",
        minutes=4,
        hints=(
            "The list alternates: a kernel, a bias, a kernel, a bias. Only one kind has two directions.",
            "A kernel of shape (inputs, outputs) becomes one of (outputs, inputs): rows become columns.",
            "`array.T` swaps rows and columns of a kernel, and leaves a list of biases as it is.",
        ),
        verify=_to_pytorch,
        praise="The square layer is the one that no error message protects: only a test of outputs does.",
    ),
    Exercise(
        id="fw2.batch_norm",
        title="Translate a setting",
        difficulty="core",
        minutes=4,
        hints=(
            "Both keep a moving average. One calls the share that is kept its momentum, the other the share "
            "that is new.",
            "Keras: momentum × old + (1 - momentum) × new. PyTorch: (1 - momentum) × old + momentum × new.",
            "The two momenta add up to 1; the small number in the denominator is handed over as it is.",
        ),
        verify=_batch_norm,
        praise=(
            "What is left after this are variances: PyTorch's moving one divides by n - 1, Keras' by n. No "
            "argument changes that."
        ),
    ),
    Exercise(
        id="fw2.suppliers",
        title="Five test reports",
        difficulty="core",
        minutes=5,
        hints=(
            "The AUCs say nothing here. Look at the columns in float64.",
            "In float64, what is the same mathematics agrees to about 15 digits. Which reports do?",
            "Of those that agree in outputs and gradients, whose weights are the same at the end, too?",
        ),
        verify=_suppliers,
        praise="Twenty steps cannot see a schedule. A gap that stays in float64 is no rounding.",
    ),
)
