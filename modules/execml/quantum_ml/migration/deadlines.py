"""Mosca's inequality: whether a secret outlives the time that is left."""

from __future__ import annotations

from execml.course.validation import at_least_zero


def mosca_margin(secret_years: float, migration_years: float, years_left: float) -> float:
    """Return the years to spare before a secret can be read, z - (x + y); below zero, too few.

    What is recorded until the migration ends must stay secret for x years more. If that reaches past the
    day on which a quantum computer breaks the key, it will be read (Mosca, 2018,
    doi:10.1109/MSP.2018.3761723).

    Args:
        secret_years: x, how long the data must stay secret, or the signature must hold.
        migration_years: y, until the last use of the old key.
        years_left: z, until a quantum computer breaks it; nobody knows it, so try several.

    >>> mosca_margin(10, 5, 12)
    -3.0
    """
    kept, moving = (
        at_least_zero("secret_years", secret_years),
        at_least_zero("migration_years", migration_years),
    )
    return at_least_zero("years_left", years_left) - kept - moving
