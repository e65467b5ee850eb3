"""Polynomials modulo primes, learning with errors, and the tables that say which sizes are safe."""
