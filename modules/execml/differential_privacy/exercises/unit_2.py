"""Exercises of unit 2."""

from __future__ import annotations

from execml.course.exercises import Exercise

EXERCISES: tuple[Exercise, ...] = ()
