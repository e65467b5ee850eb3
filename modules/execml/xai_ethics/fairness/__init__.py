"""Fairness by group: metrics with intervals, the impossibility, what makes a gap, and its mitigation."""
