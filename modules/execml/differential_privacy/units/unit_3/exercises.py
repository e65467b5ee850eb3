"""Exercises of unit 3: releases that fit a budget, what sampling buys, which of three offers to believe."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from execml.course import POLICY
from execml.course.answers.functions import number_returned
from execml.course.answers.names import letters
from execml.course.answers.numbers import close, number
from execml.course.answers.verdicts import NotYet, demand
from execml.course.digits import at_most
from execml.course.learner.exercises import Exercise

if TYPE_CHECKING:
    import pandas as pd

# The dashboard of the unit: one Gaussian release each working day.
NOISE, BUDGET, DELTA = 30.0, 1.5, POLICY.delta.value


@dataclass(frozen=True)
class Offer:
    """A vendor's offer to train on 20,000 clients for 10 epochs, in batches of 256, at the bank's delta.

    Attributes:
        name: letter of the vendor.
        noise_multiplier: noise that the vendor adds.
        accountant: the accountant behind the printed figure.
        batches: how batches are made, ``"Poisson"`` or ``"shuffled"``.
    """

    name: str
    noise_multiplier: float
    accountant: str
    batches: str

    @property
    def printed(self) -> float:
        """The epsilon that the vendor prints."""
        from execml.differential_privacy.accounting.accountants import epsilon

        return epsilon(self.noise_multiplier, 256 / 20_000, 780, DELTA, self.accountant)  # type: ignore[arg-type]


OFFERS = (
    Offer("A", 1.00, "clt", "Poisson"),
    Offer("B", 1.15, "rdp_2017", "Poisson"),
    Offer("C", 1.25, "pld", "shuffled"),
)


def offers() -> pd.DataFrame:
    """Return the three offers as a table: what each vendor adds, assumes and prints."""
    import pandas as pd

    names = {"clt": "central limit", "rdp_2017": "Rényi, 2017", "pld": "exact"}
    rows = [(o.name, o.noise_multiplier, names[o.accountant], o.batches, o.printed) for o in OFFERS]
    return pd.DataFrame(rows, columns=["offer", "noise", "accountant", "batches", "printed ε"])


def _verify_releases(largest: Any) -> None:
    """The budget must hold at the answer and break one release later."""
    from execml.differential_privacy.accounting.accountants import epsilon

    count = number(largest, "the number of releases")
    demand(count == int(count) and count >= 1, "Releases are counted in whole numbers, from 1 up.")
    spent, following = (epsilon(NOISE, 1.0, int(count) + more, DELTA) for more in (0, 1))
    added = BUDGET / epsilon(NOISE, 1.0, 1, DELTA)
    if abs(count - added) < 2:
        raise NotYet(
            "You divided the budget by the ε of one release. That is basic composition without the shared "
            "δ, and "
            "it leaves most of the budget unspent."
        )
    if following <= BUDGET < epsilon(NOISE, 1.0, int(count) + 2, DELTA) or spent > BUDGET >= epsilon(
        NOISE, 1.0, max(int(count) - 1, 1), DELTA
    ):
        raise NotYet("You are one release off. The budget must hold at your answer and break at the next.")
    above = f"{at_most(spent, '.3f')}, above {BUDGET}"
    demand(spent <= BUDGET, f"After {count:.0f} releases ε is {above}. Go down.")
    demand(following > BUDGET, f"After {count:.0f} releases ε is only {spent:.3f}. More of them fit.")


def _verify_sampling(sampled: Any) -> None:
    """The function must give the exact likelihood ratio of a sampled pure mechanism."""
    for epsilon, rate in ((1.0, 0.01), (0.3, 0.5), (3.0, 0.1), (2.0, 1.0)):
        right = math.log1p(rate * math.expm1(epsilon))
        answer = number_returned(sampled, epsilon, rate)
        if close(answer, right):
            continue
        if math.isclose(answer, rate * epsilon, rel_tol=1e-6):
            raise NotYet(
                f"You multiplied ε by the rate. That is right to first order for a small ε only: at ε = "
                f"{epsilon:g} "
                f"and a rate of {rate:g} it promises too much. Write down the ratio of the two likelihoods."
            )
        if math.isclose(answer, math.exp(right), rel_tol=1e-6):
            raise NotYet("That is the factor by which likelihoods may differ. ε is its logarithm.")
        if math.isclose(answer, rate * math.expm1(epsilon), rel_tol=1e-6):
            raise NotYet(
                "Close for a small rate. But the client is left out with probability 1 - q, and then the "
                "two worlds "
                "agree: where does that term stand in the ratio?"
            )
        verdict = "promises too much" if answer < right else "wastes what sampling buys"
        raise NotYet(f"At ε = {epsilon:g} and a rate of {rate:g} your {answer:.4g} {verdict}.")


def _verify_offer(best: Any) -> None:
    """The offer whose guarantee can be proven and is smallest."""
    from execml.differential_privacy.accounting.accountants import epsilon

    offers = {offer.name: offer for offer in OFFERS}
    named = letters(best, list(offers), "offer")
    demand(len(named) == 1, f"Answer with one of the letters {', '.join(offers)}.")
    name = named[0]
    proven = {
        letter: epsilon(offer.noise_multiplier, 256 / 20_000, 780, DELTA)
        for letter, offer in offers.items()
        if offer.batches == "Poisson"
    }
    chosen = offers[name]
    demand(
        chosen.batches == "Poisson",
        f"Offer {name} prints the smallest figure and adds the most noise. But its accountant assumes "
        f"batches that "
        "this vendor doesn't draw: what did one epoch of shuffled batches leak at least?",
    )
    demand(
        chosen.accountant != "clt",
        f"The figure of offer {name} comes from an accountant that is no bound. What does the exact one "
        f"say at its "
        "noise multiplier?",
    )
    demand(name == min(proven, key=lambda letter: proven[letter]), "Compute the exact ε of both offers.")


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="dp3.releases",
        title="How many releases fit the budget",
        difficulty="warm-up",
        minutes=4,
        hints=(
            "You need the ε of many releases together, not of one. Which function gives it, and with which "
            "sample rate?",
            "Everybody is in every release, so the sample rate is 1: epsilon(30, 1.0, releases, small). It "
            "grows with "
            "the number of releases; find where it passes 1.5.",
            "Try it in a loop: the largest number of releases for which epsilon(30, 1.0, releases, small) "
            "<= 1.5. It "
            "lies between 100 and 200.",
        ),
        verify=_verify_releases,
        praise="Dividing 1.5 by the ε of one release would have stopped the dashboard after a dozen.",
    ),
    Exercise(
        id="dp3.sampling",
        title="What sampling buys",
        difficulty="core",
        minutes=6,
        hints=(
            "With probability q the client is in the sample, and an outcome may be e^ε times likelier; "
            "with 1 - q it "
            "is as likely as without the client.",
            "The ratio of the two likelihoods is at most (1 - q) + q e^ε. The new ε is the logarithm of "
            "that.",
            "return np.log(1 - rate + rate * np.exp(epsilon))",
        ),
        verify=_verify_sampling,
        praise="For a small ε this is about q ε; for a large one about ε + log q: sampling then buys little.",
    ),
    Exercise(
        id="dp3.offers",
        title="Three offers",
        difficulty="core",
        minutes=5,
        hints=(
            "The printed figures come from three accountants. Put all offers through the same one before "
            "comparing.",
            "epsilon(noise, 256 / 20_000, 780, small) is exact for Poisson batches. Which offer has no such "
            "batches?",
            "Shuffled batches have no proof behind the printed figure, so one offer drops out. Of the "
            "other two, take "
            "the one whose exact ε is smaller: it is not the one that prints less.",
        ),
        verify=_verify_offer,
        praise="The oldest accountant prints the largest figure, and its offer is proven to leak least.",
    ),
)
