"""Exercises of unit 5."""

from __future__ import annotations

from execml.course.exercises import Exercise

EXERCISES: tuple[Exercise, ...] = ()
