"""Forecasts with their assumptions: crossover times, physical qubits, published rates."""
