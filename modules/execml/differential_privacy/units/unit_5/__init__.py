"""Figures, exercises, quiz and decision of unit 5."""
