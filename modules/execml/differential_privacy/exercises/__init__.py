"""The exercises of the differential-privacy module, unit by unit."""

from __future__ import annotations

import importlib

from execml.course.exercises import Exercise

EXERCISES: tuple[Exercise, ...] = tuple(
    exercise
    for unit in range(1, 6)
    for exercise in importlib.import_module(f"{__name__}.unit_{unit}").EXERCISES
)
