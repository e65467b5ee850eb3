"""Exercises of unit 3: the error of a difference, when to stop, and which numbers may go to the board."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from execml.automl.search.baseline import expected_best
from execml.course.answers.functions import number_returned
from execml.course.answers.names import letters
from execml.course.answers.numbers import close, recognised
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise

# A vendor's report on a model for another bank, made up for the exercise: each line with the clients that
# were scored, and whether those clients had a part in choosing or training the model.
REPORT: dict[str, Any] = {
    "line": ("A", "B", "C", "D", "E", "F"),
    "the report says": (
        "AUC 0.93 of the final model on the clients that it was trained on",
        "AUC 0.81 in cross-validation, the highest of 400 candidates",
        "AUC 0.77 [0.75, 0.79] on 8,000 clients of last year, opened after the model was fixed",
        "AUC 0.79 on 2,000 clients put aside, the highest of the five finalists tried on them",
        "0.012 [0.004, 0.020] ahead of the bank's scorecard, on the same 8,000 clients as C",
        "0.007 [0.001, 0.013] ahead of random search at equal cost, on 6,000 further clients: the best of "
        "the nine tools compared there",
    ),
    "clients scored": ("trained on", "folds", "untouched", "put aside", "untouched", "compared on"),
    "they also chose the model": (True, True, False, True, False, True),
}


def _difference_error(function: Callable[..., Any]) -> None:
    """Compare the learner's function with the standard deviation of correlated differences."""
    draw = np.random.default_rng(3)
    for _ in range(6):
        first, second = draw.uniform(0.002, 0.02, size=2)
        correlation = float(draw.uniform(0.2, 0.95))
        covariance = np.array(
            [[first**2, correlation * first * second], [correlation * first * second, second**2]]
        )
        contrast = np.array([1.0, -1.0])
        target = float(np.sqrt(contrast @ covariance @ contrast))
        answer = number_returned(function, first, second, correlation)
        if not close(answer, target):
            raise NotYet(_difference_feedback(answer, first, second, correlation, target))


def _difference_feedback(
    answer: float, first: float, second: float, correlation: float, target: float
) -> str:
    shared = 2 * correlation * first * second
    mistakes = (
        (
            np.hypot(first, second),
            "That treats the two as independent. Both models scored the same clients: what does the "
            "correlation take away?",
        ),
        (
            np.sqrt(first**2 + second**2 + shared),
            "That is the error of a sum. For a difference, turn a sign.",
        ),
        (target**2, "That is the variance. The error is its square root."),
        (
            np.sqrt(abs(first**2 + second**2 - shared / 2)),
            "Nearly: the shared part is subtracted once for each model, so twice.",
        ),
        (first + second, "Errors do not add up, their squares do."),
        (abs(first - second), "Errors do not subtract. Begin with their squares."),
    )
    return recognised(answer, mistakes) or (
        f"For errors {first:.4f} and {second:.4f} and correlation {correlation:.2f} your function returns "
        f"{answer:.5f}. Try equal errors and a correlation of 1: two identical models differ by nothing."
    )


def _enough(function: Callable[..., Any]) -> None:
    """Compare the learner's function with a search over all counts, for random tables of scores."""
    draw = np.random.default_rng(4)
    for tolerance in (0.002, 0.01, 0.03):
        scores = np.round(draw.normal(0.74, 0.03, size=24), 4)
        reach = [expected_best(scores, count) for count in range(1, scores.size + 1)]
        target = 1 + int(np.argmax(np.array(reach) >= reach[-1] - tolerance))
        answer = number_returned(function, scores, tolerance)
        if answer != target:
            raise NotYet(_enough_feedback(answer, target, reach, tolerance))


def _enough_feedback(answer: float, target: int, reach: Sequence[float], tolerance: float) -> str:
    if answer == target - 1:
        return (
            "One too few. If you count with `range`, its first number is 0, and a search needs 1 evaluation."
        )
    if answer == 1 + int(np.argmax(np.array(reach) >= max(reach) * (1 - tolerance))):
        return "That reads the tolerance as a share. It is a difference in AUC."
    if answer > target:
        return (
            f"With a tolerance of {tolerance} fewer evaluations suffice than your {answer:g}. "
            "Return the first count that is close enough."
        )
    return (
        f"With a tolerance of {tolerance} your {answer:g} evaluations are not yet close enough to what all "
        "of them bring."
    )


def _board_lines(answer: Any) -> None:
    """Check the lines chosen against the rule that the report's own columns decide."""
    chosen = set(letters(answer, REPORT["line"], "line"))
    fair = {
        line
        for line, scored, chose in zip(
            REPORT["line"], REPORT["clients scored"], REPORT["they also chose the model"], strict=True
        )
        if scored == "untouched" and not chose
    }
    for line in sorted(chosen - fair):
        place = REPORT["line"].index(line)
        raise NotYet(_OBJECTIONS[REPORT["clients scored"][place]])
    demand(
        chosen == fair,
        "What you chose is sound, and one more line is. A board also wants to know whether the model beats "
        "what the bank has.",
    )


_OBJECTIONS = {
    "trained on": "One of your lines scores clients that the model learned by heart. That is no forecast.",
    "folds": "One of your lines is the highest of many scores on the clients that chose it. Luck chose too.",
    "put aside": "One of your lines was put aside, and then used to choose among finalists. It is used up.",
    "compared on": "One of your lines passes the test of this unit, with clients of its own, an interval "
    "above zero and random search beside it. How many intervals were looked at before this one was shown?",
}

EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="am3.difference_error",
        title="The error of a difference",
        difficulty="core",
        minutes=5,
        hints=(
            "Variances add up, errors do not. What two models share by scoring the same clients cancels.",
            "Var(A − B) = Var(A) + Var(B) − 2 Cov(A, B).",
            "The covariance is the correlation times both errors. Take the square root in the end.",
        ),
        verify=_difference_error,
        praise="The more alike two models are, the smaller a difference the same clients can show.",
    ),
    Exercise(
        id="am3.enough",
        title="When to stop",
        difficulty="core",
        minutes=5,
        hints=(
            "`am.expected_best(scores, count)` estimates what a search of so many brings on average.",
            "Compare it with `am.expected_best(scores, len(scores))`, for 1, 2, 3 and so on evaluations.",
            "`next(count for count in range(1, len(scores) + 1) if ...)` returns the first that satisfies.",
        ),
        verify=_enough,
        praise="A stop rule in evaluations can be written into a contract; an hour on a busy machine cannot.",
    ),
    Exercise(
        id="am3.board_lines",
        title="Which lines may go to the board",
        difficulty="core",
        minutes=4,
        hints=(
            "Ask of each line: did these clients have any part in training or choosing the model?",
            "A score that was the highest of several on some clients has used those clients up.",
            "Two lines are left: a level with its interval, and a difference on the same clients.",
        ),
        verify=_board_lines,
        praise="A level tells what to expect, a paired difference whether it is worth changing anything.",
    ),
)
