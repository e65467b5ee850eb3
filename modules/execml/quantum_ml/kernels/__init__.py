"""Quantum kernels: encodings of rows as states, their overlaps, and the screen before a pilot."""
