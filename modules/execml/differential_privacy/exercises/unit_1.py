"""Exercises of unit 1."""

from __future__ import annotations

from execml.course.exercises import Exercise

EXERCISES: tuple[Exercise, ...] = ()
