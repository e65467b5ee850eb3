"""The one exercise of the welcome page."""

from __future__ import annotations

from typing import Any

from execml.course.answers.numbers import number
from execml.course.answers.verdicts import demand
from execml.course.learner.exercises import Exercise


def _verify_default_rate(answer: Any) -> None:
    from execml.course.bank.data import load

    rate, given = float(load("credit")["default"].mean()), number(answer, "the share")
    demand(abs(given - 100 * rate) > 0.5, "This looks like a percentage. Give a fraction between 0 and 1.")
    demand(0 <= given <= 1, "A share lies between 0 and 1: defaulted clients divided by all clients.")
    demand(abs(given - (1 - rate)) > 0.005, "This is the share of clients who paid. Count the others.")
    demand(abs(given - rate) < 0.005, "This is not yet the share of clients whose `default` is 1.")


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="wl0.default_rate",
        title="The bank's default rate",
        difficulty="warm-up",
        minutes=2,
        hints=(
            "The column `default` of `clients` holds 1 for a client who defaulted, 0 for one who paid.",
            "The mean of a column of zeros and ones is the share of ones.",
            'Take the column with `clients["default"]` and ask it for its `.mean()`.',
        ),
        verify=_verify_default_rate,
        praise="Every lending decision here starts from that rate: it is the risk without a model.",
    ),
)
