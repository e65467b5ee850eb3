"""The privacy label: what must stand beside an epsilon before anybody signs it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from execml.course.validation import one_of, positive, real, whole
from execml.differential_privacy.assurance.audit import Audit
from execml.differential_privacy.mechanisms.trade_off import largest_power

ADJACENCY = ("add or remove one", "replace one")
SAMPLING = ("poisson", "none", "shuffled", "fixed size")
ACCOUNTANTS = ("pld", "rdp", "rdp_2017", "clt")

# What the accountants of this package prove, and so what a label must say for its epsilon to be theirs.
PROVEN_ADJACENCY = "add or remove one"
PROVEN_SAMPLING = ("poisson", "none")


@dataclass(frozen=True)
class Finding:
    """Something that a label leaves out, contradicts, or should be asked about.

    Attributes:
        about: the entry of the label it concerns.
        problem: what is wrong or missing, in a sentence.
        blocks: whether nobody should sign before it is answered.
    """

    about: str
    problem: str
    blocks: bool = True


@dataclass(frozen=True)
class PrivacyLabel:
    """What was released, under which promise, and how that promise was computed; it prints as a card.

    Epsilon is computed from the settings, never typed in. An entry left at ``None`` is "not stated": the card
    shows the gap, and :meth:`findings` lists it. NIST SP 800-226 (2025, doi
    10.6028/NIST.SP.800-226) is the longer guide to evaluating such a claim.

    Attributes:
        system: what the label is about.
        released: what leaves the bank.
        unit: whose data are protected, such as ``"one client, all months"``.
        adjacency: one of :data:`ADJACENCY`; what "one client more or less" means.
        sampling: one of :data:`SAMPLING`; how each step's batch is drawn; ``"none"`` if everybody takes part.
        delta: in (0, 1).
        accountant: one of :data:`ACCOUNTANTS`.
        noise_multiplier: noise in units of what one person can change.
        sample_rate: probability of taking part in a step, in (0, 1].
        steps: number of noisy releases, 1 or more.
        clients: how many people the data describe.
        tuning_runs: training runs made on the same data before the settings were chosen, this one included.
        group: how many rows one person may have, or the size of a household to be protected together.
        claimed_epsilon: what the supplier says, if anything.
        audit: what an audit proved, if there was one.

    >>> label = PrivacyLabel(
    ...     "Risk model", "weights", "one client", "add or remove one", "poisson", 1e-5, "pld",
    ...     noise_multiplier=1.0, sample_rate=0.01, steps=1000, clients=20_000, tuning_runs=1,
    ... )
    >>> round(label.epsilon, 2), label.findings()
    (1.83, ())
    """

    system: str
    released: str
    unit: str | None = None
    adjacency: str | None = None
    sampling: str | None = None
    delta: float | None = None
    accountant: Literal["pld", "rdp", "rdp_2017", "clt"] | None = None
    noise_multiplier: float | None = None
    sample_rate: float | None = None
    steps: int | None = None
    clients: int | None = None
    tuning_runs: int | None = None
    group: int = 1
    claimed_epsilon: float | None = None
    audit: Audit | None = None

    def __post_init__(self) -> None:
        """Check what is stated.

        Raises:
            ValueError: if an entry lies outside its range.
        """
        checks = {
            "adjacency": lambda name, value: one_of(name, value, ADJACENCY),
            "sampling": lambda name, value: one_of(name, value, SAMPLING),
            "delta": lambda name, value: real(name, value, 0, 1),
            "accountant": lambda name, value: one_of(name, value, ACCOUNTANTS),
            "noise_multiplier": positive,
            "sample_rate": lambda name, value: real(name, value, 0, 1, high_open=False),
            "steps": whole,
            "clients": whole,
            "tuning_runs": whole,
            "group": whole,
            "claimed_epsilon": positive,
        }
        for name, check in checks.items():
            if getattr(self, name) is not None:
                check(name, getattr(self, name))

    @cached_property
    def epsilon(self) -> float | None:
        """Epsilon of one run, by the stated accountant; ``None`` if an entry that it needs is not stated."""
        return self._epsilon_of(1)

    @cached_property
    def epsilon_with_tuning(self) -> float | None:
        """Epsilon if all tuning runs, at the same settings, are counted as released: an upper bound by
        composition.

        It is cautious. Papernot and Steinke (2022, ICLR, arXiv 2110.03620) show how a random number of runs
        costs less.
        """
        return None if self.tuning_runs is None else self._epsilon_of(self.tuning_runs)

    def _epsilon_of(self, runs: int) -> float | None:
        from execml.differential_privacy.accounting import accountants as accounting

        noise, rate, steps, delta = self.noise_multiplier, self.sample_rate, self.steps, self.delta
        if noise is None or rate is None or steps is None or delta is None or self.accountant is None:
            return None
        return accounting.epsilon(noise, rate, runs * steps, delta, self.accountant)

    @property
    def group_guarantee(self) -> tuple[float, float] | None:
        """Epsilon and delta for ``group`` people or rows together, by group privacy.

        Chaining the definition k times gives (k epsilon, delta (1 + e^epsilon + ... + e^((k-1) epsilon)));
        delta may exceed 1, and then the promise is empty.
        """
        if self.epsilon is None or self.delta is None:
            return None
        powers = math.fsum(math.exp(min(step * self.epsilon, 700)) for step in range(self.group))
        return self.group * self.epsilon, self.delta * powers

    def detection_limit(self, false_alarms: float = 0.01) -> float | None:
        """Return the largest share of members that any attack can catch at this share of false alarms.

        Both inequalities of the definition apply: TPR <= e^epsilon FPR + delta and 1 - FPR <= e^epsilon (1 -
        TPR) + delta.

        Args:
            false_alarms: share of outsiders whom the attack wrongly flags, in (0, 1).

        Raises:
            ValueError: if ``false_alarms`` lies outside (0, 1).
        """
        rate = real("false_alarms", false_alarms, 0, 1)
        if self.epsilon is None or self.delta is None:
            return None
        return float(largest_power(rate, min(self.epsilon, 700), self.delta))

    def findings(self) -> tuple[Finding, ...]:
        """Return what is missing, contradictory or worth a question; empty if the label can be signed."""
        gaps = [words for name, words in NEEDED.items() if getattr(self, name) is None]
        missing = [Finding("gaps", f"Not stated: {', '.join(gaps)}.")] if gaps else []
        return (*missing, *self._contradictions(), *self._questions())

    @property
    def proven(self) -> bool:
        """Whether epsilon was computed under conditions that the accountant's proof covers."""
        return self.epsilon is not None and not self._contradictions()

    def _contradictions(self) -> list[Finding]:
        found = []
        if self.sampling is not None and self.sampling not in PROVEN_SAMPLING:
            found.append(Finding("batches", SAMPLING_PROBLEM.format(SAMPLING_WORDS[self.sampling])))
        if self.sampling == "none" and self.sample_rate not in (None, 1):
            found.append(
                Finding("batches", f"Everybody takes part, yet the sample rate is {self.sample_rate:g}.")
            )
        if self.adjacency is not None and self.adjacency != PROVEN_ADJACENCY:
            found.append(Finding("neighbours", ADJACENCY_PROBLEM))
        if self.accountant == "clt":
            found.append(Finding("accountant", CLT_PROBLEM))
        if self.delta is not None and self.clients is not None and self.delta * self.clients >= 1:
            found.append(Finding("delta", DELTA_PROBLEM.format(self.clients)))
        claim, computed = self.claimed_epsilon, self.epsilon
        if claim is not None and computed is not None and computed > 1.01 * claim:
            found.append(
                Finding("epsilon", f"The claim is {claim:g}, but the stated settings give {computed:.2f}.")
            )
        if self.audit is not None and self._refuted(self.audit):
            problem = AUDIT_PROBLEM.format(self.audit.lower_bound, round(100 * self.audit.confidence, 4))
            found.append(Finding("audit", problem))
        return found

    def _refuted(self, audit: Audit) -> bool:
        promised = self.claimed_epsilon if self.epsilon is None else self.epsilon
        # At a smaller delta a promise says more, so what refutes it at a larger delta refutes it as well.
        comparable = self.delta is None or self.delta <= audit.delta
        return promised is not None and comparable and audit.refutes(promised)

    def _questions(self) -> list[Finding]:
        found = []
        whole_search = self.epsilon_with_tuning
        if self.tuning_runs is not None and self.tuning_runs > 1 and whole_search is not None:
            text = TUNING_PROBLEM.format(self.tuning_runs, whole_search)
            found.append(Finding("tuning runs", text, blocks=False))
        if self.accountant == "rdp_2017":
            text = "The old conversion is safe, but it states more epsilon than was spent."
            found.append(Finding("accountant", text, blocks=False))
        if self.group > 1 and self.group_guarantee is not None:
            text = f"{self.group} rows of one person are protected together only as the last line says."
            found.append(Finding("group", text, blocks=False))
        return found

    def _repr_html_(self) -> str:
        from execml.differential_privacy.assurance.card import html_card

        return html_card(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        from execml.differential_privacy.assurance.card import text_card

        printer.text(text_card(self))


NEEDED = {
    "unit": "whose privacy",
    "adjacency": "neighbours",
    "sampling": "batches",
    "noise_multiplier": "noise",
    "sample_rate": "sample rate",
    "steps": "steps",
    "delta": "delta",
    "clients": "number of people",
    "accountant": "accountant",
    "tuning_runs": "tuning runs",
}

SAMPLING_WORDS = {
    "poisson": "by Poisson sampling",
    "none": "of everybody",
    "shuffled": "by shuffling",
    "fixed size": "at a fixed size",
}
AUDIT_PROBLEM = "An audit proved ε of at least {:.2f} with {:g}% confidence: the promise is not kept."
TUNING_PROBLEM = "{} runs chose the settings; with all counted at these settings, ε is at most {:.2f}."
SAMPLING_PROBLEM = "Batches are drawn {}, but the accountant's proof needs Poisson sampling."
ADJACENCY_PROBLEM = (
    "The accountant proves adding or removing one person; replacing one can cost up to twice ε."
)
CLT_PROBLEM = "The central-limit accountant is an approximation: it can state less ε than was spent."
DELTA_PROBLEM = "Delta is at least 1 in {:,}: publishing one person's whole row would pass the test."
