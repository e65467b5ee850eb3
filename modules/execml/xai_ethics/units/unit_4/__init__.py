"""Fairness has a price: its figures, exercises, quiz and decision."""
