"""Exercises of unit 4."""

from __future__ import annotations

from execml.course.exercises import Exercise

EXERCISES: tuple[Exercise, ...] = ()
