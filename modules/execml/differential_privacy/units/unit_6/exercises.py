"""Exercises of unit 6: the bound, the noise that fits the year, and five files on a desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course import POLICY
from execml.course.answers.functions import number_returned
from execml.course.answers.names import for_each, named
from execml.course.answers.numbers import half_unit, number
from execml.course.answers.verdicts import NotYet, demand
from execml.course.digits import at_least, at_most
from execml.course.learner.exercises import Exercise

if TYPE_CHECKING:
    import pandas as pd

    from execml.differential_privacy.assurance.audit import Audit
    from execml.differential_privacy.assurance.label import PrivacyLabel

CAP, DELTA, STUDY = POLICY.yearly_cap.value, POLICY.delta.value, 0.5
VERDICTS = ("sign", "ask", "refuse")


@dataclass(frozen=True)
class File:
    """What one supplier put on the desk: a label, and an audit."""

    supplier: str
    label: PrivacyLabel
    audit: Audit

    @property
    def verdict(self) -> str:
        """What the evidence supports: a refuted claim is refused, an open point is asked about."""
        from dataclasses import replace

        claim, audited = self.label.claimed_epsilon, replace(self.label, audit=self.audit)
        refuted = any(finding.about == "audit" for finding in audited.findings())
        if refuted or (claim is not None and self.audit.refutes(claim)):
            return "refuse"
        return "ask" if any(finding.blocks for finding in self.label.findings()) else "sign"


def files() -> tuple[File, ...]:
    """Return the five suppliers' files of the judgement exercise."""
    from dataclasses import replace

    from execml.differential_privacy.assurance.label import PrivacyLabel

    full = PrivacyLabel(
        "Service",
        "the trained weights",
        "one client",
        POLICY.neighbours.value,
        POLICY.sampling.value,
        DELTA,
        "pld",
        noise_multiplier=0.93,
        sample_rate=0.0128,
        steps=780,
        clients=20_000,
        tuning_runs=1,
        claimed_epsilon=3.0,
    )
    low_noise = replace(full, noise_multiplier=1.8, claimed_epsilon=1.0)
    vague = replace(full, accountant=None, sampling=None, tuning_runs=None, claimed_epsilon=6.0)
    shuffled = replace(full, noise_multiplier=3.5, sampling="shuffled", claimed_epsilon=0.5)
    return (
        File("A", full, _audit(5_000, 850, 400)),
        File("B", low_noise, _audit(5_000, 900, 40)),
        File("C", vague, _audit(100, 12, 10)),
        File("D", shuffled, _audit(20_000, 1_150, 1_000)),
        File("E", replace(low_noise, tuning_runs=40), _audit(20_000, 1_400, 1_000)),
    )


def files_table() -> pd.DataFrame:
    """Return the five files as a table, one row a supplier."""
    import pandas as pd

    rows = []
    for file in files():
        open_points = [finding.problem for finding in file.label.findings() if finding.blocks]
        computed = file.label.epsilon
        rows.append(
            {
                "supplier": file.supplier,
                "claims ε": f"{file.label.claimed_epsilon:g}",
                "settings give ε": "unknown" if computed is None else at_most(computed, ".2f"),
                "open points on the label": " ".join(open_points) or "none",
                "runs of each kind": f"{file.audit.trials[0]:,}",
                "audit proves at least": at_least(file.audit.lower_bound, ".2f"),
            }
        )
    return pd.DataFrame(rows)


def _audit(runs: int, hits: int, alarms: int) -> Audit:
    from execml.differential_privacy.assurance.audit import audit_epsilon

    places = np.arange(runs)
    scores = (places < hits) * 1.0, (places < alarms) * 1.0
    confidence = POLICY.audit_confidence.value
    return audit_epsilon(*scores, DELTA, confidence, threshold=0.5, guesses="in")


def verify_bound(answer: Any) -> None:
    """Accept a function that returns the least epsilon whose region holds an attack.

    Raises:
        NotAnswered: if the function still returns ``...``.
        NotYet: with the property that fails.
    """
    generator = np.random.default_rng(7)
    fixed = [(0.6, 0.2, 0.0), (0.999, 0.3, 0.0), (0.3, 0.1, 0.1), (0.1, 0.4, 0.0), (0.04, 0.3, 0.05)]
    drawn = np.column_stack([generator.uniform(0.01, 0.99, (60, 2)), generator.choice([0, 1e-5, 0.05], 60)])
    for hits, alarms, delta in [*fixed, *drawn.tolist()]:
        _one_case(answer, hits, alarms, delta)


def _one_case(answer: Callable[[float, float, float], Any], hits: float, alarms: float, delta: float) -> None:
    from execml.differential_privacy.mechanisms.trade_off import largest_power

    found = number_returned(answer, hits, alarms, delta)
    room = max(half_unit(found), 5e-4 if found < 0.5 else 0.0)  # three digits, or three decimals near zero
    case = f"hits {hits:.3g}, false alarms {alarms:.3g}, delta {delta:g}"
    demand(
        found >= 0, f"For {case} the result is negative. An attack worse than guessing proves 0, not less."
    )
    if float(largest_power(alarms, found + room, delta)) < hits - 1e-9:
        if hits <= np.exp(found) * alarms + delta + 1e-6:
            raise NotYet(
                f"For {case} the first inequality holds and the second is broken. There are two of them: "
                "take the larger epsilon."
            )
        raise NotYet(f"For {case} even ε = {found:.3g} does not permit this attack: it is too small.")
    if found > room and float(largest_power(alarms, found - room, delta)) > hits + 1e-9:
        without_delta = float(largest_power(alarms, found, 0.0))
        if delta > 0 and abs(without_delta - hits) < 1e-6:
            raise NotYet(f"For {case} the result is too large by what delta excuses: take delta off first.")
        raise NotYet(f"For {case} a smaller epsilon than {found:.3g} permits the attack already.")


def verify_noise(answer: Any) -> None:
    """Accept the smallest whole noise at which the year, study included, respects the cap.

    Raises:
        NotYet: if the year breaks the cap, or a smaller noise would do.
    """
    from execml.differential_privacy.accounting.releases import composed_epsilon
    from execml.differential_privacy.assurance.year import harbour_year

    noise = number(answer, "the noise")
    demand(
        noise > 0 and noise == int(noise), f"The noise should be a whole number of clients, and is {noise:g}."
    )
    spent = composed_epsilon(harbour_year(noise, STUDY), DELTA)
    demand(
        spent <= CAP,
        f"With noise of {noise:g} the year with the study spends ε = {at_most(spent, '.2f')}, "
        f"above the cap of {CAP:g}: the tables need more noise.",
    )
    less = composed_epsilon(harbour_year(noise - 1, STUDY), DELTA) if noise > 1 else np.inf
    demand(
        less > CAP,
        f"Noise of {noise:g} respects the cap, but so does less noise, and every client of noise costs the "
        "readers of the table accuracy. Find the smallest that fits.",
    )


def verify_files(answer: Any) -> None:
    """Accept the verdict on each of the five files that its evidence supports.

    Raises:
        NotYet: naming the first file whose verdict the evidence does not support, and why.
    """
    desk = files()
    wanted = "The answer should name a verdict for each supplier, such as {'A': 'ask'}."
    verdicts = for_each(answer, [file.supplier for file in desk], wanted)
    for file in desk:
        given = named(verdicts.get(file.supplier), VERDICTS)
        if given is None:
            raise NotYet(f"Supplier {file.supplier} needs one of: {', '.join(VERDICTS)}.")
        if given != file.verdict:
            raise NotYet(_why_not(file, given))


def _why_not(file: File, given: str) -> str:
    supplier, claim = f"Supplier {file.supplier}", file.label.claimed_epsilon
    if file.verdict == "refuse":
        return (
            f"{supplier}: compare what the audit proves with the claim of {claim:g}. No document mends that."
        )
    if given == "refuse":
        return (
            f"{supplier}: the audit does not refute the claim, so refusing needs other evidence. Is any here?"
        )
    if given == "sign":
        return (
            f"{supplier}: what is the proof of ε = {claim:g}? An audit that finds nothing is no proof, "
            "and the label leaves a point open."
        )
    return (
        f"{supplier}: the label is complete, the settings give what is claimed and no audit contradicts it."
    )


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="dp6.bound",
        title="The epsilon that an attack proves",
        difficulty="core",
        minutes=5,
        hints=(
            "Solve each of the two inequalities of the definition for ε.",
            "The first gives log((hits − δ) / false alarms). The second is the same with the shares that "
            "were not flagged: 1 − false alarms, and 1 − hits.",
            "Take the larger of the two logarithms, and 0 if both are negative. Where hits − δ is not above "
            "0 the first proves nothing: `max(hits - delta, 1e-12)` keeps the logarithm finite.",
        ),
        verify=verify_bound,
        praise="Both inequalities count: the second decides whenever an attack hardly ever misses.",
    ),
    Exercise(
        id="dp6.monthly_noise",
        title="Noise that leaves room for the study",
        difficulty="core",
        minutes=5,
        hints=(
            "At noise 8 the sixteen planned releases fit. How much does the study need on top?",
            "`dp.composed_epsilon(dp.harbour_year(noise, study_epsilon=0.5), delta)` gives the year's ε.",
            "Compute it for noise 8 and upwards, one by one, and take the first that is at most 4.",
        ),
        verify=verify_noise,
        praise="A little more noise in every month pays for a study that nobody planned.",
    ),
    Exercise(
        id="dp6.files",
        title="Sign, ask or refuse",
        difficulty="core",
        minutes=5,
        hints=(
            "First question for each file: does the audit prove more than the claim?",
            "Second question: is there a proof, that is, a complete label whose settings give the claim? An "
            "audit that finds nothing is none; one of 100 runs could not have refuted ε = 6.",
            "Refuse where the audit contradicts the claim. Sign only where no point of the label is open. "
            "Ask in the other cases.",
        ),
        verify=verify_files,
        praise="A proof is signed, a contradiction is refused, and everything between is a question.",
    ),
)
