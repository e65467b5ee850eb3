"""Attributions of a prediction: exact, by least squares, by tables of leaves, by a local surrogate."""
