"""Shap and lime at work: its figures, exercises, quiz and decision."""
