"""Circuits on a simulated quantum computer: gates, statevectors, measurement, gradients."""
