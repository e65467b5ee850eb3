"""Exercises of unit 2: the scale of noise, the share behind randomised answers, what a notice may say."""

from __future__ import annotations

import math
from typing import Any

from execml.course.answers.functions import number_returned
from execml.course.answers.numbers import close, number
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise
from execml.differential_privacy.mechanisms.trade_off import largest_posterior


def _verify_scale(noise_scale: Any) -> None:
    """At the right scale, replacing one record by the farthest value costs exactly epsilon."""
    for bound, clients, epsilon in ((1_000_000, 30_000, 1.0), (500.0, 40, 0.25), (80.0, 1_000, 3.0)):
        scale = number_returned(noise_scale, bound, clients, epsilon)
        demand(scale > 0, "A scale of noise is above zero; yours is not.")
        spent = (
            bound / clients / scale / epsilon
        )  # privacy loss of the worst replacement, as a share of epsilon
        if close(scale, bound / clients / epsilon):
            continue
        if math.isclose(spent, 1 / clients, rel_tol=1e-6):
            raise NotYet(
                "That is the noise for a sum. One record moves a mean much less: by how much, when the "
                "number of clients is public?"
            )
        if math.isclose(spent, epsilon**-2, rel_tol=1e-6):
            raise NotYet(
                "Your noise grows with ε. A smaller ε is a stronger promise, which must cost more noise."
            )
        if math.isclose(spent, 0.5, rel_tol=1e-6):
            raise NotYet(
                "Your noise is twice what is needed. Between which two values can one record of [0, bound] "
                "move?"
            )
        verdict = "breaks the promise" if spent > 1 else "is more than the promise needs"
        raise NotYet(
            f"With bound {bound:g}, {clients:,} clients and ε = {epsilon:g}, your noise {verdict}: the "
            f"worst record costs {spent:.3g} times ε. Divide the sensitivity of the mean by ε."
        )


def _verify_debias(true_share: Any) -> None:
    """The estimate must return the share that the report was made from, and must stay unbiased below zero."""
    for epsilon in (0.5, 1.0, 2.0):
        lie = 1 / (1 + math.exp(epsilon))
        for share in (0.0, 0.22, 0.5, 1.0):
            reported = share * (1 - lie) + (1 - share) * lie
            estimate = number_returned(true_share, reported, epsilon)
            if close(estimate, share, within=5e-4):  # three decimals of a share
                continue
            if math.isclose(estimate, reported, abs_tol=1e-6):
                raise NotYet(
                    "That is the reported share again. If nobody's true answer is yes, a share f of lies "
                    "is reported all the same: which equation links the reported and the true share?"
                )
            if math.isclose(estimate, reported - lie, abs_tol=1e-6):
                raise NotYet(
                    "Taking f off is the first half. At a true share of 100% your estimate is still below "
                    "100%: truths turn into lies as well, and that shrinks the scale."
                )
            raise NotYet(
                f"At ε = {epsilon:g} a true share of {share:.0%} is reported as {reported:.1%} on average, "
                f"and you return {estimate:.1%}. Solve r = p (1 - f) + (1 - p) f for p."
            )
        below = number_returned(true_share, 0.5 * lie, epsilon)
        demand(
            below < 0,
            "For a reported share below f your estimate should be negative. Cutting it off at 0 looks "
            "tidier, and makes it biased: leave it, and cut off, if at all, in the text.",
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
        f"At ε = {epsilon:g} a suspicion of 1% can rise to {after:.1%}: the notice would promise too much. "
        "Go down.",
    )
    demand(
        after >= 0.0497,
        f"At ε = {epsilon:g} a suspicion of 1% can rise to {after:.2%} at most: the sentence is true, but "
        "a larger ε (less noise) would keep it true.",
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="dp2.scale",
        title="The scale of the noise",
        difficulty="warm-up",
        minutes=4,
        hints=(
            "If one record changes from 0 to the bound, by how much does the sum change? And the mean?",
            "The mean changes by that amount divided by the number of clients. That is the sensitivity Δ.",
            "Laplace noise needs the scale Δ / ε, where Δ is the bound divided by the number of clients.",
        ),
        verify=_verify_scale,
        praise="Note what is not in it: the data. The noise can be announced before anyone sees a record.",
    ),
    Exercise(
        id="dp2.debias",
        title="The share behind randomised answers",
        difficulty="core",
        minutes=6,
        hints=(
            "Write down the reported share if everyone's true answer were no, and if everyone's were yes.",
            "With f = 1 / (1 + e^ε), those two are f and 1 - f. The reported share moves between them in "
            "proportion to the true share.",
            "So the true share is (reported - f) divided by the distance between the two ends, 1 - 2f.",
        ),
        verify=_verify_debias,
        praise="Dividing by 1 - 2f also stretches the noise: at ε = 0.5, by a factor of four.",
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
