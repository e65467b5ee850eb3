"""Exercises of unit 4: a test for fifty models, four vendors' reports."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from execml.automl.trust.winners_curse import expected_best_of
from execml.course.answers.names import name_and_number
from execml.course.answers.numbers import compare, missing_digits, number, same
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise

# Made up for the exercise. Each vendor reports its share right on equally many defaulters and payers.
REPORTS: dict[str, Any] = {
    "vendor": ("A", "B", "C", "D"),
    "share right": (0.77, 0.84, 0.72, 0.76),
    "how the number came about": (
        "the best of 500 candidates, on the 400 clients who chose it",
        "nested validation; strongest column: reminders sent in the month after the due date",
        "40 candidates, chosen by folds; then one look at 10,000 clients of a later month",
        "a test set of 1,000 clients, looked at 35 times while the model was improved",
    ),
}
CANDIDATES, CLIENTS, WORTH = 500, 400, 0.7  # vendor A, and what each of its candidates is worth
MODELS, MARGIN, DOUBT = 50, 0.02, 0.05


def _clients_needed(answer: Any) -> None:
    """Solve the bound for the number of clients, and recognise its usual misreadings."""
    value = number(answer)
    exact = math.log(2 * MODELS / DOUBT) / (2 * MARGIN**2)
    _reject(
        value,
        (
            (math.log(2 / DOUBT) / (2 * MARGIN**2), "That is enough for one model. Fifty are compared."),
            (
                math.log(MODELS / DOUBT) / (2 * MARGIN**2),
                "A model may look too good or too bad: the 2 before k counts both sides.",
            ),
            (
                MODELS * math.log(2 / DOUBT) / (2 * MARGIN**2),
                "That is fifty separate tests. The number of models stands inside the logarithm.",
            ),
            (
                math.log(2 * MODELS / (1 - DOUBT)) / (2 * MARGIN**2),
                "δ is the doubt that is left, not the confidence.",
            ),
            (exact * MARGIN, "The margin is squared when the bound is solved for n."),
            (exact * MARGIN**2 / 4, "A margin of 2 points is 0.02 as a share."),
            (2 * exact, "Under the root stands 2n, not n. Where did that 2 go?"),
        ),
    )
    demand(
        exact - 1e-6 <= value <= exact + 1,
        missing_digits(value, math.ceil(exact), whole=True)
        or "The margin is not 2 points for so many clients. Square both sides of the bound, and solve for n. "
        "A fraction of a client is rounded up.",
    )


def _four_reports(answer: Any) -> None:
    """Check which report is trusted, and what vendor A's candidates would show by luck."""
    wanted = 'Answer with two things in brackets: the vendor and vendor A\'s report, such as `("B", 0.7)`.'
    vendor, share = name_and_number(answer, REPORTS["vendor"], "vendor", "vendor A's report", wanted)
    objections = {
        "A": "The clients who chose A's winner are the clients who scored it. How much luck is in that?",
        "B": "The folds are sound. Now read B's strongest column with a calendar in hand: what is known "
        "on the day of the decision?",
        "D": "D has a test set of its own, and 35 answers from it went into the model. Is it still a test?",
    }
    if vendor in objections:
        raise NotYet(objections[vendor])
    compare(
        share,
        expected_best_of(CANDIDATES, CLIENTS, WORTH),
        "The vendor is right, the share is not. `am.expected_best_of` takes how many candidates, how many "
        "clients, and what each candidate is worth.",
        (
            (WORTH, "The vendor is right. Each candidate is worth 70%; A reports the best of 500."),
            (
                expected_best_of(CANDIDATES, CLIENTS),
                "The vendor is right. That is for coin flips; here each candidate is right on 70%.",
            ),
            (
                expected_best_of(CLIENTS, CANDIDATES, WORTH),
                "The vendor is right. You have swapped the number of candidates and of clients.",
            ),
            (
                expected_best_of(CANDIDATES, CLIENTS, WORTH) - WORTH,
                "The vendor is right. That is the luck alone; the report contains the worth as well.",
            ),
            (
                100 * expected_best_of(CANDIDATES, CLIENTS, WORTH),
                "The vendor is right. Give a share, not a percentage.",
            ),
        ),
    )


def _reject(value: float, mistakes: Sequence[tuple[float, str]]) -> None:
    """Raise the feedback of the first typical wrong value that the answer equals, rounded up or not."""
    for wrong, feedback in mistakes:
        if same(value, wrong) or (wrong > 1 and value == math.ceil(wrong)):
            raise NotYet(feedback)


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="am4.clients_needed",
        title="A test for fifty",
        difficulty="warm-up",
        minutes=4,
        hints=(
            "The margin is 0.02, the number of models 50, and the doubt that is left 0.05.",
            "Set the margin equal to the root in the bound, and square both sides.",
            "n is the logarithm of twice the models over the doubt, divided by twice the squared margin.",
        ),
        verify=_clients_needed,
        praise="Two thousand models need less than twice as many. A model changed after an answer is dearer.",
    ),
    Exercise(
        id="am4.four_reports",
        title="Four vendors' reports",
        difficulty="core",
        minutes=5,
        hints=(
            "For each report ask: who chose, who scored, what was known, and how often did they look?",
            "Three of the numbers contain something that will be missing in use. One is lower, and is not.",
            "For vendor A use `am.expected_best_of` with 500 candidates, 400 clients and a worth of 0.7.",
        ),
        verify=_four_reports,
        praise="The lowest number is the one to sign for. A's report is what luck alone would show.",
    ),
)
