"""Published estimates of the machine that breaks a key: qubits, time, and what each assumes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """One paper's estimate.

    Attributes:
        year: of the paper, with the month as a fraction.
        key: that falls.
        qubits: physical; an upper bound where the paper states one.
        time: as the paper states it.
        hardware: ``"chips"``, superconducting, or ``"atoms"``, neutral and moved by light.
        assumes: of the hardware.
        code: that corrects the errors.
        source: authors and identifier.
        fact: id in the programme's facts, with the date on which it was read.
    """

    year: float
    key: str
    qubits: float
    time: str
    hardware: str
    assumes: str
    code: str
    source: str
    fact: str


_GOOD_CHIP = "error 0.1%, round 1 µs, reaction 10 µs"
ESTIMATES = (
    Estimate(
        2019.4, "RSA-2048", 20e6, "8 hours", "chips", _GOOD_CHIP, "surface code",
        "Gidney and Ekerå, doi:10.22331/q-2021-04-15-433", "qubits.rsa_2048",
    ),
    Estimate(
        2025.4, "RSA-2048", 1e6, "under a week", "chips", _GOOD_CHIP, "surface code, denser storage",
        "Gidney, arXiv:2505.15917", "qubits.rsa_2048",
    ),
    Estimate(
        2026.1, "RSA-2048", 1e5, "not in the abstract", "chips", _GOOD_CHIP, "denser codes",
        "Webster and others, arXiv:2602.11457", "qubits.pinnacle",
    ),
    Estimate(
        2026.2, "P-256", 26e3, "a few days", "atoms", "slow rounds, atoms moved at will", "denser codes",
        "Cain and others, arXiv:2603.28627", "qubits.atoms",
    ),
    Estimate(
        2026.2, "P-256", 5e5, "about 9 minutes", "chips", "fast rounds; circuit not published",
        "not stated in the reports", "Babbush and others, white paper", "qubits.p256_chips",
    ),
)  # fmt: skip
WILLOW = 101  # physical qubits around one logical qubit (Google Quantum AI, 2024, arXiv:2408.13687)
ATOMS_TRAPPED = 6_000  # "more than", in arrays without computation (arXiv:2603.28627, abstract)
