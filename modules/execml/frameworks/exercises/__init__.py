"""The exercises of the frameworks module, unit by unit."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from execml.course.exercises import Exercise

UNITS = sorted(found.name for found in pkgutil.iter_modules(__path__))
EXERCISES: tuple[Exercise, ...] = tuple(
    exercise for unit in UNITS for exercise in import_module(f"{__name__}.{unit}").EXERCISES
)
