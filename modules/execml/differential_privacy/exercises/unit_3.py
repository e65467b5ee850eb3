"""Exercises of unit 3."""

from __future__ import annotations

from execml.course.exercises import Exercise

EXERCISES: tuple[Exercise, ...] = ()
