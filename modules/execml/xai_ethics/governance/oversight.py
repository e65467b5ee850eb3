"""Human oversight as an optimisation: whom to send to a person, what it costs, what it saves elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course.arrays import array, zeros_and_ones
from execml.course.measure.runs import Repeats
from execml.course.validation import at_least_zero, real, share, whole
from execml.course.validation import generator as source

if TYPE_CHECKING:
    import pandas as pd


def deferral_curve(
    labels: Any,
    risks: Any,
    cutoff: float,
    missed_default: float,
    refused_client: float,
    review: float,
    reviewer_accuracy: float,
    deference: float = 0.0,
    shares: Any = None,
) -> pd.DataFrame:
    """Return what a round of decisions costs as more of the clients nearest the cutoff go to a reviewer.

    The model decides the others. A reviewer who looks judges right with the same chance about everybody; with
    probability ``deference`` the reviewer just follows the model (automation bias: Parasuraman and Manzey,
    2010, doi 10.1177/0018720810376055). Costs are expectations, so nothing is drawn.

    Args:
        labels: 1 for a default, shape (clients,).
        risks: each in [0, 1], shape (clients,).
        cutoff: risks above it are refused, in (0, 1).
        missed_default: cost of a defaulter who is not refused.
        refused_client: cost of a payer who is refused.
        review: cost of one review.
        reviewer_accuracy: chance that a reviewer who looks is right, in [0, 1].
        deference: chance that the reviewer follows the model, in [0, 1].
        shares: of the clients to review, each in [0, 1]; 0 to 1 in steps of 0.05 if not given.

    Returns:
        a row a share, with columns ``share reviewed cost per_client errors``: clients reviewed, total cost,
        cost a client, and expected wrong decisions.

    Raises:
        ValueError: if shapes differ, or a number lies outside its range.

    >>> curve = deferral_curve([1, 0], [0.24, 0.9], 0.25, 3.0, 1.0, 0.1, 1.0, shares=[0.0, 0.5, 1.0])
    >>> curve["cost"].round(2).tolist()
    [4.0, 1.1, 0.2]
    """
    import pandas as pd

    truth = zeros_and_ones("labels", labels)
    values = array("risks", risks, (len(truth),)).astype(float)
    for end in (values.min(), values.max()):
        share("risks", float(end))
    limit = real("cutoff", cutoff, 0, 1)
    missed, refused, price = (
        at_least_zero(name, value)
        for name, value in (
            ("missed_default", missed_default),
            ("refused_client", refused_client),
            ("review", review),
        )
    )
    right, follows = share("reviewer_accuracy", reviewer_accuracy), share("deference", deference)
    wanted = np.linspace(0, 1, 21) if shares is None else array("shares", shares, ("shares",)).astype(float)
    for each in wanted.tolist():
        share("shares", each)
    order = np.argsort(np.abs(values - limit), kind="stable")
    wrong = ((values > limit) != (truth == 1)).astype(float)[order]
    stake = np.where(truth == 1, missed, refused)[order]
    reviewed_wrong = follows * wrong + (1 - follows) * (1 - right)
    counts = np.round(wanted * len(truth)).astype(int)
    before = [np.concatenate([[0.0], np.cumsum(each)]) for each in (reviewed_wrong * stake, reviewed_wrong)]
    machine = [np.concatenate([[0.0], np.cumsum(each)]) for each in (wrong * stake, wrong)]
    cost, errors = (
        reviewed[counts] + (alone[-1] - alone[counts])
        for reviewed, alone in zip(before, machine, strict=True)
    )
    cost = cost + price * counts
    return pd.DataFrame(
        {
            "share": wanted,
            "reviewed": counts,
            "cost": cost,
            "per_client": cost / len(truth),
            "errors": errors,
        }
    )


def saving_elsewhere(
    labels: Any,
    risks: Any,
    cutoff: float,
    missed_default: float,
    refused_client: float,
    review: float,
    reviewer_accuracy: float,
    deference: float,
    generator: np.random.Generator,
    parts: int = 10,
) -> Repeats:
    """Return what review saves a client, where other clients chose how many to review.

    The lowest point of a deferral curve was chosen on the clients that it is read on, and flatters. Here the
    clients fall into parts at random: the best share is found on all parts but one, and its saving measured
    on that one. The parts share nobody, so their spread says how sure the mean is.

    Args:
        labels: as in :func:`deferral_curve`, and so on up to ``deference``.
        risks: of the same clients.
        cutoff: of the model.
        missed_default: cost of a defaulter who is not refused.
        refused_client: cost of a payer who is refused.
        review: cost of one review.
        reviewer_accuracy: chance that a reviewer who looks is right.
        deference: chance that the reviewer follows the model.
        generator: draws the parts.
        parts: from 2 to the number of clients.

    Returns:
        the saving a client on each part, over ``part``.

    Raises:
        ValueError: as :func:`deferral_curve`, or if there are more parts than clients.

    >>> draw = np.random.default_rng(0)
    >>> risks = draw.random(400)
    >>> labels = (draw.random(400) < risks).astype(int)
    >>> saving_elsewhere(labels, risks, 0.25, 3.0, 1.0, 0.01, 1.0, 0.0, draw).mean > 0.1
    True
    """
    truth = zeros_and_ones("labels", labels)
    values = array("risks", risks, (len(truth),))
    count = whole("parts", parts, 2, len(truth))
    part = source("generator", generator).permutation(len(truth)) % count

    def costs(inside: np.ndarray, shares: Any = None) -> pd.DataFrame:
        return deferral_curve(
            truth[inside],
            values[inside],
            cutoff,
            missed_default,
            refused_client,
            review,
            reviewer_accuracy,
            deference,
            shares,
        )

    saved = []
    for each in range(count):
        others = costs(part != each)
        best = float(others["share"].iloc[int(others["per_client"].to_numpy().argmin())])
        alone, with_review = costs(part == each, [0.0, best])["per_client"]
        saved.append(alone - with_review)
    return Repeats(np.array(saved), {"part": tuple(range(count))})
