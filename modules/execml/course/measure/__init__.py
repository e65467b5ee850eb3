"""Measuring fairly: timers, rows of a benchmark, fresh processes, free ports of this computer."""
