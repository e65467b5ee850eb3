"""Approximate arithmetic on secrets: its figures, exercises, quiz and decision."""
