"""Figures, exercises and quiz of unit 4."""
