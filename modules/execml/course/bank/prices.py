"""What a wrong decision, a point of AUC and an hour are worth to the bank, in New Taiwan dollars of 2005.

Two numbers are assumed, because the bank's table cannot hold them, and both are said to be: the share of a
bill that is lost after a default, and an analyst's hour. All else is counted or follows from the bank's own
policy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from execml.course.bank.costs import Curve, distance_for, roc
from execml.course.bank.policy import POLICY, Rule
from execml.course.validation import real, whole

MONEY = "NT$ of 2005"
CLIENTS = 30_000  # of the bank; a round of decisions decides each of them once
POINT = 0.01  # of AUC
DRAWS, SEED = 200, 27  # bootstrap draws of the test clients

LOSS_GIVEN_DEFAULT = Rule(
    0.75,
    "share of the latest bill",
    "Assumed. The table ends in the month of the default and says nothing about recoveries. A card is "
    "unsecured, so more is lost than is got back. Every price below but the hour is proportional to it: at "
    "0.5 they are a third smaller, at 1 a third larger.",
    ("assumed",),
)
HOUR = Rule(
    1_000.0,
    f"{MONEY} an hour",
    "Assumed: an analyst who costs NT$ 1.6 million a year with all that goes with it, and works 1,600 hours.",
    ("assumed",),
)


@dataclass(frozen=True)
class Price:
    """What something is worth.

    Attributes:
        value: the estimate.
        low: lower end of the 95% interval over the bank's clients; an assumption has none, and its ends are
            equal.
        high: upper end.
        unit: such as ``"NT$ of 2005 a client"``.
        reason: how it was derived.
        assumes: what must be true for it to hold.
    """

    value: float
    low: float
    high: float
    unit: str
    reason: str
    assumes: tuple[str, ...]


@dataclass(frozen=True)
class Prices:
    """The bank's prices.

    Attributes:
        missed_default: of a client who defaults and was not refused.
        refused_client: of a client who would have paid and was refused.
        auc_point: of 0.01 of AUC in one round of decisions about all clients, if the curve rises evenly.
        auc_point_bought: the same as it really came, from logistic regression to the baseline.
        hour: of an analyst.
    """

    missed_default: Price
    refused_client: Price
    auc_point: Price
    auc_point_bought: Price
    hour: Price

    def in_hours(self, price: Price) -> tuple[float, float, float]:
        """Return a price in hours of an analyst's work, with the ends of its interval.

        >>> found = prices()
        >>> round(found.in_hours(found.refused_client)[0])
        12
        """
        return price.value / self.hour.value, price.low / self.hour.value, price.high / self.hour.value


def wrong_decisions(
    loss_given_default: float = LOSS_GIVEN_DEFAULT.value, cutoff: float = POLICY.cutoff.value
) -> tuple[Price, Price]:
    """Return the prices of a missed default and of a refused payer.

    What is at stake is the latest bill, so a missed default costs its mean over the defaulters times the
    share lost. At the cutoff c the bank is indifferent between lending and refusing, c · missed = (1 − c) ·
    refused, and so the second price follows from the first (Elkan, 2001, "The foundations of cost-sensitive
    learning", IJCAI, equation 2).

    Args:
        loss_given_default: share of the bill that is lost, in (0, 1].
        cutoff: risk above which the bank refuses, in (0, 1).

    Raises:
        ValueError: if an argument lies outside its range.

    >>> missed, refused = wrong_decisions()
    >>> round(missed.value, -2), round(refused.value, -2), round(missed.value / refused.value, 6)
    (36400.0, 12100.0, 3.0)
    """
    share = real("loss_given_default", loss_given_default, 0, 1, high_open=False)
    odds = real("cutoff", cutoff, 0, 1) / (1 - cutoff)
    bills = _bills_of_defaulters()
    mean, error = share * float(bills.mean()), share * float(bills.std(ddof=1)) / bills.size**0.5
    low, high = mean - 1.96 * error, mean + 1.96 * error
    at_stake = f"{share:.0%} of the bill of the month before is lost, and nothing more was drawn"
    missed = Price(
        mean,
        low,
        high,
        f"{MONEY} a client",
        f"The mean bill of {bills.size:,} defaulters, times the share that is lost.",
        (at_stake, "a bill below zero counts as none"),
    )
    refused = Price(
        odds * mean,
        odds * low,
        odds * high,
        f"{MONEY} a client",
        f"What makes the bank indifferent at its cutoff of {cutoff:.0%}.",
        (at_stake, "the bank's cutoff is the right one for its own earnings"),
    )
    return missed, refused


@cache
def prices() -> Prices:
    """Return the bank's prices, with the point of AUC counted from the baseline model's curve.

    >>> found = prices()
    >>> found.auc_point_bought.value < found.auc_point.value
    True
    """
    from execml.course.bank.risk import risk_split
    from execml.course.bank.rivals import risks

    missed, refused = wrong_decisions()
    labels, baseline = risk_split().test_labels, risks(POLICY.baseline.value)
    hour = Price(
        HOUR.value, HOUR.value, HOUR.value, HOUR.unit, HOUR.reason, ("an assumption, not a measurement",)
    )
    bought = point_between(labels, risks("logistic regression"), baseline)
    return Prices(missed, refused, auc_point(labels, baseline), bought, hour)


def auc_point(
    labels: ArrayLike,
    risks: ArrayLike,
    loss_given_default: float = LOSS_GIVEN_DEFAULT.value,
    cutoff: float = POLICY.cutoff.value,
    clients: int = CLIENTS,
) -> Price:
    """Return what 0.01 of AUC is worth: how much the least cost of a round of decisions falls.

    The model's ROC curve is lifted evenly until its AUC is 0.01 larger, and both curves are used at their own
    best threshold. The interval is that of 200 draws of the clients, and of the mean bill.

    Args:
        labels: 0 or 1, shape (clients,).
        risks: of the model, shape (clients,).
        loss_given_default: share of the bill that is lost, in (0, 1].
        cutoff: risk above which the bank refuses, in (0, 1).
        clients: how many a round decides about, 1 or more.

    Raises:
        ValueError: if an argument lies outside its range, or the shapes do not fit.
    """
    costs = wrong_decisions(loss_given_default, cutoff)
    distance = distance_for(roc(labels, risks), POINT)

    def pair(weights: np.ndarray | None) -> tuple[Curve, Curve]:
        curve = roc(labels, risks, weights)
        return curve, curve.lifted(distance)

    return _worth_of_a_point(
        pair,
        np.asarray(labels),
        costs,
        whole("clients", clients),
        "The fall in the least cost of wrong decisions as the model's curve is lifted to an AUC larger by "
        "0.01.",
        "the curve rises evenly; a model may gain its AUC where no decision is taken, and then it is worth "
        "less",
    )


def point_between(labels: ArrayLike, worse: ArrayLike, better: ArrayLike, clients: int = CLIENTS) -> Price:
    """Return what each 0.01 of AUC was worth from one real model to another.

    It is the sober companion of :func:`auc_point`: nothing is lifted, both curves are what the clients gave.

    Args:
        labels: 0 or 1, shape (clients,).
        worse: risks of the model with the smaller AUC, shape (clients,).
        better: risks of the other, the same shape.
        clients: how many a round decides about, 1 or more.

    Raises:
        ValueError: if the second model's AUC is not larger, or the shapes do not fit.
    """
    gain = float((roc(labels, better).auc - roc(labels, worse).auc)[0])
    if gain <= 0:
        raise ValueError(
            f"better has an AUC that is larger by {gain:.4f}, and it must be larger by more than 0"
        )
    return _worth_of_a_point(
        lambda weights: (roc(labels, worse, weights), roc(labels, better, weights)),
        np.asarray(labels),
        wrong_decisions(),
        whole("clients", clients),
        f"The fall in the least cost of wrong decisions from one model to another, whose AUC is {gain:.3f} "
        f"larger.",
        "the next gain of AUC lies where this one did",
    )


def _worth_of_a_point(
    pair: Callable[[np.ndarray | None], tuple[Curve, Curve]],
    labels: np.ndarray,
    wrong: tuple[Price, Price],
    clients: int,
    reason: str,
    where: str,
) -> Price:
    """Price a point from two curves, made for the clients as they are and for each draw of them."""
    missed, refused = wrong

    def saved_and_gained(weights: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
        before, after = pair(weights)
        costs = [curve.least_cost(missed.value, refused.value) for curve in (before, after)]
        return clients * (costs[0] - costs[1]), (after.auc - before.auc) / POINT

    saved, gained = saved_and_gained(None)
    generator = np.random.default_rng(SEED)
    # A gain that is small and uncertain is kept out of the denominator: draws say how far the saving varies.
    draws, _ = saved_and_gained(_drawn_anew(labels, generator))
    bills = generator.normal(1, (missed.high - missed.low) / (2 * 1.96 * missed.value), size=DRAWS)
    low, high = np.quantile(draws * bills / gained, [0.025, 0.975])
    return Price(
        float((saved / gained)[0]),
        float(low),
        float(high),
        f"{MONEY} for 0.01 of AUC, in one round of decisions about {clients:,} clients",
        reason,
        (
            *refused.assumes,
            "each wrong decision costs the mean, whoever it is about",
            where,
            "the bank moves to the best threshold of the new curve",
        ),
    )


@cache
def _bills_of_defaulters() -> np.ndarray:
    from execml.course.bank.data import load

    clients = load("credit")
    return clients.loc[clients["default"] == 1, "bill_1"].clip(lower=0).to_numpy(dtype=float)


def _drawn_anew(truth: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Return how often each client is drawn, within its class, shape (draws, clients)."""
    counts = np.empty((DRAWS, truth.size))
    for label in (0, 1):
        members = np.flatnonzero(truth == label)
        even = np.full(members.size, 1 / members.size)
        counts[:, members] = generator.multinomial(members.size, even, size=DRAWS)
    return counts
