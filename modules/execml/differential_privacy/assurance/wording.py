"""The words of a privacy label: how its facts read on the card, and what is said about its faults."""

from __future__ import annotations

from execml.course.digits import at_least, at_most
from execml.differential_privacy.assurance.audit import Audit

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
"""The entries without which no label is complete, as the finding about gaps names them."""

SAMPLING = {
    "poisson": "Poisson: each person drawn by a coin of their own",
    "none": "none: everybody takes part",
    "shuffled": "shuffled, then cut into batches",
    "fixed size": "fixed size, drawn without replacement",
}
ACCOUNTANTS = {
    "pld": "privacy-loss distribution (tight)",
    "rdp": "Rényi (an upper bound)",
    "rdp_2017": "Rényi, conversion of 2017 (a loose upper bound)",
    "clt": "central limit (an approximation, no bound)",
}

BELOW = "who sees the raw data, logs and timings"

NO_PROMISE = "No promise can be computed from what is stated."
UNPROVEN = "Computed as if the proof applied. It is no promise until the points below are settled."
PROMISE = (
    "An attack that flags a person with 1% probability when left out flags them with at most {} when in."
)

UNPROVEN_SAMPLING = "Batches are {}; the proof needs Poisson sampling."
DRAWN = {"shuffled": "shuffled", "fixed size": "of fixed size"}
RATE_WITHOUT_SAMPLING = "Everybody takes part, yet the sample rate is {:g}."
UNPROVEN_ADJACENCY = (
    "The accountant proves adding or removing one person; replacing one can cost up to twice ε."
)
NO_BOUND = "The central-limit accountant is no bound: it can state less than was spent."
NOTED_DELTA = (
    "Delta times the number of people is {:.2g}: so many whole rows may be published for certain. Far below "
    "1 is usual."
)
LARGE_DELTA = "Delta is at least 1 in {:,}: publishing one person's whole row would pass the test."
CLAIM_TOO_SMALL = "The claim is {:g}, but the stated settings give {}."
REFUTED = "An audit proved ε of at least {}, by a method that errs in {:g} of 100 audits at most."
BEYOND = "The audit catches {} at {} false alarms at least; the stated noise permits {}."
TUNED = "{} runs chose the settings. All are counted here, at these settings; one run alone has ε = {}."
UNCOUNTED = "The claim is {:g}; with all {} runs counted, ε is {}."
OLD_CONVERSION = "The old conversion is safe, but it states more epsilon than was spent."
GROUPED = "{} rows of one person are protected together only as the last line says."


def noise(noise_multiplier: float | None, sample_rate: float | None, steps: int | None) -> str | None:
    """Return how much noise is added, how often and to whom; ``None`` if one of the three is not stated.

    >>> noise(1.0, 0.05, 1000)
    'multiplier 1; steps: 1,000, each person in 5% of them'
    """
    if noise_multiplier is None or sample_rate is None or steps is None:
        return None
    everybody = sample_rate == 1
    takes_part = "everybody in each" if everybody else f"each person in {100 * sample_rate:.3g}% of them"
    return f"multiplier {noise_multiplier:.3g}; steps: {steps:,}, {takes_part}"


def power_of_ten(value: float) -> str:
    """Return a small number as people write it.

    >>> power_of_ten(1e-5), power_of_ten(3e-6)
    ('10⁻⁵', '3·10⁻⁶')
    """
    digits, exponent = f"{value:.1e}".split("e")
    raised = "10" + str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return raised if float(digits) == 1 else f"{float(digits):g}·{raised}"


def delta(value: float | None, clients: int | None) -> str | None:
    """Return delta beside the number of people that it must be small against; ``None`` if not stated."""
    if value is None:
        return None
    people = "" if clients is None else f", with {clients:,} people in the data"
    return power_of_ten(value) + people


def beside_epsilon(value: float | None, claimed_epsilon: float | None) -> str:
    """Return what stands beside the headline: the delta, and what was claimed."""
    parts = [] if value is None else [f"at δ = {power_of_ten(value)}"]
    parts += [] if claimed_epsilon is None else [f"claimed: ε = {claimed_epsilon:g}"]
    return "; ".join(parts)


def tuning(runs: int | None) -> str | None:
    """Return how many runs chose the settings; ``None`` if not stated."""
    if runs is None:
        return None
    if runs == 1:
        return "none on these rows: one run"
    return f"{runs} on the same data, of which one was released"


def audit(found: Audit | None) -> str:
    """Return what an audit proved, if there was one."""
    if found is None:
        return "none shown"
    return (
        f"ε is at least {at_least(found.lower_bound, '.2f')}, "
        f"at {round(100 * found.confidence, 4):g}% confidence "
        f"(no error in so many runs would prove {at_least(found.ceiling, '.1f')})"
    )


def group(guarantee: tuple[float, float] | None) -> str | None:
    """Return the epsilon and delta of several rows together; ``None`` if they can't be computed."""
    if guarantee is None:
        return None
    epsilon, delta = guarantee
    if delta >= 1:
        return "no promise: δ reaches 1"
    return f"ε = {at_most(epsilon, '.2f')} at δ = {power_of_ten(delta)}"
