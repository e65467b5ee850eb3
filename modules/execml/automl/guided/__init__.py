"""Searches that learn: Gaussian processes, evolution, and ensembles of what a search has trained."""
