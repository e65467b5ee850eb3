"""Searches that do not learn: objectives, trials, random search, halving, and what no search can do."""
