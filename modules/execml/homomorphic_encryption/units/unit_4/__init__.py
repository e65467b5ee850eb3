"""Scoring encrypted customers: its figures, exercises, quiz and decision."""
