"""Noise that hides one person, and the trade-off that defines it."""
