"""Exercises of unit 2: the scale of noise, three suppliers who pass a test of it, what a notice may say."""

from __future__ import annotations

import math
from typing import Any

from execml.course.answers.functions import number_returned
from execml.course.answers.names import name_and_number
from execml.course.answers.numbers import close, compare, number
from execml.course.answers.verdicts import NotYet, demand
from execml.course.digits import at_most
from execml.course.learner.exercises import Exercise
from execml.differential_privacy.mechanisms.trade_off import largest_posterior

# Three suppliers' statistics, made up for the exercise. All pass the test that their noise has scale Δ / ε.
STUDIES: dict[str, Any] = {
    "supplier": ("A", "B", "C"),
    "ε": (1.0, 0.5, 2.0),
    "Δ counts one": ("client", "monthly statement", "client"),
    "such a client has at most": (1, 12, 1),
}


def _verify_scale(noise_scale: Any) -> None:
    """At the right scale, adding the client with the largest value costs exactly epsilon."""
    for bound, clients, epsilon in ((1_000_000, 30_000, 1.0), (500.0, 40, 0.25), (80.0, 1_000, 3.0)):
        scale = number_returned(noise_scale, bound, clients, epsilon)
        demand(scale > 0, "A scale of noise is above zero; yours is not.")
        spent = bound / clients / scale / epsilon  # privacy loss of the worst client, as a share of epsilon
        if close(scale, bound / clients / epsilon):
            continue
        if math.isclose(spent, 1 / clients, rel_tol=1e-6):
            raise NotYet(
                "That is the noise for a sum. One client moves a sum that is divided by an announced number "
                "much less: by how much?"
            )
        if math.isclose(spent, epsilon**-2, rel_tol=1e-6):
            raise NotYet(
                "Your noise grows with ε. A smaller ε is a stronger promise, which must cost more noise."
            )
        if math.isclose(spent, 0.5, rel_tol=1e-6):
            raise NotYet(
                "Your noise is twice what is needed. A client who joins adds a value from 0 to the bound, "
                "and not from minus the bound."
            )
        verdict = "breaks the promise" if spent > 1 else "is more than the promise needs"
        raise NotYet(
            f"With bound {bound:g}, {clients:,} clients and ε = {epsilon:g}, your noise {verdict}: the "
            f"worst client costs {spent:.3g} times ε. Divide the sensitivity by ε."
        )


def _verify_weakest(answer: Any) -> None:
    """The supplier whose promise, counted for a client, is the weakest: epsilon times records a client."""
    wanted = 'Answer with two things in brackets: the supplier and ε for a client, such as `("A", 1)`.'
    supplier, epsilon = name_and_number(answer, STUDIES["supplier"], "supplier", "ε for a client", wanted)
    stated, records = STUDIES["ε"], STUDIES["such a client has at most"]
    counted = [each * many for each, many in zip(stated, records, strict=True)]
    worst = counted.index(max(counted))
    if supplier == STUDIES["supplier"][stated.index(max(stated))]:
        raise NotYet(
            "That one states the largest ε. But for whom? Ask what Δ counts, and of how many such records "
            "one client is made."
        )
    demand(supplier == STUDIES["supplier"][worst], "Count ε for one client at each supplier, and compare.")
    compare(
        epsilon,
        counted[worst],
        "The supplier is right, and ε is not: a client is a group of records, and factors multiply.",
        (
            (stated[worst], "The supplier is right. That ε is for one statement; a client has several."),
            (
                records[worst],
                "The supplier is right. That is how many records a client has; what is ε of them?",
            ),
            (stated[worst] / records[worst], "The supplier is right. More records are worse, not better."),
            (math.exp(counted[worst]), "The supplier is right. That is the odds factor; ε is its logarithm."),
        ),
    )


def _verify_suspicion(largest_epsilon: Any) -> None:
    """The posterior of a 1% suspicion must come out at 5%: not above, and not far below."""
    epsilon = number(largest_epsilon, "the largest ε")
    demand(epsilon > 0, "ε is above zero.")
    demand(
        not math.isclose(epsilon, math.log(5), abs_tol=0.006),
        "You compared probabilities: 5% is five times 1%. Bayes' rule multiplies odds, and the odds of 5% "
        "are not five times the odds of 1%.",
    )
    demand(
        epsilon < 100,
        "That is an odds factor or a percentage, perhaps; ε is the logarithm of the odds factor.",
    )
    after = float(largest_posterior(0.01, epsilon))
    demand(
        after <= 0.0501,
        f"At ε = {epsilon:g} a suspicion of 1% can rise to {after:.2%}: the notice would promise too much. "
        "Go down.",
    )
    demand(
        after >= 0.0497,
        f"At ε = {epsilon:g} a suspicion of 1% can rise to {at_most(after, '.2%')} at most: "
        "the sentence is true, but a larger ε (less noise) would keep it true.",
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="dp2.scale",
        title="The scale of the noise",
        difficulty="warm-up",
        minutes=4,
        hints=(
            "If a client with the largest value joins, by how much does the sum grow? And divided?",
            "It changes by the bound over the announced number. That is the sensitivity Δ.",
            "Laplace noise needs the scale Δ / ε, where Δ is the bound divided by the announced number.",
        ),
        verify=_verify_scale,
        praise="Note what is not in it: the data. The noise can be announced before anyone sees a record.",
    ),
    Exercise(
        id="dp2.weakest",
        title="Noise as stated, for whom?",
        difficulty="core",
        minutes=6,
        hints=(
            "All three tests compare the noise with Δ / ε. None asks what Δ counts.",
            "One client is a group of that many records. What does group privacy say of ε?",
            "For k records at once ε is k times as large: multiply the second column by the last.",
        ),
        verify=_verify_weakest,
        praise="The smallest ε on paper protects a client least. A test of the noise cannot see that.",
    ),
    Exercise(
        id="dp2.suspicion",
        title="What the notice may say",
        difficulty="core",
        minutes=5,
        hints=(
            "The promise bounds odds, not probabilities: odds = probability / (1 - probability).",
            "1% is odds of 1 to 99, and 5% is odds of 1 to 19. By what factor may the odds rise?",
            "The factor is e^ε, so that ε is the natural logarithm of the quotient of the two odds.",
        ),
        verify=_verify_suspicion,
        praise="A sentence in a notice and a number in a contract, and you can turn one into the other.",
    ),
)
