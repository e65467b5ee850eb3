"""The stop-or-go screen: what a vendor of quantum computing fills in, and what follows from it.

Everything that the vendor leaves open counts in the vendor's favour: what is refused here stays refused
whatever the missing entries are. What passes has passed arithmetic, and no test on data.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from execml.course.validation import instance, positive, real, text, whole
from execml.quantum_ml.forecast.crossover import crossover_time, loading_time
from execml.quantum_ml.forecast.surface_code import surface_code_distance

# What a board calls the entries.
ENTRIES = {
    "exponent": "gain",
    "calls": "calls",
    "operations": "operations of a call",
    "clock": "clock",
    "loading_bits": "data to load",
    "logical_qubits": "logical qubits",
    "distance": "distance of their code",
    "rival_rate": "rate of the rival",
    "best_seconds": "time of the best method",
}
REFUSED, UNDETERMINED, PASSES = "refused", "undetermined", "passes"
TWO_WEEKS = 1e6  # seconds; the limit of Hoefler, Haener and Troyer (2023, doi:10.1145/3571725)
ROUND = 1e-6  # seconds for a round of error correction on a superconducting chip (Gidney, 2025)
INPUT_RATE = 1e9  # bits a second into the machine, as Hoefler and others assume


@dataclass(frozen=True)
class Proposal:
    """What a vendor has to state. None is an entry that was left empty.

    Attributes:
        name: what is to be computed.
        exponent: k, if n^k calls on an ordinary computer become n on the quantum computer; 2 for a square
            root, infinity for a gain that the vendor calls exponential.
        calls: n, of the job that the bank has.
        operations: logical operations that each call takes.
        clock: logical operations a second, error correction included.
        loading_bits: data that enter the machine once before the job.
        logical_qubits: kept at a time.
        distance: of the code that protects them.
        rival_rate: operations a second of the ordinary computer, running the method that needs n^k calls.
        best_seconds: of the best method that anybody found for the same answer, measured.

    Raises:
        ValueError: if an entry is neither None nor in its range.
    """

    name: str
    exponent: float | None = None
    calls: float | None = None
    operations: float | None = None
    clock: float | None = None
    loading_bits: float | None = None
    logical_qubits: int | None = None
    distance: int | None = None
    rival_rate: float | None = None
    best_seconds: float | None = None

    def __post_init__(self) -> None:
        """Check each entry that was made."""
        text("name", self.name)
        for entry in ("calls", "operations", "clock", "loading_bits", "rival_rate", "best_seconds"):
            if getattr(self, entry) is not None:
                positive(entry, getattr(self, entry))
        if self.exponent is not None:
            real("exponent", self.exponent, 0, math.inf, high_open=False)
        for entry, least in (("logical_qubits", 1), ("distance", 3)):
            if getattr(self, entry) is not None:
                whole(entry, getattr(self, entry), least)

    def missing(self) -> tuple[str, ...]:
        """Return the entries that were left empty.

        >>> Proposal("search", exponent=2, calls=1e6).missing()[:2]
        ('operations', 'clock')
        """
        return tuple(entry for entry in ENTRIES if getattr(self, entry) is None)


@dataclass(frozen=True)
class Screening:
    """What follows from a proposal; None is what cannot be said.

    Attributes:
        verdict: ``"refused"``, ``"undetermined"`` or ``"passes"``.
        reason: in one sentence.
        quantum_seconds: of the job on the quantum computer, loading included where it is stated.
        rival_seconds: of the method that the gain is claimed over.
        crossover_seconds: length of the job from which the claim pays against that method.
        distance_needed: of the surface code, so that one job in ten fails at most.
        physical_qubits: that the needed distance takes, factories not counted.
    """

    verdict: str
    reason: str
    quantum_seconds: float | None
    rival_seconds: float | None
    crossover_seconds: float | None
    distance_needed: int | None
    physical_qubits: int | None


def screen_proposal(
    proposal: Proposal, patience: float = TWO_WEEKS, physical_error: float = 1e-3, failure: float = 0.1
) -> Screening:
    """Return whether a proposal is refused, undetermined or passes, and the first reason.

    Args:
        proposal: what the vendor states.
        patience: seconds after which an answer is of no use.
        physical_error: of a physical gate, below 1%; the error correction is the surface code's rule of
            thumb with a round of a microsecond.
        failure: chance that the job may fail with.

    Raises:
        ValueError: if an argument is of the wrong kind or outside its range.

    >>> screen_proposal(Proposal("search", exponent=1.0)).reason
    'No gain: the ordinary computer needs no more calls.'
    >>> screen_proposal(Proposal("search", exponent=2.0, calls=1e6)).verdict
    'undetermined'
    """
    asked, limit = instance("proposal", proposal, Proposal), positive("patience", patience)
    error, allowed = real("physical_error", physical_error, 0, 0.01), real("failure", failure, 0, 1)
    loading = None if asked.loading_bits is None else float(loading_time(asked.loading_bits, 1, INPUT_RATE))
    running = _running(asked)
    rival, crossover = _rival(asked), _crossover(asked)
    distance = _distance(asked, running, error, allowed)
    total = None if running is None else running + (loading or 0.0)
    reason = _refusal(asked, limit, loading, total, rival, distance)
    missing = asked.missing()
    if reason:
        verdict = REFUSED
    elif missing:
        verdict, reason = UNDETERMINED, f"Not stated: {', '.join(ENTRIES[entry] for entry in missing)}."
    else:
        verdict, reason = PASSES, "On paper. A test on data against the best rival comes next."
    qubits = None if distance is None else 2 * (distance + 1) ** 2 * (asked.logical_qubits or 0)
    return Screening(verdict, reason, total, rival, crossover, distance, qubits)


def _running(asked: Proposal) -> float | None:
    if asked.calls is None or asked.operations is None or asked.clock is None:
        return None
    return float(asked.calls * asked.operations / asked.clock)


def _rival(asked: Proposal) -> float | None:
    if asked.exponent is None or asked.calls is None or asked.operations is None or asked.rival_rate is None:
        return None
    logarithm = (
        asked.exponent * math.log(asked.calls) + math.log(asked.operations) - math.log(asked.rival_rate)
        if asked.calls > 1
        else math.log(asked.operations) - math.log(asked.rival_rate)
    )
    return math.exp(logarithm) if logarithm < 700 else math.inf


def _crossover(asked: Proposal) -> float | None:
    if asked.exponent is None or not 1 < asked.exponent < math.inf:
        return None
    if asked.operations is None or asked.clock is None or asked.rival_rate is None:
        return None
    try:
        return crossover_time(asked.rival_rate, asked.clock, asked.exponent, asked.operations)
    except ValueError:  # the entries are in their ranges: the time alone is beyond a float
        return math.inf if asked.rival_rate > asked.clock else 0.0


def _distance(asked: Proposal, running: float | None, error: float, failure: float) -> int | None:
    if running is None or asked.logical_qubits is None:
        return None
    rounds = max(running / ROUND, 1.0)
    if math.isinf(rounds):
        return None
    return surface_code_distance(asked.logical_qubits, rounds, error, failure)


def _refusal(
    asked: Proposal,
    patience: float,
    loading: float | None,
    total: float | None,
    rival: float | None,
    distance: int | None,
) -> str:
    """Return the first reason to refuse, or nothing."""
    best = min((seconds for seconds in (asked.best_seconds, rival) if seconds is not None), default=math.inf)
    slower = "the best method known" if best == asked.best_seconds else "the rival that it names"
    if asked.exponent is not None and asked.exponent <= 1:
        return "No gain: the ordinary computer needs no more calls."
    if loading is not None and loading >= best:
        return f"Loading the data takes longer than {slower}."
    if total is not None and total >= best:
        return f"Slower than {slower}."
    if total is not None and total > patience:
        return "The answer comes too late to be of use."
    if distance is not None and asked.distance is not None and asked.distance < distance:
        return f"Errors win: the job needs a code of distance {distance}, and {asked.distance} is offered."
    return ""
