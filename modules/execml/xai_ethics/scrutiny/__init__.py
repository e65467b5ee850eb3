"""Explanations put to the test: the label, settings, sufficient reasons, a model that hides, a leak."""
