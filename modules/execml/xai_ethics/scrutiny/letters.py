"""Letters to refused clients: columns as families, reasons under nine settings, and the test of a reason.

A letter states the four families that raise a client's risk most. Which four depends on settings that no
letter mentions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from execml.course.arrays import array
from execml.course.validation import share as _share
from execml.course.validation import whole
from execml.xai_ethics.attribution.exact import every_coalition
from execml.xai_ethics.attribution.stability import strongest
from execml.xai_ethics.attribution.trees import TreeShap
from execml.xai_ethics.games.shapley import shapley_weights
from execml.xai_ethics.scrutiny.label import ExplanationLabel, background_error, background_of

REASONS = 4  # the most that creditors in the United States usually state
FAMILIES = ("limit", "age", "sex", "education", "marriage", "delays", "bills", "payments")
BEGINNINGS = {
    "limit": "limit",
    "age": "age",
    "female": "sex",
    "graduate_school": "education",
    "university": "education",
    "married": "marriage",
    "months_late": "delays",
    "late": "delays",
    "bill": "bills",
    "payment": "payments",
}
FAMILIES_GROUPED = "eight families, summed after"
FAMILIES_PLAYING = "eight families, each one player"


def families_of(names: Sequence[str]) -> np.ndarray:
    """Return the family that each column of the bank's features belongs to, shape (columns,).

    Raises:
        ValueError: if a column is none of the bank's.

    >>> [FAMILIES[each] for each in families_of(["limit", "late_1", "months_late_2"])]
    ['limit', 'delays', 'delays']
    """
    found = []
    for name in names:
        stem = name.rstrip("0123456789").rstrip("_")
        if stem not in BEGINNINGS:
            raise ValueError(f"names has {name!r}, which is no column of the bank's features")
        found.append(FAMILIES.index(BEGINNINGS[stem]))
    return np.array(found)


def summed(values: Any, families: np.ndarray) -> np.ndarray:
    """Return the values of columns added up by family, shape (rows, families).

    >>> summed([[1.0, 2.0, 4.0]], np.array([0, 1, 1])).tolist()
    [[1.0, 6.0]]
    """
    table = array("values", values, ("rows", len(families)))
    return table @ np.eye(int(families.max()) + 1)[families]


@dataclass(frozen=True)
class Setting:
    """One defensible way to compute the reasons.

    Attributes:
        name: in a few words.
        explain: from rows (rows, features) to values (rows, families).
        label: what the setting states of itself.
    """

    name: str
    explain: Callable[[np.ndarray], np.ndarray]
    label: ExplanationLabel


def nine_settings(
    model: Any,
    train: np.ndarray,
    labels: np.ndarray,
    risks: np.ndarray,
    names: Sequence[str],
    cutoff: float,
    generator: np.random.Generator,
    system: str = "the risk model",
) -> tuple[Setting, ...]:
    """Return nine defensible settings of exact Shapley values for one tree model.

    They differ in what no letter states: who stands in the background, how many, which game, whether columns
    are added up after or play as families, and the scale of the output.

    Args:
        model: a tree classifier that :class:`TreeShap` supports.
        train: the clients that it was trained on, shape (clients, features).
        labels: 1 for a default, shape (clients,).
        risks: the model's risks of them, shape (clients,).
        names: of the columns.
        cutoff: risks above it are refused.
        generator: draws the backgrounds.
        system: the model's name on the labels.
    """
    families = families_of(names)
    shuffled = generator.permutation(len(train))
    first, second, many = train[shuffled[:100]], train[shuffled[100:200]], train[shuffled[:1_000]]
    approved = train[shuffled[(risks <= cutoff)[shuffled]][:100]]
    paid = train[shuffled[(labels == 0)[shuffled]][:100]]
    middle = np.median(train[risks <= cutoff], axis=0, keepdims=True)
    scale = "probability" if hasattr(model, "estimators_") and not hasattr(model, "init_") else "log-odds"
    base = ExplanationLabel(
        system, "interventional", None, scale, FAMILIES_GROUPED, "exact, tables of leaves"
    )

    def by_columns(rows: np.ndarray | None) -> Callable[[np.ndarray], np.ndarray]:
        explainer = TreeShap(model, rows)
        return lambda wanted: summed(explainer.shap_values(wanted), families)

    def by_families(rows: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
        return TreeShap(model, rows, families).shap_values

    def other_scale(wanted: np.ndarray) -> np.ndarray:
        return every_coalition(predict, wanted, middle, families) @ shapley_weights(len(FAMILIES)).T

    def risk(rows: np.ndarray) -> np.ndarray:
        return np.asarray(model.predict_proba(rows)[:, 1])

    def log_odds(rows: np.ndarray) -> np.ndarray:
        inside = np.clip(risk(rows), 1e-6, 1 - 1e-6)
        return np.log(inside / (1 - inside))

    predict, turned = (risk, "probability") if scale == "log-odds" else (log_odds, "log-odds")

    def said(rows: np.ndarray, source: str, **changes: Any) -> ExplanationLabel:
        return replace(base, background=background_of(rows, source), **changes)

    typical = said(middle, "the medians of the approved", game="baseline", grouping=FAMILIES_PLAYING)
    path = replace(base, game="path-dependent", background="the training clients, by the trees' own counts")
    return (
        Setting("100 clients", by_columns(first), said(first, "training clients")),
        Setting("100 others", by_columns(second), said(second, "training clients")),
        Setting("1,000 clients", by_columns(many), said(many, "training clients")),
        Setting("100 approved", by_columns(approved), said(approved, "approved training clients")),
        Setting("100 who paid", by_columns(paid), said(paid, "training clients who paid")),
        Setting(
            "families play", by_families(first), said(first, "training clients", grouping=FAMILIES_PLAYING)
        ),
        Setting("path-dependent", by_columns(None), path),
        Setting("median approved", by_families(middle), typical),
        Setting(
            f"median, {turned}",
            other_scale,
            replace(typical, output_scale=turned, method="exact, all coalitions"),
        ),
    )


@dataclass(frozen=True, eq=False)
class Multiverse:
    """The reasons of some clients under several settings.

    Attributes:
        values: shape (settings, clients, families).
        reasons: the four that raise the risk most, shape (settings, clients, 4).
    """

    values: np.ndarray
    reasons: np.ndarray

    @property
    def sets(self) -> np.ndarray:
        """How many different sets of four each client gets, shape (clients,)."""
        codes = (1 << self.reasons).sum(axis=2)
        return np.array([len(set(each)) for each in codes.T.tolist()])

    def sets_above(self, share: float = 0.0) -> np.ndarray:
        """How many different sets each client gets if a reason must carry its weight, shape (clients,).

        Fewer than four families may raise a client's risk, and then a letter of four states some that lower
        it. Here a reason is stated only if its value is above 0, and above a share of all values above 0.

        Raises:
            ValueError: if ``share`` is not in [0, 1].
        """
        at_least = _share("share", share) * np.maximum(self.values, 0).sum(axis=2, keepdims=True)
        own = np.take_along_axis(self.values, self.reasons, axis=2)
        codes = np.where((own > 0) & (own >= at_least), 1 << self.reasons, 0).sum(axis=2)
        return np.array([len(set(each)) for each in codes.T.tolist()])

    def idle(self) -> float:
        """Return the share of letters that state a family which does not raise the risk."""
        own = np.take_along_axis(self.values, self.reasons, axis=2)
        return float((own <= 0).any(axis=2).mean())

    @property
    def main(self) -> np.ndarray:
        """How many different first reasons each client gets, shape (clients,)."""
        return np.array([len(set(each)) for each in self.reasons[:, :, 0].T.tolist()])

    def sometimes(self, family: int) -> np.ndarray:
        """Return for which clients a family is stated under some settings and not under all."""
        stated = (self.reasons == family).any(axis=2)
        return np.asarray(stated.any(axis=0) & ~stated.all(axis=0))

    def survival(self) -> np.ndarray:
        """Return in how many settings each client's first reason of the first setting is stated."""
        return np.asarray((self.reasons == self.reasons[0, :, 0][None, :, None]).any(axis=2).sum(axis=0))


def multiverse(settings: Sequence[Setting], rows: Any, top: int = REASONS) -> Multiverse:
    """Return the reasons of some clients under each setting.

    Raises:
        ValueError: if the rows are no table, or ``top`` is not from 1 to the number of families.
    """
    wanted = array("rows", rows, ("rows", "features"))
    whole("top", top, 1, len(FAMILIES))
    values = np.array([setting.explain(wanted) for setting in settings])
    return Multiverse(values, np.array([strongest(each, top) for each in values]))


def flips(
    predict: Callable[[np.ndarray], Any],
    rows: Any,
    typical: Any,
    families: np.ndarray,
    stated: Any,
    cutoff: float,
) -> Mapping[str, np.ndarray]:
    """Return whether acting on the stated reasons turns a refusal: set them to a typical approved client's.

    Args:
        predict: the model's risk, from (n, features) to n numbers.
        rows: refused clients, shape (rows, features).
        typical: values of a typical approved client, shape (features,).
        families: the family of each column, shape (features,).
        stated: the reasons in their order, shape (rows, reasons).
        cutoff: risks at or below it are approved.

    Returns:
        ``main``: the first reason alone turns it; ``all``: all stated ones do; ``unstated``: a family that is
        not in the letter would have done so alone. Each of shape (rows,).
    """
    wanted, middle = array("rows", rows, ("rows", "features")), array("typical", typical, (len(families),))
    reasons = array("stated", stated, (len(wanted), "reasons"))
    count = int(families.max()) + 1
    alone = np.where((families == np.arange(count)[:, None])[:, None, :], middle, wanted[None])
    alone_turn = np.asarray(predict(alone.reshape(-1, wanted.shape[1]))).reshape(count, -1) <= cutoff
    in_letter = (reasons[:, :, None] == np.arange(count)).any(axis=1)
    together = np.where(in_letter[:, families], middle, wanted)
    clients = np.arange(len(wanted))
    return {
        "main": alone_turn[reasons[:, 0], clients],
        "all": np.asarray(predict(together)) <= cutoff,
        "unstated": (alone_turn & ~in_letter.T).any(axis=0),
    }


def standard_error(model: Any, background: np.ndarray, rows: np.ndarray, families: np.ndarray) -> float:
    """Return the standard error of a family's value that comes from the choice of the background rows."""
    return background_error(
        lambda part: summed(TreeShap(model, part).shap_values(rows), families), background
    )
