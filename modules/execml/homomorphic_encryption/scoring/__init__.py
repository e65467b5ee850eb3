"""Scoring customers nobody can read: two halves, their messages, reasons, counts, checks and the bill."""
