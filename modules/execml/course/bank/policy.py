"""What Harbour Bank has decided, once for all pages: each rule with its value, its reason and who decided it.

A page imports :data:`POLICY` and never types such a number itself, so that two pages cannot promise two
things. Where the pages' own decisions disagree, the rule follows what the programme's code proves, and says
so.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    import pandas as pd

Value = TypeVar("Value")


@dataclass(frozen=True)
class Rule(Generic[Value]):
    """One decision of the bank.

    Attributes:
        value: what was decided.
        unit: what the value counts, or what kind of thing it names.
        reason: why this and not another, in sentences.
        decided_in: ids of the decisions that it follows from, such as ``"dp3.accountant"``; pages that only
            use it are named by unit, such as ``"fw2"``.

    Raises:
        ValueError: if unit or reason is empty, or nobody decided it.

    >>> Rule(0.25, "risk of default", "above it lending loses money", ("fw2",)).value
    0.25
    """

    value: Value
    unit: str
    reason: str
    decided_in: tuple[str, ...]

    def __post_init__(self) -> None:
        """Check that the rule says what it counts, why it holds, and who decided it."""
        for name in ("unit", "reason"):
            text = getattr(self, name)
            if not isinstance(text, str) or not text.strip():
                raise ValueError(f"{name}={text!r} must be a text that is not empty")
        if not isinstance(self.decided_in, tuple) or not self.decided_in:
            raise ValueError(
                f"decided_in={self.decided_in!r} must be a tuple with at least one decision or unit"
            )


@dataclass(frozen=True)
class Policy:
    """The bank's rules, in the terms of the field.

    Attributes:
        delta: δ of every promise about clients, and of the year as a whole.
        neighbours: what two neighbouring data sets differ in, as a privacy label writes it.
        unit_of_privacy: whose data one promise protects, as a privacy label writes it.
        yearly_cap: the largest ε of all releases about the same clients in a year.
        model_epsilon: ε of the default-risk model.
        accountant: how releases are added up, by the name that ``execml.differential_privacy.epsilon`` takes.
        sampling: how batches are drawn, as a privacy label writes it.
        audit_confidence: how sure an audit's lower bound is.
        cutoff: clients with a risk above it are refused.
        baseline: the model that every other is compared with; a name of ``execml.course.bank.rivals``.
    """

    delta: Rule[float]
    neighbours: Rule[str]
    unit_of_privacy: Rule[str]
    yearly_cap: Rule[float]
    model_epsilon: Rule[float]
    accountant: Rule[str]
    sampling: Rule[str]
    audit_confidence: Rule[float]
    cutoff: Rule[float]
    baseline: Rule[str]

    def frame(self) -> pd.DataFrame:
        """Return one row a rule: its name, value, unit, reason, and where it was decided.

        >>> POLICY.frame()[["rule", "value"]].head(2).to_dict("list")
        {'rule': ['delta', 'neighbours'], 'value': [1e-06, 'add or remove one']}
        """
        import pandas as pd

        rules = [(rule.name.replace("_", " "), getattr(self, rule.name)) for rule in fields(self)]
        return pd.DataFrame(
            {
                "rule": [name for name, _ in rules],
                "value": pd.Series([rule.value for _, rule in rules], dtype=object),
                "unit": [rule.unit for _, rule in rules],
                "reason": [rule.reason for _, rule in rules],
                "decided in": [", ".join(rule.decided_in) for _, rule in rules],
            }
        )


POLICY = Policy(
    delta=Rule(
        1e-6,
        "probability that the bound does not cover, for the year as a whole",
        "Times the 20,000 training clients it is 0.02. At 0.00001 that is 0.2, which is not far below one: "
        "at 1 a release that prints somebody's whole record counts as private. The exact accountant works at "
        "this δ. It costs 16% more ε for the training run of unit 3.3.",
        ("dp3.accountant",),
    ),
    neighbours=Rule(
        "add or remove one",
        "relation between two data sets",
        "The theorem of DP-SGD, the exact accountant and the ledger prove this relation and no other. What "
        "is ε-private for it is 2ε-private for replacing a client.",
        ("dp4.train", "dp6.epsilon"),
    ),
    unit_of_privacy=Rule(
        "one client, all their records",
        "who is protected together",
        "A client's twelve months are one person's affair: a promise for a row would be spent twelve times a "
        "year. Households and supplementary cards are a group, and cost a multiple.",
        ("dp6.epsilon",),
    ),
    yearly_cap=Rule(
        4.0,
        "ε of all releases about the same clients in a year",
        "With δ = 0, a reader who knows all other records can raise a suspicion of 1% about a client to 36% "
        "at most, and one of 10% to 86%. No theorem sets the number; it leaves room for one model at ε = 3 "
        "and twelve monthly tables with noise of 8 clients (3.66), for the invented clients that chose its "
        "settings and one figure about its quality (3.70 with both), and for little else.",
        ("dp6.epsilon",),
    ),
    model_epsilon=Rule(
        3.0,
        "ε of one training run, settings fixed without a look at the clients",
        "There the noise is about a third of its price in AUC; the rest is cutting, large steps and a small "
        "network. Every further run on the same clients, trials included, is a release of its own and stands "
        "in the ledger.",
        ("dp4.train",),
    ),
    accountant=Rule(
        "pld",
        "accountant",
        "The exact sum of privacy losses is a bound, and needs the least noise of all bounds. A "
        "central-limit approximation is none.",
        ("dp3.accountant",),
    ),
    sampling=Rule(
        "poisson",
        "how batches are drawn",
        "Each client by its own coin: the proof of amplification covers that, and not shuffled batches.",
        ("dp3.accountant",),
    ),
    audit_confidence=Rule(
        0.95,
        "probability over the audit's runs that its lower bound is true",
        "At most one honest supplier in twenty is accused. Where several attacks are tried on one "
        "supplier, the error is shared among them.",
        ("dp6",),
    ),
    cutoff=Rule(
        0.25,
        "risk of default above which a client is refused",
        "At this risk the bank is indifferent, so it also says what it holds a wrong decision to be worth: a "
        "missed default costs three times what a refused payer would have earned.",
        ("fw2", "fw5"),
    ),
    baseline=Rule(
        "boosted trees",
        "model, trained on the 20,000 clients of the split at the library's default settings",
        "It is the strongest model that anybody gets without tuning, measured on the test clients with ten "
        "seeds. What costs a search, a supplier or a network is compared with it, not with the weakest.",
        ("bank",),
    ),
)
