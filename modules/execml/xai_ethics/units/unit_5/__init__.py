"""Governing ai: its figures, exercises, quiz and decision."""
