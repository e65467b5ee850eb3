"""Quantum models: circuits with angles to train, their Fourier series, their plateaus, and a placebo."""
