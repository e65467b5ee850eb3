"""Measuring fairly: timers, rows of a benchmark, fresh processes, free ports, where pytest spends time."""
