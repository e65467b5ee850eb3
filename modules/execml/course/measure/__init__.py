"""Measuring fairly: timers, rows of a benchmark, fresh processes, free ports, and what pytest took."""
