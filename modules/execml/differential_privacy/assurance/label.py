"""The privacy label: what must stand beside an epsilon before anybody signs it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from execml.course.digits import at_least, at_most
from execml.course.validation import one_of, positive, real, text, whole
from execml.differential_privacy.accounting import accountants
from execml.differential_privacy.accounting.privacy_loss import checked_noise, checked_steps
from execml.differential_privacy.assurance import wording
from execml.differential_privacy.assurance.audit import Audit
from execml.differential_privacy.assurance.card import Card, Finding
from execml.differential_privacy.assurance.power import curve_power

ADJACENCY = ("add or remove one", "replace one")
SAMPLING = tuple(wording.SAMPLING)

# What the accountants of this package prove, and so what a label must say for its epsilon to be theirs.
PROVEN_ADJACENCY = "add or remove one"
PROVEN_SAMPLING = ("poisson", "none")

LARGE_EXPECTATION = 0.1  # people, of whom delta alone would let a whole row be published


@dataclass(frozen=True)
class PrivacyLabel:
    """What was released, under which promise, and how that promise was computed; it prints as a card.

    Epsilon is computed from the settings, never typed in. An entry left at ``None`` is "not stated": the card
    shows the gap, and :meth:`findings` lists it. Training runs that chose the settings are counted as
    released: the headline is the epsilon of all of them. The rows follow the pyramid of NIST SP 800-226
    (2025, doi 10.6028/NIST.SP.800-226) from its top: the parameters and whose privacy, then the algorithm and
    what can undo it, and last, by name only, what no such label shows.

    Attributes:
        system: what the label is about.
        released: what leaves the bank.
        unit: whose data are protected, such as ``"one client, all months"``.
        adjacency: one of :data:`ADJACENCY`; what "one client more or less" means.
        sampling: one of :data:`SAMPLING`; how each step's batch is drawn; ``"none"`` if everybody takes part.
        delta: in (0, 1).
        accountant: one of those of :func:`execml.differential_privacy.epsilon`.
        noise_multiplier: noise in units of what one person can change.
        sample_rate: probability of taking part in a step, in (0, 1].
        steps: number of noisy releases, 1 or more.
        clients: how many people the data describe.
        tuning_runs: training runs made on the same data before the settings were chosen, this one included.
        group: how many rows one person may have, or the size of a household to be protected together.
        claimed_epsilon: what the supplier says, if anything.
        audit: what an audit proved, if there was one.

    >>> label = PrivacyLabel(
    ...     "Risk model", "weights", "one client", "add or remove one", "poisson", 1e-6, "pld",
    ...     noise_multiplier=1.0, sample_rate=0.01, steps=1000, clients=20_000, tuning_runs=1,
    ... )
    >>> round(label.epsilon, 2), label.findings()
    (2.12, ())
    """

    system: str
    released: str
    unit: str | None = None
    adjacency: str | None = None
    sampling: str | None = None
    delta: float | None = None
    accountant: accountants.Accountant | None = None
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
        text("system", self.system)
        text("released", self.released)
        checks: dict[str, Callable[[str, Any], Any]] = {
            "unit": text,
            "adjacency": lambda name, value: one_of(name, value, ADJACENCY),
            "sampling": lambda name, value: one_of(name, value, SAMPLING),
            "delta": lambda name, value: real(name, value, 0, 1),
            "accountant": lambda name, value: one_of(name, value, tuple(accountants.ACCOUNTANTS)),
            "noise_multiplier": lambda name, value: checked_noise(value),
            "sample_rate": lambda name, value: real(name, value, 0, 1, high_open=False),
            "steps": lambda name, value: checked_steps(value),
            "clients": whole,
            "tuning_runs": whole,
            "claimed_epsilon": positive,
        }
        whole("group", self.group)
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

    @property
    def headline(self) -> float | None:
        """The epsilon on the card: of all runs where their number is stated, of one run where it is not."""
        return self.epsilon if self.tuning_runs is None else self.epsilon_with_tuning

    def _epsilon_of(self, runs: int) -> float | None:
        noise, rate, steps, delta = self.noise_multiplier, self.sample_rate, self.steps, self.delta
        if noise is None or rate is None or steps is None or delta is None or self.accountant is None:
            return None
        return accountants.epsilon(noise, rate, runs * steps, delta, self.accountant)

    @property
    def group_guarantee(self) -> tuple[float, float] | None:
        """Epsilon and delta for ``group`` people or rows together, by group privacy.

        Chaining the definition k times gives (k epsilon, delta (1 + e^epsilon + ... + e^((k-1) epsilon))),
        with the epsilon of all runs; delta may exceed 1, and then the promise is empty.
        """
        if self.headline is None or self.delta is None:
            return None
        powers = math.fsum(math.exp(min(step * self.headline, 700)) for step in range(self.group))
        return self.group * self.headline, self.delta * powers

    def detection_limit(self, false_alarms: float = 0.01) -> float | None:
        """Return the largest share of members that any attack can catch at this share of false alarms.

        Epsilon and delta are one point of the mechanism's curve delta(epsilon), and each of its points limits
        the attack. The least of the limits is returned, over the curve of all runs that are counted.

        Args:
            false_alarms: share of outsiders whom the attack wrongly flags, in (0, 1).

        Raises:
            ValueError: if ``false_alarms`` lies outside (0, 1).
        """
        rate = real("false_alarms", false_alarms, 0, 1)
        noise, share, steps, accountant = (
            self.noise_multiplier,
            self.sample_rate,
            self.steps,
            self.accountant,
        )
        if noise is None or share is None or steps is None or accountant is None or self.headline is None:
            return None
        released = steps * (self.tuning_runs or 1)
        return curve_power(
            rate,
            lambda epsilon: accountants.delta(noise, share, released, epsilon, accountant),
            self.headline,
        )

    def findings(self) -> tuple[Finding, ...]:
        """Return what is missing, contradictory or worth a question; empty if the label can be signed."""
        gaps = [words for name, words in wording.NEEDED.items() if getattr(self, name) is None]
        missing = [Finding("gaps", f"Not stated: {', '.join(gaps)}.")] if gaps else []
        return (*missing, *self._contradictions(), *self._questions())

    @property
    def proven(self) -> bool:
        """Whether epsilon was computed under conditions that the accountant's proof covers."""
        return self.epsilon is not None and not self._contradictions()

    def _contradictions(self) -> list[Finding]:
        found = []
        if self.sampling is not None and self.sampling not in PROVEN_SAMPLING:
            drawn = wording.DRAWN[self.sampling]
            found.append(Finding("batches", wording.UNPROVEN_SAMPLING.format(drawn)))
        if self.sampling == "none" and self.sample_rate not in (None, 1):
            found.append(Finding("batches", wording.RATE_WITHOUT_SAMPLING.format(self.sample_rate)))
        if self.adjacency is not None and self.adjacency != PROVEN_ADJACENCY:
            found.append(Finding("neighbours", wording.UNPROVEN_ADJACENCY))
        if self.accountant in accountants.NOT_BOUNDS:
            found.append(Finding("accountant", wording.NO_BOUND))
        if self.delta is not None and self.clients is not None and self.delta * self.clients >= 1:
            found.append(Finding("delta", wording.LARGE_DELTA.format(self.clients)))
        claim, computed, counted = self.claimed_epsilon, self.epsilon, self.headline
        if claim is not None and computed is not None and computed > 1.01 * claim:
            found.append(Finding("epsilon", wording.CLAIM_TOO_SMALL.format(claim, at_most(computed, ".2f"))))
        elif claim is not None and counted is not None and counted > 1.01 * claim:
            uncounted = wording.UNCOUNTED.format(claim, self.tuning_runs, at_most(counted, ".2f"))
            found.append(Finding("tuning runs", uncounted))
        if self.audit is not None and self._refuted(self.audit):
            error = round(100 * (1 - self.audit.confidence), 4)
            proven = at_least(self.audit.lower_bound, ".2f")
            found.append(Finding("audit", wording.REFUTED.format(proven, error)))
        elif self.audit is not None:
            found += self._beyond_the_curve(self.audit)
        return found

    def _refuted(self, audit: Audit) -> bool:
        promised = self.claimed_epsilon if self.headline is None else self.headline
        # At a smaller delta a promise says more, so what refutes it at a larger delta refutes it as well.
        comparable = self.delta is None or self.delta <= audit.delta
        return promised is not None and comparable and audit.refutes(promised)

    def _beyond_the_curve(self, audit: Audit) -> list[Finding]:
        """Return a finding if the audit caught more than the curve of the stated noise permits."""
        hits, alarms = audit.rates()
        most = self.detection_limit(alarms) if alarms < 1 else None
        if most is None or hits <= most:
            return []
        rates = at_least(hits, ".1%"), at_most(alarms, ".1%"), at_most(most, ".1%")
        return [Finding("audit", wording.BEYOND.format(*rates))]

    def _questions(self) -> list[Finding]:
        found = []
        runs, one_run = self.tuning_runs, self.epsilon
        if runs is not None and runs > 1 and one_run is not None:
            tuned = wording.TUNED.format(runs, at_most(one_run, ".2f"))
            found.append(Finding("tuning runs", tuned, blocks=False))
        expected = (self.delta or 0) * (self.clients or 0)
        if LARGE_EXPECTATION <= expected < 1:
            found.append(Finding("delta", wording.NOTED_DELTA.format(expected), blocks=False))
        if self.accountant == "rdp_2017":
            found.append(Finding("accountant", wording.OLD_CONVERSION, blocks=False))
        if self.group > 1 and self.group_guarantee is not None:
            found.append(Finding("group", wording.GROUPED.format(self.group), blocks=False))
        return found

    def card(self) -> Card:
        """Return the label in words, ready to be drawn."""
        return Card(
            system=self.system,
            headline="= ?" if self.headline is None else f"= {at_most(self.headline, '.2f')}",
            beside=wording.beside_epsilon(self.delta, self.claimed_epsilon),
            proven=self.proven,
            promise=self._promise(),
            entries=self._entries(),
            findings=self.findings(),
        )

    def _promise(self) -> str:
        """Return in one sentence what the label promises, or that it promises nothing yet."""
        power = self.detection_limit(0.01)
        if power is None:
            return wording.NO_PROMISE
        if not self.proven:
            return wording.UNPROVEN
        return wording.PROMISE.format(at_most(power, ".1%"))

    def _entries(self) -> tuple[tuple[str, str | None], ...]:
        """Return the rows of the card as (name, value); the value of a gap is ``None``."""
        rows = (
            ("What is released", self.released),
            ("Whose privacy", self.unit),
            ("Neighbours differ by", self.adjacency),
            ("Delta", wording.delta(self.delta, self.clients)),
            ("Batches", self.sampling and wording.SAMPLING[self.sampling]),
            ("Noise", wording.noise(self.noise_multiplier, self.sample_rate, self.steps)),
            ("Accountant", self.accountant and wording.ACCOUNTANTS[self.accountant]),
            ("Tuning runs", wording.tuning(self.tuning_runs)),
            ("Audit", wording.audit(self.audit)),
            ("Not on any label", wording.BELOW),
        )
        if self.group == 1:
            return rows
        grouped = (f"{self.group} rows of one person", wording.group(self.group_guarantee))
        return (*rows[:4], grouped, *rows[4:])

    def _repr_html_(self) -> str:
        return self.card().html()

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(self.card().text())
