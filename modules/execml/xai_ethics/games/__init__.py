"""Cooperative games: Shapley's value, exact; known games; rules that break an axiom."""
