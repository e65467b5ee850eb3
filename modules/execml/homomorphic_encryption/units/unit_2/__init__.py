"""Noise that hides: its figures, exercises, quiz and decision."""
