"""Measuring fairly: timers, rows of a benchmark, fresh processes, free ports, what pytest says of its time."""
