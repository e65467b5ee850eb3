"""Crossover time: how long a job must be before fewer calls beat a faster clock."""

from __future__ import annotations

import math

from execml.course.validation import positive, real


def crossover_time(
    classical_rate: float, quantum_rate: float, exponent: float, operations_per_call: float = 1.0
) -> float:
    """Return the seconds after which a speed-up from n^k calls to n calls has paid for the slower machine.

    Classically n^k M operations at rate c take n^k M / c; the quantum computer's n M at rate q take n M /
    q. They meet at n = (c/q)^(1/(k-1)) (Hoefler, Haener and Troyer, 2023, doi:10.1145/3571725).

    Args:
        classical_rate: operations a second, c.
        quantum_rate: operations a second, q, of the error-corrected machine.
        exponent: k, above 1; 2 for Grover's search.
        operations_per_call: M, operations that each call takes.

    Returns:
        seconds; a job that the quantum computer finishes sooner is done sooner still on the classical one.

    Raises:
        ValueError: if a rate is not positive, the exponent not above 1, or the time beyond what a float
            holds.

    >>> round(crossover_time(550e12, 10.5e3, 2) / 86_400, 1)  # days, one operation a call
    57.7
    """
    classical, quantum = positive("classical_rate", classical_rate), positive("quantum_rate", quantum_rate)
    power = real("exponent", exponent, 1, math.inf)
    operations = positive("operations_per_call", operations_per_call)
    logarithm = (
        (math.log(classical) - math.log(quantum)) / (power - 1) + math.log(operations) - math.log(quantum)
    )
    if not -700 < logarithm < 700:
        raise ValueError(
            f"exponent={exponent}, classical_rate={classical_rate}, quantum_rate={quantum_rate} and "
            f"operations_per_call={operations_per_call} give e^{logarithm:.0f} seconds: beyond a float"
        )
    return math.exp(logarithm)


def operations_within(seconds: float, classical_rate: float, quantum_rate: float, exponent: float) -> float:
    """Return the most operations a call may take if the crossover must come within some seconds.

    >>> f"{operations_within(1e6, 550e12, 10.5e3, 3):,.0f}"
    '45,878'
    """
    return positive("seconds", seconds) / crossover_time(classical_rate, quantum_rate, exponent)


def loading_time(values: float, bits_per_value: float, bits_per_second: float) -> float:
    """Return the seconds in which data enter a quantum computer once, before it has computed anything.

    Args:
        values: how many numbers.
        bits_per_value: of each.
        bits_per_second: the machine's input rate.

    >>> loading_time(1e6, 16, 1e9)
    0.016
    """
    amount = positive("values", values) * positive("bits_per_value", bits_per_value)
    return amount / positive("bits_per_second", bits_per_second)
